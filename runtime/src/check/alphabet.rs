//! Sets of characters that a text may contain.

/// A set of characters, written as in the specs, for example `digits letters _ -`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alphabet {
    notation: &'static str,
    /// One bit per ASCII character.
    ascii: u128,
}

impl Alphabet {
    /// Parses the notation: `digits`, `letters`, `upper`, `lower` and single characters, separated
    /// by spaces.
    ///
    /// Any other word adds no character.
    #[must_use]
    pub const fn new(notation: &'static str) -> Self {
        let mut ascii = 0;
        let mut rest = notation.as_bytes();
        while let [_, ..] = rest {
            let mut end = 0;
            while end < rest.len() && rest[end] != b' ' {
                end += 1;
            }
            let (word, after) = rest.split_at(end);
            ascii |= match word {
                b"digits" => between(b'0', b'9'),
                b"letters" => between(b'A', b'Z') | between(b'a', b'z'),
                b"upper" => between(b'A', b'Z'),
                b"lower" => between(b'a', b'z'),
                [single] => between(*single, *single),
                _ => 0,
            };
            rest = match after {
                [_, after @ ..] => after,
                [] => after,
            };
        }
        Self { notation, ascii }
    }

    /// The notation that this set was parsed from.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.notation
    }

    /// Whether the set contains a character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        match u8::try_from(character) {
            Ok(byte) if byte < 128 => self.ascii >> byte & 1 == 1,
            _ => self.notation.split(' ').any(|word| {
                let mut characters = word.chars();
                characters.next() == Some(character) && characters.next().is_none()
            }),
        }
    }
}

/// The bits of all ASCII characters from `first` to `last`.
const fn between(first: u8, last: u8) -> u128 {
    let mut bits = 0;
    let mut character = first;
    while character <= last && character < 128 {
        bits |= 1 << character;
        character += 1;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All characters below U+3000 that an alphabet contains.
    fn all(notation: &'static str) -> String {
        let alphabet = Alphabet::new(notation);
        ('\0'..'\u{3100}').filter(|c| alphabet.has(*c)).collect()
    }

    #[test]
    fn words_mean_classes_and_single_characters_mean_themselves() {
        for (notation, expected) in [
            ("digits _ -", "-0123456789_"),
            ("lower", "abcdefghijklmnopqrstuvwxyz"),
            ("upper .", ".ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            (
                "letters",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            ),
            ("、 é", "é、"),
            ("nonsense", ""),
        ] {
            assert_eq!(all(notation), expected, "{notation}");
        }
    }
}
