//! The tables of a page about an event: the envelope, and the resource in it.

use super::table::Row;
use super::{Page, non_blank};
use crate::audit::lines;
use crate::audit::text::Slice;

/// The fields around the resource. They are the same on all pages.
const ENVELOPE: [&str; 6] = [
    "id",
    "create_time",
    "event_type",
    "resource_type",
    "resource",
    "summary",
];

/// The fields of the encrypted resource. They are the same on all pages.
const ENCRYPTED: [&str; 5] = [
    "original_type",
    "algorithm",
    "ciphertext",
    "associated_data",
    "nonce",
];

impl<'a> Page<'a> {
    /// Whether the page documents an event, and not an operation.
    pub(crate) fn is_notification(&self) -> bool {
        self.route.is_none() && !self.notification.is_empty()
    }

    /// The rows of the message from the server: the response, or the resource of an event.
    pub(crate) fn message_rows(&self) -> Vec<&Row<'a>> {
        if self.is_notification() {
            self.resource_rows()
        } else {
            self.response.iter().collect()
        }
    }

    /// The rows of the decrypted resource. A page that shows no envelope shows only these.
    pub(crate) fn resource_rows(&self) -> Vec<&Row<'a>> {
        let mut rows = Vec::new();
        let mut envelope = if self.envelope_row("event_type").is_some() {
            ENVELOPE.to_vec()
        } else {
            Vec::new()
        };
        for row in &self.notification {
            let Some(at) = envelope.iter().position(|name| *name == row.name.text) else {
                rows.push(row);
                continue;
            };
            envelope.remove(at);
            let nested = row.rows.iter().filter(|_| row.name.text == "resource");
            rows.extend(nested.filter(|row| !ENCRYPTED.contains(&row.name.text)));
        }
        rows
    }

    /// A row of the envelope or of the encrypted resource.
    fn envelope_row(&self, name: &str) -> Option<&Row<'a>> {
        let mut rows = Vec::new();
        for row in &self.notification {
            row.collect(&mut rows);
        }
        rows.into_iter().find(|row| row.name.text == name)
    }

    /// Whether a text is in the row of the types, whose dots the reader of values does not know.
    pub(super) fn is_event_type(&self, text: Slice<'_>) -> bool {
        let row = self.envelope_row("event_type").map(|row| row.full_text);
        row.is_some_and(|row| (row.start..row.start + row.text.len()).contains(&text.start))
    }

    /// The types of the events, such as `CARD.SEND`, with the text behind each.
    pub(crate) fn event_types(&self) -> Vec<(Slice<'a>, Slice<'a>)> {
        let Some(row) = self.envelope_row("event_type") else {
            return Vec::new();
        };
        let text = row.full_text;
        let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "_.".contains(c);
        let mut names: Vec<Slice<'a>> = Vec::new();
        let mut start = None;
        for (at, c) in text.text.char_indices().chain([(text.text.len(), ' ')]) {
            match start {
                None if is_part(c) => start = Some(at),
                Some(first) if !is_part(c) => {
                    let word = text.part(first..at);
                    let is_new = !names.iter().any(|name| name.text == word.text);
                    if word.text.trim_matches('.').contains('.') && is_new {
                        names.push(word);
                    }
                    start = None;
                }
                _ => {}
            }
        }
        let ends = names.iter().skip(1).map(|name| name.start - text.start);
        let ends: Vec<usize> = ends.chain([text.text.len()]).collect();
        let with_text = names.iter().zip(ends).map(|(name, end)| {
            let after = text.part(name.start - text.start + name.text.len()..end);
            (*name, after.trim().strip_colon().unwrap_or(after).trim())
        });
        with_text.collect()
    }

    /// `original_type` of the resource, from its row or from the sample of the envelope.
    pub(crate) fn original_type(&self) -> Option<Slice<'a>> {
        let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
        let in_row = self.envelope_row("original_type").and_then(|row| {
            let start = row.text.text.find(is_word)?;
            let rest = row.text.from(start);
            let end = rest.text.find(|c| !is_word(c)).unwrap_or(rest.text.len());
            Some(rest.part(0..end))
        });
        let in_sample = self.envelopes.iter().find_map(|sample| {
            let start = sample.text.find("\"original_type\"")?;
            let value = sample.from(start + "\"original_type\"".len());
            let quote = value.text.find('"')?;
            Some(value.from(quote + 1).split_once('"')?.0)
        });
        in_row.or(in_sample)
    }
}

/// Splits a part into its tables and the samples between them.
pub(super) fn split(part: Slice<'_>) -> (Vec<Slice<'_>>, Vec<Slice<'_>>) {
    let (mut tables, mut samples) = (Vec::new(), Vec::new());
    let (mut start, mut open) = (0, None);
    for line in part.lines() {
        let offset = line.start - part.start;
        let text = line
            .text
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        if open.is_none() && text.starts_with('{') {
            tables.extend(non_blank(part.part(start..offset)));
            open = Some((offset, 0));
        }
        if let Some((first, depth)) = open {
            let depth = super::samples::depth(depth, &lines::without_numbers(line, false));
            open = Some((first, depth));
            if depth == 0 {
                start = offset + line.text.len();
                samples.push(part.part(first..start));
                open = None;
            }
        }
    }
    match open {
        Some((first, _)) => samples.push(part.from(first)),
        None => tables.extend(non_blank(part.from(start))),
    }
    (tables, samples)
}
