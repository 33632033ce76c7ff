//! What keys and words mean, in the sentences that an editor shows; `spec/README.md` tells the same at length.

/// The description of a key of a map.
pub(super) fn of_key(map: &str, key: &str) -> Option<&'static str> {
    let find = |wanted: &str| {
        let mut all = KEYS.iter();
        all.find(|(of, name, _)| *of == wanted && *name == key)
    };
    find(map).or_else(|| find(ANY)).map(|(.., text)| *text)
}

/// The description of a word that a value may be.
pub(super) fn of_word(word: &str) -> Option<&'static str> {
    let found = WORDS.iter().find(|(name, _)| *name == word);
    found.map(|(_, text)| *text)
}

/// In place of a map: all that have no description of their own.
const ANY: &str = "";

#[rustfmt::skip]
const KEYS: &[(&str, &str, &str)] = &[
    (ANY, "title", "The page's label, without 【】."),
    (ANY, "doc", "What it means, in our own English."),
    (ANY, "fingerprint", "First eight hexadecimal digits of the SHA-256 of the page's sentence, white space removed."),
    (ANY, "rust_name", "The Rust name, where the wire's cannot be one or collides."),
    (ANY, "notes", "Where the page is cut off, silent, or at odds, and the side that we take."),
    (ANY, "remarks", "What the page says beside: its 注 and 特别注意."),
    (ANY, "waived", "Words of the page that sound like a limit or condition, for which nothing stands here, and why."),
    (ANY, "rules", "Rules over several fields of this object."),
    (ANY, "types", "Types that hold in both directions, by the page's names."),
    (ANY, "request_types", "Types that hold in requests only."),
    (ANY, "response_types", "Types that hold in responses only."),

    ("api", "api", "The api file: what every page repeats. Its name."),
    ("api", "hosts", "Hosts by name, the main one first."),
    ("api", "errors", "Error rows that every page repeats word by word; operations name them by code."),

    ("host", "url", "Scheme and host, as the page prints them."),

    ("service", "service", "A service file: name of the Rust module and the Cargo feature."),
    ("service", "doc", "What the service is about, one sentence."),

    ("operation", "operation", "An operation file: name of the client function, in snake_case, as in the page's listings."),
    ("operation", "title", "The page's title."),
    ("operation", "doc", "What it does, one sentence."),
    ("operation", "source", "The page that this file transcribes."),
    ("operation", "audience", "Who may call: the page's 支持商户."),
    ("operation", "method", "The HTTP method."),
    ("operation", "path", "As the page prints it, a final / included; each {name} is a segment of its own, described under parameters: path."),
    ("operation", "hosts", "Names of hosts from the api file."),
    ("operation", "rate_limit", "20/s, 1000/min, 10/h, 10/d; with `per interface` where the page says 接口级."),
    ("operation", "prerequisites", "What must be true before a call."),
    ("operation", "idempotency_key", "The string of the body that makes a retry with the same value harmless."),
    ("operation", "parameters", "What travels beside the body: header, path, query."),
    ("operation", "body", "Fields of the request's body, in the page's order; left out where there is no body."),
    ("operation", "request", "Name of the request type, if it is not the operation's name with `Request`."),
    ("operation", "rules", "Rules over several fields of the body."),
    ("operation", "response", "The response's type, which means 200 with that body; or its status and, if it has one, its body."),
    ("operation", "samples", "Requests and responses that the page prints, and ours."),
    ("operation", "errors", "Rows of the page's error tables, in its order."),

    ("source", "page", "Title of the page."),
    ("source", "updated", "The page's date, as YYYY-MM-DD."),

    ("parameters", "header", "Headers by name, one scalar each."),
    ("parameters", "path", "The {names} of the path."),
    ("parameters", "query", "Query parameters: scalars and lists of scalars."),

    ("response", "status", "The HTTP status of success."),
    ("response", "body", "Name of the response's type; left out where the response has no body, which is a 204 or a 202."),

    ("field", "type", "string, string(N), integer, boolean, array[T], or the name of a type."),
    ("field", "presence", "Whether it must be there: required, optional, undocumented, or conditions."),
    ("field", "doc", "What it means, in our own English; left out where the page says nothing beyond the label."),
    ("field", "fingerprint", "Of the page's description: what follows the label, up to a 注 or 可选取值."),
    ("field", "unit", "Of an integer: fen, percent, days, …"),
    ("field", "default", "What the server takes where it is absent: a value that the field can have, unlimited, or, where the page breaks off before the value, its words, with 默认."),
    ("field", "format", "What a string contains."),
    ("field", "min", "Lower bound of an integer, inclusive; of a list, of each item."),
    ("field", "max", "Upper bound of an integer, inclusive; of a list, of each item."),
    ("field", "min_chars", "Lower bound of a text, in characters, not bytes; of a list, of each item."),
    ("field", "max_chars", "Upper bound of a text, in characters, not bytes; of a list, of each item. string(N) implies it."),
    ("field", "min_items", "Lower bound of an array."),
    ("field", "max_items", "Upper bound of an array."),
    ("field", "alphabet", "Of a text: any of digits, letters, upper, lower and single characters, with spaces between."),
    ("field", "server", "What only the server can check."),
    ("field", "from", "What other pages or directions say, by operation.request or operation.response; documented, never enforced."),
    ("field", "set_by", "Of a header: the runtime sends it, no caller does."),
    ("field", "sensitive", "How private it is: a personal value is never shown; encrypted ones are not emitted yet."),
    ("field", "selects", "Of an enum field in a request: name of the Rust enum that it makes with the fields that depend on it."),

    ("presence", "only_when", "当且仅当 … 必传: required when all of these hold, else to be left out."),
    ("presence", "required_when", "当 … 时必传: required when all of these hold, else optional."),
    ("presence", "allowed_when", "Optional when all of these hold, else to be left out."),
    ("presence", "cut_off", "The page begins a condition and breaks off after these words."),
    ("presence", "printed", "What the page prints beside the condition [optional]."),

    ("fact_from_elsewhere", "grade", "Of a source that is no operation of this service: partial for a page whose beginning was seen, secondary for another description. The key above names it."),
    ("fact_from_elsewhere", "presence", "The presence that is stated there."),
    ("fact_from_elsewhere", "title", "The label that stands there."),
    ("fact_from_elsewhere", "doc", "What is said there, in our own English."),
    ("fact_from_elsewhere", "unit", "The unit that is stated there."),
    ("fact_from_elsewhere", "default", "The default that is stated there."),
    ("fact_from_elsewhere", "alphabet", "The characters that are allowed there."),
    ("fact_from_elsewhere", "min", "Lower bound of an integer that is stated there."),
    ("fact_from_elsewhere", "max", "Upper bound of an integer that is stated there."),
    ("fact_from_elsewhere", "min_chars", "Lower bound of a text that is stated there, in characters."),
    ("fact_from_elsewhere", "max_chars", "Upper bound of a text that is stated there, in characters."),
    ("fact_from_elsewhere", "min_items", "Lower bound of an array that is stated there."),
    ("fact_from_elsewhere", "max_items", "Upper bound of an array that is stated there."),

    ("rule", "id", "A name by which samples refer to the rule."),
    ("rule", "at_most_one_of", "Fields of which a message may have one."),
    ("rule", "allowed", "Which values one field may have, given another."),
    ("rule", "server", "Only the server can tell; `doc` says what."),

    ("allowed", "when", "Conditions that must all hold."),
    ("allowed", "field", "The field that is then limited."),
    ("allowed", "values", "The values that it may then have."),

    ("type", "fields", "Makes it a struct: its fields, in the page's order."),
    ("type", "values", "Makes it an enum: its values, in the page's order."),
    ("type", "value_type", "Of an enum: its values are numbers on the wire."),
    ("type", "also_called", "Other names under which the pages list the same shape."),

    ("statement", "doc", "What the page says, in our own English."),

    ("error_row", "table", "The heading above the row."),
    ("error_row", "common", "Code of a row of the api file, in place of all that follows."),
    ("error_row", "status", "The HTTP status."),
    ("error_row", "code", "The error code."),
    ("error_row", "meaning", "What went wrong, in our own English."),
    ("error_row", "remedy", "What to do, in our own English."),
    ("error_row", "retryable", "The remedy is to send the same request again, later or less often [false]."),
    ("error_row", "may_follow_own_attempt", "An earlier attempt of the same call may be the cause [false]."),
    ("error_row", "fingerprint", "Of the description directly followed by the remedy."),

    ("common_error_row", "status", "The HTTP status."),
    ("common_error_row", "code", "The error code, by which operations name the row."),
    ("common_error_row", "meaning", "What went wrong, in our own English."),
    ("common_error_row", "remedy", "What to do, in our own English."),
    ("common_error_row", "retryable", "The remedy is to send the same request again, later or less often [false]."),
    ("common_error_row", "may_follow_own_attempt", "An earlier attempt of the same call may be the cause [false]."),
    ("common_error_row", "fingerprint", "Of the description directly followed by the remedy."),

    ("sample", "title", "The page's caption."),
    ("sample", "path", "Values of the path's {names}."),
    ("sample", "query", "Values of query parameters."),
    ("sample", "header", "Values of the headers that the caller sets."),
    ("sample", "request", "The request's JSON, as the page prints it."),
    ("sample", "response", "The response's JSON, as the page prints it."),
    ("sample", "breaks", "Rules of the page that its own sample breaks: by id, a condition by its field."),
    ("sample", "ours", "Not printed by the page: made by us, for the documentation [false]."),

    ("waiver", "words", "Words of the page, at most 16 characters, that tell the place."),
    ("waiver", "reason", "Why nothing in the spec stands for them."),

    ("note", "kind", "What is the matter with the page."),
    ("note", "says", "What each place says."),
    ("note", "we", "Which side we take."),
];

#[rustfmt::skip]
const WORDS: &[(&str, &str)] = &[
    ("required", "必填."),
    ("optional", "选填."),
    ("undocumented", "The page does not say; emitted as optional."),
    ("rfc3339", "A time; becomes a `Timestamp`."),
    ("url", "An address."),
    ("personal", "Never shown in logs."),
    ("encrypted", "Encrypted on the wire."),
    ("contradiction", "The page disagrees with itself or another page."),
    ("cut off", "The text ends in mid-sentence."),
    ("silent", "Something one needs to know is not said."),
    ("unlisted", "Something is mentioned or sent that no table lists."),
    ("difference", "Two descriptions of one thing that do not exclude each other."),
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
            assert!(of_key(&map, &key).is_some(), "add `{key}` of `{map}` here");
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
