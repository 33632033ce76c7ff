//! The random text that makes every signed request different.

use std::fmt;

use crate::keys::pem::CryptoError;

const LENGTH: usize = 32;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A nonce for one attempt of one call: 1 to 32 letters and digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// 32 letters and digits from the cryptographic random source, each as likely as any other.
    ///
    /// # Errors
    /// Where the system has no randomness to give.
    pub fn random() -> Result<Self, CryptoError> {
        let mut text = String::with_capacity(LENGTH);
        while text.len() < LENGTH {
            let mut bytes = [0; LENGTH];
            aws_lc_rs::rand::fill(&mut bytes)
                .map_err(|_| CryptoError("the system has no randomness to give"))?;
            text.extend(
                bytes
                    .iter()
                    .filter_map(|byte| character(*byte))
                    .take(LENGTH - text.len()),
            );
        }
        Ok(Self(text))
    }

    /// A nonce of one's own, for tests and for replaying a recorded call; `None` unless it is 1 to 32 letters and
    /// digits.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let fits = (1..=LENGTH).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| Self(text.to_owned()))
    }

    /// The nonce as it stands in the signed message and in the header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Not its text: it is a part of what was signed.
impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nonce").finish_non_exhaustive()
    }
}

/// Six random bits choose a character. The two values too many are thrown away, so that none comes up more often.
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
    fn a_custom_nonce_with_header_syntax_is_rejected() {
        for text in ["", "a\"b", "a,b", "a b", "a\nb", "券", &"a".repeat(33)] {
            assert_eq!(Nonce::from_text(text), None, "{text:?}");
        }
    }
}
