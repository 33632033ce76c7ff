//! Slices of a page with their locations, and fingerprints.

use std::ops::Range;

use sha2::{Digest as _, Sha256};

use wechatpay_codegen::source::{FileId, Span};

/// A slice of a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slice<'a> {
    /// The file of the page.
    pub(crate) file: FileId,
    /// The byte offset in the page.
    pub(crate) start: usize,
    /// The text.
    pub(crate) text: &'a str,
}

impl<'a> Slice<'a> {
    /// A whole page.
    pub(crate) fn new(file: FileId, text: &'a str) -> Self {
        let start = 0;
        Self { file, start, text }
    }

    /// A part of the slice, by byte offsets. Offsets after the end are reduced to the end.
    pub(crate) fn part(self, range: Range<usize>) -> Self {
        let start = self.text.floor_char_boundary(range.start);
        let end = self.text.floor_char_boundary(range.end).max(start);
        Self {
            file: self.file,
            start: self.start + start,
            text: self.text.get(start..end).unwrap_or_default(),
        }
    }

    /// The part from a byte offset to the end.
    pub(crate) fn from(self, start: usize) -> Self {
        self.part(start..self.text.len())
    }

    /// The slice without white space at both ends.
    pub(crate) fn trim(self) -> Self {
        let trimmed = self.text.trim();
        let skipped = self.text.len() - self.text.trim_start().len();
        self.part(skipped..skipped + trimmed.len())
    }

    /// The parts before and after the first occurrence of a character.
    pub(crate) fn split_once(self, pattern: char) -> Option<(Self, Self)> {
        let end = self.text.find(pattern)?;
        let before = self.part(0..end);
        Some((before, self.from(end + pattern.len_utf8())))
    }

    /// The part after a prefix.
    pub(crate) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        let found = self.text.starts_with(prefix);
        found.then(|| self.from(prefix.len()))
    }

    /// The part after a word and a colon, narrow or wide.
    pub(crate) fn strip_caption(self, word: &str) -> Option<Self> {
        self.strip_prefix(word)?.strip_colon()
    }

    /// The part after a colon, narrow or wide.
    pub(crate) fn strip_colon(self) -> Option<Self> {
        self.strip_prefix(":").or_else(|| self.strip_prefix("："))
    }

    /// The label in 【】 at the start, and the rest.
    pub(crate) fn strip_label(self) -> Option<(Self, Self)> {
        let trimmed = self.trim();
        trimmed.strip_prefix("【")?.split_once('】')
    }

    /// The first word, up to white space, and the rest.
    pub(crate) fn strip_word(self) -> (Self, Self) {
        let trimmed = self.trim();
        let end = trimmed.text.find(char::is_whitespace);
        let end = end.unwrap_or(trimmed.text.len());
        (trimmed.part(0..end), trimmed.from(end))
    }

    /// The lines, without line ends.
    pub(crate) fn lines(self) -> Vec<Self> {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in self.text.split_inclusive('\n') {
            let content = line.trim_end_matches(['\n', '\r']);
            lines.push(self.part(start..start + content.len()));
            start += line.len();
        }
        lines
    }

    /// Whether the slice contains only white space.
    pub(crate) fn is_blank(self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text without any white space.
    pub(crate) fn without_spaces(self) -> String {
        without_spaces(self.text)
    }

    /// The fingerprint of the text.
    pub(crate) fn fingerprint(self) -> String {
        fingerprint(self.text)
    }

    /// The location, without white space at both ends.
    pub(crate) fn span(self) -> Span {
        let trimmed = self.trim();
        Span {
            file: trimmed.file,
            start: trimmed.start,
            end: trimmed.start + trimmed.text.len(),
        }
    }
}

/// A text without any white space.
pub(crate) fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The first eight hexadecimal digits of the SHA-256 of a text without white space.
pub(crate) fn fingerprint(text: &str) -> String {
    let hash = Sha256::digest(without_spaces(text));
    format!("{:08x}", prefix(&hash))
}

/// The first four bytes of a hash as a number.
pub(crate) fn prefix(hash: &[u8]) -> u32 {
    let bytes = hash.iter().take(4);
    bytes.fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_equals_the_output_of_sha256sum() {
        // printf %s '批次号' | tr -d '[:space:]' | sha256sum | cut -c1-8
        assert_eq!(fingerprint("批次号"), "cb5386f1");
        assert_eq!(fingerprint(" 批\n次 号 "), "cb5386f1");
    }

    #[test]
    fn a_part_of_a_text_ends_between_characters() {
        let slice = Slice::new(FileId::default(), "甲乙");
        assert_eq!(slice.part(1..5).text, "甲");
        assert_eq!(slice.part(4..99).text, "乙");
        assert_eq!(slice.part(9..12).text, "");
    }

    #[test]
    fn labels_and_captions_are_stripped() {
        let slice = Slice::new(FileId::default(), " 【卡号】 说明 ");
        let (label, rest) = slice.strip_label().unwrap();
        assert_eq!((label.text, rest.trim().text), ("卡号", "说明"));
        assert_eq!((label.span().start, label.span().end), (4, 10));
        let slice = Slice::new(FileId::default(), "注：说明");
        assert_eq!(slice.strip_caption("注").unwrap().text, "说明");
    }
}
