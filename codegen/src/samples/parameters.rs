//! Checks the values of a sample's URL and headers.

use serde_json::Value;

use super::json::{Lines, Places};
use super::{Checker, Printed};
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::{Direction, Field, Operation, Place, Type};
use crate::source::Span;
use crate::syntax::{Entries, Sample, Text};
use crate::text::broken_format;

/// Reports values of unknown parameters, missing values of required parameters, and values that do
/// not fit their parameter.
pub(super) fn check(checker: &mut Checker<'_, '_>, sample: &Sample, operation: &Operation) {
    let service = checker.service;
    let Some(request) = service.request(&operation.request) else {
        return;
    };
    // Some pages print responses only.
    let given = [&sample.path, &sample.query, &sample.header];
    let is_call = sample.request.is_some() || given.iter().any(|values| !values.is_empty());
    for (place, given, key) in [
        (Place::Path, &sample.path, "path"),
        (Place::Query, &sample.query, "query"),
        (Place::Header, &sample.header, "header"),
    ] {
        let fields = || request.fields_in(place);
        for (index, (name, value)) in given.iter().enumerate() {
            match fields().find(|field| field.wire_name == name.value) {
                Some(field) => {
                    report_value(checker, value, field, operation);
                    let mut earlier = given.iter().take(index);
                    let is_list = matches!(field.ty, Type::Array(_));
                    if !is_list && earlier.any(|(earlier, _)| earlier.value == name.value) {
                        report_second(checker, value, field);
                    }
                }
                None => report_unknown(checker, name, key, fields(), given),
            }
        }
        let is_given = |field: &&Field| given.iter().any(|(name, _)| name.value == field.wire_name);
        let required = fields().filter(|field| field.is_required());
        for field in required.filter(|field| is_call && !is_given(field)) {
            // A misspelled name is reported once, as an unknown parameter.
            let unknown = given.iter().map(|(name, _)| name.value.as_str());
            let unknown = unknown.filter(|name| !fields().any(|field| field.wire_name == *name));
            if closest(&field.wire_name, unknown).is_some() {
                continue;
            }
            report_missing(checker, field, key, sample.span);
        }
    }
}

fn report_unknown<'f>(
    checker: &mut Checker<'_, '_>,
    name: &Text,
    key: &str,
    fields: impl Iterator<Item = &'f Field>,
    given: &Entries<Text>,
) {
    let message = format!("unknown {key} parameter `{}` in the sample", name.value);
    let diagnostic = Diagnostic::error(Code::SAMPLE_FIELD, message, name.span);
    let names = fields.map(|field| field.wire_name.as_str());
    let free = names.filter(|field| !given.iter().any(|(name, _)| name.value == *field));
    checker.diagnostics.push(match closest(&name.value, free) {
        Some(meant) => diagnostic.did_you_mean(name.span, meant),
        None => diagnostic.help(format!("describe it below `parameters: {key}:`")),
    });
}

fn report_second(checker: &mut Checker<'_, '_>, value: &Text, field: &Field) {
    let message = format!("second value of `{}`, which is not a list", field.wire_name);
    checker.diagnostics.push(
        Diagnostic::error(Code::SAMPLE_VALUE, message, value.span)
            .also(field.span, "the parameter")
            .help("write one value, or make the parameter a list"),
    );
}

fn report_missing(checker: &mut Checker<'_, '_>, field: &Field, key: &str, sample: Span) {
    let message = format!(
        "missing required {key} parameter `{}` in the sample",
        field.wire_name
    );
    checker.diagnostics.push(
        Diagnostic::error(Code::SAMPLE_FIELD, message, sample)
            .also(field.span, "required here")
            .help(format!(
                "add its value below `{key}:` of the sample, as the page has it"
            )),
    );
}

/// Reports a value that does not fit its parameter. In a URL every value is a text, even if the
/// parameter is a number.
fn report_value(checker: &mut Checker<'_, '_>, value: &Text, field: &Field, operation: &Operation) {
    let report = |message: String| {
        Diagnostic::error(Code::SAMPLE_VALUE, message, value.span)
            .also(field.span, "the parameter")
            .help(
                "correct the parameter or the sample; record it in `notes:` if the page \
                contradicts itself",
            )
    };
    // A page prints the encrypted text, and limits apply to the plain text.
    if field.is_encrypted() {
        return;
    }
    if field.ty.contains_json() {
        report_json(checker, value, field, operation);
        return;
    }
    if let Some(format) = broken_format(field.format.as_deref(), &value.value) {
        let message = format!("value `{}`, which is not {}", value.value, format.called);
        checker.diagnostics.push(report(message));
        return;
    }
    let limits = &field.limits;
    let (measure, bounds) = match (field.ty.innermost(), value.value.parse::<i64>()) {
        (Type::Integer, Ok(number)) => (number, (limits.min, limits.max)),
        (Type::Integer, Err(_)) => {
            let message = format!("value `{}`, which is not a whole number", value.value);
            checker.diagnostics.push(report(message));
            return;
        }
        (Type::String, _) => {
            let chars = i64::try_from(value.value.chars().count()).unwrap_or(i64::MAX);
            (chars, (limits.min_chars, limits.max_chars))
        }
        _ => return,
    };
    if bounds.0.is_some_and(|min| measure < min) || bounds.1.is_some_and(|max| measure > max) {
        let message = format!(
            "value `{}` outside the limits of the parameter",
            value.value
        );
        checker.diagnostics.push(report(message));
    }
}

/// Compares the JSON in a text with its type, like the same text in a body.
fn report_json(checker: &mut Checker<'_, '_>, text: &Text, field: &Field, operation: &Operation) {
    let printed = Printed {
        text,
        places: Places::default(),
        lines: Lines::new(checker.sources.file(text.span.file), text),
        direction: Direction::Request,
        file: &operation.file,
    };
    let value = Value::from(text.value.as_str());
    checker.value(&value, &field.ty, Some(field), &field.wire_name, &printed);
}
