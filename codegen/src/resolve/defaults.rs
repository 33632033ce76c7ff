//! Defaults: a value that the field can have, `unlimited`, or the page's words where it breaks off before the value.

use super::fields::Context;
use super::service::Resolver;
use super::unknown;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::load::decimal;
use crate::source::Span;
use crate::syntax::{Field, Limits, Shape, Text, TypeExpr};
use crate::text::{has, is_time};

/// Reports a default that the field cannot have; of what other pages say, as far as its own words tell.
pub(super) fn check(field: &Field, context: &Context<'_>, resolver: &mut Resolver<'_, '_>) {
    let of_page = field.default.as_ref().and_then(|default| {
        let bounds = Bounds {
            limits: &field.limits,
            alphabet: field.alphabet.as_ref(),
            length: length(field),
        };
        misfit(default, field, &bounds, Some(context), resolver)
    });
    let elsewhere = field.from.iter().filter_map(|(_, elsewhere)| {
        let bounds = Bounds {
            limits: &elsewhere.limits,
            alphabet: elsewhere.alphabet.as_ref(),
            length: None,
        };
        misfit(elsewhere.default.as_ref()?, field, &bounds, None, resolver)
    });
    let found: Vec<_> = of_page.into_iter().chain(elsewhere).collect();
    resolver.diagnostics.extend(found);
}

/// What bounds a field's values.
struct Bounds<'a> {
    limits: &'a Limits,
    alphabet: Option<&'a Text>,
    /// That of `string(N)`, with its place.
    length: Option<(i64, Span)>,
}

fn length(field: &Field) -> Option<(i64, Span)> {
    match field.ty.value {
        TypeExpr::String { max_chars } => Some((max_chars?, field.ty.span)),
        _ => None,
    }
}

/// What the server takes where nothing limits a number.
const UNLIMITED: &str = "unlimited";

/// Whether these are words of the page that announce a default and break off before it.
fn breaks_off(text: &str) -> bool {
    let announces = text.contains("默认") || text.contains("缺省");
    announces && !text.contains(|c: char| c.is_ascii_alphanumeric() || c.is_numeric())
}

/// Why a field cannot have a default. Types of other pages are not looked up: without a context none is.
fn misfit(
    default: &Text,
    field: &Field,
    bounds: &Bounds<'_>,
    context: Option<&Context<'_>>,
    resolver: &Resolver<'_, '_>,
) -> Option<Diagnostic> {
    if breaks_off(&default.value) {
        return None;
    }
    let ty = field.ty.span;
    match &field.ty.value {
        TypeExpr::Unread => None,
        TypeExpr::Integer => of_number(default, ty, bounds),
        TypeExpr::Boolean => {
            let usual = match default.value.to_lowercase().as_str() {
                "1" | "yes" | "on" | "是" => "true".to_owned(),
                "0" | "no" | "off" | "否" => "false".to_owned(),
                other => other.to_owned(),
            };
            let words = ["true", "false"];
            if words.contains(&default.value.as_str()) {
                return None;
            }
            let same = words.into_iter().find(|word| *word == usual);
            let meant = same.or_else(|| closest(&usual, words));
            let message = format!("the default `{}` is neither true nor false", default.value);
            Some(meant_or(
                meant,
                "write `true` or `false`",
                misread(message, default, ty),
                default,
            ))
        }
        TypeExpr::String { .. } if default.value == UNLIMITED => None,
        TypeExpr::String { .. } => of_text(default, field, bounds),
        TypeExpr::Array(_) => Some(compound("a list", default, ty)),
        TypeExpr::Named(name) => {
            let context = context?;
            let id = resolver.scope.find(name, context.direction, context.file)?;
            let definition = resolver.scope.get(id);
            let Shape::Enum { values, .. } = &definition.ty.shape else {
                return Some(compound("an object", default, ty));
            };
            if values.find(&default.value).is_some() {
                return None;
            }
            let listed = values.iter().map(|(wire, _)| wire.value.as_str());
            let what = format!("value of `{name}`");
            let is_long = resolver.diagnostics.is_long();
            let mut diagnostic = unknown(Code::UnknownValue, &what, default, listed, is_long);
            diagnostic.message = format!("`{name}` has no value `{}`", default.value);
            Some(diagnostic.also(definition.name.span, "its values stand here"))
        }
    }
}

fn of_number(default: &Text, ty: Span, bounds: &Bounds<'_>) -> Option<Diagnostic> {
    if default.value == UNLIMITED {
        return None;
    }
    if let Some(number) = decimal::<i64>(&default.value) {
        let Limits { min, max, .. } = bounds.limits;
        let broken = [
            min.as_ref().filter(|min| number < min.value),
            max.as_ref().filter(|max| number > max.value),
        ];
        let limit = broken.into_iter().flatten().next()?;
        return Some(outside(&number.to_string(), default, limit.span));
    }
    let message = format!(
        "the default `{}` is not a whole number of 64 bits",
        default.value
    );
    let number = number_meant(&default.value);
    let is_unlimited = ["不限", "不限制", "无限制", "none"].contains(&default.value.as_str());
    let unlimited = is_unlimited.then_some(UNLIMITED);
    let meant = number.as_deref().or(unlimited);
    let meant = meant.or_else(|| closest(&default.value, [UNLIMITED]));
    let help = "write decimal digits only, `unlimited`, or the words after which the page breaks off, with 默认";
    Some(meant_or(
        meant,
        help,
        misread(message, default, ty),
        default,
    ))
}

/// The number of a text with other marks between its digits, or with letters that look like them.
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

fn of_text(default: &Text, field: &Field, bounds: &Bounds<'_>) -> Option<Diagnostic> {
    let text = &default.value;
    let format = field.format.as_ref();
    if let Some(format) = format.filter(|format| format.value == "rfc3339")
        && !is_time(text)
    {
        let message = format!("the default `{text}` is not a time");
        return Some(
            Diagnostic::error(Code::BadValue, message, default.span)
                .also(format.span, "the format")
                .help("write it as in `2015-05-20T13:29:35+08:00`"),
        );
    }
    if let Some(alphabet) = bounds.alphabet
        && let Some(other) = text.chars().find(|c| !has(&alphabet.value, *c))
    {
        let message = format!("the default `{text}` has a character that does not fit: {other}");
        return Some(
            Diagnostic::error(Code::LimitConflict, message, default.span)
                .also(alphabet.span, "the alphabet")
                .help("correct one of them; add a note if the page says both"),
        );
    }
    let chars = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let Limits {
        min_chars,
        max_chars,
        ..
    } = bounds.limits;
    let broken = [
        min_chars.as_ref().filter(|min| chars < min.value),
        max_chars.as_ref().filter(|max| chars > max.value),
    ];
    let limit = broken.into_iter().flatten().next().map(|limit| limit.span);
    let length = bounds.length.filter(|(max, _)| chars > *max);
    let limit = limit.or(length.map(|(_, span)| span))?;
    Some(outside(&format!("`{text}`"), default, limit))
}

fn outside(shown: &str, default: &Text, limit: Span) -> Diagnostic {
    let message = format!("the default {shown} is outside the field's own limits");
    Diagnostic::error(Code::LimitConflict, message, default.span)
        .also(limit, "this limit")
        .help("correct one of them; add a note if the page says both")
}

fn misread(message: String, default: &Text, ty: Span) -> Diagnostic {
    Diagnostic::error(Code::BadValue, message, default.span).also(ty, "its type")
}

fn meant_or(meant: Option<&str>, help: &str, diagnostic: Diagnostic, default: &Text) -> Diagnostic {
    match meant {
        Some(meant) => diagnostic.did_you_mean(default.span, meant),
        None => diagnostic.help(help),
    }
}

fn compound(what: &str, default: &Text, ty: Span) -> Diagnostic {
    let message = format!("{what} has no default");
    Diagnostic::error(Code::MisplacedKey, message, default.span)
        .also(ty, "its type")
        .help("say below `doc:` or `remarks:` what the server takes where it is absent")
}
