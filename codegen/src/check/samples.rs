//! Samples fit what the spec says, or the spec says which rule they break.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::rules;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::model::{Direction, Field, Limits, Model, Operation, Place, Presence, Service, Type};
use crate::source::{Sources, Span};
use crate::syntax::{self, Spec, Text};

pub(super) fn check(sources: &Sources, spec: &Spec, model: &Model, diagnostics: &mut Diagnostics) {
    for service in &model.services {
        for operation in &service.operations {
            let syntax = spec.operations.iter().find(|s| s.file == operation.file);
            for sample in syntax.iter().flat_map(|syntax| &syntax.samples) {
                let mut checker = Checker {
                    sources,
                    service,
                    diagnostics,
                };
                checker.sample(sample, operation);
            }
        }
    }
}

struct Checker<'m, 'd> {
    sources: &'m Sources,
    service: &'m Service,
    diagnostics: &'d mut Diagnostics,
}

/// A JSON value that is held against the spec, and how findings about it begin.
struct Printed<'t> {
    text: &'t Text,
    direction: Direction,
    file: &'t str,
}

impl Checker<'_, '_> {
    fn sample(&mut self, sample: &syntax::Sample, operation: &Operation) {
        if let Some(text) = &sample.request {
            let place = Printed {
                text,
                direction: Direction::Request,
                file: &operation.file,
            };
            if let Some(body) = self.parse(text) {
                self.object(&body, &operation.request, "", &place);
                self.rules(&body, sample, operation);
            }
        }
        if let (Some(text), Some(name)) = (&sample.response, &operation.response) {
            let place = Printed {
                text,
                direction: Direction::Response,
                file: &operation.file,
            };
            if let Some(body) = self.parse(text) {
                self.object(&body, name, "", &place);
            }
        }
        self.path_values(sample, operation);
    }

    fn report(&mut self, message: String, span: Span, help: &str) {
        self.diagnostics
            .push(Diagnostic::error(Code::Sample, message, span).help(help));
    }

    /// Where a key first stands in a sample; the whole sample if it is written in a way that hides it.
    fn place_of(&self, key: &str, text: &Text) -> Span {
        let range = self.sources.file(text.span.file).clamp(text.span);
        let written = &self.sources.file(text.span.file).text[range.clone()];
        match written.find(&format!("\"{key}\"")) {
            Some(at) => Span {
                start: range.start + at,
                end: range.start + at + key.len() + 2,
                ..text.span
            },
            None => text.span,
        }
    }

    /// Reports a finding at the last key of a path.
    fn report_at(&mut self, message: String, path: &str, place: &Printed<'_>, help: &str) {
        let last = path.rsplit('.').next().unwrap_or(path);
        let key = last.split('[').next().unwrap_or(last);
        let span = self.place_of(key, place.text);
        self.report(message, span, help);
    }

    fn parse(&mut self, text: &Text) -> Option<Map<String, Value>> {
        match serde_json::from_str(&text.value) {
            Ok(Value::Object(object)) => Some(object),
            Ok(_) => {
                self.report(
                    "a sample is a JSON object".to_owned(),
                    text.span,
                    "write it as the page prints it, between { and }",
                );
                None
            }
            Err(error) => {
                self.report(
                    format!("the sample is not JSON: {error}"),
                    text.span,
                    "line and column count from the sample's own first line",
                );
                None
            }
        }
    }

    fn object(&mut self, object: &Map<String, Value>, name: &str, path: &str, place: &Printed<'_>) {
        let Some(model) = self.service.structure(place.direction, name, place.file) else {
            return;
        };
        let in_body = || model.fields.iter().filter(|f| f.place == Place::Body);
        for (key, value) in object {
            match in_body().find(|field| field.wire_name == *key) {
                Some(field) => self.value(value, &field.ty, Some(field), &join(path, key), place),
                None => {
                    let meant = closest(key, in_body().map(|field| field.wire_name.as_str()));
                    let help = match meant {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "add the field if the page shows it, with `presence: undocumented` if nothing else is said of it".to_owned(),
                    };
                    let message = format!(
                        "the sample has `{}`, which the spec does not know",
                        join(path, key)
                    );
                    self.report_at(message, key, place, &help);
                }
            }
        }
        let required = in_body().filter(|field| matches!(field.presence, Presence::Required));
        for field in required.filter(|field| !object.contains_key(&field.wire_name)) {
            let message = format!(
                "the sample lacks the required `{}`",
                join(path, &field.wire_name)
            );
            self.report(
                message,
                place.text.span,
                "if the page prints it so, record the contradiction in `notes:` and make the field optional in this direction",
            );
        }
    }

    fn value(
        &mut self,
        value: &Value,
        ty: &Type,
        field: Option<&Field>,
        path: &str,
        place: &Printed<'_>,
    ) {
        match (ty, value) {
            (Type::String | Type::Time, Value::String(text)) => {
                let chars = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                self.bounds(chars, field, |l| (l.min_chars, l.max_chars), path, place);
                self.characters(text, field, path, place);
            }
            (Type::Integer, Value::Number(number)) if number.is_i64() => {
                let number = number.as_i64().unwrap_or_default();
                self.bounds(number, field, |l| (l.min, l.max), path, place);
            }
            (Type::Boolean, Value::Bool(_)) => {}
            (Type::Enum(name), Value::String(text)) => self.enum_value(text, name, path, place),
            (Type::Enum(name), Value::Number(number)) => {
                self.enum_value(&number.to_string(), name, path, place);
            }
            (Type::Struct(name), Value::Object(object)) => self.object(object, name, path, place),
            (Type::Array(inner), Value::Array(items)) => {
                let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
                // Of lists in a list, only the outermost has a count.
                let counted = field.filter(|field| field.ty == *ty);
                self.bounds(count, counted, |l| (l.min_items, l.max_items), path, place);
                for (index, item) in items.iter().enumerate() {
                    self.value(item, inner, field, &format!("{path}[{index}]"), place);
                }
            }
            _ => self.report_at(
                format!("`{path}` of the sample does not have the field's type"),
                path,
                place,
                "correct the type or the sample; if the page itself disagrees, record it in `notes:`",
            ),
        }
    }

    fn enum_value(&mut self, text: &str, name: &str, path: &str, place: &Printed<'_>) {
        let model = self.service.enums.iter().find(|model| model.name == name);
        let known = |value: &crate::model::Value| value.wire_name == text;
        if model.is_some_and(|model| !model.values.iter().any(known)) {
            self.report_at(
                format!("`{path}` of the sample is `{text}`, which the enum does not list"),
                path,
                place,
                "add the value if the page shows it",
            );
        }
    }

    fn characters(&mut self, text: &str, field: Option<&Field>, path: &str, place: &Printed<'_>) {
        if place.direction == Direction::Response {
            return;
        }
        let alphabet = field.and_then(|field| field.alphabet.as_deref());
        let fits = |c: char| alphabet.is_none_or(|alphabet| has(alphabet, c));
        if let Some(other) = text.chars().find(|c| !fits(*c) || c.len_utf8() > 3) {
            self.report_at(
                format!("`{path}` of the sample has a character that does not fit: {other}"),
                path,
                place,
                "correct the alphabet or the sample; no text of APIv3 has characters of more than three UTF-8 bytes",
            );
        }
    }

    fn bounds(
        &mut self,
        measure: i64,
        field: Option<&Field>,
        of: fn(&Limits) -> (Option<i64>, Option<i64>),
        path: &str,
        place: &Printed<'_>,
    ) {
        let Some(field) = field.filter(|_| place.direction == Direction::Request) else {
            return;
        };
        let (low, high) = of(&field.limits);
        if low.is_some_and(|low| measure < low) || high.is_some_and(|high| measure > high) {
            self.report_at(
                format!("`{path}` of the sample is outside its limits: {measure}"),
                path,
                place,
                "correct the limit or the sample; if the page itself disagrees, record it in `notes:`",
            );
        }
    }

    /// The rules that the sample breaks are those that `breaks` names, no more and no less.
    fn rules(&mut self, body: &Map<String, Value>, sample: &syntax::Sample, operation: &Operation) {
        let named: BTreeSet<&str> = sample.breaks.iter().map(|b| b.value.as_str()).collect();
        let Some(request) = self
            .service
            .requests
            .iter()
            .find(|request| request.name == operation.request)
        else {
            return;
        };
        let broken = rules::broken(body, request, self.service);
        for rule in &broken {
            if !named.contains(rule.as_str()) {
                self.report(
                    format!("the sample breaks the rule `{rule}`"),
                    sample.span,
                    "if the page prints it so, say `breaks: ` and the rule's id",
                );
            }
        }
        for text in &sample.breaks {
            if !broken.contains(&text.value) {
                self.report(
                    format!("the sample does not break a rule `{}`", text.value),
                    text.span,
                    "delete it, or give the rule this `id:`",
                );
            }
        }
    }

    fn path_values(&mut self, sample: &syntax::Sample, operation: &Operation) {
        let in_template = |name: &str| operation.path.contains(&format!("{{{name}}}"));
        for (name, _) in &sample.path {
            if !in_template(&name.value) {
                let message = format!("the path has no `{{{}}}`", name.value);
                self.report(message, name.span, "name a parameter of `path:`");
            }
        }
    }
}

/// Whether an alphabet has a character.
fn has(alphabet: &str, character: char) -> bool {
    alphabet.split_whitespace().any(|word| match word {
        "digits" => character.is_ascii_digit(),
        "letters" => character.is_ascii_alphabetic(),
        "upper" => character.is_ascii_uppercase(),
        "lower" => character.is_ascii_lowercase(),
        single => single.chars().eq([character]),
    })
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
