//! Bounds: which of them bind, and whether they can be kept at all.

use super::service::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Limits;
use crate::source::Spanned;
use crate::syntax::{self, TypeExpr};

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
            resolver.diagnostics.push(
                Diagnostic::error(
                    Code::LimitConflict,
                    format!("`max_chars` is {} and the type says {max}", other.value),
                    other.span,
                )
                .also(field.ty.span, "the type")
                .help("leave `max_chars` out, and add a note if the page says both"),
            );
        }
        limits.max_chars = Some(max);
    }
    report_limits(field, &limits, resolver);
    limits
}

/// What a list of lists holds in the end: limits of texts and numbers bind each item.
fn innermost(ty: &TypeExpr) -> &TypeExpr {
    match ty {
        TypeExpr::Array(inner) => innermost(inner),
        other => other,
    }
}

/// Limits that do not fit the type, or leave nothing between them.
fn report_limits(field: &syntax::Field, limits: &Limits, resolver: &mut Resolver<'_, '_>) {
    if matches!(field.ty.value, TypeExpr::Unread) {
        return;
    }
    let written = &field.limits;
    let is_array = matches!(field.ty.value, TypeExpr::Array(_));
    let is_text = matches!(innermost(&field.ty.value), TypeExpr::String { .. });
    let is_number = matches!(innermost(&field.ty.value), TypeExpr::Integer);
    let misfits = [
        (&written.min, is_number, "min"),
        (&written.max, is_number, "max"),
        (&written.min_chars, is_text, "min_chars"),
        (&written.max_chars, is_text, "max_chars"),
        (&written.min_items, is_array, "min_items"),
        (&written.max_items, is_array, "max_items"),
    ];
    for (limit, fits, name) in misfits {
        if let Some(limit) = limit
            && !fits
        {
            let message = format!("`{name}` does not fit the type");
            let diagnostic = Diagnostic::error(Code::LimitConflict, message, limit.span);
            resolver.diagnostics.push(
                diagnostic
                    .also(field.ty.span, "of this type")
                    .help("min and max are for integers, …_chars for strings, …_items for arrays"),
            );
        }
    }
    for (text, name) in [(&field.alphabet, "alphabet"), (&field.format, "format")] {
        if let Some(text) = text
            && !is_text
        {
            let message = format!("`{name}` does not fit the type");
            let diagnostic = Diagnostic::error(Code::LimitConflict, message, text.span);
            let diagnostic = diagnostic.also(field.ty.span, "of this type");
            resolver
                .diagnostics
                .push(diagnostic.help(format!("`{name}` is for strings")));
        }
    }
    for (limit, _, name) in &misfits[2..] {
        if let Some(limit) = limit.as_ref().filter(|limit| limit.value < 0) {
            let message = format!("`{name}` cannot be negative");
            let diagnostic = Diagnostic::error(Code::LimitConflict, message, limit.span);
            resolver
                .diagnostics
                .push(diagnostic.help("write how many there may be"));
        }
    }
    let pairs = [
        (limits.min, limits.max, written.min.as_ref(), "min"),
        (
            limits.min_chars,
            limits.max_chars,
            written.min_chars.as_ref(),
            "min_chars",
        ),
        (
            limits.min_items,
            limits.max_items,
            written.min_items.as_ref(),
            "min_items",
        ),
    ];
    for (low, high, written, name) in pairs {
        if let (Some(low), Some(high), Some(written)) = (low, high, written)
            && low > high
        {
            let message = format!("`{name}` {low} is above the upper limit {high}");
            let diagnostic = Diagnostic::error(Code::LimitConflict, message, written.span);
            resolver
                .diagnostics
                .push(diagnostic.help("no value could satisfy both"));
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
