//! Conditions that are always true or never true.
//!
//! Each condition is examined with the field that is its subject. Nothing is known about subjects
//! outside the message or inside a nested object.

use std::collections::HashSet;

use crate::load::decimal;
use crate::scope::{Object, Scope};
use crate::source::{Span, Spanned};
use crate::syntax::{Condition, Field, Limits, Presence, Test, Text, TypeExpr};
use crate::text::{broken_format, has};

/// The known result of a condition.
#[derive(Clone, Copy)]
pub(super) enum Verdict<'a> {
    Never(Never<'a>),
    Always(Always),
}

/// Why a condition is never true.
#[derive(Clone, Copy)]
pub(super) enum Never<'a> {
    /// It requires the absence of a required field.
    Absent,
    /// It requires more than this number, which is at least the upper limit at this place.
    Above(i64, Span),
    /// It requires more than the largest integer.
    AboveAll(i64),
    /// It requires a value that the limit at this place forbids.
    Value(&'a Text, Span),
}

/// Why a condition is always true.
#[derive(Clone, Copy)]
pub(super) enum Always {
    /// It requires the presence of a required field.
    Present,
    /// It requires more than this number, which is below the lower limit at this place.
    Above(i64, Span),
    /// It lists every value of a required field.
    AnyValue,
}

/// The known result of a condition on a field, if there is one.
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
        Test::Contains(_) => None,
        Test::GreaterThan(number) => greater_than(*number, &field.limits, is_required),
        Test::OneOf(values) => {
            let never = impossible(values, field).map(Verdict::Never);
            let always = || is_required && lists_all(values, field, object, scope);
            never.or_else(|| always().then_some(Verdict::Always(Always::AnyValue)))
        }
    }
}

/// The known result of `greater than`, from the limits of the field.
fn greater_than<'a>(number: i64, limits: &Limits, is_required: bool) -> Option<Verdict<'a>> {
    let max = limits.max.as_ref().filter(|max| number >= max.value);
    let min = limits.min.as_ref().filter(|min| number < min.value);
    match (max, min) {
        (Some(max), _) => Some(Verdict::Never(Never::Above(number, max.span))),
        _ if number == i64::MAX => Some(Verdict::Never(Never::AboveAll(number))),
        (_, Some(min)) if is_required => Some(Verdict::Always(Always::Above(number, min.span))),
        _ => None,
    }
}

/// The alphabet or format that a text violates.
fn misspelled(text: &str, field: &Field) -> Option<Span> {
    let alphabet = field.alphabet.as_ref();
    let alphabet = alphabet.filter(|alphabet| text.chars().any(|c| !has(&alphabet.value, c)));
    let format = field.format.as_ref();
    let format = format.filter(|format| broken_format(Some(&format.value), text).is_some());
    alphabet.or(format).map(|word| word.span)
}

/// The first value that the field's limits forbid.
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
                if let Some(place) = misspelled(&value.value, field) {
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

/// The lower or upper limit that a measure violates.
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
