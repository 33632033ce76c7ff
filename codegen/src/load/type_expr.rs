//! Types in the page's notation: `string(32)`, `array[Colour]`.

use super::Reader;
use super::map::Entry;
use super::outline::Notation;
use super::parts::{decimal, notation};
use crate::diagnostic::{Code, Diagnostic, type_here_called};
use crate::source::Spanned;
use crate::syntax::TypeExpr;

/// A type in the page's notation.
pub(super) fn type_expr(reader: &Reader<'_>, entry: Entry) -> Option<Spanned<TypeExpr>> {
    let text = notation(reader, entry, Notation::Type)?;
    if let Some(ty) = parse_type(&text.value) {
        return Some(Spanned::new(ty, text.span));
    }
    let message = format!("`{}` is not a type", text.value);
    let diagnostic = Diagnostic::error(Code::BadType, message, text.span);
    reader.report(match meant(&text.value) {
        Some(meant) => diagnostic.fix(format!("write `{meant}`"), text.span, meant),
        None => diagnostic.help(advice(&text.value)),
    });
    None
}

/// No page nests arrays deeper than two.
const MAX_ARRAYS: usize = 8;

fn parse_type(text: &str) -> Option<TypeExpr> {
    if text.matches("array[").count() > MAX_ARRAYS {
        return None;
    }
    if let Some(inner) = bracketed(text, "array[", ']') {
        return Some(TypeExpr::Array(Box::new(parse_type(inner)?)));
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
        _ if is_type_name(text) => Some(TypeExpr::Named(text.to_owned())),
        _ => None,
    }
}

fn bracketed<'t>(text: &'t str, open: &str, close: char) -> Option<&'t str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// Whether a type can have this name.
pub(super) fn is_type_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// A longer text is no slip of a type.
const MAX_GUESSED: usize = 80;

/// The same type in this notation, where another one is usual.
fn meant(text: &str) -> Option<String> {
    if text.len() > MAX_GUESSED {
        return None;
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.replace(['（', '「'], "(").replace(['）', '」'], ")");
    let lower = plain.to_lowercase();
    let inner = bracketed(&plain, "array<", '>')
        .or_else(|| bracketed(&plain, "list[", ']'))
        .or_else(|| bracketed(&plain, "array(", ')'))
        .or_else(|| plain.strip_prefix("[]"))
        .or_else(|| plain.strip_suffix("[]"));
    if let Some(inner) = inner {
        let is_right = parse_type(inner).is_some();
        let inner = if is_right {
            inner.to_owned()
        } else {
            meant(inner)?
        };
        return Some(format!("array[{inner}]"));
    }
    let length = ["string[", "string<", "string(", "varchar("]
        .iter()
        .find_map(|open| lower.strip_prefix(open)?.strip_suffix([']', '>', ')']));
    if let Some(length) = length {
        let length: i64 = length.parse().ok().filter(|length| *length > 0)?;
        return Some(format!("string({length})"));
    }
    if parse_type(&plain).is_some() {
        return Some(plain);
    }
    type_here_called(&lower).map(str::to_owned)
}

/// What to do where nobody can tell which type was meant.
fn advice(text: &str) -> &'static str {
    let is = |words: &[&str]| words.contains(&text.to_lowercase().as_str());
    if is(&["object", "map", "dict", "struct", "any"]) {
        "name the object as the page's listings do, and define it below `types:` with its `fields:`"
    } else if is(&["float", "double", "decimal", "number", "float64"]) {
        "APIv3 has no fractions: write `integer` where the page counts in fen or percent, `string` where it prints text"
    } else if is(&["date", "datetime", "time", "timestamp"]) {
        "write `type: string`, and `format: rfc3339` if the page says so"
    } else if is(&["array", "list"]) {
        "say of what, as in `array[string]`"
    } else if is(&["enum"]) {
        "give the enum a name, and define it below `types:` with its `values:`"
    } else if text.starts_with("array[") && text.ends_with(')') {
        "write `array[T]`, and the number below `max_items:`"
    } else if text.starts_with("integer(") {
        "write `integer`, and its bounds below `min:` and `max:`"
    } else {
        "write string, string(N), integer, boolean, array[T], or the name of a type in CamelCase"
    }
}
