//! The text of a sample as JSON.

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
                let diagnostic = self.no_json(text, &error);
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    fn no_json(&self, text: &Text, error: &serde_json::Error) -> Diagnostic {
        let lines = text.value.split_inclusive('\n').map(str::len);
        let start: usize = lines.take(error.line().saturating_sub(1)).sum();
        let at = (start + error.column().saturating_sub(1)).min(text.value.len());
        let at = text.value.floor_char_boundary(at);
        let before = text.value[..at].trim_end();
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
        let at = if text.value[at..].trim().is_empty() {
            before.len()
        } else {
            at
        };
        let end = text.value[at..]
            .chars()
            .next()
            .map_or(at, |c| at + c.len_utf8());
        report(at..end)
            .help("write it as the page prints it; put comments of the page into `notes:`")
    }

    /// JSON has escapes of its own, which nobody has looked at who reads YAML.
    pub(super) fn escapes(&mut self, place: &Printed<'_>) {
        for (range, character) in &place.places.escaped {
            let span = place.lines.span(place.text, range);
            self.diagnostics.push(load::escaped(*character, span));
        }
    }

    /// A parser of JSON takes the last of two values, and nobody sees the first.
    pub(super) fn twins(&mut self, place: &Printed<'_>) {
        for twin in &place.places.twins {
            let message = format!("duplicate key `{}` in the sample", twin.path);
            let again = place.lines.span(place.text, &twin.again);
            let first = place.lines.span(place.text, &twin.first);
            self.diagnostics.push(
                Diagnostic::error(Code::SAMPLE_JSON, message, again)
                    .label("again here")
                    .also(first, "first here")
                    .help("delete one of the two; record it in `notes:` if the page prints both"),
            );
        }
    }
}
