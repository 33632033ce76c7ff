//! Why a call failed: what happened, whose fault it is, what to do, and whether it may have taken effect.

pub(crate) mod api_error;
pub(crate) mod attempt;
mod explain;
pub(crate) mod failure;
pub(crate) mod history;
pub(crate) mod outcome;
pub(crate) mod sign_error;
pub(crate) mod signature_status;

use std::error::Error as StdError;
use std::fmt;

pub use api_error::ApiError;
pub use attempt::Attempt;
pub use outcome::Outcome;
pub use sign_error::{SignErrorCause, SignedLine};
pub use signature_status::SignatureStatus;

pub use crate::call::verify::VerificationError;
pub use crate::client::build_error::BuildError;
pub use crate::client::transport::TransportError;
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
/// [`outcome`](Self::outcome) comes first: it says whether the call may have taken effect, all its attempts together.
/// The text is complete on its own: what happened, what to do, the outcome, and the `Request-ID` where there is one.
/// Neither the text nor the `Debug` form shows a key, a signature, a body or a `detail`.
pub struct Error(Box<Inner>);

struct Inner {
    endpoint: &'static Endpoint,
    history: History,
    last: Last,
    /// The name of the idempotency key that the request had.
    idempotency_key: Option<String>,
}

/// How the call ended.
enum Last {
    /// An attempt failed, and no other followed.
    Attempt(Attempt),
    /// It failed on this side of the network, or without a client.
    Alone(Failure),
}

impl Error {
    /// A failure that no attempt came before.
    pub(crate) fn new(endpoint: &'static Endpoint, failure: impl Into<Failure>) -> Self {
        Self(Box::new(Inner {
            endpoint,
            history: History::default(),
            last: Last::Alone(failure.into()),
            idempotency_key: None,
        }))
    }

    /// The end of a call, after `history`.
    pub(crate) fn after(endpoint: &'static Endpoint, history: History, last: Attempt) -> Self {
        Self(Box::new(Inner {
            endpoint,
            history,
            last: Last::Attempt(last),
            idempotency_key: None,
        }))
    }

    /// The call ended before its next attempt: as its last attempt did, or as a call that was never
    /// sent, for the reason given.
    pub(crate) fn before_attempt(
        endpoint: &'static Endpoint,
        mut history: History,
        why: impl Into<Failure>,
    ) -> Self {
        match history.pop() {
            Some(last) => Self::after(endpoint, history, last),
            None => Self::alone(endpoint, history, why),
        }
    }

    /// A failure without an attempt of its own, after `history`.
    pub(crate) fn alone(
        endpoint: &'static Endpoint,
        history: History,
        failure: impl Into<Failure>,
    ) -> Self {
        Self(Box::new(Inner {
            endpoint,
            history,
            last: Last::Alone(failure.into()),
            idempotency_key: None,
        }))
    }

    /// The same, which says by which number this call may be repeated.
    pub(crate) fn of_call(mut self, call: &Prepared) -> Self {
        self.0.idempotency_key = call.idempotency_key().map(str::to_owned);
        self
    }

    /// What is known about the effect of the call, all its attempts together.
    ///
    /// A refusal after an attempt of unknown fate is [`Outcome::Unknown`]: the first may have acted, and the second been
    /// refused because of it. [`attempts`](Self::attempts) tells each one's own.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.history.outcome(self.0.endpoint, self.failure())
    }

    /// The operation that failed, as in `busifavor.modify_budget`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.endpoint.operation
    }

    /// Every attempt that was made, in order; the last one's result is the error's own. Empty where the call ended before the
    /// first.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        let last = match &self.0.last {
            Last::Attempt(attempt) => Some(attempt),
            Last::Alone(_) => None,
        };
        self.0.history.attempts().iter().chain(last)
    }

    /// The response, where one arrived that is no success: 3xx, 4xx, 5xx, or a 202 that the page does not document.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        self.failure().api_error()
    }

    /// The code of the response as the type of the operation `O`, as in
    /// `error.code::<ModifyBudgetRequest>()`.
    ///
    /// `None` if the response has no code, or if the error is that of another operation.
    #[must_use]
    pub fn code<O: Operation>(&self) -> Option<O::ErrorCode> {
        if self.operation() != O::ENDPOINT.operation {
            return None;
        }
        self.api_error()?.code().map(O::ErrorCode::from_text)
    }

    /// The rows of the page's error table for this status and code: meanings and remedies. One code may stand in
    /// several; the response's own message tells which of them it is.
    pub fn documented_errors(&self) -> impl Iterator<Item = &'static DocumentedError> {
        let api = self.api_error();
        let status = api.map_or(0, ApiError::status);
        let endpoint = self.0.endpoint;
        endpoint.rows_of(status, api.and_then(ApiError::code))
    }

    /// The `Request-ID` of the response, which WeChat Pay's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.failure().request_id()
    }

    /// The `Content-Encoding` of the response, as in `gzip`, where it is other than the `identity`
    /// that was asked for. Nothing is decompressed: the signature is checked, and the code read,
    /// over the bytes as they came.
    #[must_use]
    pub fn content_encoding(&self) -> Option<&str> {
        self.failure().content_encoding()
    }

    /// The body of the response, where its signature holds. After [`Outcome::Applied`] it is the only record of what
    /// happened. It can hold personal data.
    #[must_use]
    pub fn verified_body(&self) -> Option<&[u8]> {
        self.failure().verified_body()
    }

    /// Which check failed on the response's signature, whatever its status. `None` also where a 4xx or 5xx is unsigned.
    #[must_use]
    pub fn verification(&self) -> Option<&VerificationError> {
        self.failure().verification()
    }

    /// After a `SIGN_ERROR`: what WeChat Pay saw otherwise than this client signed it, as far as the response tells.
    #[must_use]
    pub fn sign_error_cause(&self) -> Option<SignErrorCause> {
        self.api_error()?.sign_error_cause()
    }

    /// The rules of its page that the request breaks, where it was not sent because of them.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match self.failure() {
            Failure::Invalid(violations) => Some(violations),
            _ => None,
        }
    }

    /// Whether a time limit ran out. [`outcome`](Self::outcome) tells whether the request had left by then.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self.failure() {
            Failure::TooLate => true,
            failure => failure.transport().is_some_and(TransportError::is_timeout),
        }
    }

    /// Whether no connection could be made, at any attempt, so that no byte of the request left: no name, no connection,
    /// no TLS.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        let connect =
            |failure: &Failure| failure.transport().is_some_and(TransportError::is_connect);
        connect(self.failure()) && self.attempts().all(|attempt| connect(&attempt.failure))
    }

    /// Whether calls come too often: for WeChat Pay (429), or for the page's rate limit, so that this client did not
    /// send the call at all.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.failure(), Failure::RateLimited(_)) || self.failure().status() == Some(429)
    }

    pub(crate) fn failure(&self) -> &Failure {
        match &self.0.last {
            Last::Attempt(attempt) => &attempt.failure,
            Last::Alone(failure) => failure,
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
