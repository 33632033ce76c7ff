//! The values of a field, with or without the word 可选取值 above them.

use crate::audit::text::Slice;

/// A word in the text of a row that starts a list of values or a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// The offset of the word.
    pub(super) start: usize,
    /// The offset of the text after the word and its colon.
    pub(super) end: usize,
    pub(super) is_remark: bool,
}

/// Words before a list of values.
const VALUES: [&str; 9] = [
    "可选取值",
    "枚举值如下",
    "枚举值",
    "取值如下",
    "取值包括",
    "目前支持",
    "可选择",
    "可选值",
    "取值说明",
];

/// The words 可选取值 and 注 in the text of a row, and lists without such a word.
pub(super) fn marks(text: Slice<'_>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for word in VALUES {
        for (start, _) in text.text.match_indices(word) {
            let end = values_follow(text, word, start);
            let is_new = |end: &usize| {
                !marks
                    .iter()
                    .any(|mark| mark.start <= start && *end <= mark.end)
            };
            marks.extend(end.filter(is_new).map(|end| Mark {
                start,
                end,
                is_remark: false,
            }));
        }
    }
    for (start, _) in text.text.match_indices("注") {
        let colon = text.from(start + "注".len()).strip_colon();
        if let Some(rest) = colon.filter(|_| begins(text, start)) {
            marks.push(Mark {
                start,
                end: rest.start - text.start,
                is_remark: true,
            });
        }
    }
    marks.sort_unstable();
    if !marks.iter().any(|mark| !mark.is_remark) {
        let end = marks.first().map_or(text.text.len(), |mark| mark.start);
        if let Some(start) = list_without_word(text.part(0..end)) {
            marks.insert(
                0,
                Mark {
                    start,
                    end: start,
                    is_remark: false,
                },
            );
        }
    }
    marks
}

/// Whether a word can start at an offset: at the start, or behind white space or a full stop.
fn begins(text: Slice<'_>, start: usize) -> bool {
    let before = text.part(0..start).text.chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || c == '。')
}

/// The offset of the values after a word at an offset. `None` if the word is part of a sentence.
fn values_follow(text: Slice<'_>, word: &str, start: usize) -> Option<usize> {
    let after = text.from(start + word.len());
    let offset = |rest: Slice<'_>| rest.start - text.start;
    if word == "可选取值" {
        if !begins(text, start) {
            return None;
        }
        let is_alone = after.text.is_empty() || after.text.starts_with(char::is_whitespace);
        let colon = after.strip_colon();
        return colon
            .map(offset)
            .or_else(|| is_alone.then(|| offset(after)));
    }
    // Other words are also part of sentences. A list has a colon or a line end, and a value.
    let before = text.part(0..start).text.chars().next_back();
    let is_clause = before.is_none_or(|c| c.is_whitespace() || "。,;,;:()".contains(c));
    let rest = after.trim();
    let rest = rest.strip_colon().or_else(|| rest.strip_prefix("。"));
    let rest = rest.filter(|_| is_clause)?;
    let first = items(rest).into_iter().next()?;
    rest.part(0..first.0.start - rest.start)
        .is_blank()
        .then(|| offset(rest))
}

/// The start of a list whose lines are values with meanings, without a word above them.
fn list_without_word(text: Slice<'_>) -> Option<usize> {
    let lines = text.lines();
    let is_item = |line: &Slice<'_>| {
        let line = strip_bullet(*line);
        let end = line.text.find([':', '：'])?;
        let name = line.part(0..end).trim();
        let is_boolean = matches!(name.text, "true" | "false");
        let is_value = name.text.len() > 1
            && name.text.chars().all(is_upper_value)
            && name.text.starts_with(|c: char| c.is_ascii_uppercase());
        let is_lower = name.text.len() > 2
            && name
                .text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '_')
            && !matches!(name.text, "http" | "https");
        Some((is_boolean || is_value, is_boolean || is_value || is_lower))
    };
    let first = lines
        .iter()
        .position(|line| is_item(line).is_some_and(|(sure, _)| sure));
    let weak = || {
        let all = |from: usize| {
            let rest = lines.iter().skip(from).filter(|line| !line.is_blank());
            rest.clone()
                .all(|line| is_item(line).is_some_and(|(_, maybe)| maybe))
                && rest.count() > 0
        };
        (0..lines.len()).find(|from| all(*from))
    };
    let first = first.or_else(weak)?;
    lines.get(first).map(|line| line.start - text.start)
}

fn is_upper_value(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'
}

fn strip_bullet(line: Slice<'_>) -> Slice<'_> {
    let trimmed = line.trim();
    let rest = trimmed.text.trim_start_matches(['•', '·', '-', '*', ' ']);
    trimmed.from(trimmed.text.len() - rest.len())
}

/// Splits `RED: a colour DARK_RED: another` into values and meanings. Text before the first value
/// goes into `unread`.
pub(super) fn read<'a>(
    list: Slice<'a>,
    unread: &mut Vec<Slice<'a>>,
) -> Vec<(Slice<'a>, Slice<'a>)> {
    let starts = items(list);
    let begins = starts.iter().map(|(name, _)| name.start - list.start);
    let begins: Vec<usize> = begins.chain([list.text.len()]).collect();
    let first = list.part(0..begins.first().copied().unwrap_or_default());
    let is_mark = |c: char| c.is_whitespace() || "•·-*。:：".contains(c);
    if !first.text.trim_matches(is_mark).is_empty() {
        unread.push(first);
    }
    let ends = begins.iter().skip(1);
    let value = |((name, from), end): (&(Slice<'a>, usize), &usize)| {
        let meaning = list.part(*from..*end);
        let length = meaning
            .text
            .trim_end_matches(['•', '·', ' ', '\n', '\r', '\t'])
            .len();
        (*name, meaning.part(0..length).trim())
    };
    starts.iter().zip(ends).map(value).collect()
}

/// The values of a list, with the offsets of their meanings.
fn items(list: Slice<'_>) -> Vec<(Slice<'_>, usize)> {
    let colons = list
        .text
        .char_indices()
        .filter(|(_, c)| matches!(c, ':' | '：'));
    let item = |(start, colon): (usize, char)| {
        let name = value_before(list, start)?;
        Some((name, start + colon.len_utf8()))
    };
    colons.filter_map(item).collect()
}

/// The value before a colon. A value in lower case or of digits starts an item.
fn value_before(list: Slice<'_>, colon: usize) -> Option<Slice<'_>> {
    let before = list.part(0..colon);
    let end = before.text.trim_end().len();
    let start = before
        .text
        .get(..end)?
        .trim_end_matches(is_upper_value)
        .len();
    let name = list.part(start..end);
    let alone = before.part(0..start).text.chars().next_back();
    let alone = alone.is_none_or(|c| !c.is_ascii_alphanumeric());
    if alone && name.text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return Some(name);
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let start = before.text.get(..end)?.trim_end_matches(is_word).len();
    let name = list.part(start..end);
    let lead = before.part(0..start).text;
    let line = lead.rsplit('\n').next()?;
    let starts_line = line
        .trim_matches([' ', '\t', '•', '·', '-', '*', '\r', ':', '：'])
        .is_empty();
    let starts_item = starts_line || lead.ends_with(['。', ';', '；']);
    let is_url = matches!(name.text, "http" | "https");
    (starts_item && !name.text.is_empty() && !is_url).then_some(name)
}
