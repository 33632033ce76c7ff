//! Limits, units and defaults in words.

use super::{code, plain};
use crate::model::{Limits, Type};
use crate::text::breaks_off;
use crate::wording::grouped;

pub(super) fn limits(limits: &Limits, ty: &Type) -> Option<String> {
    let (numbers, texts) = if ty.has_items() {
        (" each", " characters each")
    } else {
        ("", " characters")
    };
    let parts: Vec<_> = [
        range(limits.min, limits.max, numbers),
        range(limits.min_chars, limits.max_chars, texts),
        range(limits.min_items, limits.max_items, " items"),
        range(None, limits.max_bytes, " bytes"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join(". ")))
}

/// A bound. Grouped digits are code: Markdown could read their underscores as emphasis.
fn bound(number: i64) -> String {
    let text = grouped(number);
    if text.contains('_') {
        format!("`{text}`")
    } else {
        text
    }
}

pub(super) fn range(min: Option<i64>, max: Option<i64>, of: &str) -> Option<String> {
    match (min.map(bound), max.map(bound)) {
        (Some(min), Some(max)) => Some(format!("From {min} to {max}{of}")),
        (Some(min), None) => Some(format!("At least {min}{of}")),
        (None, Some(max)) => Some(format!("At most {max}{of}")),
        (None, None) => None,
    }
}

pub(super) fn alphabet(alphabet: &str) -> String {
    let part = |part: &str| {
        if part.chars().count() == 1 {
            code(part)
        } else {
            plain(part)
        }
    };
    let parts: Vec<_> = alphabet.split_whitespace().map(part).collect();
    format!("Allowed characters: {}.", parts.join(", "))
}

/// How the name of a file ends.
pub(super) fn types<'m>(
    endings: impl Iterator<Item = &'m (impl AsRef<str> + 'm + ?Sized)>,
) -> String {
    let endings: Vec<_> = endings
        .map(|ending| code(&format!(".{}", ending.as_ref())))
        .collect();
    format!("Ends with {}.", endings.join(" or "))
}

pub(super) fn unit(unit: &str) -> String {
    match unit {
        "fen" => "fen (分, 0.01 CNY)".to_owned(),
        unit => plain(unit),
    }
}

pub(super) fn default(default: &str) -> String {
    if breaks_off(default) {
        return format!(
            "The page's text about the default is incomplete: it ends after “{}”.",
            plain(default)
        );
    }
    format!("Default: {}.", plain(default))
}

pub(super) fn format(format: &str) -> String {
    match format {
        "rfc3339" => "An RFC 3339 time.".to_owned(),
        "date" => "A date, `YYYY-MM-DD`.".to_owned(),
        "url" => "A URL.".to_owned(),
        other => format!("Format: {}.", plain(other)),
    }
}
