//! Text from servers, files and settings, made safe for error messages.

use std::fmt::{self, Write as _};

/// The start of a text, at most 200 characters and [`Escaped`]. `Debug` adds quotes.
///
/// All foreign text in `Display`, `Debug` and traces goes through this type, so none of it is long.
pub(crate) struct Excerpt<T>(pub(crate) T);

impl<T: fmt::Display> fmt::Display for Excerpt<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LENGTH: usize = 200;
        let mut limited = Limited {
            output: f,
            left: LENGTH,
            is_cut: false,
        };
        write!(limited, "{}", self.0)?;
        if limited.is_cut {
            f.write_char('…')?;
        }
        Ok(())
    }
}

impl<T: fmt::Display> fmt::Debug for Excerpt<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// Writes the first `left` characters, escaped, and drops the rest.
struct Limited<'a, 'f> {
    output: &'a mut fmt::Formatter<'f>,
    left: usize,
    is_cut: bool,
}

impl fmt::Write for Limited<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.is_cut {
            return Ok(());
        }
        let end = text.char_indices().nth(self.left).map(|(end, _)| end);
        let text = &text[..end.unwrap_or(text.len())];
        self.is_cut = end.is_some();
        self.left -= text.chars().count();
        write!(self.output, "{}", Escaped(text))
    }
}

/// A text in which characters are escaped that could break the line, or hide or reorder the text
/// around them.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '"' | '\'' | '\\' => f.write_char(character)?,
                _ => write!(f, "{}", character.escape_debug())?,
            }
        }
        Ok(())
    }
}

/// Describes the first character of a text that a reader can easily overlook or confuse with
/// another one.
///
/// These are invisible characters, spaces, control characters and all characters outside ASCII,
/// such as full-width digits. The description shows only that character and its position.
pub(crate) fn unexpected_character(text: &str) -> Option<String> {
    let unexpected = |character: char| !character.is_ascii_graphic();
    let (index, character) = text
        .char_indices()
        .find(|(_, character)| unexpected(*character))?;
    let what = match character {
        '\r' | '\n' => "a line break",
        ' ' => "a space",
        _ if is_invisible(character) => "an invisible character",
        _ => "an unexpected character, perhaps one that looks like an expected one",
    };
    let rest = &text[index + character.len_utf8()..];
    let position = if text[..index].is_empty() {
        "at the start"
    } else if rest.chars().all(unexpected) {
        "at the end"
    } else {
        "inside"
    };
    let code = u32::from(character);
    Some(format!("has {what} (U+{code:04X}) {position}"))
}

/// Whether a character is invisible: white space, a control or format character, or a filler.
pub(crate) fn is_invisible(character: char) -> bool {
    let is_escaped = character.escape_debug().len() > 1;
    let is_filler = matches!(character, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}');
    !character.is_ascii_graphic() && (is_escaped || is_filler || character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_keeps_readable_text_and_escapes_control_characters() {
        assert_eq!(
            Excerpt("批次不存在 \"id\"").to_string(),
            "批次不存在 \"id\""
        );
        assert_eq!(
            Excerpt("a\r\nb\u{1b}[31m\u{202e}").to_string(),
            "a\\r\\nb\\u{1b}[31m\\u{202e}"
        );
    }

    #[test]
    fn a_long_excerpt_is_cut_between_characters() {
        assert_eq!(
            Excerpt("券".repeat(201)).to_string(),
            "券".repeat(200) + "…"
        );
        assert_eq!(Excerpt("券".repeat(200)).to_string(), "券".repeat(200));
        let parts = ["a".repeat(150), "b".repeat(150), "c".repeat(150)];
        assert_eq!(
            Excerpt(format_args!("{}{}{}", parts[0], parts[1], parts[2])).to_string(),
            format!("{}{}…", "a".repeat(150), "b".repeat(50))
        );
        assert_eq!(format!("{:#?}", Excerpt("a\nb")), "\"a\\nb\"");
    }

    #[test]
    fn an_unexpected_character_is_described_with_its_position() {
        for (text, expected) in [
            ("1900000001\n", Some("has a line break (U+000A) at the end")),
            ("1900000001 \r\n", Some("has a space (U+0020) at the end")),
            (
                "\u{FEFF}19",
                Some("has an invisible character (U+FEFF) at the start"),
            ),
            (
                "19\u{200B}00",
                Some("has an invisible character (U+200B) inside"),
            ),
            (
                "19\u{A0}",
                Some("has an invisible character (U+00A0) at the end"),
            ),
            (
                "19\0",
                Some("has an invisible character (U+0000) at the end"),
            ),
            (
                "19\u{3164}00",
                Some("has an invisible character (U+3164) inside"),
            ),
            (
                "1９00",
                Some(
                    "has an unexpected character, perhaps one that looks like an expected one (U+FF19) inside",
                ),
            ),
            ("19:00\"", None),
            ("", None),
        ] {
            assert_eq!(unexpected_character(text).as_deref(), expected, "{text:?}");
        }
    }
}
