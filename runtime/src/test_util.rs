//! Responses and errors for an application's unit tests, and a transport without sockets (feature
//! `test-util`).
//!
//! Enable the feature among the development dependencies only.
//!
//! | what a test needs | how to make it |
//! |---|---|
//! | a successful response | [`Response::for_test`] |
//! | any failure | [`Error::for_test`], from a [`Cause`] |
//! | an error response | [`ApiError::for_test`], which is a cause |
//! | a client that sends to a function | [`FnTransport`] |
//!
//! ```
//! use wechatpay_runtime::error::{ApiError, Error, Outcome, TransportError, VerificationError};
//! use wechatpay_runtime::{Operation, Response};
//!
//! fn failures<O: Operation>() {
//!     let refused = ApiError::for_test(404, "RESOURCE_NOT_EXISTS").with_request_id("08F78B");
//!     assert_eq!(Error::for_test::<O>(refused).outcome(), Outcome::Refused);
//!
//!     let unconnected = TransportError::not_sent("connection refused");
//!     assert_eq!(Error::for_test::<O>(unconnected).outcome(), Outcome::NotSent);
//!
//!     let timeout = TransportError::maybe_sent("no response").timed_out();
//!     assert_eq!(Error::for_test::<O>(timeout).outcome(), Outcome::Unknown);
//!
//!     let unverified = VerificationError::WrongSignature;
//!     assert_eq!(Error::for_test::<O>(unverified).outcome(), Outcome::Unknown);
//! }
//!
//! let response = Response::for_test(500).with_request_id("08F78B");
//! assert_eq!((*response, response.request_id()), (500, Some("08F78B")));
//! ```

mod fn_transport;

use std::time::Duration;

use bytes::Bytes;
use serde_json::value::{RawValue, to_raw_value};

pub use fn_transport::FnTransport;

use crate::call::base_url::BaseUrl;
use crate::call::head::Head;
use crate::call::response::{Response, Verified};
use crate::call::verify::VerificationError;
use crate::check::Violations;
use crate::client::transport::TransportError;
use crate::error::Error;
use crate::error::api_error::{ApiError, Signature};
use crate::error::attempt::Attempt;
use crate::error::failure::{Failure, Undecodable};
use crate::error::history::History;
use crate::operation::Operation;

/// Why a call failed. [`Error::for_test`] takes it, or anything that converts into it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause {
    /// An error response. Statuses 4xx mean [`Outcome::Refused`](crate::Outcome::Refused), others
    /// [`Outcome::Unknown`](crate::Outcome::Unknown).
    Response(ApiError),
    /// No response arrived. The constructor of the [`TransportError`] decides the outcome.
    Transport(TransportError),
    /// A success without a valid signature: [`Outcome::Unknown`](crate::Outcome::Unknown).
    Unverified(VerificationError),
    /// A verified success that could not be decoded, with this body:
    /// [`Outcome::Applied`](crate::Outcome::Applied).
    Undecodable(Bytes),
    /// The request breaks rules of its page: [`Outcome::NotSent`](crate::Outcome::NotSent). Take
    /// the violations from `validate()` of a wrong request.
    Invalid(Violations),
    /// The rate limiter refused the call and asks for this wait:
    /// [`Outcome::NotSent`](crate::Outcome::NotSent).
    RateLimited(Duration),
}

impl From<ApiError> for Cause {
    fn from(response: ApiError) -> Self {
        Self::Response(response)
    }
}

impl From<TransportError> for Cause {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<VerificationError> for Cause {
    fn from(error: VerificationError) -> Self {
        Self::Unverified(error)
    }
}

impl From<Violations> for Cause {
    fn from(violations: Violations) -> Self {
        Self::Invalid(violations)
    }
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Response(response) => Self::Response(Box::new(response)),
            Cause::Transport(error) => Self::Transport(error),
            Cause::Unverified(error) => Self::Unverified(head(200), error),
            Cause::Undecodable(body) => Self::Undecodable(Box::new(Undecodable {
                head: head(200),
                body,
                line: 1,
                column: 1,
                is_json: false,
            })),
            Cause::Invalid(violations) => Self::Invalid(violations),
            Cause::RateLimited(wait) => Self::RateLimited(wait),
        }
    }
}

impl Error {
    /// Makes the error of a failed call of the operation `O`, for tests (feature `test-util`).
    ///
    /// Unless the call failed before its first attempt, there was one attempt.
    #[must_use]
    pub fn for_test<O: Operation>(cause: impl Into<Cause>) -> Self {
        let (endpoint, history) = (O::ENDPOINT, History::default());
        match Failure::from(cause.into()) {
            failure @ (Failure::Invalid(_) | Failure::RateLimited(_)) => {
                Self::without_attempt(endpoint, history, failure)
            }
            failure => {
                let host = BaseUrl::main();
                Self::with_last_attempt(endpoint, history, Attempt { host, failure })
            }
        }
    }
}

impl ApiError {
    /// Makes a verified error response, for tests (feature `test-util`).
    ///
    /// Without a code it is like a response of a gateway, which can be
    /// [`unsigned`](Self::unsigned) as well.
    #[must_use]
    pub fn for_test<'a>(status: u16, code: impl Into<Option<&'a str>>) -> Self {
        let mut response = Self::new(head(status), Bytes::new(), Signature::Verified);
        response.code = code.into().map(str::to_owned);
        response.with_written_body()
    }

    /// Sets the message.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self.with_written_body()
    }

    /// Sets the `detail`, which is JSON text. Other text becomes a JSON string.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        self.detail = match RawValue::from_string(detail.clone()) {
            Ok(json) => Some(json),
            Err(_) => to_raw_value(&detail).ok(),
        };
        self.with_written_body()
    }

    /// Sets the header `Request-ID`.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.head.request_id = Some(id.into());
        self
    }

    /// Sets the header `Retry-After`.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.head.retry_after = Some(wait);
        self
    }

    /// Removes the signature, as in a response of a gateway or a 401.
    #[must_use]
    pub fn unsigned(mut self) -> Self {
        self.signature = Signature::Unsigned;
        self.body = Bytes::new();
        self
    }

    /// Writes the body that has these fields. Only a signed body is kept.
    fn with_written_body(mut self) -> Self {
        if matches!(self.signature, Signature::Verified) {
            let fields = serde_json::json!({
                "code": self.code,
                "message": self.message,
                "detail": self.detail,
            });
            self.body = Bytes::from(fields.to_string());
        }
        self
    }
}

impl<T> Response<T> {
    /// Makes a response with the status 200 and an empty body, for tests (feature `test-util`).
    #[must_use]
    pub fn for_test(value: T) -> Self {
        Self::new(value, Verified::new(head(200), Bytes::new()))
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.head.status = status;
        self
    }

    /// Sets the header `Request-ID`.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.head.request_id = Some(id.into());
        self
    }

    /// Sets the body that [`body`](Self::body) and [`read`](Self::read) use. The value stays.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}

fn head(status: u16) -> Head {
    Head::new(status, &http::HeaderMap::new(), &[], 0)
}
