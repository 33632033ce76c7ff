//! A call without I/O: what to send, and what an answer means. Time, nonce and HTTP stack are the caller's.
//!
//! [`Client::send`](crate::Client::send) is these four steps around a [`Transport`](crate::Transport):
//! 1. [`Call::prepare`] writes the target and the body of an operation, once;
//! 2. [`Call::request`] signs them, for one attempt;
//! 3. the request is sent;
//! 4. [`Call::answer`] verifies and decodes what came back, or [`Call::failed`] tells what it means that nothing did.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, USER_AGENT};
use serde::de::DeserializeOwned;

pub use crate::base_url::BaseUrl;
pub use crate::credential::Credential;
pub use crate::keyring::Keyring;
pub use crate::nonce::Nonce;
pub use crate::pem::CryptoError;

use crate::api_error::{ApiError, Signature};
use crate::error::{Error, Kind, Undecodable};
use crate::operation::{Endpoint, Operation};
use crate::parameters::Parameters;
use crate::path;
use crate::response::{Head, Response};
use crate::transport::TransportError;
use crate::verify::{self, VerificationError};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("wechatpay-runtime/", env!("CARGO_PKG_VERSION")));

/// A call whose bytes are decided: every attempt signs and sends the same ones. `T` is what its answer decodes into.
pub struct Call<T> {
    endpoint: &'static Endpoint,
    target: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Bytes>,
    answer: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Call<T> {
    /// Writes the request target and the body.
    ///
    /// # Errors
    /// Where a path parameter is empty, `.` or `..`, or the body cannot be serialised. Nothing was sent.
    pub fn prepare<O: Operation<Response = T>>(operation: &O) -> Result<Self, Error> {
        let endpoint = O::ENDPOINT;
        let error = |kind| Error::new(endpoint, kind);
        let mut parameters = Parameters::default();
        operation.parameters(&mut parameters);
        let target =
            path::target(endpoint.path, &parameters).map_err(|why| error(Kind::Path(why)))?;
        let body = operation
            .body()
            .map(serde_json::to_vec)
            .transpose()
            .map_err(|why| error(Kind::Encode(why)))?;
        Ok(Self {
            endpoint,
            target,
            headers: parameters.into_headers(),
            body: body.map(Bytes::from),
            answer: PhantomData,
        })
    }

    /// What the operation's page states.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The path and query, percent-encoded, as signed and sent.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The body as signed and sent, or `None` for a call without one.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// Signs one attempt, at `timestamp` (Unix seconds) and with a `nonce` that no other attempt has.
    ///
    /// # Errors
    /// Where the target is too long for a URL, or signing fails. Nothing was sent.
    pub fn request(
        &self,
        base_url: &BaseUrl,
        credential: &Credential,
        keyring: &Keyring,
        timestamp: i64,
        nonce: &Nonce,
    ) -> Result<http::Request<Bytes>, Error> {
        let method = self.endpoint.method;
        let body = self.body.clone().unwrap_or_default();
        let authorization = credential
            .authorization(method, &self.target, timestamp, nonce, &body)
            .map_err(|why| self.error(why))?;
        let mut authorization = HeaderValue::try_from(authorization)
            .map_err(|why| self.error(http::Error::from(why)))?;
        authorization.set_sensitive(true);
        let mut request = http::Request::builder()
            .method(method.as_str())
            .uri(format!("{base_url}{}", self.target))
            .header(ACCEPT, JSON)
            .header(USER_AGENT, AGENT)
            .header("Wechatpay-Serial", keyring.preferred(timestamp))
            .header(AUTHORIZATION, authorization);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if self.body.is_some() {
            request = request.header(CONTENT_TYPE, JSON);
        } else if method.expects_body() {
            request = request.header(CONTENT_LENGTH, 0);
        }
        request.body(body).map_err(|why| self.error(why))
    }

    /// Verifies and decodes an answer that arrived at the local time `now`, in Unix seconds.
    ///
    /// # Errors
    /// For every answer that is no verified, documented, readable success. [`Error::outcome`] tells which.
    pub fn answer(
        &self,
        response: http::Response<Bytes>,
        keyring: &Keyring,
        now: i64,
    ) -> Result<Response<T>, Error> {
        let (parts, body) = response.into_parts();
        let status = parts.status.as_u16();
        let head = Head::new(status, &parts.headers);
        let verified = verify::verify(&parts.headers, &body, keyring, now);
        if parts.status.is_success() {
            verified.map_err(|why| self.error(Kind::Unverified(head.clone(), why)))?;
            if status != 202 || self.endpoint.success.contains(&202) {
                return self.decode(head, body);
            }
            return Err(self.error(ApiError::new(head, body, Signature::Verified)));
        }
        let signature = match verified {
            Ok(()) => Signature::Verified,
            Err(VerificationError::Unsigned | VerificationError::MissingHeader(_)) => {
                Signature::Unsigned
            }
            Err(why) => Signature::Failed(why),
        };
        Err(self.error(ApiError::new(head, body, signature)))
    }

    /// What it means that no answer arrived.
    #[must_use]
    pub fn failed(&self, cause: TransportError) -> Error {
        self.error(cause)
    }

    /// An empty body reads as `null`, which only an answer that documents no body decodes from.
    fn decode(&self, head: Head, body: Bytes) -> Result<Response<T>, Error> {
        let json: &[u8] = if body.is_empty() { b"null" } else { &body };
        match serde_json::from_slice(json) {
            Ok(value) => Ok(Response::new(value, head, body)),
            Err(why) => {
                let (line, column, is_json) = (why.line(), why.column(), why.is_data());
                Err(self.error(Undecodable {
                    head,
                    body,
                    line,
                    column,
                    is_json,
                }))
            }
        }
    }

    fn error(&self, kind: impl Into<Kind>) -> Error {
        Error::new(self.endpoint, kind)
    }
}

/// Without the target and the body, which hold the user's data.
impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.endpoint.operation)
            .finish_non_exhaustive()
    }
}
