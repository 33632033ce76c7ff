//! One attempt of a call that failed: where it went and what came of it.

use std::fmt;

use crate::call::base_url::BaseUrl;
use crate::call::verify::VerificationError;
use crate::client::transport::TransportError;
use crate::error::api_error::ApiError;
use crate::error::failure::Failure;
use crate::error::outcome::Outcome;

/// One attempt of a call, failed. [`Error::attempts`](crate::Error::attempts) lists those of a call that failed,
/// [`Response::earlier_attempts`](crate::Response::earlier_attempts) those before a success.
pub struct Attempt {
    pub(crate) host: BaseUrl,
    pub(crate) failure: Failure,
}

impl Attempt {
    /// The scheme and host that it was sent to.
    #[must_use]
    pub fn host(&self) -> &str {
        self.host.as_str()
    }

    /// What is known about this attempt's own effect. That of the whole call is [`Error::outcome`](crate::Error::outcome).
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.failure.outcome()
    }

    /// The HTTP status, where a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.failure.status()
    }

    /// The response, where one arrived that is no success.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        self.failure.api_error()
    }

    /// Why no response arrived, where none did.
    #[must_use]
    pub fn transport(&self) -> Option<&TransportError> {
        self.failure.transport()
    }

    /// Which check failed on the response's signature.
    #[must_use]
    pub fn verification(&self) -> Option<&VerificationError> {
        self.failure.verification()
    }

    /// The `Request-ID` of the response, which WeChat Pay's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.failure.request_id()
    }
}

/// Host, what happened, and the outcome.
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
