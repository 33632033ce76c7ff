//! Splits a page into sentences, and finds what covers each of them.

use std::collections::BTreeSet;
use std::ops::Range;

use wechatpay_codegen::model::Keys;
use wechatpay_codegen::source::{SourceFile, Span};

use super::lines;
use super::marks::{Cover, Mark};
use super::page::Page;
use super::text::Slice;

/// A sentence, a cell of a table, or a line of a listing.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// The bytes of the page, without white space at both ends.
    pub(crate) range: Range<usize>,
    /// The most serious cover; `None` for headings, captions and code that state no fact.
    pub(crate) cover: Option<Cover>,
    /// The places in the spec, those of the most serious cover first.
    pub(crate) spec: Vec<Span>,
    /// Whether the sentence begins a line of the page.
    pub(crate) begins_line: bool,
}

/// All sentences of a page. Together they have all its text.
pub(crate) fn read(
    page: &Page<'_>,
    file: &SourceFile,
    marks: &[Mark],
    keys: &Keys,
) -> Vec<Sentence> {
    let whole = Slice::new(page.file, &file.text);
    let marks: Vec<Mark> = marks.iter().map(|mark| at_key(mark, keys)).collect();
    let row_breaks = row_breaks(page);
    let mut sentences = Vec::new();
    for line in whole.lines() {
        let end = line.start + line.text.len();
        let mut breaks = breaks(line);
        breaks.extend(row_breaks.range(line.start..end));
        breaks.insert(end);
        let mut start = line.start;
        let mut begins_line = true;
        for next in breaks {
            let piece = whole.part(start..next).trim();
            start = start.max(next);
            if piece.is_blank() {
                continue;
            }
            let range = piece.start..piece.start + piece.text.len();
            sentences.push(covered(range, begins_line, page, &marks));
            begins_line = false;
        }
    }
    sentences
}

/// The mark with the place of its key.
fn at_key(mark: &Mark, keys: &Keys) -> Mark {
    let place = |item: Span| match mark.key {
        "" => item,
        key => keys.find(item, key).unwrap_or(item),
    };
    Mark {
        spec: mark.spec.map(place),
        ..*mark
    }
}

/// A sentence with its marks. A mark without length belongs to the sentence in which it begins.
fn covered(range: Range<usize>, begins_line: bool, page: &Page<'_>, marks: &[Mark]) -> Sentence {
    let touches = |mark: &&Mark| {
        let end = mark.page.end.max(mark.page.start + 1);
        mark.page.file == page.file && mark.page.start < range.end && range.start < end
    };
    let mut found: Vec<&Mark> = marks.iter().filter(touches).collect();
    found.sort_by_key(|mark| std::cmp::Reverse(mark.cover));
    let mut spec: Vec<Span> = Vec::new();
    for span in found.iter().filter_map(|mark| mark.spec) {
        if span.file != page.file && !spec.contains(&span) {
            spec.push(span);
        }
    }
    Sentence {
        cover: found.first().map(|mark| mark.cover),
        range,
        spec,
        begins_line,
    }
}

/// Where sentences of a line end. A listing that was saved as one line has line numbers.
fn breaks(line: Slice<'_>) -> BTreeSet<usize> {
    let content = line.trim();
    let is_data = content.text.starts_with("1{") || content.text.starts_with("1curl");
    if content.text.starts_with('1') {
        let code = lines::split(content, !is_data);
        if code.len() > 2 {
            let numbers = (1_usize..).map(|number| number.to_string().len());
            let starts = code.iter().zip(numbers);
            return starts
                .map(|(code, number)| code.start.saturating_sub(number).max(content.start))
                .collect();
        }
    }
    let ends = line.text.match_indices(['。', '；', ';', '！', '？']);
    ends.map(|(at, end)| line.start + at + end.len()).collect()
}

/// Where rows, their texts, their values and their remarks begin.
fn row_breaks(page: &Page<'_>) -> BTreeSet<usize> {
    let mut breaks = BTreeSet::new();
    for row in page.all_rows() {
        breaks.extend([row.name.start, row.full_text.trim().start]);
        breaks.extend(row.values.iter().map(|(name, _)| name.start));
        breaks.extend(row.remarks.iter().map(|remark| remark.start));
    }
    breaks
}
