//! Parses the text of a sample as JSON.

use serde_json::{Map, Value};

use super::{Checker, Printed};
use crate::diagnostic::{Code, Diagnostic};
use crate::load;
use crate::syntax::Text;

impl Checker<'_, '_> {
    pub(super) fn parse(&mut self, text: &Text) -> Option<Map<String, Value>> {
        match serde_json::from_str(&text.value) {
            Ok(Value::Object(object)) => Some(object),
            Ok(_) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::SAMPLE_JSON,
                        "sample that is not a JSON object",
                        text.span,
                    )
                    .help("write it as the page prints it, between { and }"),
                );
                None
            }
            Err(error) => {
                let diagnostic = self.invalid_json(text, &error);
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    fn invalid_json(&self, text: &Text, error: &serde_json::Error) -> Diagnostic {
        let lines = text.value.split_inclusive('\n').map(str::len);
        let start: usize = lines.take(error.line().saturating_sub(1)).sum();
        let place = (start + error.column().saturating_sub(1)).min(text.value.len());
        let place = text.value.floor_char_boundary(place);
        let before = text.value[..place].trim_end();
        let reason = error.to_string();
        let reason = reason
            .rfind(" at line ")
            .map_or(reason.as_str(), |end| &reason[..end]);
        let message = format!("invalid JSON in the sample: {reason}");
        let report = |range| Diagnostic::error(Code::SAMPLE_JSON, message, self.span(text, &range));
        if reason == "trailing comma" && before.ends_with(',') {
            let comma = before.len() - 1..before.len();
            let span = self.span(text, &comma);
            return report(comma).fix("delete the comma", span, "");
        }
        let place = if text.value[place..].trim().is_empty() {
            before.len()
        } else {
            place
        };
        let end = text.value[place..]
            .chars()
            .next()
            .map_or(place, |c| place + c.len_utf8());
        report(place..end)
            .help("write it as the page prints it; put comments of the page into `notes:`")
    }

    /// Reports deceptive characters that are written as escapes of JSON.
    pub(super) fn escapes(&mut self, place: &Printed<'_>) {
        for (range, character) in &place.places.escaped {
            let span = place.lines.span(place.text, range);
            self.diagnostics.push(load::escaped(*character, span));
        }
    }

    /// Reports duplicate keys. A JSON parser would silently use the last value.
    pub(super) fn duplicates(&mut self, place: &Printed<'_>) {
        for duplicate in &place.places.duplicates {
            let message = format!("duplicate key `{}` in the sample", duplicate.path);
            let again = place.lines.span(place.text, &duplicate.again);
            let first = place.lines.span(place.text, &duplicate.first);
            self.diagnostics.push(
                Diagnostic::error(Code::SAMPLE_JSON, message, again)
                    .label("again here")
                    .also(first, "first here")
                    .help("delete one of the two; record it in `notes:` if the page prints both"),
            );
        }
    }
}
