//! Nonces: random texts that make each signed request different.

use std::fmt;

use crate::keys::pem::CryptoError;

const LENGTH: usize = 32;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A nonce for one attempt of one call: 1 to 32 letters and digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// Makes a nonce of 32 letters and digits from the cryptographic random source, all equally
    /// likely.
    ///
    /// # Errors
    /// If the system has no randomness available.
    pub fn random() -> Result<Self, CryptoError> {
        let mut text = String::with_capacity(LENGTH);
        while text.len() < LENGTH {
            let mut bytes = [0; LENGTH];
            aws_lc_rs::rand::fill(&mut bytes)
                .map_err(|_| CryptoError("the system has no randomness available"))?;
            text.extend(
                bytes
                    .iter()
                    .filter_map(|byte| character(*byte))
                    .take(LENGTH - text.len()),
            );
        }
        Ok(Self(text))
    }

    /// Makes a nonce from a text, for tests and for replaying a recorded call.
    ///
    /// Returns `None` unless the text consists of 1 to 32 letters and digits.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let fits = (1..=LENGTH).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| Self(text.to_owned()))
    }

    /// The nonce in the signed message and in the header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hides the text, because it is part of the signed message.
impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nonce").finish_non_exhaustive()
    }
}

/// Maps six random bits to a character. Two of the 64 values are dropped, so that all characters
/// are equally likely.
fn character(byte: u8) -> Option<char> {
    ALPHABET
        .get(usize::from(byte & 0b11_1111))
        .copied()
        .map(char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_nonce_character_is_equally_likely() {
        for wanted in ALPHABET {
            let bytes = (0..=255)
                .filter(|byte| character(*byte) == Some(char::from(*wanted)))
                .count();
            assert_eq!(bytes, 4);
        }
    }

    #[test]
    fn random_nonces_have_32_letters_or_digits_and_differ() {
        let nonces: std::collections::BTreeSet<_> =
            (0..1000).map(|_| Nonce::random().unwrap().0).collect();
        assert_eq!(nonces.len(), 1000);
        assert!(
            nonces
                .iter()
                .all(|text| text.len() == 32 && Nonce::from_text(text).is_some())
        );
    }

    #[test]
    fn a_nonce_from_text_cannot_inject_into_the_header() {
        for text in ["", "a\"b", "a,b", "a b", "a\nb", "券", &"a".repeat(33)] {
            assert_eq!(Nonce::from_text(text), None, "{text:?}");
        }
    }
}
