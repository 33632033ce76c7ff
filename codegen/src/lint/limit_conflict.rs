//! Limits that contradict the type, each other, or the default.

use super::verdict::broken;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::decimal;
use crate::resolve::Resolved;
use crate::scope::Scope;
use crate::source::{Span, Spanned};
use crate::syntax::{Field, Limits, Text, TypeExpr};
use crate::text::{UNLIMITED, breaks_off, broken_format, has};

declare_rule! {
    /// A limit that contradicts its type or another limit.
    ///
    /// Examples: a number of items for a text, a lower limit above the upper limit, a limit that
    /// allows no value, a default outside the limits.
    ///
    /// ## Why it matters
    ///
    /// No value could satisfy the limits, so nobody could make the call.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      title: 请求单号
    /// -    min_chars: 60
    /// +    min_chars: 6
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the mistake. If the page states both, delete the limit that has no effect, and add a
    /// note of the kind `contradiction`.
    LIMIT_CONFLICT = "limit-conflict", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        for (_, _, field) in object.fields() {
            if !field.is_encrypted() {
                diagnostics.extend(two_lengths(field));
            }
            if is_known(&field.ty.value, &service.scope) {
                report_misfits(field, diagnostics);
                report_nothing_left(field, diagnostics);
                report_order(field, diagnostics);
            }
            report_defaults(field, diagnostics);
        }
    }
}

fn conflict(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error(Code::LIMIT_CONFLICT, message, span)
}

fn is_known(ty: &TypeExpr, scope: &Scope<'_>) -> bool {
    match ty.innermost() {
        TypeExpr::Unread => false,
        TypeExpr::Named(name) => scope.knows(name),
        _ => true,
    }
}

/// The maximum length in the type.
fn length(ty: &TypeExpr) -> Option<i64> {
    match ty {
        TypeExpr::String { max_chars } => *max_chars,
        _ => None,
    }
}

/// Reports a `max_chars` that differs from the maximum length in the type.
fn two_lengths(field: &Field) -> Option<Diagnostic> {
    let max = length(field.ty.value.innermost())?;
    let other = field
        .limits
        .max_chars
        .as_ref()
        .filter(|other| other.value != max)?;
    let side = if other.value < max { "below" } else { "above" };
    let message = format!(
        "limit `max_chars: {}` {side} the limit {max} of the type",
        other.value
    );
    Some(
        conflict(message, other.span)
            .also(field.ty.span, "the type")
            .help("delete `max_chars`, and add a note if the page says both"),
    )
}

/// Reports keys that do not apply to the type.
fn report_misfits(field: &Field, diagnostics: &mut Diagnostics) {
    let is_array = matches!(field.ty.value, TypeExpr::Array(_));
    let is_text = matches!(field.ty.value.innermost(), TypeExpr::String { .. });
    let is_number = matches!(field.ty.value.innermost(), TypeExpr::Integer);
    let applies = |name: &str| match name {
        "min" | "max" => (is_number, "integers"),
        "min_chars" | "max_chars" => (is_text, "strings"),
        // Only a file can have it.
        "max_bytes" => (true, "files"),
        _ => (is_array, "arrays"),
    };
    let limits = field.limits.each();
    let limits = limits.into_iter().filter_map(|(name, limit)| {
        let (fits, whose) = applies(name);
        Some((name, limit?.span, fits, whose))
    });
    let texts = "numbers and for texts that hold a number";
    let words = [
        ("unit", &field.unit, is_number || is_text, texts),
        ("alphabet", &field.alphabet, is_text, "strings"),
        ("format", &field.format, is_text, "strings"),
    ];
    let words = words
        .into_iter()
        .filter_map(|(name, word, fits, whose)| Some((name, word.as_ref()?.span, fits, whose)));
    for (name, span, fits, whose) in limits.chain(words) {
        if !fits {
            diagnostics.push(
                conflict(
                    format!("key `{name}` that does not apply to the type"),
                    span,
                )
                .also(field.ty.span, "the type")
                .help(format!("use `{name}` only for {whose}")),
            );
        }
    }
}

/// Reports lengths and counts that no value has, or only an empty one.
fn report_nothing_left(field: &Field, diagnostics: &mut Diagnostics) {
    for (name, limit) in field.limits.each() {
        let least = match name {
            "min_chars" | "min_items" => 0,
            "max_chars" | "max_items" => 1,
            _ => continue,
        };
        if let Some(limit) = limit.filter(|limit| limit.value < least) {
            let message = match limit.value {
                0 => format!("limit `{name}: 0`, which allows only an empty value"),
                _ => format!("negative limit `{name}`"),
            };
            diagnostics.push(
                conflict(message, limit.span)
                    .help("write how many are allowed, or delete the limit"),
            );
        }
    }
}

/// Reports lower limits above the upper limits.
fn report_order(field: &Field, diagnostics: &mut Diagnostics) {
    let limits = &field.limits;
    let of_type = length(field.ty.value.innermost());
    // The type has the length of the encrypted text.
    let of_type = of_type.filter(|_| !field.is_encrypted() || limits.max_chars.is_none());
    let of_type = of_type.map(|max| Spanned::new(max, field.ty.span));
    let max_chars = of_type.as_ref().map(|max| {
        // If there is an explicit limit, the diagnostic points at it.
        let written = limits.max_chars.as_ref().map(|max| max.span);
        Spanned::new(max.value, written.unwrap_or(max.span))
    });
    let max_chars = max_chars.or_else(|| limits.max_chars.clone());
    let pairs = [
        ("min", &limits.min, &limits.max),
        ("min_chars", &limits.min_chars, &max_chars),
        ("min_items", &limits.min_items, &limits.max_items),
    ];
    for (name, low, high) in pairs {
        if let (Some(low), Some(high)) = (low, high)
            && low.value > high.value
        {
            let message = format!(
                "lower limit `{name}: {}` above the upper limit {}",
                low.value, high.value
            );
            diagnostics.push(
                conflict(message, low.span)
                    .also(high.span, "the upper limit")
                    .help("correct one of the two; no value satisfies both"),
            );
        }
    }
}

/// The limits of a default.
struct Bounds<'a> {
    limits: &'a Limits,
    alphabet: Option<&'a Text>,
    /// The maximum length in the type, with its place.
    length: Option<(i64, Span)>,
}

/// Reports defaults outside the limits. Defaults of other pages are compared with the limits of the
/// same page.
fn report_defaults(field: &Field, diagnostics: &mut Diagnostics) {
    let length = length(&field.ty.value).map(|max| (max, field.ty.span));
    let here = field.default.as_ref().map(|default| {
        let (limits, alphabet) = (&field.limits, field.alphabet.as_ref());
        (
            default,
            Bounds {
                limits,
                alphabet,
                length,
            },
        )
    });
    let elsewhere = field.from.iter().filter_map(|(_, from)| {
        let (limits, alphabet) = (&from.limits, from.alphabet.as_ref());
        let bounds = Bounds {
            limits,
            alphabet,
            length: None,
        };
        Some((from.default.as_ref()?, bounds))
    });
    for (default, bounds) in here.into_iter().chain(elsewhere) {
        if default.value == UNLIMITED || breaks_off(&default.value) {
            continue;
        }
        diagnostics.extend(match &field.ty.value {
            TypeExpr::Integer => number_outside(default, &bounds),
            TypeExpr::String { .. } if !is_misread(default, field) => {
                text_outside(default, &bounds)
            }
            _ => None,
        });
    }
}

/// Whether a default does not have the format of its field. Another rule reports that.
fn is_misread(default: &Text, field: &Field) -> bool {
    let format = field.format.as_ref().map(|format| format.value.as_str());
    broken_format(format, &default.value).is_some()
}

fn number_outside(default: &Text, bounds: &Bounds<'_>) -> Option<Diagnostic> {
    let number = decimal::<i64>(&default.value)?;
    let limit = broken(number, [&bounds.limits.min, &bounds.limits.max])?;
    Some(outside(&number.to_string(), default, limit))
}

fn text_outside(default: &Text, bounds: &Bounds<'_>) -> Option<Diagnostic> {
    let text = &default.value;
    if let Some(alphabet) = bounds.alphabet
        && let Some(other) = text.chars().find(|c| !has(&alphabet.value, *c))
    {
        let message = format!(
            "default `{text}` with the character `{other}`, which the alphabet does not allow"
        );
        return Some(
            conflict(message, default.span)
                .also(alphabet.span, "the alphabet")
                .help("correct one of them; add a note if the page says both"),
        );
    }
    let chars = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let limit = broken(chars, [&bounds.limits.min_chars, &bounds.limits.max_chars]);
    let length = bounds.length.filter(|(max, _)| chars > *max);
    let limit = limit.or(length.map(|(_, span)| span))?;
    Some(outside(text, default, limit))
}

fn outside(shown: &str, default: &Text, limit: Span) -> Diagnostic {
    let message = format!("default `{shown}` outside the limits of the field");
    conflict(message, default.span)
        .also(limit, "this limit")
        .help("correct one of them; add a note if the page says both")
}
