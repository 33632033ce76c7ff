//! The keys that answers are verified with, each under the name by which a response names it.

use crate::client::build_error::{BuildError, Problem};
use crate::keys::certificate::PlatformCertificate;
use crate::keys::credential::Kind;
use crate::keys::pem::{PrivateKey, PublicKey};
use crate::text::{Excerpt, odd_character};

/// The verification keys of a client: WeChat Pay public keys and platform certificates, any number of both, at least one
/// in all. A key's name is a public key's id (`PUB_KEY_ID_…`) or a certificate's serial.
///
/// It is a plain value. A live client's is read by [`Client::keyring`](crate::Client::keyring) and changed by
/// [`Client::update_keyring`](crate::Client::update_keyring).
#[derive(Clone, Debug)]
pub struct Keyring {
    /// In the order in which they were added.
    keys: Vec<Held>,
    /// The name that [`prefer`](Self::prefer) was given.
    preferred: Option<String>,
}

impl Keyring {
    /// A keyring with one WeChat Pay public key.
    ///
    /// # Errors
    /// Where `id` does not have the form `PUB_KEY_ID_…`.
    pub fn new(id: &str, key: PublicKey) -> Result<Self, BuildError> {
        let mut keyring = Self::empty();
        keyring.add(id, key)?;
        Ok(keyring)
    }

    /// A keyring with one platform certificate, at the local time `now` in Unix seconds.
    ///
    /// # Errors
    /// Where the certificate is not valid at `now`.
    pub fn of_certificate(certificate: PlatformCertificate, now: i64) -> Result<Self, BuildError> {
        let mut keyring = Self::empty();
        keyring.add_certificate(certificate, now)?;
        keyring.check(now)?;
        Ok(keyring)
    }

    /// Adds a WeChat Pay public key.
    ///
    /// # Errors
    /// Where `id` does not have the form `PUB_KEY_ID_…`, or is held already.
    pub fn add(&mut self, id: &str, key: PublicKey) -> Result<(), BuildError> {
        Ok(self.add_checked(id, key)?)
    }

    /// Adds a platform certificate, at the local time `now` in Unix seconds. It may be one that is valid only later, as
    /// WeChat Pay gives them out before it uses them.
    ///
    /// # Errors
    /// Where the certificate has expired, or one with its serial is held already.
    pub fn add_certificate(
        &mut self,
        certificate: PlatformCertificate,
        now: i64,
    ) -> Result<(), BuildError> {
        Ok(self.add_certificate_checked(certificate, now)?)
    }

    /// Puts another public key in the place of the one held as `id`.
    ///
    /// # Errors
    /// Where no public key is held as `id`. (A certificate is replaced by adding the new one and removing the old.)
    pub fn replace(&mut self, id: &str, key: PublicKey) -> Result<(), BuildError> {
        for held in &mut self.keys {
            match held {
                Held::PublicKey { id: own, key: held } if own == id => {
                    *held = key;
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(not_held(PUBLIC_KEY, id).into())
    }

    /// Removes the key with this name. Responses that name it are refused from then on, those to requests already sent
    /// included. Where it was [preferred](Self::prefer), no key is any more.
    ///
    /// # Errors
    /// Where no key has this name, or no other key is held.
    pub fn remove(&mut self, name: &str) -> Result<(), BuildError> {
        let at = self.keys.iter().position(|held| held.is_named(name));
        match at {
            None => Err(not_held(setting_of(name), name).into()),
            Some(_) if self.keys.len() == 1 => Err(Problem::new(
                setting_of(name),
                format!(
                    "`{}` is the only key held: add another before",
                    Excerpt(name)
                ),
            )
            .into()),
            Some(at) => {
                self.keys.remove(at);
                self.preferred.take_if(|preferred| same(preferred, name));
                Ok(())
            }
        }
    }

    /// Asks for answers to be signed with the key of this name, rather than with the one that [`preferred`] would choose.
    ///
    /// [`preferred`]: Self::preferred
    ///
    /// # Errors
    /// Where no key has this name.
    pub fn prefer(&mut self, name: &str) -> Result<(), BuildError> {
        Ok(self.prefer_checked(name)?)
    }

    /// The name that requests sent at `now` (Unix seconds) put into `Wechatpay-Serial`, so that the response is signed with
    /// that key. It is that of
    /// 1. the key given to [`prefer`](Self::prefer), unless it is a certificate that is not valid at `now`,
    /// 2. else the public key that was added first,
    /// 3. else, of the certificates valid at `now`, the one that is valid longest,
    /// 4. else, of all certificates, the one that is valid longest.
    #[must_use]
    pub fn preferred(&self, now: i64) -> &str {
        let valid = || self.keys.iter().filter(move |held| held.is_valid_at(now));
        let configured = |held: &&Held| {
            self.preferred
                .as_deref()
                .is_some_and(|name| held.is_named(name))
        };
        let chosen = valid()
            .find(configured)
            .or_else(|| valid().find(|held| held.not_after().is_none()))
            .or_else(|| valid().max_by_key(|held| held.not_after()))
            .or_else(|| self.keys.iter().max_by_key(|held| held.not_after()));
        chosen.map_or("", Held::name)
    }

    /// The names of all keys held, in the order in which they were added.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(Held::name)
    }

    /// The key that a response names by its `Wechatpay-Serial`. No other key is ever tried. A certificate that has expired
    /// since it was added still counts: whether to sign with it is WeChat Pay's decision.
    pub(crate) fn named(&self, serial: &str) -> Option<&PublicKey> {
        let held = self.keys.iter().find(|held| held.is_named(serial));
        held.map(Held::key)
    }

    /// One to add keys to, and to [`check`](Self::check) before anyone sees it.
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
            const EXPECTED: &str = "must be `PUB_KEY_ID_` followed by letters and digits, as the merchant platform shows it \
                                    (not the serial of a certificate)";
            let found = match Kind::of(id) {
                _ if id.is_empty() => Some("is empty".to_owned()),
                None | Some(Kind::PublicKeyId) => odd_character(id),
                Some(kind) => Some(format!("is {kind}")),
            };
            let text = match found {
                Some(found) => format!("its id {found}: it {EXPECTED}"),
                None => format!("its id {EXPECTED}"),
            };
            return Err(Problem::new(PUBLIC_KEY, text));
        }
        let id = id.to_owned();
        self.hold(Held::PublicKey { id, key })
    }

    pub(crate) fn add_certificate_checked(
        &mut self,
        certificate: PlatformCertificate,
        now: i64,
    ) -> Result<(), Problem> {
        certificate.check_not_expired(now)?;
        self.hold(Held::Certificate(certificate))
    }

    pub(crate) fn prefer_checked(&mut self, name: &str) -> Result<(), Problem> {
        if !self.holds(name) {
            return Err(not_held("prefer_key", name));
        }
        self.preferred = Some(name.to_owned());
        Ok(())
    }

    /// Refuses certificates alone of which none is valid at `now`.
    pub(crate) fn check(&self, now: i64) -> Result<(), Problem> {
        let mut fault = Ok(());
        for held in &self.keys {
            fault = match held {
                Held::PublicKey { .. } => return Ok(()),
                Held::Certificate(certificate) => certificate.check(now),
            };
            if fault.is_ok() {
                break;
            }
        }
        fault
    }

    /// Refuses the merchant's own key in the place of WeChat Pay's.
    pub(crate) fn check_not_of(&self, merchant: &PrivateKey) -> Result<(), Problem> {
        let own = |held: &&Held| merchant.is_private_half_of(held.key());
        let Some(held) = self.keys.iter().find(own) else {
            return Ok(());
        };
        Err(Problem::new(
            setting_of(held.name()),
            format!(
                "what was given as `{}` is the merchant's own, the other half of `merchant_key`: give WeChat Pay's",
                held.name()
            ),
        ))
    }

    fn hold(&mut self, new: Held) -> Result<(), Problem> {
        if self.holds(new.name()) {
            let text = format!("`{}` was given twice: remove one", new.name());
            return Err(Problem::new(setting_of(new.name()), text));
        }
        self.keys.push(new);
        Ok(())
    }

    fn holds(&self, name: &str) -> bool {
        self.keys.iter().any(|held| held.is_named(name))
    }
}

pub(crate) const PUBLIC_KEY: &str = "wechatpay_public_key";
const PREFIX: &str = "PUB_KEY_ID_";
/// Those that WeChat Pay gives out have 39 characters.
const LONGEST_ID: usize = 128;

#[derive(Clone, Debug)]
enum Held {
    PublicKey { id: String, key: PublicKey },
    Certificate(PlatformCertificate),
}

impl Held {
    fn name(&self) -> &str {
        match self {
            Self::PublicKey { id, .. } => id,
            Self::Certificate(certificate) => certificate.serial_no(),
        }
    }

    fn is_named(&self, name: &str) -> bool {
        same(self.name(), name)
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

    /// A public key has no end.
    fn not_after(&self) -> Option<i64> {
        match self {
            Self::PublicKey { .. } => None,
            Self::Certificate(certificate) => Some(certificate.not_after()),
        }
    }
}

/// Ids of public keys are texts; serials are numbers in hex.
fn same(one: &str, other: &str) -> bool {
    if one.starts_with(PREFIX) || other.starts_with(PREFIX) {
        return one == other;
    }
    let digits = |serial_no| str::trim_start_matches(serial_no, '0');
    digits(one).eq_ignore_ascii_case(digits(other))
}

/// The builder's method by which a key of this name is given.
fn setting_of(name: &str) -> &'static str {
    if name.starts_with(PREFIX) {
        PUBLIC_KEY
    } else {
        PlatformCertificate::SETTING
    }
}

fn not_held(setting: &'static str, name: &str) -> Problem {
    let text = format!("no key is held as `{}`: add it first", Excerpt(name));
    Problem::new(setting, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificate_serials_compare_as_numbers_and_public_key_ids_as_text() {
        for (one, other) in [("00ab12", "AB12"), ("AB12", "0aB12"), (SERIAL, SERIAL)] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("AB120", "AB12"),
            ("PUB_KEY_ID_0a", "PUB_KEY_ID_0A"),
            ("PUB_KEY_ID_0A", "PUB_KEY_ID_A"),
            ("pub_key_id_0A", "PUB_KEY_ID_0A"),
            ("0PUB_KEY_ID_0A", "PUB_KEY_ID_0A"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
}
