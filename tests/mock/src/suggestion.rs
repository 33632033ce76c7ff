//! Suggestions for words that the user has misspelled.

/// How similar two words are, from 0 to 1, that may be the same one misspelled.
const SIMILAR: f64 = 0.8;

/// A question with the most similar word, to be added to a message; empty if none is similar.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    most_similar(word, known).map_or_else(String::new, |known| format!("; did you mean `{known}`?"))
}

/// The word that is probably meant.
pub(crate) fn most_similar<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(word, known), known))
        .filter(|(similarity, _)| *similarity > SIMILAR)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn the_most_similar_word_is_suggested() {
        let known = ["port", "probe", "reset"];
        assert_eq!(did_you_mean("prot", known), "; did you mean `port`?");
        assert_eq!(did_you_mean("zzz", known), "");
    }
}
