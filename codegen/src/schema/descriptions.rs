//! Descriptions of keys and words that an editor shows. `spec/README.md` explains them in detail.

/// The description of a key of a map.
pub(super) fn key_description(map: &str, key: &str) -> Option<&'static str> {
    let find = |map: &str| {
        let mut all = KEYS.iter();
        all.find(|(described, name, _)| *described == map && *name == key)
    };
    find(map).or_else(|| find(ANY)).map(|(.., text)| *text)
}

/// The description of a word that a value may be.
pub(super) fn word_description(word: &str) -> Option<&'static str> {
    let found = WORDS.iter().find(|(name, _)| *name == word);
    found.map(|(_, text)| *text)
}

/// Used instead of a map's name: all maps that have no description of their own.
const ANY: &str = "";

#[rustfmt::skip]
const KEYS: &[(&str, &str, &str)] = &[
    (ANY, "title", "The page's label, without 【】."),
    (ANY, "doc", "The meaning, in our own English."),
    (ANY, "fingerprint", "First eight hexadecimal digits of the SHA-256 of the page's sentence without white space."),
    (ANY, "rust_name", "The Rust name, if the wire name is not possible in Rust or collides with another name."),
    (ANY, "notes", "Places where the page is cut off, silent or contradictory, and the side that we take."),
    (ANY, "remarks", "What else the page says: its 注 and 特别注意."),
    (ANY, "waived", "Words of the page that look like a limit or condition but are not in the spec, and why."),
    (ANY, "grade", "How well the page is known that says this, if that is not as in the rest of the file: full, partial (a part was seen) or secondary (other descriptions)."),
    (ANY, "rules", "Rules over several fields of this object."),
    (ANY, "types", "Types of both directions, by the page's names."),
    (ANY, "request_types", "Types of requests only."),
    (ANY, "response_types", "Types of responses only."),

    ("api", "api", "Name of the api file, which has what every page repeats."),
    ("api", "hosts", "Hosts by name, the main host first."),
    ("api", "errors", "Error rows that every page repeats word by word; operations name them by code."),

    ("host", "url", "Scheme and host, as the page prints them."),

    ("service", "service", "Name of the service, which is the name of the Rust module and the Cargo feature."),
    ("service", "doc", "What the service is about, in one sentence."),
    ("service", "uses", "Names of services whose types the operations may name; the feature of this service turns on theirs."),
    ("service", "on_by_default", "Whether the crate has the feature of the service by default [true]."),

    ("operation", "operation", "Name of the client function, in snake_case, as in the page's listings."),
    ("operation", "title", "The page's title."),
    ("operation", "doc", "What the operation does, in one sentence."),
    ("operation", "source", "The page that this file transcribes."),
    ("operation", "audience", "Who may call the operation: the page's 支持商户."),
    ("operation", "method", "The HTTP method."),
    ("operation", "path", "As the page prints it, including a / at the end; each {name} is a whole segment and is described under parameters: path."),
    ("operation", "hosts", "Names of hosts from the api file."),
    ("operation", "rate_limit", "20/s, 1000/min, 10/h, 10/d; with `per interface` if the page says 接口级."),
    ("operation", "prerequisites", "What must be true before a call."),
    ("operation", "idempotency_key", "The string of the body, a header, the path or the query that makes a retry with the same value harmless."),
    ("operation", "idempotent", "The evidence that a repeated PUT or DELETE has no second effect, so that the client may retry it."),
    ("operation", "recovery", "What settles an unknown outcome: the same bytes again, or a query."),
    ("operation", "partial_result", "The call can succeed although it refused some of its items."),
    ("operation", "pagination", "The response is one page of a list."),
    ("operation", "download", "The response has the address of a file."),
    ("operation", "parameters", "Parameters outside the body: header, path, query."),
    ("operation", "body", "Fields of the request's body, in the page's order; absent if the request has no body."),
    ("operation", "form", "The form that sends the body as JSON together with a file; absent if the body is sent alone."),
    ("operation", "request", "Name of the request type, if it is not the operation's name with `Request`."),
    ("operation", "rules", "Rules over several fields of the body."),
    ("operation", "response", "Name of the response's type, which means status 200 with that body; or a map with the status and, if there is one, the body."),
    ("operation", "samples", "Requests and responses that the page prints, and samples made by us."),
    ("operation", "errors", "Rows of the page's error tables, in its order; or undocumented if they were not seen."),

    ("partial_result", "refused", "List of the response that has the refused items."),
    ("partial_result", "doc", "What a refusal means, in one sentence."),

    ("download", "url", "Text of the response with the address of the file."),
    ("download", "hash_type", "Text or enum of the response with the name of the digest: SHA1 or SHA256."),
    ("download", "hash_value", "Text of the response with the digest in hexadecimal digits."),
    ("download", "unsigned", "The response with the file has no signature; only the digest is checked."),

    ("file", "unsigned", "The response with the file has no signature."),

    ("pagination", "items", "List of the response that has the items of the page."),
    ("pagination", "total", "Number of the response that counts the items of all pages."),
    ("pagination", "token", "Where the next page begins, by a token."),
    ("pagination", "offset", "Where the next page begins, by the number of items before it."),

    ("token", "request", "Field of the request that has the token."),
    ("token", "response", "Field of the response that has the token of the next page."),

    ("offset", "offset", "Number of the request that counts the items before the page."),
    ("offset", "limit", "Number of the request that limits the items of a page."),

    ("recovery", "repeat", "The same call again, byte by byte."),
    ("recovery", "query", "Name of the operation to call: of this service or of a used one, or with its service, as in coupon_management.get_stock."),
    ("recovery", "field", "Field of its response, as a path, that shows whether the call took effect."),
    ("recovery", "equals", "Field of the request with which that field is compared."),
    ("recovery", "doc", "One sentence for who has to settle the outcome."),

    ("form", "json", "Name of the part with the JSON body, which alone is signed; or a map with what the page says about it."),
    ("form", "file", "The part with the file."),
    ("form", "file_name", "Name of the field of the body that has the name of the file."),
    ("form", "digest", "Name of the field of the body that has the SHA-256 digest of the file; the runtime computes it, and callers do not set it."),

    ("JSON_part_of_a_form", "name", "Name of the part, as the page prints it."),

    ("file_part_of_a_form", "name", "Name of the part, as the page prints it."),
    ("file_part_of_a_form", "types", "Media types by the endings of file names, in lower case and without a dot, as in png: image/png."),
    ("file_part_of_a_form", "max_bytes", "Maximum size of the file, in bytes."),
    ("file_part_of_a_form", "server", "What only the server can check."),

    ("callback", "callback", "Name of the enum of events, in CamelCase."),
    ("callback", "title", "The page's title."),
    ("callback", "doc", "What the events are about, in one sentence."),
    ("callback", "source", "The page that this file transcribes."),
    ("callback", "events", "Events by their event_type, in the page's order."),
    ("callback", "reply", "What the page says about the reply."),

    ("event", "resource", "Name of the type of the decrypted resource."),
    ("event", "original_type", "original_type of the resource, as the page prints it."),
    ("event", "also", "Other texts of event_type that mean the same event."),

    ("source", "page", "Title of the page."),
    ("source", "updated", "The page's date, as YYYY-MM-DD."),
    ("source", "grade", "How well the page is known: full, partial (a part was seen) or secondary (not seen; other descriptions) [full]."),

    ("parameters", "header", "Headers by name, one scalar each."),
    ("parameters", "path", "Values for the {names} of the path."),
    ("parameters", "query", "Query parameters: scalars and lists of scalars."),

    ("response", "status", "The HTTP status of success."),
    ("response", "body", "Name of the response's type; absent if the response has no body, as a 204 or some 202."),
    ("response", "file", "The response is a file instead of JSON."),

    ("field", "type", "string, string(N), integer, boolean, array[T], json[T] (a text that contains JSON), object (no page lists its fields), or the name of a type."),
    ("field", "presence", "Whether the field must be present: required, optional, undocumented, or conditions."),
    ("field", "doc", "The meaning, in our own English; absent if the page says nothing beyond the label."),
    ("field", "fingerprint", "Fingerprint of the page's description: the text after the label, up to a 注 or 可选取值."),
    ("field", "unit", "Unit of a number: fen, percent, days, …"),
    ("field", "default", "What the server uses if the field is absent: a value that the field can have, or unlimited; if the page breaks off before the value, the page's words with 默认."),
    ("field", "format", "What a string contains."),
    ("field", "min", "Lower bound of an integer, inclusive; for an array, of each item."),
    ("field", "max", "Upper bound of an integer, inclusive; for an array, of each item."),
    ("field", "min_chars", "Minimum length of a text, in characters, not bytes; for an array, of each item."),
    ("field", "max_chars", "Maximum length of a text, in characters, not bytes; for an array, of each item. string(N) implies it."),
    ("field", "min_items", "Minimum number of items of an array."),
    ("field", "max_items", "Maximum number of items of an array."),
    ("field", "alphabet", "Allowed characters of a text: any of digits, letters, upper, lower and single characters, separated by spaces."),
    ("field", "server", "What only the server can check."),
    ("field", "from", "What other pages or directions say, by operation.request or operation.response, of this service or of one that it uses; documented, and enforced only by strict validation."),
    ("field", "set_by", "On a header: the runtime sends it, and callers do not."),
    ("field", "sensitive", "How private the value is: a personal value is never shown; an encrypted one is also encrypted on the wire."),
    ("field", "padding", "How an encrypted field is encrypted, if the page asks for PKCS#1 v1.5 [OAEP]."),
    ("field", "selects", "On an enum field of a request: name of the Rust enum that combines this field with all fields that depend only on it."),

    ("presence", "only_when", "当且仅当 … 必传: required if all of these are true, otherwise it must be absent."),
    ("presence", "required_when", "当 … 时必传: required if all of these are true, otherwise optional."),
    ("presence", "allowed_when", "Optional if all of these are true, otherwise it must be absent."),
    ("presence", "cut_off", "The page begins a condition and breaks off after these words."),
    ("presence", "printed", "What the page prints in addition to the condition [optional]."),

    ("fact_from_elsewhere", "grade", "Of a source that is no operation of this service or of one that it uses: partial for a page whose beginning was seen, secondary for another description. The key above names it."),
    ("fact_from_elsewhere", "presence", "The presence that is stated there."),
    ("fact_from_elsewhere", "title", "The label that is printed there."),
    ("fact_from_elsewhere", "doc", "What that page or direction says, in our own English."),
    ("fact_from_elsewhere", "unit", "The unit that is stated there."),
    ("fact_from_elsewhere", "default", "The default that is stated there."),
    ("fact_from_elsewhere", "alphabet", "The characters that are allowed there."),
    ("fact_from_elsewhere", "min", "Lower bound of an integer that is stated there."),
    ("fact_from_elsewhere", "max", "Upper bound of an integer that is stated there."),
    ("fact_from_elsewhere", "min_chars", "Minimum length of a text that is stated there, in characters."),
    ("fact_from_elsewhere", "max_chars", "Maximum length of a text that is stated there, in characters."),
    ("fact_from_elsewhere", "min_items", "Minimum number of items that is stated there."),
    ("fact_from_elsewhere", "max_items", "Maximum number of items that is stated there."),

    ("rule", "id", "A name by which samples refer to the rule."),
    ("rule", "at_most_one_of", "Fields of which the object may have at most one."),
    ("rule", "exactly_one_of", "Fields of which the object must have one and no more."),
    ("rule", "at_least_one_of", "Fields of which the object must have one or more."),
    ("rule", "allowed", "Which values one field may have, given another."),
    ("rule", "server", "Only the server can check this rule; `doc` describes it."),

    ("allowed", "when", "Conditions that must all be true."),
    ("allowed", "field", "The field that is then limited."),
    ("allowed", "values", "The values that the field may then have."),

    ("type", "fields", "Makes it a struct: its fields, in the page's order."),
    ("type", "values", "Makes it an enum: its values, in the page's order."),
    ("type", "value_type", "On an enum: its values are numbers on the wire."),
    ("type", "also_called", "Other names under which the pages list the same shape."),

    ("statement", "doc", "What the page says, in our own English."),

    ("error_row", "table", "The heading above the row."),
    ("error_row", "common", "Code of a row of the api file, instead of all following keys."),
    ("error_row", "status", "The HTTP status."),
    ("error_row", "code", "The error code."),
    ("error_row", "meaning", "What went wrong, in our own English."),
    ("error_row", "remedy", "What to do, in our own English."),
    ("error_row", "retryable", "Whether the remedy is to send the same request again, later or less often [false]."),
    ("error_row", "may_follow_own_attempt", "Whether an earlier attempt of the same call may be the cause [false]."),
    ("error_row", "fingerprint", "Fingerprint of the description directly followed by the remedy."),

    ("common_error_row", "status", "The HTTP status."),
    ("common_error_row", "code", "The error code, by which operations name the row."),
    ("common_error_row", "meaning", "What went wrong, in our own English."),
    ("common_error_row", "remedy", "What to do, in our own English."),
    ("common_error_row", "retryable", "Whether the remedy is to send the same request again, later or less often [false]."),
    ("common_error_row", "may_follow_own_attempt", "Whether an earlier attempt of the same call may be the cause [false]."),
    ("common_error_row", "fingerprint", "Fingerprint of the description directly followed by the remedy."),

    ("sample", "title", "The page's caption."),
    ("sample", "path", "Values of the path's {names}."),
    ("sample", "query", "Values of query parameters."),
    ("sample", "header", "Values of the headers that the caller sets."),
    ("sample", "request", "The request's JSON, as the page prints it."),
    ("sample", "response", "The response's JSON, as the page prints it."),
    ("sample", "breaks", "Rules of the page that its own sample breaks: a rule by its id, a condition by its field."),
    ("sample", "ours", "Whether the sample is made by us for the documentation, and not printed by the page [false]."),

    ("waiver", "words", "Words of the page, at most 16 characters, enough to identify the place."),
    ("waiver", "reason", "Why the spec has no fact for them."),

    ("note", "kind", "What is wrong with the page."),
    ("note", "says", "What each place says."),
    ("note", "we", "Which side we take."),
];

#[rustfmt::skip]
const WORDS: &[(&str, &str)] = &[
    ("required", "必填."),
    ("optional", "选填."),
    ("undocumented", "The page does not say, or this part was not seen; a field is emitted as optional."),
    ("the same bytes", "The same request again, without any change."),
    ("full", "The whole page was transcribed and audited."),
    ("partial", "Only a part of the page was seen, such as its beginning."),
    ("secondary", "The page does not say it, or was not seen; other descriptions say it."),
    ("rfc3339", "A time; the field becomes a `Timestamp`."),
    ("date", "A date, as YYYY-MM-DD."),
    ("url", "An address."),
    ("personal", "Never shown in logs."),
    ("encrypted", "Encrypted on the wire, and never shown in logs."),
    ("pkcs1v15", "RSA with PKCS#1 v1.5: some old operations."),
    ("contradiction", "The page disagrees with itself or with another page."),
    ("cut off", "The text ends in mid-sentence."),
    ("silent", "The page does not say something that one needs to know."),
    ("unlisted", "The page mentions or sends something that no table lists."),
    ("difference", "Two descriptions of the same thing differ, but do not exclude each other."),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    /// Maps and keys of the schema, and words of its enumerations.
    fn used() -> (BTreeSet<(String, String)>, BTreeSet<String>) {
        let schema: Value = serde_json::from_str(&super::super::schema()).unwrap_or_default();
        let (mut keys, mut words) = (BTreeSet::new(), BTreeSet::new());
        for (map, definition) in schema["definitions"].as_object().into_iter().flatten() {
            for (key, _) in definition["properties"].as_object().into_iter().flatten() {
                keys.insert((map.clone(), key.clone()));
            }
        }
        collect_words(&schema, &mut words);
        (keys, words)
    }

    fn collect_words(schema: &Value, words: &mut BTreeSet<String>) {
        let enumerated = schema["enum"].as_array().into_iter().flatten();
        words.extend(enumerated.filter_map(Value::as_str).map(str::to_owned));
        let members = schema.as_object().into_iter().flat_map(|map| map.values());
        let items = schema.as_array().into_iter().flatten();
        for inner in members.chain(items) {
            collect_words(inner, words);
        }
    }

    #[test]
    fn every_schema_key_has_a_description() {
        let (keys, _) = used();
        assert!(!keys.is_empty());
        for (map, key) in keys {
            assert!(
                key_description(&map, &key).is_some(),
                "add `{key}` of `{map}` here"
            );
        }
    }

    #[test]
    fn no_description_is_without_a_schema_key() {
        let (keys, words) = used();
        for (map, key, _) in KEYS {
            let is_used = keys.iter().any(|(of, name)| {
                let own = KEYS.iter().any(|(m, k, _)| m == of && k == name);
                name == key && (of == map || *map == ANY && !own)
            });
            assert!(is_used, "delete `{key}` of `{map}`");
        }
        for (word, _) in WORDS {
            assert!(words.contains(*word), "delete `{word}`");
        }
    }
}
