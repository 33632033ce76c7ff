//! Field tables. A row has a name, 必填 or 选填, a type, a 【label】 and a text.
//!
//! Nested tables are below 属性. Saved pages often cut them off.

use super::non_blank;
use crate::audit::text::Slice;

/// A row of a field table.
#[derive(Clone, Debug)]
pub(in crate::audit) struct Row<'a> {
    /// The name on the wire.
    pub(in crate::audit) name: Slice<'a>,
    /// 必填 or 选填.
    pub(in crate::audit) presence: Slice<'a>,
    /// The type, in the notation of the page.
    pub(in crate::audit) ty: Slice<'a>,
    /// The label in 【】.
    pub(in crate::audit) label: Option<Slice<'a>>,
    /// The description.
    pub(in crate::audit) text: Slice<'a>,
    /// The text after each 注.
    pub(in crate::audit) remarks: Vec<Slice<'a>>,
    /// Whether the row has 可选取值, even if the page is cut off after it.
    pub(in crate::audit) has_values: bool,
    /// The values below 可选取值, with their meanings.
    pub(in crate::audit) values: Vec<(Slice<'a>, Slice<'a>)>,
    /// All text of the row after the type.
    pub(in crate::audit) full_text: Slice<'a>,
    /// The rows below 属性.
    pub(in crate::audit) rows: Vec<Row<'a>>,
}

impl Row<'_> {
    /// Whether this row, or a nested row, describes a field and contains a word.
    pub(in crate::audit) fn has_word(&self, name: &str, word: &str) -> bool {
        let own = self.name.text == name && self.full_text.text.to_lowercase().contains(word);
        own || self.rows.iter().any(|row| row.has_word(name, word))
    }

    /// Whether the row has 必填.
    pub(in crate::audit) fn is_required(&self) -> bool {
        self.presence.text == REQUIRED
    }
}

const REQUIRED: &str = "必填";
const OPTIONAL: &str = "选填";
const VALUES: &str = "可选取值";
const NESTED: &str = "属性";

/// A boundary that ends the text before it.
enum Event<'a> {
    /// A row starts.
    Row(Box<Row<'a>>),
    /// A nested table starts.
    Open,
    /// A nested table ends.
    Close,
}

/// Reads the rows of one part. Text that belongs to no row goes into `unread`.
pub(in crate::audit) fn read<'a>(part: Slice<'a>, unread: &mut Vec<Slice<'a>>) -> Vec<Row<'a>> {
    let events = events(part);
    let ends = events.iter().skip(1).map(|(range, _)| range.start);
    let ends: Vec<usize> = ends.chain([part.text.len()]).collect();
    let first = events
        .first()
        .map_or(part.text.len(), |(range, _)| range.start);
    unread.extend(non_blank(part.part(0..first)));
    let mut levels = vec![Vec::new()];
    for ((range, event), end) in events.into_iter().zip(ends) {
        let text = part.part(range.end..end);
        match event {
            Event::Row(mut row) => {
                row.read_text(text, unread);
                levels
                    .last_mut()
                    .into_iter()
                    .for_each(|level| level.push((*row).clone()));
            }
            Event::Open => {
                levels.push(Vec::new());
                unread.extend(non_blank(text));
            }
            Event::Close => {
                close(&mut levels, part.part(range), unread);
                unread.extend(non_blank(text));
            }
        }
    }
    while levels.len() > 1 {
        close(&mut levels, part.from(part.text.len()), unread);
    }
    levels.into_iter().flatten().collect()
}

/// Ends the innermost table and adds its rows to the row before it.
fn close<'a>(levels: &mut Vec<Vec<Row<'a>>>, closing: Slice<'a>, unread: &mut Vec<Slice<'a>>) {
    if levels.len() < 2 {
        unread.extend(non_blank(closing));
        return;
    }
    let rows = levels.pop().unwrap_or_default();
    match levels.last_mut().and_then(|level| level.last_mut()) {
        Some(row) => row.rows.extend(rows),
        None => unread.extend(rows.iter().map(|row| row.name)),
    }
}

/// The starts and ends of rows and nested tables, in order, with their byte ranges.
fn events(part: Slice<'_>) -> Vec<(std::ops::Range<usize>, Event<'_>)> {
    let mut events = Vec::new();
    for line in part.lines() {
        let start = line.start - part.start;
        let trimmed = line.trim();
        if line.without_spaces().trim_matches('|') == NESTED && line.text.contains('|') {
            events.push((start..start + line.text.len(), Event::Open));
            continue;
        }
        let required = line.text.match_indices(REQUIRED);
        let both = required.chain(line.text.match_indices(OPTIONAL));
        let mut presences: Vec<usize> = both.map(|(start, _)| start).collect();
        presences.sort_unstable();
        for row in presences
            .into_iter()
            .filter_map(|start| row_with_presence(line, start))
        {
            let begin = row.name.start - part.start;
            let end = row.ty.start + row.ty.text.len() - part.start;
            events.push((begin..end, Event::Row(Box::new(row))));
        }
        if trimmed.text.ends_with('|') {
            let end = trimmed.start + trimmed.text.len() - part.start;
            events.push((end - 1..end, Event::Close));
        }
    }
    events
}

/// The row with its presence at an offset of a line, if there is one.
fn row_with_presence(line: Slice<'_>, start: usize) -> Option<Row<'_>> {
    let before = line.part(0..start);
    let name_end = before.text.trim_end().len();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name_start = before.text.get(..name_end)?.trim_end_matches(is_name).len();
    let name = line.part(name_start..name_end);
    let previous = line.text.get(..name_start)?.chars().next_back();
    let is_separate = previous.is_none_or(|c| c.is_whitespace() || c == '|');
    if name.text.is_empty() || name_end == before.text.len() || !is_separate {
        return None;
    }
    let presence = line.part(start..start + REQUIRED.len());
    let (rest, _) = line.from(start + REQUIRED.len()).strip_word();
    let ty_end = rest.text.find('【').unwrap_or(rest.text.len());
    let ty = rest.part(0..ty_end);
    let is_type = ty.text.starts_with(|c: char| c.is_ascii_lowercase());
    is_type.then(|| Row {
        name,
        presence,
        ty,
        label: None,
        text: rest.from(ty_end),
        remarks: Vec::new(),
        has_values: false,
        values: Vec::new(),
        full_text: rest.from(ty_end),
        rows: Vec::new(),
    })
}

impl<'a> Row<'a> {
    /// Splits the text after the type.
    fn read_text(&mut self, text: Slice<'a>, unread: &mut Vec<Slice<'a>>) {
        self.full_text = text;
        let mut rest = text.trim();
        if let Some((label, more)) = rest.strip_label() {
            self.label = Some(label);
            rest = more;
        }
        let marks = marks(rest);
        let ends: Vec<usize> = marks
            .iter()
            .map(|(start, _)| *start)
            .chain([rest.text.len()])
            .collect();
        self.text = rest
            .part(0..ends.first().copied().unwrap_or_default())
            .trim();
        for ((start, mark), end) in marks.iter().zip(ends.iter().skip(1)) {
            let body = rest.part(*start + mark.len()..*end);
            let body = body.trim().strip_colon().unwrap_or(body);
            if *mark == VALUES {
                self.has_values = true;
                self.values.extend(values(body, unread));
            } else {
                self.remarks.push(body.trim());
            }
        }
    }
}

/// The offsets of 可选取值 and 注 in the text of a row.
fn marks(text: Slice<'_>) -> Vec<(usize, &'static str)> {
    let mut marks = Vec::new();
    for mark in [VALUES, "注"] {
        for (start, _) in text.text.match_indices(mark) {
            let before = text.part(0..start).text.chars().next_back();
            let after = text.from(start + mark.len());
            let begins = before.is_none_or(|c| c.is_whitespace() || c == '。');
            let continues = if mark == VALUES {
                after.text.is_empty() || after.text.starts_with(char::is_whitespace)
            } else {
                after.strip_colon().is_some()
            };
            if begins && continues {
                marks.push((start, mark));
            }
        }
    }
    marks.sort_unstable();
    marks
}

/// Splits `RED: a colour DARK_RED: another` into values and meanings.
fn values<'a>(list: Slice<'a>, unread: &mut Vec<Slice<'a>>) -> Vec<(Slice<'a>, Slice<'a>)> {
    let colons = list
        .text
        .char_indices()
        .filter(|(_, c)| matches!(c, ':' | '：'));
    let starts: Vec<_> = colons
        .filter_map(|(start, colon)| {
            let name = value_before(list, start)?;
            Some((name, start + colon.len_utf8()))
        })
        .collect();
    let begins = starts.iter().map(|(name, _)| name.start - list.start);
    let begins: Vec<usize> = begins.chain([list.text.len()]).collect();
    let first = begins.first().copied().unwrap_or_default();
    unread.extend(non_blank(list.part(0..first)));
    let ends = begins.iter().skip(1);
    let value =
        |((name, from), end): (&(Slice<'a>, usize), &usize)| (*name, list.part(*from..*end).trim());
    starts.iter().zip(ends).map(value).collect()
}

/// The value before a colon.
fn value_before(list: Slice<'_>, colon: usize) -> Option<Slice<'_>> {
    let before = list.part(0..colon);
    let end = before.text.trim_end().len();
    let is_value = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let start = before.text.get(..end)?.trim_end_matches(is_value).len();
    let name = list.part(start..end);
    let alone = before.part(0..start).text.chars().next_back();
    let alone = alone.is_none_or(|c| !c.is_ascii_alphanumeric());
    let is_name = name.text.starts_with(|c: char| c.is_ascii_uppercase());
    (alone && is_name).then_some(name)
}
