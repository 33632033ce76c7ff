//! A scanner for a text without white space.

use super::numerals;

/// A scanner. It holds the text that is not read yet, and the text before it in the same clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'t> {
    text: &'t str,
    offset: usize,
}

impl<'t> Scan<'t> {
    /// A scanner at an offset of a text.
    pub(super) fn at(text: &'t str, offset: usize) -> Self {
        Self { text, offset }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// The offset of the text that is not read yet.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    /// The text before the scanner in the same clause.
    pub(super) fn before(&self) -> &'t str {
        let before = self.text.get(..self.offset).unwrap_or_default();
        before.rsplit(is_clause_end).next().unwrap_or_default()
    }

    /// Whether all text is read.
    pub(super) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    /// Whether the clause ends here.
    pub(super) fn is_at_clause_end(&self) -> bool {
        self.rest().chars().next().is_none_or(is_clause_end)
    }

    /// Takes the first matching word. A longer word must come before its own prefixes.
    pub(super) fn word(&mut self, words: &[&str]) -> Option<()> {
        let word = words.iter().find(|word| self.rest().starts_with(**word))?;
        self.offset += word.len();
        Some(())
    }

    /// Takes a word if one matches.
    pub(super) fn optional(&mut self, words: &[&str]) -> bool {
        self.word(words).is_some()
    }

    /// Takes any number of words.
    pub(super) fn skip(&mut self, words: &[&str]) {
        while self.optional(words) {}
    }

    /// Whether one of these words comes next.
    pub(super) fn sees(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.rest().starts_with(word))
    }

    /// Whether the name of a field comes next, and does not start before the scanner.
    pub(super) fn sees_name(&self) -> bool {
        let before = self.text.get(..self.offset).unwrap_or_default();
        let inside = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        !inside && self.rest().starts_with(|c: char| c.is_ascii_lowercase())
    }

    /// Takes a word and returns its meaning.
    pub(super) fn meaning<T: Copy>(&mut self, words: &[(&str, T)]) -> Option<T> {
        let mut words = words.iter();
        words.find_map(|(word, meaning)| self.word(&[word]).map(|()| *meaning))
    }

    /// Takes an integer, in digits or in Chinese numerals, with or without commas between groups of
    /// three digits. A comma after the integer belongs to the sentence. A decimal is not read.
    pub(super) fn number(&mut self) -> Option<i64> {
        let (number, length) = numerals::read(self.rest())?;
        self.offset += length;
        Some(number)
    }

    /// Takes digits without commas.
    pub(super) fn digits(&mut self) -> Option<i64> {
        self.attempt(|scan| scan.take(|c| c.is_ascii_digit())?.parse().ok())
    }

    /// Takes the name of a field, or a path of names.
    pub(super) fn name(&mut self) -> Option<&'t str> {
        let starts = self.rest().starts_with(|c: char| c.is_ascii_lowercase());
        starts.then(|| {
            self.take(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.')
        })?
    }

    /// Takes an enum value, a number, `true` or `false`.
    pub(super) fn value(&mut self) -> Option<&'t str> {
        self.take(|c| c.is_ascii_alphanumeric() || c == '_')
    }

    /// Takes everything before the end of the clause.
    pub(super) fn clause(&mut self) -> &'t str {
        self.take(|c| !is_clause_end(c)).unwrap_or_default()
    }

    /// Takes everything before the first of these words in the same clause, which must not be at
    /// the start.
    pub(super) fn until(&mut self, words: &[&str]) -> Option<&'t str> {
        let mut ahead = *self;
        let clause = ahead.clause();
        let ends = words.iter().filter_map(|word| clause.find(word));
        let taken = clause.get(..ends.min()?)?;
        self.offset += taken.len();
        (!taken.is_empty()).then_some(taken)
    }

    /// Takes characters of a kind.
    pub(super) fn take(&mut self, is_part: impl Fn(char) -> bool) -> Option<&'t str> {
        let rest = self.rest();
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.offset += end;
        rest.get(..end).filter(|taken| !taken.is_empty())
    }

    /// Takes what `read` reads. If it reads nothing, takes nothing.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let value = read(&mut ahead)?;
        *self = ahead;
        Some(value)
    }
}

/// Whether a character ends a clause.
fn is_clause_end(c: char) -> bool {
    matches!(c, ',' | '。' | ';' | '(' | ')' | '、' | '!' | '?')
}
