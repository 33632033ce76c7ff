//! Field tables: rows of name, 必填 or 选填, type, then 【label】 and text; nested ones below 属性, often cut off.

use super::some;
use crate::audit::text::Slice;

/// A row.
#[derive(Clone, Debug)]
pub(in crate::audit) struct Row<'a> {
    /// Name on the wire.
    pub(in crate::audit) name: Slice<'a>,
    /// 必填 or 选填.
    pub(in crate::audit) presence: Slice<'a>,
    /// In the page's notation.
    pub(in crate::audit) ty: Slice<'a>,
    /// What stands in 【】.
    pub(in crate::audit) label: Option<Slice<'a>>,
    /// The description.
    pub(in crate::audit) text: Slice<'a>,
    /// What follows each 注.
    pub(in crate::audit) remarks: Vec<Slice<'a>>,
    /// Whether it has 可选取值, even if the page breaks off behind it.
    pub(in crate::audit) is_list: bool,
    /// Below 可选取值: each value and its meaning.
    pub(in crate::audit) values: Vec<(Slice<'a>, Slice<'a>)>,
    /// All of the row behind its type.
    pub(in crate::audit) whole: Slice<'a>,
    /// The rows below its 属性.
    pub(in crate::audit) rows: Vec<Row<'a>>,
}

impl Row<'_> {
    /// Whether this row, or one below it, is about a field and uses a word.
    pub(in crate::audit) fn says(&self, name: &str, word: &str) -> bool {
        let here = self.name.text == name && self.whole.text.to_lowercase().contains(word);
        here || self.rows.iter().any(|row| row.says(name, word))
    }

    /// Whether the page says 必填.
    pub(in crate::audit) fn is_required(&self) -> bool {
        self.presence.text == REQUIRED
    }
}

const REQUIRED: &str = "必填";
const OPTIONAL: &str = "选填";
const VALUES: &str = "可选取值";
const NESTED: &str = "属性";

/// Something that ends the text before it.
enum Event<'a> {
    /// A row begins.
    Row(Box<Row<'a>>),
    /// A nested table begins.
    Open,
    /// A nested table ends.
    Close,
}

/// Reads the rows of one part; what belongs to no row is unread.
pub(in crate::audit) fn read<'a>(part: Slice<'a>, unread: &mut Vec<Slice<'a>>) -> Vec<Row<'a>> {
    let events = events(part);
    let ends = events.iter().skip(1).map(|(range, _)| range.start);
    let ends: Vec<usize> = ends.chain([part.text.len()]).collect();
    let first = events
        .first()
        .map_or(part.text.len(), |(range, _)| range.start);
    unread.extend(some(part.part(0..first)));
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
                unread.extend(some(text));
            }
            Event::Close => {
                close(&mut levels, part.part(range), unread);
                unread.extend(some(text));
            }
        }
    }
    while levels.len() > 1 {
        close(&mut levels, part.from(part.text.len()), unread);
    }
    levels.into_iter().flatten().collect()
}

/// Gives the innermost rows to the row that they stand below.
fn close<'a>(levels: &mut Vec<Vec<Row<'a>>>, place: Slice<'a>, unread: &mut Vec<Slice<'a>>) {
    if levels.len() < 2 {
        unread.extend(some(place));
        return;
    }
    let rows = levels.pop().unwrap_or_default();
    match levels.last_mut().and_then(|level| level.last_mut()) {
        Some(row) => row.rows.extend(rows),
        None => unread.extend(rows.iter().map(|row| row.name)),
    }
}

/// Where rows and nested tables begin and end, in order, with the bytes that say so.
fn events(part: Slice<'_>) -> Vec<(std::ops::Range<usize>, Event<'_>)> {
    let mut events = Vec::new();
    for line in part.lines() {
        let start = line.start - part.start;
        let trimmed = line.trim();
        if line.squeezed().trim_matches('|') == NESTED && line.text.contains('|') {
            events.push((start..start + line.text.len(), Event::Open));
            continue;
        }
        let required = line.text.match_indices(REQUIRED);
        let both = required.chain(line.text.match_indices(OPTIONAL));
        let mut presences: Vec<usize> = both.map(|(at, _)| at).collect();
        presences.sort_unstable();
        for row in presences.into_iter().filter_map(|at| row_at(line, at)) {
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

/// The row whose presence stands at a byte of a line, if one begins there.
fn row_at(line: Slice<'_>, at: usize) -> Option<Row<'_>> {
    let before = line.part(0..at);
    let name_end = before.text.trim_end().len();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name_start = before.text.get(..name_end)?.trim_end_matches(is_name).len();
    let name = line.part(name_start..name_end);
    let apart = line.text.get(..name_start)?.chars().next_back();
    let stands_alone = apart.is_none_or(|c| c.is_whitespace() || c == '|');
    if name.text.is_empty() || name_end == before.text.len() || !stands_alone {
        return None;
    }
    let presence = line.part(at..at + REQUIRED.len());
    let (rest, _) = line.from(at + REQUIRED.len()).strip_word();
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
        is_list: false,
        values: Vec::new(),
        whole: rest.from(ty_end),
        rows: Vec::new(),
    })
}

impl<'a> Row<'a> {
    /// Takes apart what follows the type.
    fn read_text(&mut self, text: Slice<'a>, unread: &mut Vec<Slice<'a>>) {
        self.whole = text;
        let mut rest = text.trim();
        if let Some((label, more)) = rest.strip_label() {
            self.label = Some(label);
            rest = more;
        }
        let marks = marks(rest);
        let ends: Vec<usize> = marks
            .iter()
            .map(|(at, _)| *at)
            .chain([rest.text.len()])
            .collect();
        self.text = rest
            .part(0..ends.first().copied().unwrap_or_default())
            .trim();
        for ((at, mark), end) in marks.iter().zip(ends.iter().skip(1)) {
            let body = rest.part(*at + mark.len()..*end);
            let body = body.trim().strip_colon().unwrap_or(body);
            if *mark == VALUES {
                self.is_list = true;
                self.values.extend(values(body, unread));
            } else {
                self.remarks.push(body.trim());
            }
        }
    }
}

/// Where 可选取值 and 注 stand in the text of a row, each at the beginning of something.
fn marks(text: Slice<'_>) -> Vec<(usize, &'static str)> {
    let mut marks = Vec::new();
    for mark in [VALUES, "注"] {
        for (at, _) in text.text.match_indices(mark) {
            let before = text.part(0..at).text.chars().next_back();
            let after = text.from(at + mark.len());
            let begins = before.is_none_or(|c| c.is_whitespace() || c == '。');
            let goes_on = if mark == VALUES {
                after.text.is_empty() || after.text.starts_with(char::is_whitespace)
            } else {
                after.strip_colon().is_some()
            };
            if begins && goes_on {
                marks.push((at, mark));
            }
        }
    }
    marks.sort_unstable();
    marks
}

/// `RED: a colour DARK_RED: another`: each value and its meaning, with or without space between them.
fn values<'a>(list: Slice<'a>, unread: &mut Vec<Slice<'a>>) -> Vec<(Slice<'a>, Slice<'a>)> {
    let colons = list
        .text
        .char_indices()
        .filter(|(_, c)| matches!(c, ':' | '：'));
    let starts: Vec<_> = colons
        .filter_map(|(at, colon)| {
            let name = value_before(list, at)?;
            Some((name, at + colon.len_utf8()))
        })
        .collect();
    let begins = starts.iter().map(|(name, _)| name.start - list.start);
    let begins: Vec<usize> = begins.chain([list.text.len()]).collect();
    let first = begins.first().copied().unwrap_or_default();
    unread.extend(some(list.part(0..first)));
    let ends = begins.iter().skip(1);
    let value =
        |((name, from), end): (&(Slice<'a>, usize), &usize)| (*name, list.part(*from..*end).trim());
    starts.iter().zip(ends).map(value).collect()
}

/// The value that stands before a colon.
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
