//! The keys that answers are verified with, each under the id by which an answer names it.

use std::collections::BTreeMap;

use crate::build_error::{BuildError, Problem};
use crate::pem::PublicKey;

/// The verification keys of a client; at least one.
#[derive(Clone, Debug)]
pub struct Keyring {
    /// The id that requests ask the server to sign with.
    preferred: String,
    keys: BTreeMap<KeyId, PublicKey>,
}

impl Keyring {
    /// A keyring with one WeChat Pay public key, which is also the key that answers are asked to be signed with.
    ///
    /// # Errors
    /// Where `id` does not have the form `PUB_KEY_ID_…`.
    pub fn new(id: &str, key: PublicKey) -> Result<Self, BuildError> {
        Ok(Self::checked(id, key)?)
    }

    /// Adds another WeChat Pay public key, for answers that name it.
    ///
    /// # Errors
    /// Where `id` does not have the form `PUB_KEY_ID_…`, or is there already.
    pub fn add(&mut self, id: &str, key: PublicKey) -> Result<(), BuildError> {
        Ok(self.add_checked(id, key)?)
    }

    pub(crate) fn checked(id: &str, key: PublicKey) -> Result<Self, Problem> {
        let keys = BTreeMap::from([(KeyId::of_public_key(id)?, key)]);
        Ok(Self {
            preferred: id.to_owned(),
            keys,
        })
    }

    pub(crate) fn add_checked(&mut self, id: &str, key: PublicKey) -> Result<(), Problem> {
        match self.keys.insert(KeyId::of_public_key(id)?, key) {
            None => Ok(()),
            Some(_) => Err(Problem::new(
                SETTING,
                format!("`{id}` was given twice: remove one"),
            )),
        }
    }

    /// What requests send as `Wechatpay-Serial`: the answer is signed with the key named there.
    pub(crate) fn preferred(&self) -> &str {
        &self.preferred
    }

    /// The key that an answer names by its `Wechatpay-Serial`. No other key is ever tried.
    pub(crate) fn named(&self, serial: &str) -> Option<&PublicKey> {
        self.keys.get(&KeyId::named(serial))
    }
}

pub(crate) const SETTING: &str = "wechatpay_public_key";
const PREFIX: &str = "PUB_KEY_ID_";

/// How an answer names the key that it was signed with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum KeyId {
    /// A WeChat Pay public key, by its exact id.
    PublicKey(String),
    /// A platform certificate, by its serial in upper-case hex without leading zeros.
    Certificate(String),
}

impl KeyId {
    fn named(serial: &str) -> Self {
        if serial.starts_with(PREFIX) {
            Self::PublicKey(serial.to_owned())
        } else {
            Self::Certificate(serial.trim_start_matches('0').to_ascii_uppercase())
        }
    }

    fn of_public_key(id: &str) -> Result<Self, Problem> {
        let alphanumeric =
            |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if id.strip_prefix(PREFIX).is_some_and(alphanumeric) {
            Ok(Self::PublicKey(id.to_owned()))
        } else {
            Err(Problem::new(
                SETTING,
                "its id must be `PUB_KEY_ID_` followed by letters and digits, as the merchant platform shows it \
                 (not the serial of a certificate)",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_compare_by_number_and_public_keys_by_text() {
        assert_eq!(KeyId::named("00ab12"), KeyId::named("AB12"));
        assert_ne!(KeyId::named("AB120"), KeyId::named("AB12"));
        assert_ne!(KeyId::named("PUB_KEY_ID_0a"), KeyId::named("PUB_KEY_ID_0A"));
        assert_ne!(KeyId::named("PUB_KEY_ID_0A"), KeyId::named("PUB_KEY_ID_A"));
        assert_ne!(KeyId::named("pub_key_id_0A"), KeyId::named("PUB_KEY_ID_0A"));
    }
}
