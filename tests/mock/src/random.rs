//! Random text for responses.

use std::fmt::Write;

use rsa::rand_core::{OsRng, RngCore};

/// 32 upper-case hexadecimal digits from the operating system's random source.
pub(crate) fn hex() -> String {
    let mut bytes = [0; 16];
    OsRng.fill_bytes(&mut bytes);
    bytes
        .iter()
        .fold(String::with_capacity(32), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02X}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_hex_has_32_digits_and_differs() {
        let (one, other) = (hex(), hex());
        assert_eq!(one.len(), 32);
        assert!(
            one.bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
        );
        assert_ne!(one, other);
    }
}
