//! The mock, as its users see it.

use std::fmt;
use std::sync::Arc;

use crate::builder::Builder;
use crate::desk::Desk;
use crate::faults::{Act, Tamper};
use crate::keys::{MCHID, MERCHANT_SERIAL_NO, PlatformKey};
use crate::ledger::Entry;
use crate::received::Received;
use crate::server::Server;

/// A running local WeChat Pay. It stops when it is dropped.
///
/// It serves many connections at once, with any number of requests each. A request that passes all
/// checks gets the response of its route. Any other request gets an error like that of the real
/// service:
///
/// | first failed check, in this order | response |
/// |---|---|
/// | not HTTP/1.1, a head above 16 KiB, a body above 1 MiB or with a length not given by `Content-Length` alone | 400 `INVALID_REQUEST`, unsigned, and the connection ends |
/// | the signature, for any reason in [`SignatureFault`](crate::SignatureFault) | 401 `SIGN_ERROR`, unsigned, with the message that the mock would have verified |
/// | no `Accept` or no `User-Agent` | 400 `INVALID_REQUEST` |
/// | `Wechatpay-Serial` occurs twice, or names neither a certificate of the mock nor a public key | 400 `INVALID_REQUEST`, unsigned |
/// | POST, PUT or PATCH without `Content-Length` | 400 `INVALID_REQUEST` |
/// | a body that is not JSON, has another `Content-Type`, or contains `null` | 400 `PARAM_ERROR` |
/// | no route matches the path | 404 `RESOURCE_NOT_EXISTS` |
/// | the routes of the path have other methods | 405 `METHOD_NOT_ALLOWED`, with `Allow` |
/// | a path value, query, header or body that breaks a rule of the operation's page, according to [`judge`](crate::judge) | 400 `PARAM_ERROR` |
///
/// The key that the request names in `Wechatpay-Serial` signs the response (see [`PlatformKey`]).
/// If the request names no key, or a `PUB_KEY_ID_…` that the mock does not have, the platform
/// certificate signs. The real service does the same before a merchant has moved to the public key.
pub struct Mock {
    desk: Arc<Desk>,
    server: Server,
    url: String,
}

impl Mock {
    pub(crate) fn new(desk: Arc<Desk>, server: Server) -> Self {
        Self {
            url: format!("http://{}", server.address()),
            desk,
            server,
        }
    }

    /// Returns a builder without routes.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The base URL, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.server.address().port()
    }

    /// The number of the only merchant that the mock knows.
    #[must_use]
    pub fn mchid(&self) -> &'static str {
        MCHID
    }

    /// The merchant's private key as PKCS#8 PEM, like the file `apiclient_key.pem`.
    #[must_use]
    pub fn merchant_key_pem(&self) -> &str {
        &self.desk.keys.merchant_key_pem
    }

    /// The serial number of the merchant's API certificate, in upper-case hex.
    #[must_use]
    pub fn merchant_serial_no(&self) -> &'static str {
        MERCHANT_SERIAL_NO
    }

    /// The merchant's API certificate as PEM, like the file `apiclient_cert.pem`.
    ///
    /// [`merchant_serial_no`](Self::merchant_serial_no) returns its serial number.
    #[must_use]
    pub fn merchant_certificate_pem(&self) -> &str {
        &self.desk.keys.merchant_certificate_pem
    }

    /// The id of the platform's public key, `PUB_KEY_ID_…`.
    #[must_use]
    pub fn public_key_id(&self) -> &'static str {
        PlatformKey::PublicKey.name()
    }

    /// The platform's public key as SPKI PEM.
    #[must_use]
    pub fn public_key_pem(&self) -> &str {
        self.desk.keys.public_key_pem(PlatformKey::PublicKey)
    }

    /// The serial number of the platform certificate, in upper-case hex.
    ///
    /// This certificate signs the responses to requests that name no key.
    #[must_use]
    pub fn platform_serial_no(&self) -> &'static str {
        PlatformKey::Certificate.name()
    }

    /// The platform certificate as PEM. Its key differs from
    /// [`public_key_pem`](Self::public_key_pem).
    #[must_use]
    pub fn platform_certificate_pem(&self) -> &str {
        &self.desk.keys.platform_certificate_pem
    }

    /// The id of the public key that the platform can change to; see [`rotate`](Self::rotate).
    #[must_use]
    pub fn second_public_key_id(&self) -> &'static str {
        PlatformKey::SecondPublicKey.name()
    }

    /// The public key that the platform can change to, as SPKI PEM.
    #[must_use]
    pub fn second_public_key_pem(&self) -> &str {
        self.desk.keys.public_key_pem(PlatformKey::SecondPublicKey)
    }

    /// The serial number of the certificate that the platform can change to.
    #[must_use]
    pub fn second_platform_serial_no(&self) -> &'static str {
        PlatformKey::SecondCertificate.name()
    }

    /// The certificate that the platform can change to, as PEM.
    #[must_use]
    pub fn second_platform_certificate_pem(&self) -> &str {
        &self.desk.keys.second_platform_certificate_pem
    }

    /// The requests received so far, including refused ones. Each is added before its response is
    /// sent.
    ///
    /// Input that is not HTTP, and requests that an act left unread, are not included.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.desk.received()
    }

    /// The number of requests or connections that an act ended before the request was read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.desk.unread()
    }

    /// The requests that took effect so far, in order.
    ///
    /// A request takes effect if its route allows it ([`Route`](crate::Route)), if its usual
    /// response is a success, if its [`Act`] does not prevent it, and if its idempotency key is
    /// new.
    #[must_use]
    pub fn ledger(&self) -> Vec<Entry> {
        self.desk.ledger()
    }

    /// Plays these acts for the next requests, one act per request. They replace acts that were not
    /// played yet.
    ///
    /// After the last act the mock behaves normally. A request gets the first act that applies to
    /// it, once its head has been read; acts that are [limited](Act::on) to a route therefore wait
    /// for their requests. An act that ends a connection earlier is played only while it is the
    /// next act.
    pub fn script(&self, acts: impl IntoIterator<Item = Act>) {
        self.desk.script(|script| script.set_queue(acts));
    }

    /// The number of scripted acts that were not played yet.
    #[must_use]
    pub fn acts_left(&self) -> usize {
        self.desk.script(|script| script.left())
    }

    /// Plays this act for every request that it applies to and for which the script has no act.
    /// `None` ends this.
    pub fn always(&self, act: impl Into<Option<Act>>) {
        self.desk.script(|script| script.set_always(act.into()));
    }

    /// Falsifies every response from now on, including error responses where possible. `None` ends
    /// this.
    ///
    /// Short for [`always`](Self::always) with [`Act::tamper`].
    pub fn tamper(&self, tamper: impl Into<Option<Tamper>>) {
        self.always(tamper.into().map(Act::tamper));
    }

    /// Signs every response from now on with this key, whatever key the request names. `None` ends
    /// this.
    pub fn rotate(&self, key: impl Into<Option<PlatformKey>>) {
        self.desk.rotate(key.into());
    }
}

/// Shows no key.
impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_key() {
        let mock = Mock::builder().start().unwrap();
        assert_eq!(
            format!("{mock:?}"),
            format!("Mock {{ url: {:?}, .. }}", mock.url())
        );
    }

    #[test]
    fn a_mock_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Mock>();
        shared::<Received>();
    }
}
