//! Texts that are encrypted with RSA on their own, inside a message: personal data.

use std::fmt;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, OaepPublicEncryptingKey,
    Pkcs1PrivateDecryptingKey, Pkcs1PublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
#[cfg(feature = "serde")]
use serde::Serialize;

use crate::error::kind::{ErrorKind, HasKind, impl_kind};
use crate::keys::pem::{PrivateKey, PublicKey};

/// How a field is encrypted with RSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Padding {
    /// OAEP with SHA-1 and MGF1 with SHA-1, without a label: almost all operations.
    Oaep,
    /// PKCS#1 v1.5: some old operations, whose pages say so.
    Pkcs1V15,
}

/// The reason why a text cannot be encrypted.
pub(crate) enum EncryptError {
    TooLong { longest: usize },
    Failed,
}

impl PublicKey {
    /// Encrypts a text, as Base64. An empty text stays empty.
    pub(crate) fn encrypt(&self, text: &str, padding: Padding) -> Result<String, EncryptError> {
        if text.is_empty() {
            return Ok(String::new());
        }
        let key = PublicEncryptingKey::from_der(self.spki()).map_err(|_| EncryptError::Failed)?;
        let mut room = vec![0; key.key_size_bytes()];
        let encrypted: Option<&mut [u8]> = match padding {
            Padding::Oaep => {
                let key = OaepPublicEncryptingKey::new(key).map_err(|_| EncryptError::Failed)?;
                let longest = key.max_plaintext_size(&OAEP_SHA1_MGF1SHA1);
                check_length(text, longest)?;
                key.encrypt(&OAEP_SHA1_MGF1SHA1, text.as_bytes(), &mut room, None)
                    .ok()
            }
            Padding::Pkcs1V15 => {
                let key = Pkcs1PublicEncryptingKey::new(key).map_err(|_| EncryptError::Failed)?;
                check_length(text, key.max_plaintext_size())?;
                key.encrypt(text.as_bytes(), &mut room).ok()
            }
        };
        Ok(STANDARD.encode(encrypted.ok_or(EncryptError::Failed)?))
    }
}

fn check_length(text: &str, longest: usize) -> Result<(), EncryptError> {
    if text.len() > longest {
        return Err(EncryptError::TooLong { longest });
    }
    Ok(())
}

/// An encrypted field of a response. The merchant's private key decrypts it.
///
/// [`Client::decrypt`](crate::Client::decrypt) decrypts it with the key of the client. Each field is
/// decrypted on its own: one that cannot be decrypted does not affect the others.
#[derive(Clone, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[serde(transparent)]
pub struct EncryptedText(String);

impl EncryptedText {
    /// Decrypts the text with the merchant's private key. An empty text stays empty.
    ///
    /// # Errors
    /// If another key encrypted the text, or if it is not an encrypted text.
    pub fn decrypt(&self, key: &PrivateKey) -> Result<String, DecryptionError> {
        self.decrypt_padded(key, Padding::Oaep)
    }

    /// Like [`decrypt`](Self::decrypt), for a field with another padding. The documentation of such
    /// a field says so.
    ///
    /// # Errors
    /// The same as for `decrypt`. With PKCS#1 v1.5, a wrong text can be the result instead of an
    /// error.
    pub fn decrypt_padded(
        &self,
        key: &PrivateKey,
        padding: Padding,
    ) -> Result<String, DecryptionError> {
        if self.0.is_empty() {
            return Ok(String::new());
        }
        self.open(key, padding).ok_or(DecryptionError(()))
    }

    fn open(&self, key: &PrivateKey, padding: Padding) -> Option<String> {
        let encrypted = STANDARD.decode(&self.0).ok()?;
        let der = key.pair().as_der().ok()?;
        let key = PrivateDecryptingKey::from_pkcs8(der.as_ref()).ok()?;
        let mut room = vec![0; key.key_size_bytes()];
        let text: &[u8] = match padding {
            Padding::Oaep => OaepPrivateDecryptingKey::new(key)
                .ok()?
                .decrypt(&OAEP_SHA1_MGF1SHA1, &encrypted, &mut room, None)
                .ok()?,
            Padding::Pkcs1V15 => Pkcs1PrivateDecryptingKey::new(key)
                .ok()?
                .decrypt(&encrypted, &mut room)
                .ok()?,
        };
        String::from_utf8(text.to_vec()).ok()
    }

    /// The encrypted text, as it was received.
    #[must_use]
    pub fn as_encrypted(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EncryptedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptedText")
    }
}

/// The error of a field that cannot be decrypted. It does not say why, because a precise answer
/// would help an attacker.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DecryptionError(());

impl HasKind for DecryptionError {
    fn error_kind(&self) -> ErrorKind {
        ErrorKind::UndecryptableField
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the field cannot be decrypted with the merchant's private key: check that the key \
             belongs to the certificate serial of the request",
        )
    }
}

impl fmt::Debug for DecryptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecryptionError")
    }
}

impl_kind!(DecryptionError);

impl std::error::Error for DecryptionError {}
