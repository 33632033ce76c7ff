//! A call without I/O: what to send, and what a response means. Time, nonce and HTTP stack are the caller's.
//!
//! [`Client::send`](crate::Client::send) is these four steps around a [`Transport`](crate::client::Transport):
//! 1. [`Call::prepare`] writes the target and the body of an operation, once;
//! 2. [`Call::request`] signs them, for one attempt;
//! 3. the request is sent;
//! 4. [`Call::response`] verifies and decodes what came back, or [`Call::failed`] tells what it means that nothing did.
//!
//! What the client does beside is then the caller's: [`Operation::validate`] before the first step; and after the last one, the
//! outcome of several attempts together, since each error here tells of one. It knows no cause of a `SIGN_ERROR` either.

pub(crate) mod base_url;
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

// The two crates whose types a transport has in its hands.
pub use {bytes, http};

pub use base_url::BaseUrl;
pub use nonce::Nonce;
pub use response::Response;

pub use crate::keys::{Credential, Keyring};

use crate::client::options::CallOptions;
use crate::client::transport::TransportError;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::error::attempt::Attempt;
use crate::error::failure::{Failure, Undecodable};
use crate::operation::Operation;
use crate::parameters::Parameters;
use prepared::Prepared;
use response::Verified;

/// A call whose bytes are decided: every attempt signs and sends the same ones. `T` is what its response decodes into.
pub struct Call<T> {
    prepared: Prepared,
    response: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Call<T> {
    /// Writes the request target and the body.
    ///
    /// # Errors
    /// Where a path parameter is empty, `.` or `..`, or the body cannot be serialised. Nothing was sent.
    pub fn prepare<O: Operation<Response = T>>(operation: &O) -> Result<Self, Error> {
        let endpoint = operation.endpoint();
        let error = |failure| Error::new(endpoint, failure);
        let mut parameters = Parameters::default();
        operation.parameters(&mut parameters);
        let target = path::target(operation.path_template(), &parameters)
            .map_err(|why| error(Failure::Path(why)))?;
        let body = operation
            .body()
            .map(serde_json::to_vec)
            .transpose()
            .map_err(|why| error(Failure::Encode(why)))?;
        let prepared = Prepared {
            endpoint,
            target,
            headers: parameters.into_headers(),
            body: body.map(Bytes::from),
            idempotency_key: operation.idempotency_key().map(str::to_owned),
        };
        Ok(Self {
            prepared,
            response: PhantomData,
        })
    }

    /// The same, once the request has passed the checks of its page, if they are on.
    pub(crate) fn checked<O: Operation<Response = T>>(
        operation: &O,
        options: CallOptions,
    ) -> Result<Self, Error> {
        if options.validate {
            operation
                .validate()
                .map_err(|violations| Error::new(operation.endpoint(), violations))?;
        }
        Self::prepare(operation)
    }

    /// What the operation's page states.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.prepared.endpoint
    }

    /// The path and query, percent-encoded, as signed and sent.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.prepared.target
    }

    /// The body as signed and sent, or `None` for a call without one.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.prepared.body.as_deref()
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
        self.prepared
            .request(base_url, credential, keyring, timestamp, nonce)
            .map_err(|failure| self.error(failure))
    }

    /// Verifies and decodes a response that arrived at the local time `now`, in Unix seconds.
    ///
    /// # Errors
    /// For every response that is no verified, documented, readable success. [`Error::outcome`] tells which.
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

    /// What it means that no response arrived.
    #[must_use]
    pub fn failed(&self, cause: TransportError) -> Error {
        self.error(cause)
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// An empty body reads as `null`, which only a response that documents no body decodes from.
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
                Error::after(self.endpoint(), verified.earlier, last).of_call(&self.prepared)
            }
            None => self.error(failure),
        }
    }

    fn error(&self, failure: impl Into<Failure>) -> Error {
        Error::new(self.prepared.endpoint, failure).of_call(&self.prepared)
    }
}

/// Without the target and the body, which hold the user's data.
impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.prepared.endpoint.operation)
            .finish_non_exhaustive()
    }
}
