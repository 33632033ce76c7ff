//! The settings of a client, checked all at once.

use std::fmt;
use std::sync::Arc;

use crate::base_url::BaseUrl;
use crate::build_error::{BuildError, Problem, Problems};
use crate::client::{Client, Inner};
use crate::credential::{Credential, Mchid, SerialNo};
use crate::keyring::{self, Keyring};
use crate::pem::{PrivateKey, PublicKey};
use crate::transport::Transport;
#[cfg(feature = "http-client")]
use crate::transport::http_client::{HttpClient, Limits};

/// Collects the settings of a [`Client`]. `mchid`, `merchant_key`, `merchant_serial_no` and one
/// `wechatpay_public_key` are required.
#[derive(Default)]
#[must_use = "a client exists only after `build()`"]
pub struct ClientBuilder {
    mchid: Option<String>,
    merchant_key: Option<PrivateKey>,
    merchant_serial_no: Option<String>,
    wechatpay_public_keys: Vec<(String, PublicKey)>,
    base_url: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "http-client")]
    limits: Limits,
}

impl ClientBuilder {
    /// The merchant number that signs, as in `1900000001`.
    pub fn mchid(mut self, mchid: impl Into<String>) -> Self {
        self.mchid = Some(mchid.into());
        self
    }

    /// The merchant's private key.
    pub fn merchant_key(mut self, key: PrivateKey) -> Self {
        self.merchant_key = Some(key);
        self
    }

    /// The serial of the merchant API certificate that belongs to the key: up to 40 hex digits.
    pub fn merchant_serial_no(mut self, serial_no: impl Into<String>) -> Self {
        self.merchant_serial_no = Some(serial_no.into());
        self
    }

    /// A WeChat Pay public key and its id, `PUB_KEY_ID_…`. May be called again for further keys; answers are asked to
    /// be signed with the first.
    pub fn wechatpay_public_key(mut self, id: impl Into<String>, key: PublicKey) -> Self {
        self.wechatpay_public_keys.push((id.into(), key));
        self
    }

    /// Where to call instead of WeChat Pay's main host: `https://HOST[:PORT]`, or `http://` to a loopback address.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Another HTTP stack than the default one, which then also has its own limits.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The longest that an exchange of the default transport may take, to the last byte of the answer. 30 seconds
    /// unless set.
    #[cfg(feature = "http-client")]
    pub fn timeout(mut self, total: std::time::Duration) -> Self {
        self.limits.total = total;
        self
    }

    /// The longest that the default transport may take to find and reach the host, TLS included. 5 seconds unless set,
    /// and never more than half of [`timeout`](Self::timeout).
    #[cfg(feature = "http-client")]
    pub fn connect_timeout(mut self, connect: std::time::Duration) -> Self {
        self.limits.connect = connect;
        self
    }

    /// The longest answer that the default transport reads, in bytes. 4 MiB unless set.
    #[cfg(feature = "http-client")]
    pub fn max_answer_bytes(mut self, bytes: usize) -> Self {
        self.limits.answer = bytes;
        self
    }

    /// Checks every setting and makes the client. Nothing goes to the network.
    ///
    /// # Errors
    /// Where settings are missing or malformed: all of them in one error.
    pub fn build(self) -> Result<Client, BuildError> {
        let mut problems = Problems::default();
        let credential = self.credential(&mut problems);
        let keyring = self.keyring(&mut problems);
        let base_url = problems.take(
            self.base_url
                .as_deref()
                .map_or_else(|| Ok(BaseUrl::main()), BaseUrl::checked),
        );
        let loopback = base_url.as_ref().is_some_and(BaseUrl::is_loopback);
        let transport = problems.take(self.transport_or_default(loopback));
        let inner = match (credential, keyring, base_url, transport) {
            (Some(credential), Some(keyring), Some(base_url), Some(transport)) => Some(Inner {
                credential,
                keyring,
                base_url,
                transport,
            }),
            _ => None,
        };
        problems.finish(inner.map(Client::from))
    }

    fn credential(&self, problems: &mut Problems) -> Option<Credential> {
        let mchid = self
            .mchid
            .as_deref()
            .ok_or_else(|| missing(Mchid::SETTING))
            .and_then(Mchid::parse);
        let mchid = problems.take(mchid);
        let key = problems.take(
            self.merchant_key
                .clone()
                .ok_or_else(|| missing("merchant_key")),
        );
        let serial_no = self
            .merchant_serial_no
            .as_deref()
            .ok_or_else(|| missing(SerialNo::SETTING));
        let serial_no = problems.take(serial_no.and_then(SerialNo::parse));
        Some(Credential::of(mchid?, serial_no?, key?))
    }

    fn keyring(&self, problems: &mut Problems) -> Option<Keyring> {
        let mut keyring: Option<Keyring> = None;
        for (id, key) in &self.wechatpay_public_keys {
            problems.take(match &mut keyring {
                Some(keyring) => keyring.add_checked(id, key.clone()),
                None => Keyring::checked(id, key.clone()).map(|first| keyring = Some(first)),
            });
        }
        if self.wechatpay_public_keys.is_empty() {
            problems.note(missing(keyring::SETTING));
        }
        keyring
    }

    #[cfg(feature = "http-client")]
    fn transport_or_default(&self, loopback: bool) -> Result<Arc<dyn Transport>, Problem> {
        match &self.transport {
            Some(transport) => Ok(Arc::clone(transport)),
            None => Ok(Arc::new(HttpClient::new(loopback, self.limits)?)),
        }
    }

    #[cfg(not(feature = "http-client"))]
    fn transport_or_default(&self, _: bool) -> Result<Arc<dyn Transport>, Problem> {
        self.transport.clone().ok_or_else(|| {
            Problem::new(
                "transport",
                "is missing: give one, or turn on this crate's feature `http-client`",
            )
        })
    }
}

/// Which settings were given; no key.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<_> = self
            .wechatpay_public_keys
            .iter()
            .map(|(id, _)| id)
            .collect();
        f.debug_struct("ClientBuilder")
            .field("mchid", &self.mchid)
            .field("merchant_key", &self.merchant_key)
            .field("merchant_serial_no", &self.merchant_serial_no)
            .field("wechatpay_public_keys", &ids)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

fn missing(setting: &'static str) -> Problem {
    Problem::new(setting, format!("is missing: call `.{setting}(…)`"))
}

#[cfg(all(test, not(feature = "http-client")))]
mod tests {
    use super::*;

    #[test]
    fn without_the_default_transport_one_has_to_be_given() {
        let error = ClientBuilder::default().build().unwrap_err();
        assert!(error.settings().any(|setting| setting == "transport"));
        assert!(error.to_string().contains("`http-client`"));
    }
}
