//! Errors of calls: what happened, what to do next, and whether the call may have taken effect.
//!
//! The text of an error ends with its [kind](ErrorKind) in square brackets. The [index] explains each
//! kind. 错误文本末尾方括号内是错误的种类，[索引](index)说明每个种类的原因与处理办法。

pub(crate) mod api_error;
pub(crate) mod attempt;
mod explain;
pub(crate) mod failure;
pub(crate) mod history;
pub(crate) mod kind;
pub(crate) mod outcome;
pub(crate) mod sign_error;
pub(crate) mod signature_status;

use std::error::Error as StdError;
use std::fmt;

pub use api_error::ApiError;
pub use attempt::Attempt;
pub use kind::{ErrorKind, index};
pub use outcome::Outcome;
pub use sign_error::{SignErrorCause, SignedLine};
pub use signature_status::SignatureStatus;

pub use crate::call::verify::VerificationError;
pub use crate::client::build_error::BuildError;
#[cfg(feature = "platform-certificates")]
pub use crate::client::certificates::DownloadError;
pub use crate::client::transport::TransportError;
#[cfg(feature = "encrypted-fields")]
pub use crate::keys::field_encryption::DecryptionError;
pub use crate::keys::key_error::KeyError;
pub use crate::keys::pem::CryptoError;
pub use crate::open_enum::{UnknownValue, UnknownValueError};
pub use crate::open_number::UnknownNumber;
pub use crate::raw::extras::ExtrasError;

use crate::call::prepared::Prepared;
use crate::check::Violations;
use crate::endpoint::{DocumentedError, Endpoint};
use crate::open_enum::OpenEnum as _;
use crate::operation::Operation;
use failure::Failure;
use history::History;

/// The error of a failed call: its cause, and whether the call may have taken effect.
///
/// Read [`outcome`](Self::outcome) first: it says whether the call may have taken effect, with all
/// its attempts considered together.
///
/// The text (`Display`) is complete on its own. It says what happened, what to do and what the
/// outcome is, and it includes the `Request-ID` if there is one. The name in square brackets is the
/// [`kind`](Self::kind), under which the [error index](index) explains the error. Neither the text
/// nor the `Debug` output shows a key, a signature, a body or the `detail` of an error response.
pub struct Error(Box<Inner>);

struct Inner {
    endpoint: &'static Endpoint,
    history: History,
    last: Last,
    /// The name of the field that is the idempotency key of this request.
    idempotency_key: Option<String>,
}

/// How the call ended.
enum Last {
    /// The last attempt failed, and no other attempt followed.
    Attempt(Attempt),
    /// The call failed before an attempt was made, or the program used the functions of
    /// [`call`](crate::call) instead of a client.
    WithoutAttempt(Failure),
}

impl Error {
    /// Makes the error of a call that made no attempt.
    pub(crate) fn new(endpoint: &'static Endpoint, failure: impl Into<Failure>) -> Self {
        Self(Box::new(Inner {
            endpoint,
            history: History::default(),
            last: Last::WithoutAttempt(failure.into()),
            idempotency_key: None,
        }))
    }

    /// Makes the error of a call whose attempts were `history` and then `last`.
    pub(crate) fn with_last_attempt(
        endpoint: &'static Endpoint,
        history: History,
        last: Attempt,
    ) -> Self {
        Self(Box::new(Inner {
            endpoint,
            history,
            last: Last::Attempt(last),
            idempotency_key: None,
        }))
    }

    /// Makes the error of a call that ended before its next attempt.
    ///
    /// The error is the failure of the last attempt. If no attempt was made, the error is
    /// `failure`.
    pub(crate) fn before_attempt(
        endpoint: &'static Endpoint,
        mut history: History,
        failure: impl Into<Failure>,
    ) -> Self {
        match history.pop() {
            Some(last) => Self::with_last_attempt(endpoint, history, last),
            None => Self::without_attempt(endpoint, history, failure),
        }
    }

    /// Makes the error of a call that ended with `failure` after the attempts in `history`.
    pub(crate) fn without_attempt(
        endpoint: &'static Endpoint,
        history: History,
        failure: impl Into<Failure>,
    ) -> Self {
        Self(Box::new(Inner {
            endpoint,
            history,
            last: Last::WithoutAttempt(failure.into()),
            idempotency_key: None,
        }))
    }

    /// Adds the name of the call's idempotency key.
    pub(crate) fn with_idempotency_key(mut self, call: &Prepared) -> Self {
        self.0.idempotency_key = call.idempotency_key().map(str::to_owned);
        self
    }

    /// The effect of the call, as far as it is known, with all its attempts considered together.
    ///
    /// A refusal after an attempt with an unknown outcome is [`Outcome::Unknown`]: the earlier
    /// attempt may have taken effect and may have caused the refusal. See
    /// [`attempts`](Self::attempts) for the outcome of each attempt.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.history.outcome(self.0.endpoint, self.failure())
    }

    /// The kind of the failure, which is also in the text of the error.
    ///
    /// If attempts failed in different ways, it is the kind of the last failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.failure().kind()
    }

    /// The name of the operation, such as `busifavor.modify_budget`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.endpoint.operation
    }

    /// All attempts of the call, in order.
    ///
    /// This error describes the failure of the last attempt. The iterator is empty if the call
    /// ended before the first attempt.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        let last = match &self.0.last {
            Last::Attempt(attempt) => Some(attempt),
            Last::WithoutAttempt(_) => None,
        };
        self.0.history.attempts().iter().chain(last)
    }

    /// The error response, if one arrived.
    ///
    /// This is a response with status 3xx, 4xx or 5xx, or with a 202 that the documentation page
    /// does not list.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        self.failure().api_error()
    }

    /// The error code of the response, as the error code type of the operation `O`. Example:
    /// `error.code::<ModifyBudgetRequest>()`.
    ///
    /// `None` if the response has no code, or if the error belongs to another operation.
    #[must_use]
    pub fn code<O: Operation>(&self) -> Option<O::ErrorCode> {
        if self.operation() != O::ENDPOINT.operation {
            return None;
        }
        self.api_error()?.code().map(O::ErrorCode::from_text)
    }

    /// The entries of the page's error table for this status and code, with meanings and remedies.
    ///
    /// A table can list the same code several times. In that case the message of the response says
    /// which entry applies.
    pub fn documented_errors(&self) -> impl Iterator<Item = &'static DocumentedError> {
        let api = self.api_error();
        let status = api.map_or(0, ApiError::status);
        let endpoint = self.0.endpoint;
        endpoint.documented_errors(status, api.and_then(ApiError::code))
    }

    /// The `Request-ID` of the response; WeChat Pay's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.failure().request_id()
    }

    /// The `Content-Encoding` of the response, such as `gzip`, if it is not `identity`.
    ///
    /// The client asks for `identity` and decompresses nothing. It verifies the signature and reads
    /// the code from the bytes as they arrived.
    #[must_use]
    pub fn content_encoding(&self) -> Option<&str> {
        self.failure().content_encoding()
    }

    /// The body of the response, if its signature is valid.
    ///
    /// After [`Outcome::Applied`] this body is the only record of what happened. It can contain
    /// personal data.
    #[must_use]
    pub fn verified_body(&self) -> Option<&[u8]> {
        self.failure().verified_body()
    }

    /// The signature check that failed, for a response with any status.
    ///
    /// Also `None` if an error response (4xx or 5xx) has no signature.
    #[must_use]
    pub fn verification(&self) -> Option<&VerificationError> {
        self.failure().verification()
    }

    /// The likely cause of a `SIGN_ERROR`, as far as the response shows it.
    #[must_use]
    pub fn sign_error_cause(&self) -> Option<SignErrorCause> {
        self.api_error()?.sign_error_cause()
    }

    /// The rules of the page that the request breaks, if the client refused to send it because of
    /// them.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match self.failure() {
            Failure::Invalid(violations) => Some(violations),
            _ => None,
        }
    }

    /// Whether a time limit ran out.
    ///
    /// [`outcome`](Self::outcome) says whether the request may have left before that.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self.failure() {
            Failure::TooLate => true,
            #[cfg(feature = "platform-certificates")]
            Failure::NoPlatformCertificate(why) => why.is_timeout(),
            failure => failure.transport().is_some_and(TransportError::is_timeout),
        }
    }

    /// Whether every attempt failed to connect, so that no byte of the request left this machine.
    ///
    /// This covers failures of DNS lookup, TCP connection and TLS handshake.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        let connect =
            |failure: &Failure| failure.transport().is_some_and(TransportError::is_connect);
        connect(self.failure()) && self.attempts().all(|attempt| connect(&attempt.failure))
    }

    /// Whether calls are too frequent.
    ///
    /// Either WeChat Pay said so (status 429), or this client did not send the call because of the
    /// page's rate limit.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.failure(), Failure::RateLimited(_)) || self.failure().status() == Some(429)
    }

    pub(crate) fn failure(&self) -> &Failure {
        match &self.0.last {
            Last::Attempt(attempt) => &attempt.failure,
            Last::WithoutAttempt(failure) => failure,
        }
    }

    pub(crate) fn endpoint(&self) -> &'static Endpoint {
        self.0.endpoint
    }

    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        self.0.idempotency_key.as_deref()
    }

    pub(crate) fn history(&self) -> &History {
        &self.0.history
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        explain::explain(f, self)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("operation", &self.operation())
            .field("outcome", &self.outcome())
            .field("failure", self.failure())
            .field("attempts", &self.attempts().collect::<Vec<_>>())
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.failure().source()
    }
}
