//! The places of members in the JSON of a sample.

use std::collections::HashMap;
use std::ops::Range;

use crate::characters::first_deceptive;
use crate::source::{SourceFile, Span};
use crate::syntax::Text;

/// A key and its value in a JSON text, as ranges of bytes.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
}

/// A key that its object has twice.
#[derive(Debug)]
pub(super) struct Duplicate {
    pub(super) path: String,
    pub(super) first: Range<usize>,
    pub(super) again: Range<usize>,
}

/// The members of a JSON text by their paths, such as `stock.remarks[0].text`.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) members: HashMap<String, Member>,
    pub(super) duplicates: Vec<Duplicate>,
    /// Keys and texts with an escape of a deceptive character, each with the first such character.
    pub(super) escaped: Vec<(Range<usize>, char)>,
}

impl Places {
    /// Scans a text that a JSON parser has accepted. For other texts, the result is incomplete.
    pub(super) fn new(text: &str) -> Self {
        let mut scanner = Scanner {
            text,
            at: 0,
            places: Self::default(),
        };
        scanner.value("");
        scanner.places
    }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    places: Places,
}

impl Scanner<'_> {
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Scans the value of a path. Returns its place.
    fn value(&mut self, path: &str) -> Range<usize> {
        let first = self.peek();
        let start = self.at;
        match first {
            Some(b'{') => self.object(path),
            Some(b'[') => self.list(path),
            Some(b'"') => {
                self.string(true);
            }
            _ => {
                let rest = &self.text[start..];
                let end = rest.find(|c: char| ",]}".contains(c) || c.is_whitespace());
                self.at += end.unwrap_or(rest.len());
            }
        }
        start..self.at
    }

    fn object(&mut self, path: &str) {
        self.at += 1;
        while let Some(b'"') = self.peek() {
            let key = self.string(false);
            let name = serde_json::from_str::<String>(&self.text[key.clone()]);
            let path = super::join(path, &name.unwrap_or_default());
            if self.peek() == Some(b':') {
                self.at += 1;
            }
            let value = self.value(&path);
            match self.places.members.get(&path) {
                Some(first) => self.places.duplicates.push(Duplicate {
                    first: first.key.clone(),
                    again: key,
                    path,
                }),
                None => {
                    self.places.members.insert(path, Member { key, value });
                }
            }
            if self.peek() == Some(b',') {
                self.at += 1;
            }
        }
        self.close();
    }

    fn list(&mut self, path: &str) {
        self.at += 1;
        let mut index = 0;
        while self.peek().is_some_and(|byte| byte != b']') {
            let path = format!("{path}[{index}]");
            let before = self.at;
            let value = self.value(&path);
            let key = value.clone();
            self.places.members.insert(path, Member { key, value });
            if self.peek() == Some(b',') {
                self.at += 1;
            }
            index += 1;
            if self.at == before {
                return;
            }
        }
        self.close();
    }

    fn close(&mut self) {
        if self.at < self.text.len() {
            self.at += 1;
        }
    }

    /// Scans a text in quotes: a value or a key.
    fn string(&mut self, is_value: bool) -> Range<usize> {
        let start = self.at;
        let mut escaped = false;
        for (at, byte) in self.text.bytes().enumerate().skip(start + 1) {
            self.at = at + 1;
            match byte {
                b'"' if !escaped => break,
                b'\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        let range = start..self.at;
        self.note_escaped(&range, is_value);
        range
    }

    /// Records a deceptive character that is written as an escape.
    fn note_escaped(&mut self, range: &Range<usize>, is_value: bool) {
        let written = &self.text[range.clone()];
        if !written.contains('\\') {
            return;
        }
        let decoded = serde_json::from_str::<String>(written).unwrap_or_default();
        if let Some(character) = first_deceptive(&decoded, is_value) {
            self.places.escaped.push((range.clone(), character));
        }
    }
}

/// The places of the lines of a block text in its file.
#[derive(Debug)]
pub(super) struct Lines {
    /// The beginning of each line in the text.
    starts: Vec<usize>,
    /// The beginning of each line in the file. `None` if the file has the line in another form.
    places: Vec<Option<usize>>,
}

impl Lines {
    pub(super) fn new(file: &SourceFile, text: &Text) -> Self {
        let ends = text.value.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            starts: std::iter::once(0).chain(ends).collect(),
            places: places(file, text).unwrap_or_default(),
        }
    }

    /// The place in the file of some bytes of the text. If the file has these bytes in another
    /// form, the place of the whole text.
    pub(super) fn span(&self, text: &Text, range: &Range<usize>) -> Span {
        match self.place(range.start).zip(self.place(range.end)) {
            Some((start, end)) => Span {
                start,
                end: end.max(start),
                ..text.span
            },
            None => text.span,
        }
    }

    fn place(&self, at: usize) -> Option<usize> {
        let line = self.starts.partition_point(|start| *start <= at) - 1;
        let place = *self.places.get(line)?;
        Some(place? + at - self.starts[line])
    }
}

fn places(file: &SourceFile, text: &Text) -> Option<Vec<Option<usize>>> {
    let start = file.clamp(text.span).start;
    let line_start = file.text[..start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    // The text begins in the line after `|`, even if its span begins earlier.
    let mut lines = file.text[line_start..].split_inclusive('\n');
    let first = text.value.lines().next()?;
    let mut at_line = line_start;
    let head = lines.clone().next()?;
    if !(head.trim_end().ends_with(first.trim_end())
        && head.trim_start().starts_with(first.trim_start()))
    {
        at_line += lines.next()?.len();
    }
    let indent = {
        let head = lines.clone().next()?;
        head.len() - head.trim_start().len() - (first.len() - first.trim_start().len())
    };
    let places = text.value.lines().zip(lines).map(|(expected, line)| {
        let place = at_line + indent;
        at_line += line.len();
        let written = line.trim_end().get(indent..).unwrap_or_default();
        (written == expected.trim_end()).then_some(place)
    });
    Some(places.collect())
}
