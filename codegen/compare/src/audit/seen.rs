//! What was saved of a page of which only the beginning was saved.

use wechatpay_codegen::source::Span;

use super::page::Page;
use super::page::headings::Part;

/// The beginning of a page. Everything behind it was not seen.
#[derive(Clone, Debug)]
pub(super) struct Beginning {
    parts: Vec<Part>,
    /// The start of the last element: a row, a sentence, a sample. It may be cut off.
    open: usize,
    page: Span,
}

impl Beginning {
    /// The beginning that a page is.
    pub(super) fn new(page: &Page<'_>, text: &str) -> Self {
        let trimmed = text.trim_end();
        let last_line = trimmed.rfind('\n').map_or(0, |end| end + 1);
        let last_part = page.parts.last().map_or(0, |(_, slice)| slice.start);
        let starts = elements(page, last_line).into_iter();
        let open = starts.filter(|start| *start >= last_part).max();
        Self {
            parts: page.parts.iter().map(|(part, _)| *part).collect(),
            open: open.unwrap_or(last_line),
            page: page.top(),
        }
    }

    /// Whether a part was seen as a whole, because a part behind it was seen.
    pub(super) fn is_whole(&self, part: Part) -> bool {
        self.parts.iter().any(|seen| *seen > part)
    }

    /// Whether something belongs to the last element, which may be cut off.
    pub(super) fn is_open(&self, span: Span) -> bool {
        span.file == self.page.file && span.end.max(span.start + 1) > self.open
    }
}

/// The starts of all elements that may have several lines.
fn elements(page: &Page<'_>, last_line: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    starts.extend(page.all_rows().iter().map(|row| row.name.start));
    starts.extend(page.listings.iter().map(|listing| listing.start.start));
    starts.extend(page.requests.iter().map(|sample| sample.line.start));
    starts.extend(page.responses.iter().map(|sample| sample.line.start));
    starts.extend(page.errors.iter().map(|row| row.line.start));
    let blocks = page.blocks.iter().map(|(_, text)| *text);
    let last = blocks.filter(|text| text.start + text.text.len() >= last_line);
    starts.extend(last.map(|text| text.start));
    starts
}
