//! Encrypts the fields of a request that its page wants encrypted.

use std::fmt;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::call::path::encode_query_value;
use crate::call::prepared::{Content, Prepared};
use crate::endpoint::Location;
use crate::keys::field_encryption::EncryptError;
use crate::keys::keyring::Keyring;
use crate::keys::pem::PublicKey;
use crate::operation::EncryptedField;

/// The reason why a request cannot be encrypted. Nothing was sent.
pub(crate) enum FieldError {
    /// A call without I/O was not encrypted before it was signed.
    NotEncrypted,
    /// The keyring has no key.
    NoKey,
    TooLong {
        field: &'static str,
        longest: usize,
        length: usize,
    },
    /// The request has no form that can be encrypted, or the cryptographic library failed.
    Failed(&'static str),
}

/// The key of WeChat Pay that a call encrypts with, and names in its request.
#[derive(Clone)]
pub(crate) struct CallKey {
    pub(crate) name: String,
    key: PublicKey,
}

impl Prepared {
    /// The same call with encrypted fields. All attempts send the same encrypted bytes and name the
    /// key with which they are encrypted, whatever changes in the keyring.
    pub(crate) fn encrypt(mut self, keyring: &Keyring, now: i64) -> Result<Self, FieldError> {
        let name = keyring.preferred(now).to_owned();
        let key = keyring.find(&name).ok_or(FieldError::NoKey)?.clone();
        let key = CallKey { name, key };
        for field in std::mem::take(&mut self.plain_fields) {
            match field.location {
                Location::Query => self.target = key.encrypt_query(&self.target, field)?,
                _ => self.content = key.encrypt_body(self.content.take(), field)?,
            }
        }
        self.key = Some(key);
        Ok(self)
    }
}

impl CallKey {
    fn encrypt_query(&self, target: &str, field: &EncryptedField) -> Result<String, FieldError> {
        let Some((path, query)) = target.split_once('?') else {
            return Ok(target.to_owned());
        };
        let pairs: Result<Vec<_>, _> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, value)) if percent_decode_str(name).eq(field.path.bytes()) => {
                    let value = percent_decode_str(value).decode_utf8_lossy();
                    let encrypted = self.encrypt(&value, field)?;
                    Ok(format!("{name}={}", encode_query_value(&encrypted)))
                }
                _ => Ok(pair.to_owned()),
            })
            .collect();
        Ok(format!("{path}?{}", pairs?.join("&")))
    }

    fn encrypt_body(
        &self,
        content: Option<Content>,
        field: &EncryptedField,
    ) -> Result<Option<Content>, FieldError> {
        let Some(content) = content else {
            return Ok(None);
        };
        if content.sent != content.signed {
            // The JSON part of a form that sends a file.
            return Err(FieldError::Failed(field.path));
        }
        let failed = |_| FieldError::Failed(field.path);
        let mut body: Value = serde_json::from_slice(&content.signed).map_err(failed)?;
        self.encrypt_inside(&mut body, field.path, field)?;
        let json = serde_json::to_vec(&body).map_err(failed)?;
        Ok(Some(Content::json(json)))
    }

    /// Encrypts the texts at `path` below `value`.
    fn encrypt_inside(
        &self,
        value: &mut Value,
        path: &str,
        field: &EncryptedField,
    ) -> Result<(), FieldError> {
        match value {
            Value::Array(items) => {
                let mut items = items.iter_mut();
                items.try_for_each(|item| self.encrypt_inside(item, path, field))
            }
            Value::Object(members) if !path.is_empty() => {
                let (name, rest) = path.split_once('.').unwrap_or((path, ""));
                match members.get_mut(name) {
                    Some(member) => self.encrypt_inside(member, rest, field),
                    None => Ok(()),
                }
            }
            Value::String(text) if path.is_empty() => {
                *text = self.encrypt(text, field)?;
                Ok(())
            }
            Value::Null => Ok(()),
            _ => Err(FieldError::Failed(field.path)),
        }
    }

    fn encrypt(&self, text: &str, field: &EncryptedField) -> Result<String, FieldError> {
        self.key
            .encrypt(text, field.padding)
            .map_err(|why| match why {
                EncryptError::TooLong { longest } => FieldError::TooLong {
                    field: field.path,
                    longest,
                    length: text.len(),
                },
                EncryptError::Failed => FieldError::Failed(field.path),
            })
    }
}

/// Shows no value.
impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEncrypted => f.write_str(
                "the call has fields that must be encrypted: call `Call::encrypt` before \
                 `Call::request`",
            ),
            Self::NoKey => f.write_str("no key of WeChat Pay is known that could encrypt fields"),
            Self::TooLong {
                field,
                longest,
                length,
            } => write!(
                f,
                "the field `{field}` has {length} bytes of UTF-8, but at most {longest} bytes can \
                 be encrypted: shorten it"
            ),
            Self::Failed(field) => write!(f, "the field `{field}` could not be encrypted"),
        }
    }
}
