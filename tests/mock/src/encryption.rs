//! `AEAD_AES_256_GCM`, with the crate `aes-gcm`.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};

use crate::signature::base64;

/// The APIv3 key of the merchant, with which the mock encrypts.
pub(crate) const API_KEY: &str = "mockAPIv3Key0123456789abcdefghij";

pub(crate) const NONCE_LENGTH: usize = 12;

/// Base64 of ciphertext and tag. A key of 32 bytes and a nonce of 12 cannot fail here. If they did,
/// every client would refuse the empty ciphertext.
pub(crate) fn encrypt(key: &str, nonce: &str, associated_data: &str, text: &[u8]) -> String {
    let payload = Payload {
        msg: text,
        aad: associated_data.as_bytes(),
    };
    let cipher = Aes256Gcm::new_from_slice(key.as_bytes()).ok();
    let encrypted = cipher.and_then(|cipher| {
        cipher
            .encrypt(Nonce::from_slice(nonce.as_bytes()), payload)
            .ok()
    });
    base64(&encrypted.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with Python's `cryptography`.
    #[test]
    fn the_ciphertext_is_that_of_another_implementation() {
        let key = "0123456789abcdefghijklmnopqrstuv";
        let encrypted = encrypt(
            key,
            "j9g1wAzF9Xn1",
            "coupon_data",
            b"{\"coupon_code\":\"1002\"}",
        );
        assert_eq!(
            encrypted,
            "TM+m00PXBfGMX5yfk0iHHrXdn1iaJW1xUKdy9iy+srU4n9/FzBc="
        );
    }
}
