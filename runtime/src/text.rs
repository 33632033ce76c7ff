//! Text that a server, a file or a setting brought, made fit for an error message.

use std::fmt::{self, Write as _};

/// The beginning of a text, [`Escaped`]: everything foreign that is displayed, debugged or traced
/// goes through here, so that none of it is long. As `Debug` it stands in quotes.
pub(crate) struct Excerpt<T>(pub(crate) T);

impl<T: fmt::Display> fmt::Display for Excerpt<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LENGTH: usize = 200;
        let mut beginning = Beginning {
            to: f,
            left: LENGTH,
            is_cut: false,
        };
        write!(beginning, "{}", self.0)?;
        if beginning.is_cut {
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

/// Passes on so many characters, escaped, and drops the others.
struct Beginning<'a, 'f> {
    to: &'a mut fmt::Formatter<'f>,
    left: usize,
    is_cut: bool,
}

impl fmt::Write for Beginning<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.is_cut {
            return Ok(());
        }
        let end = text.char_indices().nth(self.left).map(|(end, _)| end);
        let text = &text[..end.unwrap_or(text.len())];
        self.is_cut = end.is_some();
        self.left -= text.chars().count();
        write!(self.to, "{}", Escaped(text))
    }
}

/// A text with everything escaped that could break a line, hide or reorder what stands around it.
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

/// The first character of a text that a person overlooks or takes for another, and what to do about
/// it: an invisible one, a space, a control character, or one outside of ASCII such as a full-width
/// digit. It shows that character alone.
pub(crate) fn odd_character(text: &str) -> Option<String> {
    let odd = |character: char| !character.is_ascii_graphic();
    let (at, character) = text.char_indices().find(|(_, character)| odd(*character))?;
    let what = match character {
        '\r' | '\n' => "a line break",
        ' ' => "a space",
        _ if is_invisible(character) => "an invisible character",
        _ => "a character that only looks like one that belongs there, or is out of place",
    };
    let rest = &text[at + character.len_utf8()..];
    let place = if text[..at].is_empty() {
        "at its beginning"
    } else if rest.chars().all(odd) {
        "at its end"
    } else {
        "inside"
    };
    let code = u32::from(character);
    Some(format!("has {what} (U+{code:04X}) {place}"))
}

/// Whether a character leaves no ink of its own: white space, control and format characters,
/// fillers.
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
    fn an_unexpected_character_is_named_with_its_position() {
        for (text, says) in [
            ("1900000001\n", Some("has a line break (U+000A) at its end")),
            ("1900000001 \r\n", Some("has a space (U+0020) at its end")),
            (
                "\u{FEFF}19",
                Some("has an invisible character (U+FEFF) at its beginning"),
            ),
            (
                "19\u{200B}00",
                Some("has an invisible character (U+200B) inside"),
            ),
            (
                "19\u{A0}",
                Some("has an invisible character (U+00A0) at its end"),
            ),
            (
                "19\0",
                Some("has an invisible character (U+0000) at its end"),
            ),
            (
                "19\u{3164}00",
                Some("has an invisible character (U+3164) inside"),
            ),
            (
                "1９00",
                Some(
                    "has a character that only looks like one that belongs there, or is out of place (U+FF19) inside",
                ),
            ),
            ("19:00\"", None),
            ("", None),
        ] {
            assert_eq!(odd_character(text).as_deref(), says, "{text:?}");
        }
    }
}
