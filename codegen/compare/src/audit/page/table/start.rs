//! Where rows and nested tables start and end.

use std::ops::Range;

use super::Row;
use crate::audit::text::Slice;

const REQUIRED: &str = "必填";
const OPTIONAL: &str = "选填";
const NESTED: &str = "属性";

/// Marks before the name of a row.
const BULLETS: [char; 6] = [' ', '\t', '•', '-', '·', '*'];

/// A boundary that ends the text before it.
pub(super) enum Event<'a> {
    /// A row starts.
    Row(Box<Row<'a>>),
    /// A nested table starts, and its end is marked.
    Open,
    /// A nested table starts, and its end is not marked.
    OpenWithoutEnd,
    /// A nested table ends.
    Close,
    /// The titles of the columns.
    Heads,
}

/// The starts and ends of rows and nested tables, in order, with their byte ranges.
pub(super) fn events(part: Slice<'_>) -> Vec<(Range<usize>, Event<'_>)> {
    let mut events = Vec::new();
    for line in part.lines() {
        let start = line.start - part.start;
        let whole = start..start + line.text.len();
        if line.without_spaces().trim_matches(['|', '•', '-']) == NESTED {
            let event = if line.text.contains('|') {
                Event::Open
            } else {
                Event::OpenWithoutEnd
            };
            events.push((whole, event));
            continue;
        }
        if is_column_heads(line) {
            events.push((whole, Event::Heads));
            continue;
        }
        if let Some((row, end)) = old_row(line) {
            events.push((start..end - part.start, Event::Row(Box::new(row))));
            continue;
        }
        rows(line, part, &mut events);
        let trimmed = line.trim();
        if trimmed.text.ends_with('|') {
            let end = trimmed.start + trimmed.text.len() - part.start;
            events.push((end - 1..end, Event::Close));
        }
    }
    events
}

/// Adds the rows of a line. A saved page may print several in one line.
fn rows<'a>(line: Slice<'a>, part: Slice<'a>, events: &mut Vec<(Range<usize>, Event<'a>)>) {
    let required = line.text.match_indices(REQUIRED);
    let both = required.chain(line.text.match_indices(OPTIONAL));
    let mut presences: Vec<usize> = both.map(|(start, _)| start).collect();
    presences.sort_unstable();
    for row in presences
        .into_iter()
        .filter_map(|start| row_with_presence(line, start))
    {
        // The bullet of a list belongs to its row.
        let lead = line.part(0..row.name.start - line.start);
        let is_bullet = lead.text.trim_matches(BULLETS).is_empty();
        let begin = if is_bullet {
            lead.start
        } else {
            row.name.start
        };
        let end = row.ty.start + row.ty.text.len() - part.start;
        events.push((begin - part.start..end, Event::Row(Box::new(row))));
    }
}

/// The row with its presence at an offset of a line, if there is one.
fn row_with_presence(line: Slice<'_>, start: usize) -> Option<Row<'_>> {
    let before = line.part(0..start);
    let name_end = before.text.trim_end().len();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name_start = before.text.get(..name_end)?.trim_end_matches(is_name).len();
    let name = line.part(name_start..name_end);
    let name = name.from(name.text.len() - name.text.trim_start_matches('-').len());
    let lead = line.text.get(..name.start - line.start)?;
    let is_separate = lead
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || c == '|');
    if name.text.is_empty() || name_end == before.text.len() || !is_separate {
        return None;
    }
    let presence = line.part(start..start + REQUIRED.len());
    let rest = line.from(start + REQUIRED.len());
    let starts_line = lead
        .trim_matches([' ', '\t', '|', '•', '-', '·', '*', '\u{3000}'])
        .is_empty();
    let ty = notation(rest, starts_line)?;
    Some(Row::new(name, presence, ty))
}

/// The type behind the presence. Only a row at the start of a line may have none.
fn notation(rest: Slice<'_>, starts_line: bool) -> Option<Slice<'_>> {
    let rest = rest.from(rest.text.len() - rest.text.trim_start().len());
    let length = type_length(rest.text);
    let ty = rest.part(0..length);
    let next = rest.from(length).text.chars().next();
    let is_alone = next.is_none_or(|c| c.is_whitespace() || matches!(c, '【' | '|'));
    if is_alone && (is_type(ty.text) || starts_line && is_name_of_type(ty.text)) {
        return Some(ty);
    }
    let is_text = rest.text.starts_with(|c: char| !c.is_ascii());
    (starts_line && (rest.text.is_empty() || is_text)).then(|| rest.part(0..0))
}

/// The length of a word with its brackets: `string[1, 32]`, `array[object]`.
fn type_length(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let word = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let rest = text.get(word..).unwrap_or_default();
    let closing = match rest.chars().next() {
        Some('[') => ']',
        Some('(') => ')',
        Some('（') => '）',
        Some('<') => '>',
        _ => return word,
    };
    rest.find(closing)
        .map_or(word, |end| word + end + closing.len_utf8())
}

const TYPES: [&str; 20] = [
    "string", "integer", "int", "int32", "int64", "uint32", "uint64", "long", "number", "boolean",
    "bool", "object", "array", "file", "message", "float", "double", "enum", "datetime", "date",
];

/// Whether a word is a type that the pages know, perhaps in capital letters and with brackets.
fn is_type(notation: &str) -> bool {
    let base = notation
        .split(['[', '(', '（', '<'])
        .next()
        .unwrap_or_default();
    TYPES.contains(&base.to_ascii_lowercase().as_str())
}

/// Whether a word is the name of an object or an enum.
fn is_name_of_type(notation: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '[' | ']');
    notation.starts_with(|c: char| c.is_ascii_uppercase()) && notation.chars().all(is_part)
}

/// Whether a line has the titles of the columns of an old table, or is the rule below them.
fn is_column_heads(line: Slice<'_>) -> bool {
    let words = line.without_spaces();
    let rule = words.len() > 3 && words.chars().all(|c| matches!(c, '|' | '-' | ':'));
    rule && words.contains('-') || words.starts_with("参数名") && words.contains("变量")
}

/// A row of the oldest pages: `方式 way string[1,32] 是 body怎么涂`, perhaps with pipes. A `+` before
/// the label opens a nested table, whose end is not marked.
fn old_row(line: Slice<'_>) -> Option<(Row<'_>, usize)> {
    let (label, name, ty, presence, end) = if line.text.contains('|') {
        piped(line)?
    } else {
        spaced(line)?
    };
    let depth = label.text.len() - label.text.trim_start_matches('+').len();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let starts = name.text.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_row = starts && name.text.chars().all(is_name) && is_type(ty.text);
    let label = label.from(depth).trim();
    let is_label = !label.text.is_ascii() && !label.text.contains(['【', '。', ',']);
    (is_row && is_label).then(|| {
        let mut row = Row::new(name, presence, ty);
        row.label = Some(label);
        row.is_old = true;
        row.opens = (depth > 0).then_some(name);
        (row, end)
    })
}

type Cells<'a> = (Slice<'a>, Slice<'a>, Slice<'a>, Slice<'a>, usize);

fn piped(line: Slice<'_>) -> Option<Cells<'_>> {
    let trimmed = line.trim();
    let (label, rest) = trimmed
        .strip_prefix("|")
        .unwrap_or(trimmed)
        .split_once('|')?;
    let (name, rest) = rest.split_once('|')?;
    let (ty, rest) = rest.split_once('|')?;
    let (presence, rest) = rest.split_once('|').unwrap_or((rest.part(0..0), rest));
    Some((
        label.trim(),
        name.trim(),
        ty.trim(),
        presence.trim(),
        rest.start,
    ))
}

fn spaced(line: Slice<'_>) -> Option<Cells<'_>> {
    let (label, rest) = line.strip_word();
    let (name, rest) = rest.strip_word();
    let rest = rest.from(rest.text.len() - rest.text.trim_start().len());
    let ty = rest.part(0..type_length(rest.text));
    let rest = rest.from(ty.text.len());
    let (word, more) = rest.strip_word();
    let presences = ["是", "否", "必填", "选填", "条件选填", "二选一", "三选一"];
    if presences.contains(&word.text) {
        return Some((label, name, ty, word, more.start));
    }
    let is_alone = rest.text.chars().next().is_none_or(char::is_whitespace);
    is_alone.then(|| (label, name, ty, rest.part(0..0), rest.start))
}
