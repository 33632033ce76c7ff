//! Values and defaults in the wrong notation.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::load::decimal;
use crate::resolve::Resolved;
use crate::source::Span;
use crate::syntax::{Field, Text, TypeExpr};
use crate::text::{UNLIMITED, breaks_off, broken_format};

declare_rule! {
    /// A word, number, date or other value in the wrong notation.
    ///
    /// A word, number, date, rate limit, alphabet or fingerprint does not have the notation of the
    /// spec language.
    ///
    /// ## Why it matters
    ///
    /// The generator does not guess. A value that is almost correct could otherwise be read as
    /// something else, or be ignored.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    page: 卡片上色
    /// -  updated: 2026-02-31
    /// +  updated: 2026-01-31
    /// ```
    ///
    /// ## What to do
    ///
    /// Write the value as the message says. A number has decimal digits only. A date is a day of
    /// the calendar. `spec/README.md` lists the words.
    BAD_VALUE = "bad-value", check
}

// `load` reports other words, numbers and dates.
fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        for (_, _, field) in object.fields() {
            let elsewhere = field
                .from
                .iter()
                .filter_map(|(_, from)| from.default.as_ref());
            for default in field.default.iter().chain(elsewhere) {
                diagnostics.extend(bad_default(default, field));
            }
        }
    }
    let enums = service.enums().filter(|(_, of_integers)| *of_integers);
    for (wire, _) in enums.flat_map(|(values, _)| values) {
        diagnostics.extend(not_an_integer(wire));
    }
}

fn bad_default(default: &Text, field: &Field) -> Option<Diagnostic> {
    let is_unlimited = default.value == UNLIMITED;
    match &field.ty.value {
        _ if breaks_off(&default.value) => None,
        TypeExpr::Integer if !is_unlimited => not_a_number(default, field.ty.span),
        TypeExpr::Boolean => not_a_boolean(default, field.ty.span),
        TypeExpr::String { .. } if !is_unlimited => not_of_format(default, field),
        _ => None,
    }
}

fn not_a_number(default: &Text, ty: Span) -> Option<Diagnostic> {
    if decimal::<i64>(&default.value).is_some() {
        return None;
    }
    let message = format!(
        "default `{}`, which is not a whole number of 64 bits",
        default.value
    );
    let number = number_meant(&default.value);
    let is_unlimited = ["不限", "不限制", "无限制", "none"].contains(&default.value.as_str());
    let unlimited = is_unlimited.then_some(UNLIMITED);
    let meant = number.as_deref().or(unlimited);
    let meant = meant.or_else(|| closest(&default.value, [UNLIMITED]));
    let help = "write decimal digits, `unlimited`, or the page's words with 默认 if the page breaks \
        off there";
    Some(misread(message, default, ty, meant, help))
}

/// The number that was probably meant by a text with separators, or with letters that look like
/// digits.
fn number_meant(text: &str) -> Option<String> {
    let marks = |c: &char| !matches!(c, '+' | '_' | ',' | ' ');
    let digits = text.chars().filter(marks).map(|c| match c {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        other => other,
    });
    let number = digits.collect::<String>().parse::<i64>().ok()?;
    Some(number.to_string())
}

fn not_a_boolean(default: &Text, ty: Span) -> Option<Diagnostic> {
    let words = ["true", "false"];
    if words.contains(&default.value.as_str()) {
        return None;
    }
    let usual = match default.value.to_lowercase().as_str() {
        "1" | "yes" | "on" | "是" => "true".to_owned(),
        "0" | "no" | "off" | "否" => "false".to_owned(),
        other => other.to_owned(),
    };
    let same = words.into_iter().find(|word| *word == usual);
    let meant = same.or_else(|| closest(&usual, words));
    let message = format!(
        "default `{}`, which is neither true nor false",
        default.value
    );
    Some(misread(
        message,
        default,
        ty,
        meant,
        "write `true` or `false`",
    ))
}

fn misread(
    message: String,
    default: &Text,
    ty: Span,
    meant: Option<&str>,
    help: &str,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, default.span).also(ty, "its type");
    match meant {
        Some(meant) => diagnostic.did_you_mean(default.span, meant),
        None => diagnostic.help(help),
    }
}

fn not_of_format(default: &Text, field: &Field) -> Option<Diagnostic> {
    let word = field.format.as_ref()?;
    let format = broken_format(Some(&word.value), &default.value)?;
    let message = format!(
        "default `{}`, which is not {}",
        default.value, format.called
    );
    Some(
        Diagnostic::error(Code::BAD_VALUE, message, default.span)
            .also(word.span, "the format")
            .help(format!("write it like `{}`", format.example)),
    )
}

fn not_an_integer(value: &Text) -> Option<Diagnostic> {
    let message = format!("enum value `{}`, which is not a whole number", value.value);
    let report = || {
        Diagnostic::error(Code::BAD_VALUE, message, value.span)
            .help("delete `value_type: integer`, or write numbers, each with a `rust_name:`")
    };
    decimal::<i64>(&value.value).is_none().then(report)
}
