//! A text of a page without white space, with the offsets of its characters.

use std::ops::Range;

use wechatpay_codegen::source::{FileId, Span};

/// A text without white space. Saved pages break lines anywhere, so phrases are searched in this
/// form.
#[derive(Clone, Debug)]
pub(super) struct TextWithoutSpaces {
    file: FileId,
    /// The text.
    pub(super) text: String,
    /// The offset in the page of each byte of the text, and of the end.
    offsets: Vec<usize>,
}

impl TextWithoutSpaces {
    /// Joins characters of a page with their offsets.
    pub(super) fn new(file: FileId, chars: &[(usize, char)]) -> Self {
        let mut text = String::new();
        let mut offsets = Vec::new();
        for (start, c) in chars {
            text.push(*c);
            offsets.extend((0..c.len_utf8()).map(|byte| start + byte));
        }
        offsets.extend(offsets.last().map(|last| last + 1));
        Self {
            file,
            text,
            offsets,
        }
    }

    /// The location of a range of the text on the page.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let offset = |byte: usize| self.offsets.get(byte).copied().unwrap_or_default();
        let last = range.end.saturating_sub(1).max(range.start);
        Span {
            file: self.file,
            start: offset(range.start),
            end: offset(last) + usize::from(range.end > range.start),
        }
    }
}
