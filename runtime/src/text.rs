//! Text that a server or a file brought, made fit for an error message.

use std::fmt::{self, Write as _};

/// The beginning of a text, [`Escaped`].
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LENGTH: usize = 200;
        match self.0.char_indices().nth(LENGTH) {
            Some((end, _)) => write!(f, "{}…", Escaped(&self.0[..end])),
            None => write!(f, "{}", Escaped(self.0)),
        }
    }
}

/// A text with everything escaped that could break a line, hide or reorder what stands around it.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readable_text_stays_and_control_characters_are_escaped() {
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
    fn long_text_is_cut_between_characters() {
        assert_eq!(
            Excerpt(&"券".repeat(201)).to_string(),
            "券".repeat(200) + "…"
        );
        assert_eq!(Excerpt(&"券".repeat(200)).to_string(), "券".repeat(200));
    }
}
