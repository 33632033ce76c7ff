//! Compares each value of a printed message with its field.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Checker, Part, Printed, join};
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::{Direction, Field, Limits, Place, Struct, Type};
use crate::text::{broken_format, has, is_time_without_seconds};

impl Checker<'_, '_> {
    pub(super) fn object(
        &mut self,
        object: &Map<String, Value>,
        name: &str,
        path: &str,
        place: &Printed<'_>,
    ) {
        let Some(model) = self.service.structure(place.direction, name, place.file) else {
            return;
        };
        let in_body = || model.fields_in(Place::Body);
        let fields: HashMap<&str, &Field> = in_body()
            .map(|field| (field.wire_name.as_str(), field))
            .collect();
        for (key, value) in object {
            let inner = join(path, key);
            match fields.get(key.as_str()) {
                Some(field) => self.value(value, &field.ty, Some(field), &inner, place),
                None => self.unknown_key(key, &inner, object, model, place),
            }
        }
        let required = in_body().filter(|field| field.is_required());
        for field in required.filter(|field| !object.contains_key(&field.wire_name)) {
            // A misspelled key is reported once, as an unknown field.
            let unknown = object
                .keys()
                .filter(|key| !fields.contains_key(key.as_str()));
            if !self.diagnostics.is_long()
                && closest(&field.wire_name, unknown.map(String::as_str)).is_some()
            {
                continue;
            }
            let inner = join(path, &field.wire_name);
            let message = format!("missing required field `{inner}` in the sample");
            let span = Self::place(&inner, Part::Key, place);
            self.diagnostics.push(
                Diagnostic::error(Code::SAMPLE_FIELD, message, span)
                    .also(field.span, "required here")
                    .help(
                        "record the contradiction in `notes:` and make the field optional in \
                        this direction if the page prints the sample like this",
                    ),
            );
        }
    }

    fn unknown_key(
        &mut self,
        key: &str,
        path: &str,
        object: &Map<String, Value>,
        structure: &Struct,
        place: &Printed<'_>,
    ) {
        let message = format!("unknown field `{path}` in the sample");
        let span = Self::place(path, Part::Key, place);
        let diagnostic = Diagnostic::error(Code::SAMPLE_FIELD, message, span);
        let free = structure
            .fields_in(Place::Body)
            .map(|f| f.wire_name.as_str())
            .filter(|name| !object.contains_key(*name));
        let meant = if self.diagnostics.is_long() {
            None
        } else {
            closest(key, free)
        };
        self.diagnostics.push(match meant {
            Some(meant) if span != place.text.span => {
                let meant = format!("\"{meant}\"");
                diagnostic.fix(format!("did you mean `{meant}`?"), span, meant)
            }
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic
                .also(structure.span, "the type of the object")
                .help(
                    "add the field if the page shows it, with `presence: undocumented` if the \
                    page says nothing else about it",
                ),
        });
    }

    pub(super) fn value(
        &mut self,
        value: &Value,
        ty: &Type,
        field: Option<&Field>,
        path: &str,
        place: &Printed<'_>,
    ) {
        match (ty, value) {
            // A page prints the encrypted text, and limits apply to the plain text.
            (_, Value::String(_)) if is_encrypted(field, ty) => {}
            (Type::String | Type::Time, Value::String(text)) => {
                let chars = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                let measured = format!("{chars} characters");
                let of = |l: &Limits| (l.min_chars, l.max_chars);
                self.bounds(chars, &measured, field, of, path, place);
                self.characters(text, field, path, place);
                let format = field.and_then(|field| field.format.as_deref());
                let is_lenient = place.direction == Direction::Response
                    && format == Some("rfc3339")
                    && is_time_without_seconds(text);
                let broken = broken_format(format, text).filter(|_| !is_lenient);
                if let Some(format) = broken {
                    self.other_kind(value, format.called, field, path, place);
                }
            }
            (Type::Integer, Value::Number(number)) if number.is_i64() => {
                let number = number.as_i64().unwrap_or_default();
                let measured = number.to_string();
                self.bounds(number, &measured, field, |l| (l.min, l.max), path, place);
            }
            (Type::Boolean, Value::Bool(_)) | (Type::Object, Value::Object(_)) => {}
            (Type::JsonText(inner) | Type::ReceivedJson(inner), Value::String(text)) => {
                match serde_json::from_str(text) {
                    Ok(value) => self.value(&value, inner, field, path, place),
                    Err(_) => self.other_kind(value, &called(ty), field, path, place),
                }
            }
            (Type::Enum(name), Value::String(text)) if !self.of_integers(name) => {
                self.enum_value(text, name, path, place);
            }
            (Type::Enum(name), Value::Number(number)) if self.of_integers(name) => {
                self.enum_value(&number.to_string(), name, path, place);
            }
            (Type::Struct(name), Value::Object(object)) => self.object(object, name, path, place),
            (Type::Array(inner), Value::Array(items)) => {
                let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
                // For a list of lists, only the outermost has limits on its length.
                let counted = field.filter(|field| field.ty == *ty);
                let measured = format!("{count} items");
                let of = |l: &Limits| (l.min_items, l.max_items);
                self.bounds(count, &measured, counted, of, path, place);
                for (index, item) in items.iter().enumerate() {
                    self.value(item, inner, field, &format!("{path}[{index}]"), place);
                }
            }
            _ => self.other_kind(value, &called(ty), field, path, place),
        }
    }

    fn other_kind(
        &mut self,
        value: &Value,
        expected: &str,
        field: Option<&Field>,
        path: &str,
        place: &Printed<'_>,
    ) {
        let message = format!(
            "wrong type of `{path}` in the sample: {} instead of {expected}",
            kind(value),
        );
        let diagnostic = Self::misfit(message, path, place).help(
            "correct the type or the sample; record it in `notes:` if the page contradicts itself",
        );
        self.diagnostics.push(match field {
            Some(field) => diagnostic.also(field.span, "the field"),
            None => diagnostic,
        });
    }

    fn of_integers(&self, name: &str) -> bool {
        let model = self.service.enumeration(name);
        model.is_some_and(|enumeration| enumeration.of_integers)
    }

    fn enum_value(&mut self, text: &str, name: &str, path: &str, place: &Printed<'_>) {
        let Some(model) = self.service.enumeration_on(name, place.file) else {
            return;
        };
        if model.values.find(text).is_some() {
            return;
        }
        let names = model.values.iter().map(|value| value.wire_name.as_str());
        let message = format!("unknown value `{text}` of `{path}` in the sample");
        let diagnostic = Self::misfit(message, path, place).also(model.span, "the enum");
        let span = diagnostic.primary.span;
        self.diagnostics.push(match closest(text, names) {
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
        let Some((field, alphabet)) = field.and_then(|f| Some((f, f.alphabet.as_deref()?))) else {
            return;
        };
        if let Some(other) = text.chars().find(|c| !has(alphabet, *c)) {
            let message = format!(
                "character `{other}` of `{path}` in the sample, which the alphabet does not allow"
            );
            let diagnostic = Self::misfit(message, path, place)
                .help("correct the alphabet or the sample")
                .also(field.span, "the field");
            self.diagnostics.push(diagnostic);
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
            let message = format!(
                "`{path}` outside its limits in the sample: {measured} instead of {bounds}"
            );
            let diagnostic = Self::misfit(message, path, place).also(field.span, "the field");
            self.diagnostics.push(diagnostic.help(
                "correct the limit or the sample; record it in `notes:` if the page contradicts \
                    itself",
            ));
        }
    }
}

fn is_encrypted(field: Option<&Field>, ty: &Type) -> bool {
    !matches!(ty, Type::Array(_)) && field.is_some_and(Field::is_encrypted)
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
        Type::String | Type::Encrypted => "a text".to_owned(),
        Type::Time => "a time".to_owned(),
        Type::Integer => "a whole number of 64 bits".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Array(_) => "a list".to_owned(),
        Type::File => "a file".to_owned(),
        Type::JsonText(_) | Type::ReceivedJson(_) => "a text that contains JSON".to_owned(),
        Type::Object => "an object".to_owned(),
        Type::Struct(name) | Type::Enum(name) => format!("a `{name}`"),
    }
}
