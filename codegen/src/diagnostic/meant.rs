//! Did you mean: the name that stands closest to one that does not exist.

/// The candidate that was probably meant: close in spelling, not just anything.
pub(crate) fn closest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    let plain = plain(word);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| {
            let distance = if self::plain(candidate) == plain {
                0
            } else {
                strsim::damerau_levenshtein(word, candidate)
            };
            (distance, candidate)
        })
        // A short word is not meant where nothing of it is left.
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

/// Case and what stands between words aside.
fn plain(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// What other languages of this kind call it, and what this one does.
const HABITS: [(&str, &str); 33] = [
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
    ("rename", "rust_name"),
    ("required", "presence"),
    ("responses", "response"),
    ("rust", "rust_name"),
    ("schema", "type"),
    ("schemas", "types"),
    ("summary", "title"),
    ("url", "path"),
];

/// The key that somebody means who writes what is usual elsewhere. Its value may have to look different.
pub(crate) fn here_called(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let (_, here) = HABITS.iter().find(|(habit, _)| *habit == word)?;
    known.iter().copied().find(|known| known == here)
}

/// The type that other languages call so.
pub(crate) fn type_here_called(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "str" | "text" | "char" | "varchar" | "string" => Some("string"),
        "int" | "int32" | "int64" | "uint" | "uint32" | "uint64" | "i32" | "i64" | "u32"
        | "u64" | "short" | "long" | "bigint" | "integer" => Some("integer"),
        "bool" | "boolean" => Some("boolean"),
        _ => None,
    }
}
