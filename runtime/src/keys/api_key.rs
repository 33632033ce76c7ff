//! The APIv3 key, which decrypts the resources of callbacks and the platform certificates.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::client::build_error::{BuildError, Problem};

/// The APIv3 key of the merchant: 32 bytes, set on the merchant platform.
///
/// It is wiped from memory when the last copy is dropped.
#[derive(Clone)]
pub struct ApiKey(Arc<LessSafeKey>);

impl ApiKey {
    /// Takes a key as the merchant platform shows it.
    ///
    /// The caller should wipe its own copy.
    ///
    /// # Errors
    /// If the key does not have exactly 32 bytes. The error does not show the key.
    pub fn new(key: impl AsRef<[u8]>) -> Result<Self, BuildError> {
        Self::parse(key.as_ref()).map_err(|why| Problem::new(Self::SETTING, why).into())
    }

    pub(crate) const SETTING: &'static str = "api_key";

    /// Takes a key, or says what is wrong with it.
    pub(crate) fn parse(key: &[u8]) -> Result<Self, String> {
        if key.len() != LENGTH {
            return Err(wrong_length(key));
        }
        match UnboundKey::new(&AES_256_GCM, key) {
            Ok(key) => Ok(Self(Arc::new(LessSafeKey::new(key)))),
            Err(_) => Err("the cryptographic library rejects it".to_owned()),
        }
    }

    /// Decrypts `ciphertext`, which ends with the tag. `None` if another key encrypted it, or if it
    /// was changed.
    pub(crate) fn decrypt(
        &self,
        nonce: [u8; NONCE_LEN],
        associated_data: &[u8],
        ciphertext: &[u8],
    ) -> Option<Vec<u8>> {
        let mut text = ciphertext.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let opened = self
            .0
            .open_in_place(nonce, Aad::from(associated_data), &mut text);
        let length = opened.ok()?.len();
        text.truncate(length);
        Some(text)
    }
}

const LENGTH: usize = 32;

fn wrong_length(key: &[u8]) -> String {
    let hint = if key.trim_ascii().len() == LENGTH {
        "remove the white space around it"
    } else {
        "copy it from the merchant platform"
    };
    format!("has {} bytes instead of {LENGTH}: {hint}", key.len())
}

/// Shows nothing of the key.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(AES-256)")
    }
}
