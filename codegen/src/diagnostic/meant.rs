//! “Did you mean”: finds the known name that is most similar to an unknown name.

/// A longer word is not compared with names.
const MAX_CHARS: usize = 100;

/// More names are not compared.
const MAX_CANDIDATES: usize = 1000;

/// The maximum number of similar names with which a word is compared in detail.
const MAX_COMPARED: usize = 30;

/// The candidate that was probably meant: one with a similar spelling.
#[must_use]
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().take(MAX_CHARS + 1).count();
    if length > MAX_CHARS {
        return None;
    }
    let limit = (length / 3).max(1);
    let signature = signature_of(word);
    let mut compared = 0;
    let candidates = candidates.into_iter().take(MAX_CANDIDATES);
    let distances = candidates.filter(|candidate| *candidate != word);
    let distances = distances.filter_map(|candidate| {
        if plain(candidate).eq(plain(word)) {
            return Some((0, candidate));
        }
        // One edit changes two bits at most.
        let differences = (signature_of(candidate) ^ signature).count_ones() as usize;
        let letters = candidate.chars().take(length + limit + 1).count();
        if letters.abs_diff(length) > limit || differences > 2 * limit || compared == MAX_COMPARED {
            return None;
        }
        compared += 1;
        Some((strsim::damerau_levenshtein(word, candidate), candidate))
    });
    distances
        // A short candidate is not meant if the edits would replace all of it.
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

/// The letters and digits of a word, in lower case.
fn plain(word: &str) -> impl Iterator<Item = char> {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

/// The set of letters of a word, as a 64-bit approximation.
fn signature_of(word: &str) -> u64 {
    let letters = word.chars().take(2 * MAX_CHARS);
    letters.fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64))
}

/// Keys of earlier versions of the spec language, and their current names. Their values have not
/// changed.
const RENAMED: [(&str, &str); 4] = [
    ("of", "value_type"),
    ("own_attempt", "may_follow_own_attempt"),
    ("repeat", "retryable"),
    ("request_number", "idempotency_key"),
];

/// Keys of similar languages, and the corresponding keys of the spec language.
const FOREIGN_KEYS: [(&str, &str); 34] = [
    ("api_path", "path"),
    ("cases", "values"),
    ("charset", "alphabet"),
    ("desc", "doc"),
    ("description", "doc"),
    ("enum", "values"),
    ("example", "samples"),
    ("examples", "samples"),
    ("headers", "header"),
    ("label", "title"),
    ("maxItems", "max_items"),
    ("maxLength", "max_chars"),
    ("max_length", "max_chars"),
    ("maximum", "max"),
    ("minItems", "min_items"),
    ("minLength", "min_chars"),
    ("min_length", "min_chars"),
    ("minimum", "min"),
    ("operationId", "operation"),
    ("pattern", "alphabet"),
    ("params", "parameters"),
    ("payload", "body"),
    ("properties", "fields"),
    ("query_string", "query"),
    ("ref", "type"),
    ("repeatable", "idempotent"),
    ("rename", "rust_name"),
    ("required", "presence"),
    ("responses", "response"),
    ("rust", "rust_name"),
    ("schema", "type"),
    ("schemas", "types"),
    ("summary", "title"),
    ("url", "path"),
];

/// The current name of a key of an earlier version.
pub(crate) fn renamed(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let (_, current) = RENAMED.iter().find(|(before, _)| *before == word)?;
    known.iter().copied().find(|known| known == current)
}

/// The key that corresponds to a key of another language. Its value may need another form.
pub(crate) fn key_for_foreign_name(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let (_, here) = FOREIGN_KEYS.iter().find(|(foreign, _)| *foreign == word)?;
    known.iter().copied().find(|known| known == here)
}

/// The type that has this name in another language.
pub(crate) fn type_for_foreign_name(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "str" | "text" | "char" | "varchar" | "string" => Some("string"),
        "int" | "int32" | "int64" | "uint" | "uint32" | "uint64" | "i32" | "i64" | "u32"
        | "u64" | "short" | "long" | "bigint" | "integer" => Some("integer"),
        "bool" | "boolean" => Some("boolean"),
        _ => None,
    }
}
