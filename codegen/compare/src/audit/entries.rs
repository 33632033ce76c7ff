//! Finds the keys of a map in a spec file, to change one of them without touching other text.
//!
//! A spec file is YAML in block style, so its lines are enough: the keys of a map begin in the same
//! column, and everything that belongs to a key is in lines that begin further to the right. What
//! is not clear from the lines is not changed.

use std::ops::Range;

use super::text::without_spaces;

/// The keys of one map.
#[derive(Debug)]
pub(super) struct Entries<'t> {
    text: &'t str,
    /// The column of the keys.
    column: usize,
    all: Vec<Entry<'t>>,
}

/// A key with the lines of its value.
#[derive(Clone, Copy, Debug)]
struct Entry<'t> {
    key: &'t str,
    /// The first byte of the key.
    start: usize,
    /// The first byte behind the colon.
    colon: usize,
    /// The end of the first line, without the line end.
    line_end: usize,
    /// The end of the last line that belongs to the key, without the line end.
    end: usize,
    /// Whether the key is the first one in an item of a list.
    is_first_of_item: bool,
}

/// One line without its line end.
#[derive(Clone, Copy, Debug)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl Line<'_> {
    /// The column of the first character that is neither a space nor the dash of an item.
    fn column(self) -> usize {
        let content = self.text.trim_start_matches(' ');
        let dashes = content.len() - content.trim_start_matches("- ").len();
        self.text.len() - content.len() + dashes
    }

    fn indent(self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    fn is_item(self) -> bool {
        self.text.trim_start_matches(' ').starts_with("- ")
    }

    fn is_silent(self) -> bool {
        let content = self.text.trim_start_matches('\u{feff}').trim();
        content.is_empty() || content.starts_with('#')
    }
}

fn lines(text: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let mut start = from;
    let rest = text.get(from..).unwrap_or_default();
    rest.split_inclusive('\n').map(move |line| {
        let content = line.trim_end_matches(['\n', '\r']);
        let found = Line {
            start,
            text: content,
        };
        start += line.len();
        found
    })
}

fn line_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.rfind('\n').map_or(0, |newline| newline + 1)
}

impl<'t> Entries<'t> {
    /// The keys of the map to which the key at an offset belongs.
    pub(super) fn around(text: &'t str, offset: usize) -> Option<Self> {
        let start = line_start(text, offset);
        let column = lines(text, start).next()?.column();
        // The first line of the map.
        let mut first = start;
        while first > 0 && !lines(text, first).next()?.is_item_of(column) {
            let above = line_start(text, first - 1);
            let line = lines(text, above).next()?;
            if !line.is_silent() && line.column() < column {
                break;
            }
            first = above;
        }
        Some(Self::read(text, first, column))
    }

    /// The keys below the key at an offset.
    pub(super) fn below(text: &'t str, offset: usize) -> Option<Self> {
        let start = line_start(text, offset);
        let mut lines = lines(text, start);
        let column = lines.next()?.column();
        let child = lines.find(|line| !line.is_silent())?;
        let is_map = child.indent() > column && !child.is_item();
        is_map.then(|| Self::read(text, child.start, child.column()))
    }

    /// Reads the keys from the first line of a map.
    fn read(text: &'t str, first: usize, column: usize) -> Self {
        let mut all: Vec<Entry<'t>> = Vec::new();
        for line in lines(text, first) {
            if line.is_silent() {
                continue;
            }
            let is_first = all.is_empty();
            let is_item = line.is_item() && line.indent() < column;
            if !is_first && (line.indent() < column || is_item) {
                break;
            }
            let end = line.start + line.text.len();
            match line.key(column) {
                Some((key, colon)) => all.push(Entry {
                    key,
                    start: line.start + column,
                    colon,
                    line_end: end,
                    end,
                    is_first_of_item: is_item,
                }),
                None => match all.last_mut() {
                    Some(last) => last.end = end,
                    None => break,
                },
            }
        }
        Self { text, column, all }
    }

    /// The keys below one of the keys.
    pub(super) fn child(&self, key: &str) -> Option<Self> {
        Self::below(self.text, self.entry(key)?.start)
    }

    fn entry(&self, key: &str) -> Option<&Entry<'t>> {
        self.all.iter().find(|entry| entry.key == key)
    }

    /// Whether the map has a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The place of a value that is a scalar on the line of its key.
    pub(super) fn scalar(&self, key: &str) -> Option<Range<usize>> {
        let entry = self.entry(key)?;
        if entry.end != entry.line_end {
            return None;
        }
        let rest = self.text.get(entry.colon..entry.line_end)?;
        let value = rest.trim_start();
        let start = entry.colon + rest.len() - value.len();
        let length = match value.chars().next()? {
            '"' => quoted_length(value, '"')?,
            '\'' => quoted_length(value, '\'')?,
            '|' | '>' | '{' | '[' | '&' | '*' | '!' | '#' => return None,
            _ => value.find(" #").unwrap_or(value.len()),
        };
        let end = start + value.get(..length)?.trim_end().len();
        Some(start..end)
    }

    /// The place of a value with all its lines, behind the colon. `None` if it has a comment.
    pub(super) fn value(&self, key: &str) -> Option<Range<usize>> {
        let entry = self.entry(key)?;
        let value = self.text.get(entry.colon..entry.end)?;
        (!value.contains('#')).then_some(entry.colon..entry.end)
    }

    /// The place and the new text of a value that is a block of lines. Lines that differ only in
    /// white space stay.
    pub(super) fn block(&self, key: &str, lines: &[String]) -> Option<(Range<usize>, String)> {
        let entry = self.entry(key)?;
        let first = self.text.get(entry.colon..entry.line_end)?;
        let old = self.text.get(entry.line_end..entry.end)?;
        let old: Vec<&str> = old.lines().skip(1).collect();
        if first.trim() != "|" || old.is_empty() {
            return None;
        }
        let indent = " ".repeat(self.column + 2);
        let mut text = String::new();
        for (index, line) in lines.iter().enumerate() {
            let kept = old.get(index).filter(|_| old.len() == lines.len());
            let kept = kept.filter(|old| without_spaces(old) == without_spaces(line));
            text += self.line_end();
            text += &kept.map_or_else(|| format!("{indent}{line}"), |old| (*old).to_owned());
        }
        Some((entry.line_end..entry.end, text))
    }

    /// The place of a key with all its lines and the line end before it. `None` if it has a
    /// comment, or if its line is also the start of the map.
    pub(super) fn whole(&self, key: &str) -> Option<Range<usize>> {
        let entry = self.entry(key)?;
        let lines = self.text.get(entry.start..entry.end)?;
        if entry.is_first_of_item || self.all.len() < 2 || lines.contains('#') {
            return None;
        }
        // The line end before the key goes with it. At the start of a file there is none.
        let before = self.text.get(..line_start(self.text, entry.start))?;
        let line_end = before.strip_suffix('\n')?.trim_end_matches('\r').len();
        Some(line_end..entry.end)
    }

    /// The items of a list, one per line, below a key of this map.
    pub(super) fn items(&self, values: &[String]) -> String {
        let start = format!("{}{}- ", self.line_end(), " ".repeat(self.column + 2));
        let items: Vec<String> = values.iter().map(|value| start.clone() + value).collect();
        items.concat()
    }

    fn line_end(&self) -> &'static str {
        if self.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// The place and the text of a new line with a key and a value, behind all keys that come
    /// before it in `order`.
    pub(super) fn insertion(
        &self,
        order: &[&str],
        key: &str,
        value: &str,
    ) -> Option<(Range<usize>, String)> {
        let rank = |key: &str| order.iter().position(|other| *other == key);
        let wanted = rank(key)?;
        let before = self.all.iter().rev();
        let mut before = before.filter(|entry| rank(entry.key).is_some_and(|rank| rank < wanted));
        let previous = before.next().or(self.all.first())?;
        let (line_end, indent) = (self.line_end(), " ".repeat(self.column));
        let line = format!("{line_end}{indent}{key}: {value}");
        Some((previous.end..previous.end, line))
    }
}

impl<'t> Line<'t> {
    /// Whether the line starts an item of a list whose keys begin in this column.
    fn is_item_of(self, column: usize) -> bool {
        self.is_item() && self.column() == column
    }

    /// The key that begins in this column, and the offset behind its colon.
    fn key(self, column: usize) -> Option<(&'t str, usize)> {
        if self.column() != column || (self.is_item() && self.indent() >= column) {
            return None;
        }
        let content = self.text.get(column..)?;
        let end = content
            .find(": ")
            .or(content.ends_with(':').then(|| content.len() - 1))?;
        let key = content.get(..end)?.trim_matches(['"', '\'']);
        Some((key, self.start + column + end + 1))
    }
}

/// The length of a text in quotes that ends on the same line, with its quotes.
fn quoted_length(value: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (index, c) in value.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return Some(index + 1),
            _ => {}
        }
    }
    None
}
