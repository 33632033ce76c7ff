//! Bounds: which of them bind, and whether they can be kept at all.

use super::service::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Limits;
use crate::source::Spanned;
use crate::syntax::{self, Text, TypeExpr};

/// The limits that bind: those written out, and the length that the page's type carries.
pub(super) fn field_limits(field: &syntax::Field, resolver: &mut Resolver<'_, '_>) -> Limits {
    let mut limits = limits(&field.limits);
    if let TypeExpr::String {
        max_chars: Some(max),
    } = *innermost(&field.ty.value)
    {
        if let Some(other) = &field.limits.max_chars
            && other.value != max
        {
            let message = format!("`max_chars` is {} and the type says {max}", other.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::LIMIT_CONFLICT, message, other.span)
                    .also(field.ty.span, "the type")
                    .help("leave `max_chars` out, and add a note if the page says both"),
            );
        }
        limits.max_chars = Some(max);
    }
    let is_known = match innermost(&field.ty.value) {
        TypeExpr::Unread => false,
        TypeExpr::Named(name) => resolver.scope.knows(name),
        _ => true,
    };
    if is_known {
        report_misfits(field, resolver);
        report_nothing_left(field, resolver);
        report_order(field, &limits, resolver);
    }
    limits
}

/// What a list of lists holds in the end: limits of texts and numbers bind each item.
fn innermost(ty: &TypeExpr) -> &TypeExpr {
    match ty {
        TypeExpr::Array(inner) => innermost(inner),
        other => other,
    }
}

/// Keys that speak of another kind of type.
fn report_misfits(field: &syntax::Field, resolver: &mut Resolver<'_, '_>) {
    let is_array = matches!(field.ty.value, TypeExpr::Array(_));
    let is_text = matches!(innermost(&field.ty.value), TypeExpr::String { .. });
    let is_number = matches!(innermost(&field.ty.value), TypeExpr::Integer);
    let span = |limit: &Option<Spanned<i64>>| limit.as_ref().map(|limit| limit.span);
    let word = |text: &Option<Text>| text.as_ref().map(|text| text.span);
    let limits = &field.limits;
    let keys = [
        ("min", span(&limits.min), is_number, "integers"),
        ("max", span(&limits.max), is_number, "integers"),
        (
            "unit",
            word(&field.unit),
            is_number || is_text,
            "numbers, and texts that hold one",
        ),
        ("min_chars", span(&limits.min_chars), is_text, "strings"),
        ("max_chars", span(&limits.max_chars), is_text, "strings"),
        ("alphabet", word(&field.alphabet), is_text, "strings"),
        ("format", word(&field.format), is_text, "strings"),
        ("min_items", span(&limits.min_items), is_array, "arrays"),
        ("max_items", span(&limits.max_items), is_array, "arrays"),
    ];
    for (name, span, fits, whose) in keys {
        if let (Some(span), false) = (span, fits) {
            let message = format!("`{name}` does not fit the type");
            resolver.diagnostics.push(
                Diagnostic::error(Code::LIMIT_CONFLICT, message, span)
                    .also(field.ty.span, "of this type")
                    .help(format!("`{name}` is for {whose}")),
            );
        }
    }
}

/// Lengths and counts that no value has, or only an empty one.
fn report_nothing_left(field: &syntax::Field, resolver: &mut Resolver<'_, '_>) {
    let limits = &field.limits;
    let lengths = [
        ("min_chars", &limits.min_chars, 0),
        ("max_chars", &limits.max_chars, 1),
        ("min_items", &limits.min_items, 0),
        ("max_items", &limits.max_items, 1),
    ];
    for (name, limit, least) in lengths {
        if let Some(limit) = limit.as_ref().filter(|limit| limit.value < least) {
            let message = match limit.value {
                0 => format!("`{name}: 0` leaves nothing that could be given"),
                _ => format!("`{name}` cannot be negative"),
            };
            resolver.diagnostics.push(
                Diagnostic::error(Code::LIMIT_CONFLICT, message, limit.span)
                    .help("write how many there may be, or leave the limit out"),
            );
        }
    }
}

/// Lower limits above the upper ones.
fn report_order(field: &syntax::Field, limits: &Limits, resolver: &mut Resolver<'_, '_>) {
    let written = &field.limits;
    let span = |limit: &Option<Spanned<i64>>| limit.as_ref().map(|limit| limit.span);
    let pairs = [
        (
            "min",
            limits.min,
            limits.max,
            span(&written.min),
            span(&written.max),
        ),
        (
            "min_chars",
            limits.min_chars,
            limits.max_chars,
            span(&written.min_chars),
            span(&written.max_chars),
        ),
        (
            "min_items",
            limits.min_items,
            limits.max_items,
            span(&written.min_items),
            span(&written.max_items),
        ),
    ];
    for (name, low, high, low_span, high_span) in pairs {
        if let (Some(low), Some(high), Some(span)) = (low, high, low_span)
            && low > high
        {
            let message = format!("`{name}` {low} is above the upper limit {high}");
            resolver.diagnostics.push(
                Diagnostic::error(Code::LIMIT_CONFLICT, message, span)
                    .also(high_span.unwrap_or(field.ty.span), "the upper limit")
                    .help("no value could satisfy both"),
            );
        }
    }
}

pub(super) fn limits(limits: &syntax::Limits) -> Limits {
    let number = |limit: &Option<Spanned<i64>>| limit.as_ref().map(|limit| limit.value);
    Limits {
        min: number(&limits.min),
        max: number(&limits.max),
        min_chars: number(&limits.min_chars),
        max_chars: number(&limits.max_chars),
        min_items: number(&limits.min_items),
        max_items: number(&limits.max_items),
    }
}
