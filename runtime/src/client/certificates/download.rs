//! One download of the platform certificates: `GET /v3/certificates`.

use std::fmt;

use bytes::Bytes;

use crate::call::prepared::Prepared;
use crate::call::verify::{self, VerificationError};
use crate::client::engine::Engine;
use crate::client::hosts::Host;
use crate::client::panics::{Panicked, catch_panic, catch_panic_async};
use crate::client::transport::TransportError;
use crate::endpoint::Endpoint;
use crate::error::api_error::{ApiError, Signature};
use crate::error::failure::Failure;
use crate::error::kind::{ErrorKind, HasKind, WithoutKind, impl_kind};
use crate::keys::ApiKey;
use crate::keys::certificate_list::{self, ListError};
use crate::raw::request;
use crate::text::Excerpt;

static ENDPOINT: Endpoint = request::GET_CERTIFICATES;

/// The error of a download of the platform certificates.
///
/// The text says what happened and what to do. The call that needed the certificates was not sent.
#[derive(Clone)]
pub struct DownloadError(Cause);

#[derive(Clone)]
enum Cause {
    NoApiKey,
    TimedOut,
    /// No response arrived, or the request could not be made.
    NoResponse(String),
    /// WeChat Pay, or something in front of it, refused the request.
    Refused(String),
    /// The merchant has no platform certificates, because it uses a public key.
    OnlyPublicKey,
    List(ListError),
    Unverified(VerificationError),
}

/// Downloads the list, and tries the other host once if there is no usable response.
pub(super) async fn download(engine: &Engine, key: &ApiKey) -> Result<(), DownloadError> {
    let first = engine.hosts.first();
    let result = match from_host(engine, key, first).await {
        Err(why) if why.may_be_temporary() => {
            from_host(engine, key, engine.hosts.next(first)).await
        }
        result => result,
    };
    match &result {
        Ok(()) => tracing::debug!("platform certificates downloaded"),
        Err(DownloadError(Cause::OnlyPublicKey)) if engine.keyring().names().next().is_some() => {
            tracing::debug!("there are no platform certificates: this merchant uses a public key");
        }
        Err(why) => tracing::warn!("platform certificates not downloaded: {why}"),
    }
    result
}

async fn from_host(engine: &Engine, key: &ApiKey, host: Host) -> Result<(), DownloadError> {
    let response = exchange(engine, host).await?;
    let now = catch_panic("clock", &engine.clock)?;
    let (parts, body) = response.into_parts();
    if !parts.status.is_success() {
        let status = parts.status.as_u16();
        let head = crate::call::head::Head::new(status, &parts.headers, &body, now);
        let error = ApiError::new(head, body, Signature::Unsigned);
        return Err(DownloadError(match (status, error.code()) {
            (404, Some("RESOURCE_NOT_EXISTS")) => Cause::OnlyPublicKey,
            _ => Cause::Refused(error.to_string()),
        }));
    }
    let listed = certificate_list::read(&body, key, now).map_err(Cause::List)?;
    let mut keyring = engine.keyring().as_ref().clone();
    // An expired certificate may still sign the list, if the request named it.
    keyring.add_listed(listed.clone());
    verify::verify(&parts.headers, &body, &keyring, now).map_err(Cause::Unverified)?;
    engine.renew_certificates(listed, now);
    Ok(())
}

async fn exchange(engine: &Engine, host: Host) -> Result<http::Response<Bytes>, DownloadError> {
    let nonce = catch_panic("source of nonces", &engine.nonces)?.map_err(Failure::from)?;
    let timestamp = catch_panic("clock", &engine.clock)?;
    let call = Prepared::get(&ENDPOINT, ENDPOINT.path.to_owned());
    let (url, keyring) = (engine.hosts.url(host), engine.keyring());
    let request = call.request(url, &engine.credential, &keyring, timestamp, &nonce)?;
    let exchange = engine.exchange_with_timeout(request, super::TIMEOUT);
    Ok(catch_panic_async("transport", exchange).await??)
}

impl DownloadError {
    pub(crate) const TIMED_OUT: Self = Self(Cause::TimedOut);
    pub(crate) const NO_API_KEY: Self = Self(Cause::NoApiKey);

    /// Whether a time limit ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.0, Cause::TimedOut)
    }

    /// Whether a second request may succeed.
    fn may_be_temporary(&self) -> bool {
        matches!(
            self.0,
            Cause::NoResponse(_) | Cause::Unverified(VerificationError::Probe)
        )
    }
}

impl From<Cause> for DownloadError {
    fn from(cause: Cause) -> Self {
        Self(cause)
    }
}

impl From<Panicked> for DownloadError {
    fn from(why: Panicked) -> Self {
        Self(Cause::NoResponse(why.to_string()))
    }
}

impl From<TransportError> for DownloadError {
    fn from(why: TransportError) -> Self {
        Self(Cause::NoResponse(why.to_string()))
    }
}

impl From<Failure> for DownloadError {
    fn from(why: Failure) -> Self {
        Self(Cause::NoResponse(why.to_string()))
    }
}

impl HasKind for DownloadError {
    fn error_kind(&self) -> ErrorKind {
        ErrorKind::NoPlatformCertificate
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::NoApiKey => f.write_str("the client has no API key: call `.api_key(…)`"),
            Cause::TimedOut => f.write_str("the list did not arrive in time"),
            Cause::NoResponse(why) => f.write_str(why),
            Cause::Refused(why) => write!(f, "the list was refused with {why}"),
            Cause::OnlyPublicKey => f.write_str(
                "this merchant has none, because it uses a WeChat Pay public key: download \
                 `pub_key.pem` from the merchant platform, and call `.wechatpay_public_key(…)`",
            ),
            Cause::List(why) => write!(f, "{why}"),
            Cause::Unverified(why) => write!(f, "the list cannot be trusted: {}", WithoutKind(why)),
        }
    }
}

impl fmt::Debug for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DownloadError")
            .field(&Excerpt(self))
            .finish()
    }
}

impl_kind!(DownloadError);

impl std::error::Error for DownloadError {}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAList => f.write_str("the response is not a list of certificates"),
            Self::OtherApiKey => f.write_str(
                "the API key does not decrypt them: use the APIv3 key that is set on the merchant \
                 platform",
            ),
            Self::UnknownAlgorithm(name) => write!(
                f,
                "they are encrypted with `{name}`, which this crate does not implement"
            ),
            Self::Malformed(serial_no, part) => {
                write!(f, "the {part} of the certificate `{serial_no}` is malformed")
            }
            Self::OtherSerial(listed, other) => write!(
                f,
                "the certificate listed as `{listed}` has the serial `{other}`"
            ),
            Self::NoneValid => f.write_str(
                "none of them is valid at the time of the local clock: if the clock is wrong, set it",
            ),
        }
    }
}
