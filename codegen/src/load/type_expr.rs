//! Types in the page's notation: `string(32)`, `array[Colour]`.

use super::Reader;
use super::node::Entry;
use super::outline::Notation;
use super::parts::{decimal, notation};
use crate::diagnostic::{Code, Diagnostic, closest, type_for_foreign_name};
use crate::source::Spanned;
use crate::syntax::TypeExpr;

/// A type in the page's notation.
pub(super) fn type_expr(reader: &Reader<'_>, entry: Entry) -> Option<Spanned<TypeExpr>> {
    let text = notation(reader, entry, Notation::Type)?;
    if is_decimal(&text.value) {
        let message = format!("unsupported type `{}`", text.value);
        reader.report(
            Diagnostic::error(Code::NOT_EMITTED, message, text.span)
                .help("leave the field out if it is optional; decimals are not supported yet")
                .help("write `integer` if the page counts in fen or percent"),
        );
        return None;
    }
    // A word in another style may be the name of a type. The lookup reports it if it is not.
    let ty = parse_type(&text.value, is_type_name).or_else(|| {
        let is_plain = meant(&text.value).is_none() && advice(&text.value).is_none();
        is_plain.then(|| parse_type(&text.value, is_word))?
    });
    if let Some(ty) = ty {
        return Some(Spanned::new(ty, text.span));
    }
    let message = format!("invalid type `{}`", text.value);
    let diagnostic = Diagnostic::error(Code::BAD_TYPE, message, text.span);
    reader.report(match meant(&text.value) {
        Some(meant) => {
            let fixed = diagnostic.fix(format!("write `{meant}`"), text.span, meant);
            match advice(&text.value) {
                Some(advice) => fixed.help(advice),
                None => fixed,
            }
        }
        None => diagnostic.help(advice(&text.value).unwrap_or(
            "write string, string(N), integer, boolean, array[T], json[T], object, or the name of a \
                type in CamelCase",
        )),
    });
    None
}

/// No page nests arrays deeper than two.
const MAX_ARRAYS: usize = 8;

fn parse_type(text: &str, is_name: fn(&str) -> bool) -> Option<TypeExpr> {
    if text.matches("array[").count() > MAX_ARRAYS {
        return None;
    }
    if let Some(inner) = bracketed(text, "array[", ']') {
        return Some(TypeExpr::Array(Box::new(parse_type(inner, is_name)?)));
    }
    if let Some(inner) = bracketed(text, "json[", ']') {
        let inner = parse_type(inner, is_name)?;
        let is_scalar = !matches!(
            inner,
            TypeExpr::Array(_) | TypeExpr::Named(_) | TypeExpr::Object
        );
        let is_nested = text.matches("json[").count() > 1;
        return (!is_scalar && !is_nested).then(|| TypeExpr::Json(Box::new(inner)));
    }
    if let Some(length) = bracketed(text, "string(", ')') {
        let max_chars = decimal(length).filter(|chars| *chars > 0)?;
        return Some(TypeExpr::String {
            max_chars: Some(max_chars),
        });
    }
    match text {
        "string" => Some(TypeExpr::String { max_chars: None }),
        "integer" => Some(TypeExpr::Integer),
        "boolean" => Some(TypeExpr::Boolean),
        "object" => Some(TypeExpr::Object),
        _ if is_name(text) => Some(TypeExpr::Named(text.to_owned())),
        _ => None,
    }
}

/// Whether it is `decimal`, or a list of decimals.
fn is_decimal(text: &str) -> bool {
    let item = text.trim_start_matches("array[").trim_end_matches(']');
    item == "decimal"
}

fn bracketed<'t>(text: &'t str, open: &str, close: char) -> Option<&'t str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// Whether a type can have this name.
pub(super) fn is_type_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether it is a name of some style.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A longer text is not compared with types.
const MAX_GUESSED: usize = 80;

/// The type that was probably meant by a text in another notation, or with a misspelled name.
fn meant(text: &str) -> Option<String> {
    if text.len() > MAX_GUESSED {
        return None;
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.replace(['（', '「'], "(").replace(['）', '」'], ")");
    let item = plain
        .strip_prefix("[]")
        .or_else(|| plain.strip_suffix("[]"));
    if let Some(item) = item {
        return array_meant(item);
    }
    let brackets = [('[', ']'), ('<', '>'), ('(', ')')];
    let split = brackets.iter().find_map(|(open, close)| {
        let (name, inner) = plain.split_once(*open)?;
        let is_first = !name.contains(['[', '<', '(']);
        is_first.then_some((name.to_lowercase(), inner.strip_suffix(*close)?))
    });
    let Some((name, inner)) = split else {
        let is_right = parse_type(&plain, is_type_name).is_some();
        return is_right.then_some(plain.clone()).or_else(|| {
            let meant = scalar_meant(&plain.to_lowercase());
            meant.map(str::to_owned)
        });
    };
    let lists = ["array", "list"];
    if lists.contains(&name.as_str()) || closest(&name, lists).is_some() {
        return array_meant(inner);
    }
    let length: i64 = inner.parse().ok().filter(|length| *length > 0)?;
    match scalar_meant(&name)? {
        "string" => Some(format!("string({length})")),
        other => Some(other.to_owned()),
    }
}

fn array_meant(item: &str) -> Option<String> {
    let scalar = type_for_foreign_name(&item.to_lowercase()).map(str::to_owned);
    let right = || parse_type(item, is_type_name).map(|_| item.to_owned());
    let item = scalar.or_else(right).or_else(|| meant(item))?;
    Some(format!("array[{item}]"))
}

/// The basic type that another language calls this, or that has almost this name.
fn scalar_meant(lower: &str) -> Option<&'static str> {
    let elsewhere = type_for_foreign_name(lower).or_else(|| is_time(lower).then_some("string"));
    elsewhere.or_else(|| closest(lower, SCALARS))
}

/// The basic types, which contain no other type.
pub(crate) const SCALARS: [&str; 3] = ["string", "integer", "boolean"];

/// Whether another language uses this name for a time.
fn is_time(lower: &str) -> bool {
    [
        "date",
        "datetime",
        "date-time",
        "time",
        "timestamp",
        "rfc3339",
    ]
    .contains(&lower)
}

/// The help for a type of another language that has no exact equivalent.
fn advice(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let is = |words: &[&str]| words.contains(&lower.as_str());
    Some(if is(&["object", "map", "dict", "struct", "any"]) {
        "use the name from the page's Java and Go listings, and define it below `types:` with its `fields:`"
    } else if is(&["float", "double", "decimal", "number", "float64"]) {
        "write `integer` if the page counts in fen or percent, or `string` if it prints text; \
            APIv3 has no fractions"
    } else if is_time(&lower) {
        "write `type: string`, and `format: rfc3339` or `format: date` if the page says so"
    } else if is(&["array", "list"]) {
        "write the type of the items, as in `array[string]`"
    } else if is(&["enum"]) {
        "give the enum a name, and define it below `types:` with its `values:`"
    } else if text.starts_with("array[") && text.ends_with(')') {
        "write `array[T]`, and the number below `max_items:`"
    } else if text.starts_with("json[") && text.ends_with(']') {
        "write `json[T]`, where T is the name of a type with `fields:`, object, or array[T] without json[T]"
    } else if lower.starts_with("int") && text.ends_with(')') {
        "write `integer`, and its bounds below `min:` and `max:`"
    } else {
        return None;
    })
}
