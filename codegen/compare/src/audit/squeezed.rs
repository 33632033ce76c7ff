//! A text of a page without white space that knows where each piece stands.

use std::ops::Range;

use wechatpay_codegen::source::{FileId, Span};

/// A text without white space. Saved pages break lines anywhere, so only this form can be read.
#[derive(Clone, Debug)]
pub(super) struct Squeezed {
    file: FileId,
    /// The text.
    pub(super) text: String,
    /// For each byte of the text, where it stands in the page; and where the last one ends.
    places: Vec<usize>,
}

impl Squeezed {
    /// Characters of a page, each with its place.
    pub(super) fn of(file: FileId, chars: &[(usize, char)]) -> Self {
        let mut text = String::new();
        let mut places = Vec::new();
        for (at, c) in chars {
            text.push(*c);
            places.extend((0..c.len_utf8()).map(|byte| at + byte));
        }
        places.extend(places.last().map(|last| last + 1));
        Self { file, text, places }
    }

    /// Where a stretch of the text stands in the page.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let at = |byte: usize| self.places.get(byte).copied().unwrap_or_default();
        let last = range.end.saturating_sub(1).max(range.start);
        Span {
            file: self.file,
            start: at(range.start),
            end: at(last) + usize::from(range.end > range.start),
        }
    }
}
