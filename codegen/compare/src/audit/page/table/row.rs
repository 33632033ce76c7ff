//! The text of a row: label, description, values and remarks.

use super::Row;
use super::values::{self, marks};
use crate::audit::page_claims;
use crate::audit::text::Slice;

impl<'a> Row<'a> {
    /// Splits the text after the type.
    pub(super) fn read_text(&mut self, text: Slice<'a>, unread: &mut Vec<Slice<'a>>) {
        let text = if self.is_old {
            without_last_pipe(text)
        } else {
            text
        };
        self.full_text = text;
        let mut rest = text.trim();
        if let Some((label, more)) = rest.strip_label() {
            let label = label.trim();
            self.label = (!label.is_blank()).then_some(label).or(self.label);
            rest = more;
        }
        let marks = marks(rest);
        let ends: Vec<usize> = marks
            .iter()
            .map(|mark| mark.start)
            .chain([rest.text.len()])
            .collect();
        self.text = rest
            .part(0..ends.first().copied().unwrap_or_default())
            .trim();
        for (mark, end) in marks.iter().zip(ends.iter().skip(1)) {
            let body = rest.part(mark.end..*end);
            if mark.is_remark {
                self.remarks.push(body.trim());
            } else {
                self.has_values = true;
                self.values.extend(values::read(body, unread));
            }
        }
        self.read_claims();
    }
}

impl Row<'_> {
    /// Removes the word for the place of a parameter from the start of the description:
    /// `body怎么涂`.
    pub(crate) fn strip_place(&mut self, place: &str) -> bool {
        let rest = self.text.strip_prefix(place);
        if let Some(rest) = rest {
            self.text = rest.trim();
            self.read_claims();
        }
        rest.is_some()
    }

    fn read_claims(&mut self) {
        let texts = std::iter::once(self.text).chain(self.remarks.iter().copied());
        let claims = texts.map(|text| page_claims::read(&text.without_spaces()));
        self.claims = claims.collect();
    }
}

/// The text of an old row without the pipe behind its last cell.
fn without_last_pipe(text: Slice<'_>) -> Slice<'_> {
    let trimmed = text.trim();
    match trimmed.text.strip_suffix('|') {
        Some(rest) => trimmed.part(0..rest.len()).trim(),
        None => text,
    }
}
