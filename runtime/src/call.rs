//! A call without I/O: builds the request and interprets the response.
//!
//! The caller supplies time, nonce and HTTP stack. [`Client::send`](crate::Client::send) runs these
//! four steps with a [`Transport`](crate::client::Transport):
//! 1. [`Call::prepare`] writes the request target and the body of an operation, once.
//! 2. [`Call::request`] signs them for one attempt.
//! 3. The transport sends the request.
//! 4. [`Call::response`] verifies and decodes the response. If there is none, [`Call::failed`]
//!    makes the error.
//!
//! The other tasks of the client are left to the caller:
//! - Run [`Operation::validate`] before the first step.
//! - Combine the outcomes of several attempts. Each error of this module is about one attempt only.
//!
//! Errors of this module contain no cause of a `SIGN_ERROR`.

pub(crate) mod base_url;
#[cfg(feature = "encrypted-fields")]
pub(crate) mod encrypt;
pub(crate) mod head;
pub(crate) mod nonce;
pub(crate) mod path;
pub(crate) mod prepared;
pub(crate) mod response;
pub(crate) mod verify;

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

// The crates whose types a transport uses.
pub use {bytes, http};

pub use base_url::BaseUrl;
pub use nonce::Nonce;
pub use response::Response;

pub use crate::keys::{Credential, Keyring};

use crate::client::options::{CallOptions, Validation};
use crate::client::transport::TransportError;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::error::attempt::Attempt;
use crate::error::failure::{Failure, Undecodable};
use crate::operation::Operation;
use crate::parameters::Parameters;
use prepared::{Content, KeyOfCall, Prepared};
use response::Verified;

/// A call with fixed bytes. Every attempt signs and sends the same bytes. The response is decoded
/// as `T`.
pub struct Call<T> {
    prepared: Prepared,
    response: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Call<T> {
    /// Writes the request target and the body.
    ///
    /// # Errors
    /// If a path parameter is empty, `.` or `..`, or if the body cannot be serialized. Nothing was
    /// sent.
    pub fn prepare<O: Operation<Response = T>>(operation: &O) -> Result<Self, Error> {
        let endpoint = operation.endpoint();
        let error = |failure| Error::new(endpoint, failure);
        let mut parameters = Parameters::default();
        operation.parameters(&mut parameters);
        let target = path::target(operation.path_template(), &parameters)
            .map_err(|why| error(Failure::Path(why)))?;
        let content = content(operation).map_err(|why| error(Failure::Encode(why)))?;
        let idempotency_key = operation
            .idempotency_key()
            .map(|key| KeyOfCall::new(key, &parameters));
        let prepared = Prepared {
            endpoint,
            target,
            headers: parameters.into_headers(),
            content,
            idempotency_key,
            #[cfg(feature = "encrypted-fields")]
            plain_fields: operation.encrypted_fields(),
            #[cfg(feature = "encrypted-fields")]
            key: None,
        };
        Ok(Self {
            prepared,
            response: PhantomData,
        })
    }

    /// Validates the request if the options say so, and prepares the call.
    pub(crate) fn prepare_validated<O: Operation<Response = T>>(
        operation: &O,
        options: CallOptions,
    ) -> Result<Self, Error> {
        let checked = match options.validation {
            Validation::Off => Ok(()),
            Validation::Standard => operation.validate(),
            Validation::Strict => operation.validate_strict(),
        };
        checked.map_err(|violations| Error::new(operation.endpoint(), violations))?;
        Self::prepare(operation)
    }

    /// The facts that the operation's page states.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.prepared.endpoint
    }

    /// The path and query, percent-encoded, as signed and sent.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.prepared.target
    }

    /// The body as sent; `None` for a call without a body.
    ///
    /// It is also what is signed, except for a form with a file: of a form, only the JSON part is
    /// signed.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        Some(&self.prepared.content.as_ref()?.sent)
    }

    /// Encrypts the fields that the page wants encrypted, once, with the key of WeChat Pay that
    /// [`Keyring::preferred`] selects. `now` is in Unix seconds.
    ///
    /// All attempts then send the same bytes and name this key, as the page requires. It changes
    /// nothing in a call without such fields.
    ///
    /// # Errors
    /// If a text is too long to be encrypted. Nothing was sent.
    #[cfg(feature = "encrypted-fields")]
    pub fn encrypt(mut self, keyring: &Keyring, now: i64) -> Result<Self, Error> {
        let endpoint = self.prepared.endpoint;
        let encrypted = self.prepared.encrypt(keyring, now);
        self.prepared = encrypted.map_err(|why| Error::new(endpoint, Failure::Encrypt(why)))?;
        Ok(self)
    }

    /// Signs one attempt.
    ///
    /// `timestamp` is in Unix seconds. Each attempt needs a different `nonce`.
    ///
    /// # Errors
    /// If the target is too long for a URL, if signing fails, or if the call has fields that must be
    /// encrypted first. Nothing was sent.
    pub fn request(
        &self,
        base_url: &BaseUrl,
        credential: &Credential,
        keyring: &Keyring,
        timestamp: i64,
        nonce: &Nonce,
    ) -> Result<http::Request<Bytes>, Error> {
        self.prepared
            .request(base_url, credential, keyring, timestamp, nonce)
            .map_err(|failure| self.error(failure))
    }

    /// Verifies and decodes a response. `now` is the local time of its arrival, in Unix seconds.
    ///
    /// # Errors
    /// Unless the response is a verified and documented success that can be decoded. See
    /// [`Error::outcome`].
    pub fn response(
        &self,
        response: http::Response<Bytes>,
        keyring: &Keyring,
        now: i64,
    ) -> Result<Response<T>, Error> {
        let verified = self
            .prepared
            .response(response, keyring, now, None)
            .map_err(|failure| self.error(failure))?;
        self.decode(verified)
    }

    /// Makes the error of an attempt without a response.
    #[must_use]
    pub fn failed(&self, cause: TransportError) -> Error {
        self.error(cause)
    }

    #[cfg(feature = "downloads")]
    pub(crate) fn into_prepared(self) -> Prepared {
        self.prepared
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// Decodes the body. An empty body is read as `null`, which is an error unless the page
    /// documents no body.
    pub(crate) fn decode(&self, verified: Verified) -> Result<Response<T>, Error> {
        let body = &verified.body;
        let json: &[u8] = if body.is_empty() { b"null" } else { body };
        match serde_json::from_slice(json) {
            Ok(value) => Ok(Response::new(value, verified)),
            Err(why) => Err(self.undecodable(verified, &why)),
        }
    }

    fn undecodable(&self, verified: Verified, why: &serde_json::Error) -> Error {
        let failure = Undecodable {
            line: why.line(),
            column: why.column(),
            is_json: why.is_data(),
            head: verified.head,
            body: verified.body,
        };
        match verified.host {
            Some(host) => {
                let last = Attempt {
                    host,
                    failure: failure.into(),
                };
                Error::with_last_attempt(self.endpoint(), verified.earlier, last)
                    .with_idempotency_key(&self.prepared)
            }
            None => self.error(failure),
        }
    }

    fn error(&self, failure: impl Into<Failure>) -> Error {
        Error::new(self.prepared.endpoint, failure).with_idempotency_key(&self.prepared)
    }
}

/// The body of an operation as it is sent, with the part that is signed.
fn content<O: Operation>(operation: &O) -> Result<Option<Content>, serde_json::Error> {
    let body = operation.body();
    let json = body.map(|body| serde_json::to_vec(&body)).transpose()?;
    #[cfg(feature = "uploads")]
    if let Some(form) = operation.form() {
        return crate::upload::encode(&form, json.unwrap_or_default()).map(Some);
    }
    Ok(json.map(Content::json))
}

/// Omits the target and the body, which contain the user's data.
impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.prepared.endpoint.operation)
            .finish_non_exhaustive()
    }
}
