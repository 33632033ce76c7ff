//! Builds the request target that is signed and sent, from a path template and raw values.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::parameters::Parameters;
use crate::text::Excerpt;

/// Fills `template` with percent-encoded values and appends the query.
pub(crate) fn target(template: &str, values: &Parameters<'_>) -> Result<String, PathError> {
    let mut target = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or(PathError::Template)?;
        target.push_str(check_literal(literal)?);
        target.extend(encoded(checked_value(name, values)?));
        rest = after;
    }
    target.push_str(check_literal(rest)?);
    let unused = |name: &&str| !template.contains(&format!("{{{name}}}"));
    if let Some(name) = values.path_names().find(unused) {
        return Err(PathError::Unused(name.to_owned()));
    }
    if !target.starts_with('/')
        || target
            .split('/')
            .any(|segment| matches!(segment, "." | ".."))
    {
        return Err(PathError::Template);
    }
    for (n, (name, value)) in values.query_pairs().iter().enumerate() {
        let separator = if n == 0 { '?' } else { '&' };
        target.push(separator);
        target.extend(encoded(name));
        target.push('=');
        target.extend(encoded(value));
    }
    Ok(target)
}

/// A value as it is written in a query.
#[cfg(feature = "encrypted-fields")]
pub(crate) fn encode_query_value(value: &str) -> impl fmt::Display + '_ {
    encoded(value)
}

/// The reason why a request target could not be built. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathError {
    /// The value is empty, so the path would address another resource.
    Empty(String),
    /// The value is `.` or `..`, which URL software removes even if it is encoded.
    DotSegment(String),
    /// No value was given for a name in the template.
    Missing(String),
    /// A value was given for a name that is not in the template.
    Unused(String),
    /// Two values were given for one name.
    Duplicate(String),
    /// The template is malformed.
    ///
    /// It does not start with a slash, contains a character that is not allowed in a path, has an
    /// unclosed brace, or produces a segment `.` or `..`.
    Template,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty(name) => write!(
                f,
                "the path parameter `{}` is empty: set its value",
                Excerpt(name)
            ),
            Self::DotSegment(name) => write!(
                f,
                "the path parameter `{}` is `.` or `..`, which would address another resource: set \
                 its value",
                Excerpt(name)
            ),
            Self::Missing(name) => write!(
                f,
                "no value was given for `{{{}}}` in the path: add one with `.path(…)`",
                Excerpt(name)
            ),
            Self::Unused(name) => {
                let name = Excerpt(name);
                write!(
                    f,
                    "a value was given for `{name}`, but the path has no `{{{name}}}`"
                )
            }
            Self::Duplicate(name) => write!(
                f,
                "two values were given for `{{{}}}` in the path",
                Excerpt(name)
            ),
            Self::Template => f.write_str(
                "the path must be `/` followed by letters, digits, `-._~/` and `{name}`: pass \
                     everything else as a value",
            ),
        }
    }
}

fn checked_value<'v>(name: &str, values: &'v Parameters<'_>) -> Result<&'v str, PathError> {
    if values.path_names().filter(|given| *given == name).count() > 1 {
        return Err(PathError::Duplicate(name.to_owned()));
    }
    match values.path_value(name) {
        None => Err(PathError::Missing(name.to_owned())),
        Some("") => Err(PathError::Empty(name.to_owned())),
        Some("." | "..") => Err(PathError::DotSegment(name.to_owned())),
        Some(value) => Ok(value),
    }
}

/// What is escaped in a value: everything outside RFC 3986's unreserved set.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Characters that must not appear between the values.
const LITERAL: &AsciiSet = &VALUE.remove(b'/');

fn encoded(value: &str) -> PercentEncode<'_> {
    utf8_percent_encode(value, VALUE)
}

/// Text between the values is sent unchanged.
fn check_literal(literal: &str) -> Result<&str, PathError> {
    match Cow::from(utf8_percent_encode(literal, LITERAL)) {
        Cow::Borrowed(_) => Ok(literal),
        Cow::Owned(_) => Err(PathError::Template),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(value: &str) -> Result<String, PathError> {
        let mut values = Parameters::default();
        values.path("id", value);
        target("/v3/a/{id}/b", &values)
    }

    #[test]
    fn a_path_value_keeps_unreserved_bytes_and_escapes_all_others() {
        for byte in 0..=127u8 {
            let value = format!("x{}", char::from(byte));
            let kept = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            let expected = if kept {
                format!("/v3/a/{value}/b")
            } else {
                format!("/v3/a/x%{byte:02X}/b")
            };
            assert_eq!(filled(&value).unwrap(), expected);
        }
        assert_eq!(
            filled("券/?#% ").unwrap(),
            "/v3/a/%E5%88%B8%2F%3F%23%25%20/b"
        );
        assert_eq!(filled("%2E%2E").unwrap(), "/v3/a/%252E%252E/b");
    }

    #[test]
    fn a_query_is_encoded_like_a_path_and_omits_absent_values() {
        let mut values = Parameters::default();
        values.query("limit", &20);
        values.query("none", &None::<String>);
        values.query("tag[]", &vec!["a&b".to_owned(), "券 =+'".to_owned()]);
        values.query("empty", &Some(String::new()));
        values.query("sure", &true);
        assert_eq!(
            target("/v3/a", &values).unwrap(),
            "/v3/a?limit=20&tag%5B%5D=a%26b&tag%5B%5D=%E5%88%B8%20%3D%2B%27&empty=&sure=true"
        );
    }

    #[test]
    fn empty_and_dot_path_values_are_rejected() {
        assert_eq!(filled(""), Err(PathError::Empty("id".to_owned())));
        assert_eq!(filled("."), Err(PathError::DotSegment("id".to_owned())));
        assert_eq!(filled(".."), Err(PathError::DotSegment("id".to_owned())));
        assert_eq!(filled("...").unwrap(), "/v3/a/.../b");
    }

    #[test]
    fn a_wrong_path_template_is_an_error_not_a_panic() {
        let none = Parameters::default();
        assert_eq!(
            target("/v3/{id}", &none),
            Err(PathError::Missing("id".to_owned()))
        );
        for template in [
            "/v3/{id", "v3", "", "/v3/../a", "/v3/.", "/v3?a=b", "/v3#a", "/v3/%2e", "/v3/a b",
            "/v3/券", "/v3}",
        ] {
            assert_eq!(
                target(template, &none),
                Err(PathError::Template),
                "{template}"
            );
        }
        let mut dots = Parameters::default();
        dots.path("a", "x");
        assert_eq!(target("/v3", &dots), Err(PathError::Unused("a".to_owned())));
        let mut twice = Parameters::default();
        twice.path("a", "x");
        twice.path("a", "x");
        assert_eq!(
            target("/v3/{a}", &twice),
            Err(PathError::Duplicate("a".to_owned()))
        );
        assert_eq!(target("/v3/.{a}", &dots).unwrap(), "/v3/.x");
        assert_eq!(target("/v3/plain", &none).unwrap(), "/v3/plain");
    }
}
