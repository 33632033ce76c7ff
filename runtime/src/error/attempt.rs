//! One failed attempt of a call: its host and its failure.

use std::fmt;

use crate::call::base_url::BaseUrl;
use crate::call::verify::VerificationError;
use crate::client::transport::TransportError;
use crate::error::api_error::ApiError;
use crate::error::failure::Failure;
use crate::error::outcome::Outcome;

/// One failed attempt of a call.
///
/// [`Error::attempts`](crate::Error::attempts) lists the attempts of a failed call.
/// [`Response::earlier_attempts`](crate::Response::earlier_attempts) lists the failed attempts
/// before a success.
pub struct Attempt {
    pub(crate) host: BaseUrl,
    pub(crate) failure: Failure,
}

impl Attempt {
    /// The scheme and host that the attempt was sent to.
    #[must_use]
    pub fn host(&self) -> &str {
        self.host.as_str()
    }

    /// The effect of this attempt alone, as far as it is known.
    ///
    /// [`Error::outcome`](crate::Error::outcome) is the outcome of the whole call.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.failure.outcome()
    }

    /// The HTTP status, if a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.failure.status()
    }

    /// The error response, if one arrived.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        self.failure.api_error()
    }

    /// The reason why no response arrived, if none did.
    #[must_use]
    pub fn transport(&self) -> Option<&TransportError> {
        self.failure.transport()
    }

    /// The check of the response's signature that failed.
    #[must_use]
    pub fn verification(&self) -> Option<&VerificationError> {
        self.failure.verification()
    }

    /// The `Request-ID` of the response; WeChat Pay's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.failure.request_id()
    }
}

/// Writes the host, the failure and the outcome.
impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.host, self.failure, self.outcome())
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("host", &self.host())
            .field("outcome", &self.outcome())
            .field("failure", &self.failure)
            .finish()
    }
}
