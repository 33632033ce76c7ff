//! Stretches of a page that know where they stand, and their fingerprints.

use std::ops::Range;

use sha2::{Digest as _, Sha256};

use wechatpay_codegen::source::{FileId, Span};

/// A stretch of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice<'a> {
    /// The page.
    pub(super) file: FileId,
    /// Byte offset in the page.
    pub(super) start: usize,
    /// The text itself.
    pub(super) text: &'a str,
}

impl<'a> Slice<'a> {
    /// A whole page.
    pub(super) fn new(file: FileId, text: &'a str) -> Self {
        let start = 0;
        Self { file, start, text }
    }

    /// A part, by byte offsets within this one; what lies outside is cut off.
    pub(super) fn part(self, range: Range<usize>) -> Self {
        let start = self.text.floor_char_boundary(range.start);
        let end = self.text.floor_char_boundary(range.end).max(start);
        Self {
            file: self.file,
            start: self.start + start,
            text: self.text.get(start..end).unwrap_or_default(),
        }
    }

    /// All from a byte offset on.
    pub(super) fn from(self, at: usize) -> Self {
        self.part(at..self.text.len())
    }

    /// Without white space on either side.
    pub(super) fn trim(self) -> Self {
        let trimmed = self.text.trim();
        let skipped = self.text.len() - self.text.trim_start().len();
        self.part(skipped..skipped + trimmed.len())
    }

    /// What stands before and after the first occurrence.
    pub(super) fn split_once(self, pattern: char) -> Option<(Self, Self)> {
        let at = self.text.find(pattern)?;
        let before = self.part(0..at);
        Some((before, self.from(at + pattern.len_utf8())))
    }

    /// The rest behind a beginning.
    pub(super) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        let found = self.text.starts_with(prefix);
        found.then(|| self.from(prefix.len()))
    }

    /// The rest behind a word and a colon, narrow or wide.
    pub(super) fn strip_caption(self, word: &str) -> Option<Self> {
        self.strip_prefix(word)?.strip_colon()
    }

    /// The rest behind a colon, narrow or wide.
    pub(super) fn strip_colon(self) -> Option<Self> {
        self.strip_prefix(":").or_else(|| self.strip_prefix("："))
    }

    /// What stands in 【】 at the beginning, and the rest.
    pub(super) fn strip_label(self) -> Option<(Self, Self)> {
        let trimmed = self.trim();
        trimmed.strip_prefix("【")?.split_once('】')
    }

    /// The first word, up to white space, and the rest.
    pub(super) fn strip_word(self) -> (Self, Self) {
        let trimmed = self.trim();
        let end = trimmed.text.find(char::is_whitespace);
        let end = end.unwrap_or(trimmed.text.len());
        (trimmed.part(0..end), trimmed.from(end))
    }

    /// Its lines, without their ends.
    pub(super) fn lines(self) -> Vec<Self> {
        let mut at = 0;
        let mut lines = Vec::new();
        for line in self.text.split_inclusive('\n') {
            let content = line.trim_end_matches(['\n', '\r']);
            lines.push(self.part(at..at + content.len()));
            at += line.len();
        }
        lines
    }

    /// Whether there is nothing but white space.
    pub(super) fn is_blank(self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text without any white space.
    pub(super) fn squeezed(self) -> String {
        squeeze(self.text)
    }

    /// The fingerprint of the text.
    pub(super) fn fingerprint(self) -> String {
        fingerprint(self.text)
    }

    /// Where it stands, without white space around it.
    pub(super) fn span(self) -> Span {
        let trimmed = self.trim();
        Span {
            file: trimmed.file,
            start: trimmed.start,
            end: trimmed.start + trimmed.text.len(),
        }
    }
}

/// A text without any white space.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The first eight hexadecimal digits of the SHA-256 of a text without white space.
pub(super) fn fingerprint(text: &str) -> String {
    let hash = Sha256::digest(squeeze(text));
    format!("{:08x}", beginning(&hash))
}

/// The first four bytes of a hash as a number.
pub(super) fn beginning(hash: &[u8]) -> u32 {
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
