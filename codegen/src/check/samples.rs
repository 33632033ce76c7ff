//! Samples fit what the spec says, or the spec says which rule they break.

mod parameters;

use std::ops::Range;

use serde_json::{Map, Value};

use super::json::{self, Places};
use super::rules;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::model::{
    Direction, Field, Limits, Model, Operation, Place, Presence, Service, Struct, Type,
};
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

/// A JSON value that is held against the spec.
struct Printed<'t> {
    text: &'t Text,
    places: Places,
    direction: Direction,
    file: &'t str,
}

/// Which part of a member a finding points at.
#[derive(Clone, Copy)]
enum At {
    Key,
    Value,
}

impl Checker<'_, '_> {
    fn sample(&mut self, sample: &syntax::Sample, operation: &Operation) {
        let body = sample.request.as_ref().and_then(|text| {
            if operation.has_body {
                return self.message(text, &operation.request, Direction::Request, operation);
            }
            let message = "the sample has a request's body, and the operation has none";
            self.report(
                message,
                text.span,
                "write `body:`, or delete the sample's `request:`",
            );
            None
        });
        if let Some(text) = &sample.response {
            match &operation.response {
                Some(name) => {
                    self.message(text, name, Direction::Response, operation);
                }
                None => {
                    let message = "the sample has an answer's body, and the operation's has none";
                    let help =
                        "name the answer's type in `response:`, or delete the sample's `response:`";
                    self.report(message, text.span, help);
                }
            }
        }
        self.rules(body.as_ref(), sample, operation);
        parameters::check(self, sample, operation);
    }

    /// Holds a printed message against its type; returns it if it could be read.
    fn message(
        &mut self,
        text: &Text,
        name: &str,
        direction: Direction,
        operation: &Operation,
    ) -> Option<Map<String, Value>> {
        let body = self.parse(text)?;
        let place = Printed {
            text,
            places: Places::of(&text.value),
            direction,
            file: &operation.file,
        };
        self.twins(&place);
        self.object(&body, name, "", &place);
        Some(body)
    }

    fn report(&mut self, message: impl Into<String>, span: Span, help: &str) {
        self.diagnostics
            .push(Diagnostic::error(Code::SampleField, message, span).help(help));
    }

    fn span(&self, text: &Text, range: &Range<usize>) -> Span {
        json::in_file(self.sources.file(text.span.file), text, range)
    }

    /// The place of a path, or of the object around it where it is not there.
    fn place(&self, path: &str, at: At, place: &Printed<'_>) -> Span {
        let members = &place.places.members;
        if let Some(member) = members.get(path) {
            let range = match at {
                At::Key => &member.key,
                At::Value => &member.value,
            };
            return self.span(place.text, range);
        }
        match path
            .rsplit_once('.')
            .and_then(|(around, _)| members.get(around))
        {
            Some(around) => self.span(place.text, &around.key),
            None => place.text.span,
        }
    }

    fn misfit(&self, message: String, path: &str, place: &Printed<'_>) -> Diagnostic {
        Diagnostic::error(
            Code::SampleValue,
            message,
            self.place(path, At::Value, place),
        )
    }

    fn parse(&mut self, text: &Text) -> Option<Map<String, Value>> {
        match serde_json::from_str(&text.value) {
            Ok(Value::Object(object)) => Some(object),
            Ok(_) => {
                self.diagnostics.push(
                    Diagnostic::error(Code::SampleJson, "a sample is a JSON object", text.span)
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
        let said = error.to_string();
        let said = said
            .rfind(" at line ")
            .map_or(said.as_str(), |end| &said[..end]);
        let message = format!("the sample is not JSON: {said}");
        let report = |range| Diagnostic::error(Code::SampleJson, message, self.span(text, &range));
        if said == "trailing comma" && before.ends_with(',') {
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
        report(at..end).help("print it as the page does; comments of the page's go into `notes:`")
    }

    /// A parser of JSON takes the last of two values, and nobody sees the first.
    fn twins(&mut self, place: &Printed<'_>) {
        for twin in &place.places.twins {
            let message = format!("`{}` stands twice in one object", twin.path);
            let again = self.span(place.text, &twin.again);
            let first = self.span(place.text, &twin.first);
            self.diagnostics.push(
                Diagnostic::error(Code::SampleJson, message, again)
                    .label("again here")
                    .also(first, "first here")
                    .help("delete one of the two; if the page prints both, say so in `notes:`"),
            );
        }
    }

    fn object(&mut self, object: &Map<String, Value>, name: &str, path: &str, place: &Printed<'_>) {
        let Some(model) = self.service.structure(place.direction, name, place.file) else {
            return;
        };
        let in_body = || model.fields.iter().filter(|f| f.place == Place::Body);
        for (key, value) in object {
            let inner = join(path, key);
            match in_body().find(|field| field.wire_name == *key) {
                Some(field) => self.value(value, &field.ty, Some(field), &inner, place),
                None => self.unknown_key(key, &inner, object, model, place),
            }
        }
        let required = in_body().filter(|field| matches!(field.presence, Presence::Required));
        for field in required.filter(|field| !object.contains_key(&field.wire_name)) {
            // A misspelt key is told once, as the unknown key that it is.
            let unknown = object
                .keys()
                .filter(|key| !in_body().any(|f| f.wire_name == **key));
            if closest(&field.wire_name, unknown.map(String::as_str)).is_some() {
                continue;
            }
            let inner = join(path, &field.wire_name);
            let message = format!("the sample lacks the required `{inner}`");
            let span = self.place(&inner, At::Key, place);
            self.diagnostics.push(
                Diagnostic::error(Code::SampleField, message, span)
                    .also(field.span, "required here")
                    .help("if the page prints it so, record the contradiction in `notes:` and make the field optional in this direction"),
            );
        }
    }

    fn unknown_key(
        &mut self,
        key: &str,
        path: &str,
        object: &Map<String, Value>,
        model: &Struct,
        place: &Printed<'_>,
    ) {
        let message = format!("the sample has `{path}`, which the spec does not know");
        let span = self.place(path, At::Key, place);
        let diagnostic = Diagnostic::error(Code::SampleField, message, span);
        let fields = model.fields.iter().filter(|f| f.place == Place::Body);
        let free = fields
            .map(|f| f.wire_name.as_str())
            .filter(|name| !object.contains_key(*name));
        self.diagnostics.push(match closest(key, free) {
            Some(meant) if span != place.text.span => {
                let meant = format!("\"{meant}\"");
                diagnostic.fix(format!("did you mean `{meant}`?"), span, meant)
            }
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic
                .also(model.span, "its fields stand here")
                .help("add the field if the page shows it, with `presence: undocumented` if nothing else is said of it"),
        });
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
                let measured = format!("has {chars} characters");
                let of = |l: &Limits| (l.min_chars, l.max_chars);
                self.bounds(chars, &measured, field, of, path, place);
                self.characters(text, field, path, place);
            }
            (Type::Integer, Value::Number(number)) if number.is_i64() => {
                let number = number.as_i64().unwrap_or_default();
                let measured = format!("is {number}");
                self.bounds(number, &measured, field, |l| (l.min, l.max), path, place);
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
                let measured = format!("has {count} items");
                let of = |l: &Limits| (l.min_items, l.max_items);
                self.bounds(count, &measured, counted, of, path, place);
                for (index, item) in items.iter().enumerate() {
                    self.value(item, inner, field, &format!("{path}[{index}]"), place);
                }
            }
            _ => {
                let message = format!(
                    "`{path}` of the sample is {}, not {}",
                    kind(value),
                    called(ty)
                );
                let diagnostic = self.misfit(message, path, place);
                let diagnostic = match field {
                    Some(field) => diagnostic.also(field.span, "the field"),
                    None => diagnostic,
                };
                self.diagnostics.push(diagnostic.help(
                    "correct the type or the sample; if the page itself disagrees, record it in `notes:`",
                ));
            }
        }
    }

    fn enum_value(&mut self, text: &str, name: &str, path: &str, place: &Printed<'_>) {
        let Some(model) = self.service.enums.iter().find(|model| model.name == name) else {
            return;
        };
        let names = || model.values.iter().map(|value| value.wire_name.as_str());
        if names().any(|known| known == text) {
            return;
        }
        let message = format!("`{path}` of the sample is `{text}`, which the enum does not list");
        let diagnostic = self
            .misfit(message, path, place)
            .also(model.span, "its values stand here");
        let span = diagnostic.primary.span;
        self.diagnostics.push(match closest(text, names()) {
            Some(meant) if span != place.text.span && !model.of_integers => {
                let meant = format!("\"{meant}\"");
                diagnostic.fix(format!("did you mean `{meant}`?"), span, meant)
            }
            _ => diagnostic.help("add the value if the page shows it"),
        });
    }

    fn characters(&mut self, text: &str, field: Option<&Field>, path: &str, place: &Printed<'_>) {
        if place.direction == Direction::Response {
            return;
        }
        let alphabet = field.and_then(|field| field.alphabet.as_deref());
        let fits = |c: char| alphabet.is_none_or(|alphabet| has(alphabet, c));
        if let Some(other) = text.chars().find(|c| !fits(*c) || c.len_utf8() > 3) {
            let message =
                format!("`{path}` of the sample has a character that does not fit: {other}");
            let diagnostic = self.misfit(message, path, place).help(
                "correct the alphabet or the sample; no text of APIv3 has characters of more than three UTF-8 bytes",
            );
            self.diagnostics.push(match field {
                Some(field) => diagnostic.also(field.span, "the field"),
                None => diagnostic,
            });
        }
    }

    fn bounds(
        &mut self,
        measure: i64,
        measured: &str,
        field: Option<&Field>,
        of: fn(&Limits) -> (Option<i64>, Option<i64>),
        path: &str,
        place: &Printed<'_>,
    ) {
        let Some(field) = field.filter(|_| place.direction == Direction::Request) else {
            return;
        };
        let (min, max) = of(&field.limits);
        if min.is_some_and(|min| measure < min) || max.is_some_and(|max| measure > max) {
            let bounds = match (min, max) {
                (Some(min), Some(max)) => format!("{min} to {max}"),
                (Some(min), None) => format!("at least {min}"),
                (_, max) => format!("at most {}", max.unwrap_or_default()),
            };
            let message = format!("`{path}` of the sample {measured}, and the spec says {bounds}");
            let diagnostic = self
                .misfit(message, path, place)
                .also(field.span, "the field");
            self.diagnostics.push(diagnostic.help(
                "correct the limit or the sample; if the page itself disagrees, record it in `notes:`",
            ));
        }
    }

    /// The rules that the sample breaks are those that `breaks` names, no more and no less.
    fn rules(
        &mut self,
        body: Option<&Map<String, Value>>,
        sample: &syntax::Sample,
        operation: &Operation,
    ) {
        let request = self
            .service
            .requests
            .iter()
            .find(|r| r.name == operation.request);
        let Some(request) = request else {
            return;
        };
        if let (None, Some(first)) = (&sample.request, sample.breaks.first()) {
            let message = "a sample without a request breaks no rule";
            self.diagnostics.push(
                Diagnostic::error(Code::SampleRule, message, first.span)
                    .help("delete `breaks:`, or write the request that the page prints"),
            );
        }
        // What could not be read was reported.
        let Some(body) = body else {
            return;
        };
        let broken = rules::broken(body, request, self.service);
        for rule in &broken {
            if !sample.breaks.iter().any(|named| named.value == rule.name) {
                let message = format!("the sample breaks the rule `{}`", rule.name);
                self.diagnostics.push(
                    Diagnostic::error(Code::SampleRule, message, sample.span)
                        .also(rule.span, "this one")
                        .help("if the page prints it so, say `breaks: ` and the rule's id"),
                );
            }
        }
        for text in &sample.breaks {
            if !broken.iter().any(|rule| rule.name == text.value) {
                let message = format!("the sample does not break a rule `{}`", text.value);
                let diagnostic = Diagnostic::error(Code::SampleRule, message, text.span);
                let unsaid = broken.iter().map(|rule| rule.name.as_str());
                self.diagnostics.push(match closest(&text.value, unsaid) {
                    Some(meant) => diagnostic.did_you_mean(text.span, meant),
                    None => diagnostic.help("delete it, or give the rule this `id:`"),
                });
            }
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn called(ty: &Type) -> String {
    match ty {
        Type::String => "a text".to_owned(),
        Type::Time => "a time".to_owned(),
        Type::Integer => "a whole number of 64 bits".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Array(_) => "a list".to_owned(),
        Type::Struct(name) | Type::Enum(name) => format!("a `{name}`"),
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
