//! Conditions whose response is known beforehand.
//!
//! A condition that asks a field to be there asks all that the field's own presence asks. About what
//! is outside the message, or further inside, nothing is known here.

use std::collections::HashSet;

use crate::load::decimal;
use crate::scope::{Object, Scope};
use crate::source::{Span, Spanned};
use crate::syntax::{Condition, Field, Limits, Presence, Test, Text, TypeExpr};
use crate::text::{has, is_time};

/// The response of a condition.
#[derive(Clone, Copy)]
pub(super) enum Verdict<'a> {
    Never(Never<'a>),
    Always(Always),
}

/// Why a condition never holds.
#[derive(Clone, Copy)]
pub(super) enum Never<'a> {
    /// It asks a required field to be absent.
    Absent,
    /// It asks for more than this number, and the field is at most what stands there.
    Above(i64, Span),
    /// It asks for more than any number.
    AboveAll(i64),
    /// It asks for a value that a limit forbids.
    Value(&'a Text, Span),
}

/// Why a condition always holds.
#[derive(Clone, Copy)]
pub(super) enum Always {
    /// It asks a required field to be present.
    Present,
    /// It asks for more than this number, and the field is at least what stands there.
    Above(i64, Span),
    /// It lists every value of a required field.
    AnyValue,
}

/// What is known about a condition by itself, whose subject is a field.
pub(super) fn verdict<'a>(
    condition: &'a Condition,
    field: &Field,
    object: &Object<'_>,
    scope: &Scope<'_>,
) -> Option<Verdict<'a>> {
    let is_required = matches!(field.presence.value, Presence::Required);
    match &condition.test {
        Test::Absent => is_required.then_some(Verdict::Never(Never::Absent)),
        Test::Present => is_required.then_some(Verdict::Always(Always::Present)),
        Test::GreaterThan(number) => beyond(*number, &field.limits, is_required),
        Test::OneOf(values) => {
            let never = impossible(values, field).map(Verdict::Never);
            let always = || is_required && lists_all(values, field, object, scope);
            never.or_else(|| always().then_some(Verdict::Always(Always::AnyValue)))
        }
    }
}

/// A bound that no number of the field passes, or every one.
fn beyond<'a>(number: i64, limits: &Limits, is_required: bool) -> Option<Verdict<'a>> {
    let max = limits.max.as_ref().filter(|max| number >= max.value);
    let min = limits.min.as_ref().filter(|min| number < min.value);
    match (max, min) {
        (Some(max), _) => Some(Verdict::Never(Never::Above(number, max.span))),
        _ if number == i64::MAX => Some(Verdict::Never(Never::AboveAll(number))),
        (_, Some(min)) if is_required => Some(Verdict::Always(Always::Above(number, min.span))),
        _ => None,
    }
}

/// The alphabet or format that a text does not keep.
fn misspelt(text: &str, field: &Field) -> Option<Span> {
    let alphabet = field.alphabet.as_ref();
    let alphabet = alphabet.filter(|alphabet| text.chars().any(|c| !has(&alphabet.value, c)));
    let format = field.format.as_ref();
    let format = format.filter(|format| format.value == "rfc3339" && !is_time(text));
    alphabet.or(format).map(|word| word.span)
}

/// A value that the field's limits forbid.
pub(super) fn impossible<'a>(values: &'a [Text], field: &Field) -> Option<Never<'a>> {
    let limits = &field.limits;
    for value in values {
        let (measure, bounds) = match &field.ty.value {
            TypeExpr::Integer => (decimal(&value.value)?, [&limits.min, &limits.max]),
            TypeExpr::String { max_chars } => {
                let chars = i64::try_from(value.value.chars().count()).unwrap_or(i64::MAX);
                if max_chars.is_some_and(|max| chars > max) {
                    return Some(Never::Value(value, field.ty.span));
                }
                if let Some(place) = misspelt(&value.value, field) {
                    return Some(Never::Value(value, place));
                }
                (chars, [&limits.min_chars, &limits.max_chars])
            }
            _ => return None,
        };
        if let Some(limit) = broken(measure, bounds) {
            return Some(Never::Value(value, limit));
        }
    }
    None
}

/// The bound, lower or upper, that a measure does not keep.
pub(super) fn broken(measure: i64, [min, max]: [&Option<Spanned<i64>>; 2]) -> Option<Span> {
    let min = min.as_ref().filter(|min| measure < min.value);
    let max = max.as_ref().filter(|max| measure > max.value);
    min.or(max).map(|limit| limit.span)
}

fn lists_all(values: &[Text], field: &Field, object: &Object<'_>, scope: &Scope<'_>) -> bool {
    let listed: HashSet<&str> = values.iter().map(|value| value.value.as_str()).collect();
    if matches!(field.ty.value, TypeExpr::Boolean) {
        return listed.contains("true") && listed.contains("false");
    }
    let all = scope.values_of(&field.ty.value, object);
    all.is_some_and(|all| {
        all.iter()
            .all(|(wire, _)| listed.contains(wire.value.as_str()))
    })
}
