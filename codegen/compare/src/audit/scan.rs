//! A scanner for a text without white space.

/// A scanner. It holds the text that is not read yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'t> {
    rest: &'t str,
}

impl<'t> Scan<'t> {
    pub(super) fn new(rest: &'t str) -> Self {
        Self { rest }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    /// Takes the first matching word. A longer word must come before its own prefixes.
    pub(super) fn word(&mut self, words: &[&str]) -> Option<()> {
        let rest = words.iter().find_map(|word| self.rest.strip_prefix(word))?;
        self.rest = rest;
        Some(())
    }

    /// Takes a word if one matches.
    pub(super) fn optional(&mut self, words: &[&str]) -> bool {
        self.word(words).is_some()
    }

    /// Takes a word and returns its meaning.
    pub(super) fn meaning(&mut self, words: &[(&str, &'static str)]) -> Option<&'static str> {
        let mut words = words.iter();
        words.find_map(|(word, meaning)| self.word(&[word]).map(|()| *meaning))
    }

    /// Takes an integer, with or without commas between groups of digits. A comma after the integer
    /// belongs to the sentence.
    pub(super) fn number(&mut self) -> Option<i64> {
        let is_part = |c: char| c.is_ascii_digit() || c == ',';
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let digits = self.rest.get(..end)?.trim_end_matches(',');
        let number = digits.replace(',', "").parse().ok()?;
        self.rest = self.rest.get(digits.len()..)?;
        Some(number)
    }

    /// Takes the name of a field, or a path of names.
    pub(super) fn name(&mut self) -> Option<&'t str> {
        let starts = self.rest.starts_with(|c: char| c.is_ascii_lowercase());
        starts.then(|| {
            self.take(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.')
        })?
    }

    /// Takes an enum value, a number, `true` or `false`.
    pub(super) fn value(&mut self) -> Option<&'t str> {
        self.take(|c| c.is_ascii_alphanumeric() || c == '_')
    }

    /// Takes everything before the next punctuation.
    pub(super) fn clause(&mut self) -> &'t str {
        self.take(|c| !matches!(c, ',' | '，' | '。' | ';' | '；' | '(' | '（' | '、'))
            .unwrap_or_default()
    }

    fn take(&mut self, is_part: impl Fn(char) -> bool) -> Option<&'t str> {
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!taken.is_empty()).then_some(taken)
    }
}
