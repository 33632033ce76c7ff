//! The mock for its users.

use std::fmt;
#[cfg(feature = "callbacks")]
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use bytes::Bytes;

use crate::builder::Builder;
use crate::exchange::{self, NoResponse};
use crate::faults::{Act, Tamper};
use crate::keys::{MCHID, MERCHANT_SERIAL_NO, PlatformKey};
use crate::ledger::LedgerEntry;
use crate::received::ReceivedRequest;
use crate::request_handler::RequestHandler;
use crate::server::Server;

/// The port in the URL of a mock without sockets. Clients reject 0.
const UNUSED_PORT: u16 = 1;

/// A running local WeChat Pay. It stops when it is dropped.
///
/// The mock serves many connections at once, and many requests per connection. A request that
/// passes every check gets the response of its route. Other requests get an error in the words of
/// the real service:
///
/// | what is wrong, in the order of the checks | response |
/// |---|---|
/// | not HTTP/1.1, a head above 16 KiB, a body above 8 MiB, or one whose length is not given by `Content-Length` alone | 400 `INVALID_REQUEST`, unsigned, and the connection ends |
/// | the signature, for any reason in [`SignatureFault`](crate::SignatureFault) | 401 `SIGN_ERROR`, unsigned, with what the mock would have verified |
/// | no `Accept` or no `User-Agent` | 400 `INVALID_REQUEST` |
/// | `Wechatpay-Serial` appears twice, or names neither a certificate of the mock nor a public key | 400 `INVALID_REQUEST`, unsigned |
/// | POST, PUT or PATCH without `Content-Length` | 400 `INVALID_REQUEST` |
/// | a body that is not JSON, has another content type, or contains `null` | 400 `PARAM_ERROR` |
/// | no route has the path | 404 `RESOURCE_NOT_EXISTS` |
/// | the routes of the path have other methods | 405 `METHOD_NOT_ALLOWED`, with `Allow` |
/// | an encrypted field that the key named by `Wechatpay-Serial` cannot decrypt | 400 `PARAM_ERROR` |
/// | a value of the path, the query or a header, or a body, that breaks the operation's page, by [`validate`](crate::validate) | 400 `PARAM_ERROR` |
///
/// A response is signed with the key that the request's `Wechatpay-Serial` names, see
/// [`PlatformKey`]. If it names none, or a `PUB_KEY_ID_…` that the mock does not have, the key of
/// the platform's certificate signs. The real service does the same before a merchant has moved to
/// the public key. If the mock lists certificates, and a request names no key, the key of the first
/// listed certificate signs.
pub struct Mock {
    pub(crate) request_handler: Arc<RequestHandler>,
    /// Listens until it is dropped; `None` without sockets.
    _server: Option<Server>,
    port: u16,
    url: String,
}

impl Mock {
    pub(crate) fn new(request_handler: Arc<RequestHandler>, server: Option<Server>) -> Self {
        let port = server
            .as_ref()
            .map_or(UNUSED_PORT, |server| server.address().port());
        Self {
            url: format!("http://{}:{port}", Ipv4Addr::LOCALHOST),
            request_handler,
            _server: server,
            port,
        }
    }

    /// A builder for a mock, without routes.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The base URL, `http://127.0.0.1:PORT`. Without sockets it has the port 1, where usually
    /// nothing listens, because clients accept this as an address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The port on 127.0.0.1; 1 without sockets.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Handles a request in this thread, without a socket, with the same checks and the same acts.
    ///
    /// A missing `Host` is taken from the URI, and a missing `Content-Length` from the body, as
    /// HTTP libraries add them. Pauses are left out, so this returns at once.
    ///
    /// ```
    /// use wechatpay_mock::{Act, Delivery, Mock, NoResponse, Place};
    ///
    /// let mock = Mock::builder().without_sockets().start()?;
    /// let request = || http::Request::get("http://localhost/v3/certificates").body(bytes::Bytes::new()).unwrap();
    /// // Nobody signed the request.
    /// assert_eq!(mock.exchange(request()).unwrap().status(), 401);
    /// mock.script([Act::cut(Place::AfterActing)]);
    /// assert_eq!(mock.exchange(request()).unwrap_err(), NoResponse::Delivery(Delivery::Cut(Place::AfterActing)));
    /// # std::io::Result::Ok(())
    /// ```
    ///
    /// # Errors
    /// If the act of this request does not send a whole response.
    pub fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, NoResponse> {
        exchange::exchange(&self.request_handler, request)
    }

    /// The service as a function, for a client whose transport can be a function.
    ///
    /// It does the same as [`exchange`](Self::exchange). If there is no whole response, it returns
    /// what a gateway between client and service would: an unsigned HTML page with status 504 if
    /// the service is silent, or else 502. From such a page, a client cannot know whether the
    /// request took effect.
    pub fn service_fn(
        &self,
    ) -> impl Fn(http::Request<Bytes>) -> http::Response<Bytes> + Clone + Send + Sync + 'static
    {
        let request_handler = Arc::clone(&self.request_handler);
        move |request| {
            exchange::exchange(&request_handler, request)
                .unwrap_or_else(|reason| exchange::gateway_page(&reason))
        }
    }

    /// The number of the only merchant that the mock knows.
    #[must_use]
    pub fn mchid(&self) -> &'static str {
        MCHID
    }

    /// The merchant's private key as PKCS#8 PEM, as in `apiclient_key.pem`.
    #[must_use]
    pub fn merchant_key_pem(&self) -> &str {
        &self.request_handler.keys.merchant_key_pem
    }

    /// The serial number of the merchant's API certificate, in upper-case hex.
    #[must_use]
    pub fn merchant_serial_no(&self) -> &'static str {
        MERCHANT_SERIAL_NO
    }

    /// The merchant's API certificate as PEM, as in `apiclient_cert.pem`; its number is
    /// [`merchant_serial_no`](Self::merchant_serial_no).
    #[must_use]
    pub fn merchant_certificate_pem(&self) -> &str {
        &self.request_handler.keys.merchant_certificate_pem
    }

    /// The id of the platform's public key, `PUB_KEY_ID_…`.
    #[must_use]
    pub fn public_key_id(&self) -> &'static str {
        PlatformKey::PublicKey.name()
    }

    /// The platform's public key as SPKI PEM.
    #[must_use]
    pub fn public_key_pem(&self) -> &str {
        self.request_handler
            .keys
            .public_key_pem(PlatformKey::PublicKey)
    }

    /// The serial number of the platform's certificate, in upper-case hex. The certificate's key
    /// signs responses to requests that name no key.
    #[must_use]
    pub fn platform_serial_no(&self) -> &'static str {
        PlatformKey::Certificate.name()
    }

    /// The platform's certificate as PEM. Its key differs from
    /// [`public_key_pem`](Self::public_key_pem).
    #[must_use]
    pub fn platform_certificate_pem(&self) -> &str {
        &self.request_handler.keys.platform_certificate_pem
    }

    /// The id of the public key after a rotation; see [`rotate`](Self::rotate).
    #[must_use]
    pub fn second_public_key_id(&self) -> &'static str {
        PlatformKey::SecondPublicKey.name()
    }

    /// The public key after a rotation, as SPKI PEM.
    #[must_use]
    pub fn second_public_key_pem(&self) -> &str {
        self.request_handler
            .keys
            .public_key_pem(PlatformKey::SecondPublicKey)
    }

    /// The serial number of the certificate after a rotation.
    #[must_use]
    pub fn second_platform_serial_no(&self) -> &'static str {
        PlatformKey::SecondCertificate.name()
    }

    /// The certificate after a rotation, as PEM.
    #[must_use]
    pub fn second_platform_certificate_pem(&self) -> &str {
        &self.request_handler.keys.second_platform_certificate_pem
    }

    /// The requests received so far, including refused ones. Each is recorded before its response
    /// is sent. Bytes that are not HTTP and requests that an act left unread are not included.
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.request_handler.received()
    }

    /// The number of requests or connections that an act ended before the request was read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.request_handler.unread()
    }

    /// The effects so far, in order.
    ///
    /// A request takes effect if its [`Route`](crate::Route) and its [`Act`] allow it, its usual
    /// response is a success, and its idempotency key is new. In the life of coupons, a call takes
    /// effect if it changes something: a call with a request number once for each brand, a call
    /// without one as often as it changes the books.
    #[must_use]
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.request_handler.ledger()
    }

    /// Plays these acts for the next requests, one per request. They replace acts that were not
    /// played yet. After the last act, the mock behaves as usual.
    ///
    /// A request gets the first act that matches it once its head was read. Therefore an act that
    /// is [limited](Act::on) to a route waits for a request to this route. An act that ends a
    /// connection before that is used only if it is the next one.
    pub fn script(&self, acts: impl IntoIterator<Item = Act>) {
        self.request_handler.script(|script| script.set_queue(acts));
    }

    /// The number of acts in the script that were not played yet.
    #[must_use]
    pub fn acts_left(&self) -> usize {
        self.request_handler.script(|script| script.left())
    }

    /// Plays this act for every matching request for which the script has no act. `None` stops
    /// that.
    pub fn always(&self, act: impl Into<Option<Act>>) {
        self.request_handler
            .script(|script| script.set_always(act.into()));
    }

    /// Falsifies every response from now on, including error responses where possible. `None` stops that.
    /// Short for [`always`](Self::always) with [`Act::tamper`].
    pub fn tamper(&self, tamper: impl Into<Option<Tamper>>) {
        self.always(tamper.into().map(Act::tamper));
    }

    /// The merchant's APIv3 key, which decrypts the resources of callbacks and the
    /// platform certificates.
    #[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
    #[must_use]
    pub fn api_key(&self) -> &'static str {
        crate::encryption::API_KEY
    }

    /// Lists these platform certificates at `GET /v3/certificates` from now on, encrypted with
    /// [`api_key`](Self::api_key). The key of the first one signs if a request names no key.
    ///
    /// At first there is no list, and the response is 404 `RESOURCE_NOT_EXISTS`, as for a merchant
    /// that uses a public key only.
    #[cfg(feature = "platform-certificates")]
    pub fn list_certificates(&self, listed: impl IntoIterator<Item = crate::ListedCertificate>) {
        self.request_handler
            .list_certificates(listed.into_iter().collect());
    }

    /// Signs every response from now on with this key, whatever key the request names. `None` signs
    /// with the named key again.
    pub fn rotate(&self, key: impl Into<Option<PlatformKey>>) {
        self.request_handler.rotate(key.into());
    }
}

#[cfg(feature = "callbacks")]
impl Mock {
    /// Sends a callback to a URL with the scheme `http`, in a thread of its own.
    ///
    /// ```
    /// use std::time::Duration;
    /// use wechatpay_mock::{Callback, Mock, Tamper};
    ///
    /// let mock = Mock::builder().without_sockets().start()?;
    /// let callback = Callback::new("PRODUCT_COUPON_SP.SEND", r#"{"coupon_code":"1002"}"#)
    ///     .tampered(Tamper::Probe) // the first attempt; the next ones are genuine
    ///     .retried(1_000_000)
    ///     .reply_timeout(Duration::from_millis(100));
    /// // Nothing listens on this port.
    /// let attempts = mock.send_callback("http://127.0.0.1:1/", callback)?.wait();
    /// assert_eq!(attempts.len(), 16);
    /// assert!(attempts.iter().all(|attempt| attempt.status.is_none()));
    /// # std::io::Result::Ok(())
    /// ```
    ///
    /// # Errors
    /// If the URL is not such a URL, or if the system refuses a thread.
    pub fn send_callback(
        &self,
        url: &str,
        callback: crate::callback::Callback,
    ) -> io::Result<crate::callback::CallbackDelivery> {
        self.request_handler.send_callback(url, callback)
    }

    /// The attempts of all callbacks so far, in the order of their ends.
    #[must_use]
    pub fn callback_attempts(&self) -> Vec<crate::callback::CallbackAttempt> {
        self.request_handler.deliveries.attempts()
    }

    /// The first attempt of a callback as a request, for programs without sockets. Nothing is
    /// recorded.
    #[must_use]
    pub fn callback_request(&self, callback: &crate::callback::Callback) -> http::Request<Bytes> {
        callback.request(self.request_handler.keys)
    }
}

/// Ends the deliveries of callbacks.
#[cfg(feature = "callbacks")]
impl Drop for Mock {
    fn drop(&mut self) {
        self.request_handler.deliveries.end();
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
    fn debug_output_of_a_mock_shows_no_key() {
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
        shared::<ReceivedRequest>();
    }
}
