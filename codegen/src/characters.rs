//! Decides which characters a text may have, and escapes the others.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character can hide what a text says, or control a terminal: control characters,
/// characters without width, and those that change the direction of text. Line ends are included.
#[must_use]
pub fn is_deceptive(character: char) -> bool {
    match character {
        '\u{00AD}'
        | '\u{034F}'
        | '\u{061C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => true,
        _ => character.is_control(),
    }
}

/// The first deceptive character of a decoded key or value. A value may have several lines, and
/// tabs that are written as `\t`.
pub(crate) fn first_deceptive(text: &str, is_value: bool) -> Option<char> {
    text.chars()
        .find(|c| is_deceptive(*c) && !(is_value && matches!(c, '\n' | '\t')))
}

/// A name or sentence in a form that can be printed on one line. Deceptive characters are escaped
/// as in JSON.
#[must_use]
pub fn escape_line(text: &str) -> Cow<'_, str> {
    escape(text, is_deceptive)
}

/// A text of several lines in a printable form. Line ends and tabs are kept.
#[must_use]
pub fn escape_text(text: &str) -> Cow<'_, str> {
    escape(text, |c| !matches!(c, '\n' | '\t') && is_deceptive(c))
}

fn escape(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Most texts have nothing to escape.
    let Some(first) = text.find(&is_escaped) else {
        return Cow::Borrowed(text);
    };
    let (plain, rest) = text.split_at(first);
    let mut escaped = plain.to_owned();
    for character in rest.chars() {
        match character {
            _ if !is_escaped(character) => escaped.push(character),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            }
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deceptive_characters_are_escaped_like_in_json() {
        let text = "卡\u{1b}[31m\u{9b}\u{202e}\u{e0041}\r\n\t-";
        assert_eq!(
            escape_line(text),
            "卡\\u001b[31m\\u009b\\u202e\\udb40\\udc41\\r\\n\\t-"
        );
        assert_eq!(
            escape_text(text),
            "卡\\u001b[31m\\u009b\\u202e\\udb40\\udc41\\r\n\t-"
        );
        let decoded: String = serde_json::from_str(&format!("\"{}\"", escape_line(text))).unwrap();
        assert_eq!(decoded, text);
        assert!(matches!(escape_line("卡片 a\u{a0}"), Cow::Borrowed(_)));
    }
}
