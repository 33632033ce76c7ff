//! Texts that WeChat Pay encrypts with the API key: resources of callbacks and certificates.

use aws_lc_rs::aead::NONCE_LEN;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::keys::api_key::ApiKey;
use crate::text::Excerpt;

/// An encrypted text. Unknown members are ignored.
#[derive(Deserialize)]
pub(crate) struct Encrypted {
    algorithm: String,
    ciphertext: String,
    nonce: String,
    associated_data: Option<String>,
}

/// The reason why a text cannot be decrypted.
pub(crate) enum DecryptError {
    UnknownAlgorithm(String),
    /// This part is malformed.
    Malformed(&'static str),
    NoMatchingKey,
}

impl Encrypted {
    /// Decrypts the text with the key that fits.
    pub(crate) fn decrypt(&self, keys: &[ApiKey]) -> Result<String, DecryptError> {
        const ALGORITHM: &str = "AEAD_AES_256_GCM";
        if self.algorithm != ALGORITHM {
            let name = Excerpt(&self.algorithm).to_string();
            return Err(DecryptError::UnknownAlgorithm(name));
        }
        let nonce: [u8; NONCE_LEN] = self
            .nonce
            .as_bytes()
            .try_into()
            .map_err(|_| DecryptError::Malformed("nonce"))?;
        let ciphertext = STANDARD
            .decode(&self.ciphertext)
            .map_err(|_| DecryptError::Malformed("ciphertext"))?;
        let associated_data = self.associated_data.as_deref().unwrap_or_default();
        let text = keys
            .iter()
            .find_map(|key| key.decrypt(nonce, associated_data.as_bytes(), &ciphertext))
            .ok_or(DecryptError::NoMatchingKey)?;
        String::from_utf8(text).map_err(|_| DecryptError::Malformed("decrypted text"))
    }
}
