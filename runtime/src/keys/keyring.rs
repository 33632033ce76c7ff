//! The keys that verify responses. A response names its key.

use crate::client::build_error::{BuildError, Problem};
use crate::keys::certificate::PlatformCertificate;
use crate::keys::credential::Kind;
use crate::keys::pem::{PrivateKey, PublicKey};
use crate::text::{Excerpt, unexpected_character};

/// The keys of a client that verify responses: WeChat Pay public keys and platform certificates, at
/// least one in total.
///
/// The name of a public key is its id (`PUB_KEY_ID_…`). The name of a certificate is its serial.
///
/// A keyring is a plain value. [`Client::keyring`](crate::Client::keyring) returns a copy of a
/// client's keyring, and [`Client::update_keyring`](crate::Client::update_keyring) changes it.
#[derive(Clone, Debug)]
pub struct Keyring {
    /// The keys, in the order in which they were added.
    keys: Vec<NamedKey>,
    /// The name that was passed to [`prefer`](Self::prefer).
    preferred: Option<String>,
}

impl Keyring {
    /// A keyring with one WeChat Pay public key.
    ///
    /// # Errors
    /// If `id` does not have the form `PUB_KEY_ID_…`.
    pub fn new(id: &str, key: PublicKey) -> Result<Self, BuildError> {
        let mut keyring = Self::empty();
        keyring.add(id, key)?;
        Ok(keyring)
    }

    /// A keyring with one platform certificate. `now` is the current time of this machine in Unix
    /// seconds.
    ///
    /// # Errors
    /// If the certificate is not valid at `now`.
    pub fn of_certificate(certificate: PlatformCertificate, now: i64) -> Result<Self, BuildError> {
        let mut keyring = Self::empty();
        keyring.add_certificate(certificate, now)?;
        keyring.check(now)?;
        Ok(keyring)
    }

    /// Adds a WeChat Pay public key.
    ///
    /// # Errors
    /// If `id` does not have the form `PUB_KEY_ID_…`, or if there is already a key with this id.
    pub fn add(&mut self, id: &str, key: PublicKey) -> Result<(), BuildError> {
        Ok(self.add_checked(id, key)?)
    }

    /// Adds a platform certificate. `now` is the current time of this machine in Unix seconds.
    ///
    /// A certificate that is not valid yet is accepted, because WeChat Pay publishes certificates
    /// before it uses them.
    ///
    /// # Errors
    /// If the certificate has expired, or if there is already a certificate with this serial.
    pub fn add_certificate(
        &mut self,
        certificate: PlatformCertificate,
        now: i64,
    ) -> Result<(), BuildError> {
        Ok(self.add_certificate_checked(certificate, now)?)
    }

    /// Replaces the public key whose id is `id`.
    ///
    /// To replace a certificate, add the new one and remove the old one.
    ///
    /// # Errors
    /// If there is no public key with this id.
    pub fn replace(&mut self, id: &str, key: PublicKey) -> Result<(), BuildError> {
        for current in &mut self.keys {
            match current {
                NamedKey::PublicKey {
                    id: current_id,
                    key: current_key,
                } if current_id == id => {
                    *current_key = key;
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(unknown_key(PUBLIC_KEY, id).into())
    }

    /// Removes the key with this name.
    ///
    /// From then on, responses that name this key are rejected, including responses to requests
    /// that were already sent. If the key was [preferred](Self::prefer), the preference is removed.
    ///
    /// # Errors
    /// If there is no key with this name, or if it is the only key.
    pub fn remove(&mut self, name: &str) -> Result<(), BuildError> {
        let index = self.keys.iter().position(|key| key.is_named(name));
        match index {
            None => Err(unknown_key(setting_for(name), name).into()),
            Some(_) if self.keys.len() == 1 => Err(Problem::new(
                setting_for(name),
                format!("`{}` is the only key: add another key first", Excerpt(name)),
            )
            .into()),
            Some(index) => {
                self.keys.remove(index);
                self.preferred
                    .take_if(|preferred| is_same_name(preferred, name));
                Ok(())
            }
        }
    }

    /// Sets the key that requests ask WeChat Pay to sign responses with. This key takes precedence
    /// over the rules of [`preferred`].
    ///
    /// [`preferred`]: Self::preferred
    ///
    /// # Errors
    /// If there is no key with this name.
    pub fn prefer(&mut self, name: &str) -> Result<(), BuildError> {
        Ok(self.prefer_checked(name)?)
    }

    /// The name that requests at `now` (Unix seconds) send as `Wechatpay-Serial`, so that WeChat
    /// Pay signs the response with that key.
    ///
    /// The first rule that applies selects the key:
    /// 1. the key that was passed to [`prefer`](Self::prefer), unless it is a certificate that is
    ///    not valid at `now`;
    /// 2. the public key that was added first;
    /// 3. the certificate that is valid longest, among those valid at `now`;
    /// 4. the certificate that is valid longest, among all certificates.
    #[must_use]
    pub fn preferred(&self, now: i64) -> &str {
        let valid = || self.keys.iter().filter(move |key| key.is_valid_at(now));
        let configured = |key: &&NamedKey| {
            self.preferred
                .as_deref()
                .is_some_and(|name| key.is_named(name))
        };
        let chosen = valid()
            .find(configured)
            .or_else(|| valid().find(|key| key.not_after().is_none()))
            .or_else(|| valid().max_by_key(|key| key.not_after()))
            .or_else(|| self.keys.iter().max_by_key(|key| key.not_after()));
        chosen.map_or("", NamedKey::name)
    }

    /// The names of all keys, in the order in which they were added.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(NamedKey::name)
    }

    /// The key that a response names in `Wechatpay-Serial`. No other key is tried.
    ///
    /// A certificate that has expired since it was added still verifies responses, because WeChat
    /// Pay decides what it signs with.
    pub(crate) fn find(&self, serial: &str) -> Option<&PublicKey> {
        let key = self.keys.iter().find(|key| key.is_named(serial));
        key.map(NamedKey::key)
    }

    /// Whether a key that can verify responses is valid at `now`.
    #[cfg(feature = "platform-certificates")]
    pub(crate) fn has_valid_key(&self, now: i64) -> bool {
        self.keys.iter().any(|key| key.is_valid_at(now))
    }

    /// Adds certificates that WeChat Pay listed.
    #[cfg(feature = "platform-certificates")]
    pub(crate) fn add_listed(&mut self, listed: Vec<PlatformCertificate>) {
        for certificate in listed {
            // A certificate with a known serial is the known certificate.
            let _ = self.insert(NamedKey::Certificate(certificate));
        }
    }

    /// Removes certificates that have expired. A certificate that is no longer listed stays until
    /// it expires, because responses that are signed with it may still arrive.
    #[cfg(feature = "platform-certificates")]
    pub(crate) fn remove_expired(&mut self, now: i64) {
        let expired = |key: &NamedKey| key.not_after().is_some_and(|end| end < now);
        self.keys.retain(|key| !expired(key));
        let preferred = self.preferred.take();
        self.preferred = preferred.filter(|name| self.contains(name));
    }

    /// An empty keyring. The caller adds keys and then calls [`check`](Self::check).
    pub(crate) fn empty() -> Self {
        Self {
            keys: Vec::new(),
            preferred: None,
        }
    }

    pub(crate) fn add_checked(&mut self, id: &str, key: PublicKey) -> Result<(), Problem> {
        let alphanumeric =
            |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if id.len() > LONGEST_ID || !id.strip_prefix(PREFIX).is_some_and(alphanumeric) {
            const EXPECTED: &str = "must be `PUB_KEY_ID_` followed by letters and digits, as the \
                                    merchant platform shows it (not the serial of a certificate)";
            let found = match Kind::detect(id) {
                _ if id.is_empty() => Some("is empty".to_owned()),
                None | Some(Kind::PublicKeyId) => unexpected_character(id),
                Some(kind) => Some(format!("is {kind}")),
            };
            let text = match found {
                Some(found) => format!("its id {found}: it {EXPECTED}"),
                None => format!("its id {EXPECTED}"),
            };
            return Err(Problem::new(PUBLIC_KEY, text));
        }
        let id = id.to_owned();
        self.insert(NamedKey::PublicKey { id, key })
    }

    pub(crate) fn add_certificate_checked(
        &mut self,
        certificate: PlatformCertificate,
        now: i64,
    ) -> Result<(), Problem> {
        certificate.check_not_expired(now)?;
        self.insert(NamedKey::Certificate(certificate))
    }

    pub(crate) fn prefer_checked(&mut self, name: &str) -> Result<(), Problem> {
        if !self.contains(name) {
            return Err(unknown_key("prefer_key", name));
        }
        self.preferred = Some(name.to_owned());
        Ok(())
    }

    /// Rejects a keyring without public keys if none of its certificates is valid at `now`.
    pub(crate) fn check(&self, now: i64) -> Result<(), Problem> {
        let mut fault = Ok(());
        for key in &self.keys {
            fault = match key {
                NamedKey::PublicKey { .. } => return Ok(()),
                NamedKey::Certificate(certificate) => certificate.check(now),
            };
            if fault.is_ok() {
                break;
            }
        }
        fault
    }

    /// Rejects the merchant's own key if it was given as a key of WeChat Pay.
    pub(crate) fn check_not_merchant_key(&self, merchant: &PrivateKey) -> Result<(), Problem> {
        let is_merchant_key = |key: &&NamedKey| merchant.is_private_half_of(key.key());
        let Some(key) = self.keys.iter().find(is_merchant_key) else {
            return Ok(());
        };
        Err(Problem::new(
            setting_for(key.name()),
            format!(
                "`{}` contains the merchant's own public key, which belongs to `merchant_key`: use \
                 a key of WeChat Pay",
                key.name()
            ),
        ))
    }

    fn insert(&mut self, new: NamedKey) -> Result<(), Problem> {
        if self.contains(new.name()) {
            let text = format!("`{}` was given twice: remove one of them", new.name());
            return Err(Problem::new(setting_for(new.name()), text));
        }
        self.keys.push(new);
        Ok(())
    }

    fn contains(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key.is_named(name))
    }
}

pub(crate) const PUBLIC_KEY: &str = "wechatpay_public_key";
const PREFIX: &str = "PUB_KEY_ID_";
/// The ids of WeChat Pay have 39 characters.
const LONGEST_ID: usize = 128;

#[derive(Clone, Debug)]
enum NamedKey {
    PublicKey { id: String, key: PublicKey },
    Certificate(PlatformCertificate),
}

impl NamedKey {
    fn name(&self) -> &str {
        match self {
            Self::PublicKey { id, .. } => id,
            Self::Certificate(certificate) => certificate.serial_no(),
        }
    }

    fn is_named(&self, name: &str) -> bool {
        is_same_name(self.name(), name)
    }

    fn key(&self) -> &PublicKey {
        match self {
            Self::PublicKey { key, .. } => key,
            Self::Certificate(certificate) => certificate.public_key(),
        }
    }

    fn is_valid_at(&self, now: i64) -> bool {
        match self {
            Self::PublicKey { .. } => true,
            Self::Certificate(certificate) => certificate.is_valid_at(now),
        }
    }

    /// The end of the validity period. A public key has none.
    fn not_after(&self) -> Option<i64> {
        match self {
            Self::PublicKey { .. } => None,
            Self::Certificate(certificate) => Some(certificate.not_after()),
        }
    }
}

/// Whether two names are equal. Ids of public keys are compared as texts, serials as hex numbers.
fn is_same_name(one: &str, other: &str) -> bool {
    if one.starts_with(PREFIX) || other.starts_with(PREFIX) {
        return one == other;
    }
    let digits = |serial_no| str::trim_start_matches(serial_no, '0');
    digits(one).eq_ignore_ascii_case(digits(other))
}

/// The builder method that adds a key with this name.
fn setting_for(name: &str) -> &'static str {
    if name.starts_with(PREFIX) {
        PUBLIC_KEY
    } else {
        PlatformCertificate::SETTING
    }
}

fn unknown_key(setting: &'static str, name: &str) -> Problem {
    let text = format!("there is no key `{}`: add it first", Excerpt(name));
    Problem::new(setting, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificate_serials_compare_as_numbers_and_public_key_ids_as_text() {
        for (one, other) in [("00ab12", "AB12"), ("AB12", "0aB12"), (SERIAL, SERIAL)] {
            assert!(is_same_name(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("AB120", "AB12"),
            ("PUB_KEY_ID_0a", "PUB_KEY_ID_0A"),
            ("PUB_KEY_ID_0A", "PUB_KEY_ID_A"),
            ("pub_key_id_0A", "PUB_KEY_ID_0A"),
            ("0PUB_KEY_ID_0A", "PUB_KEY_ID_0A"),
        ] {
            assert!(!is_same_name(one, other), "{one} {other}");
        }
    }

    const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
}
