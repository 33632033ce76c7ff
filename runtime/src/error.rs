//! Why a call failed: what happened, whose fault it is, what to do, and whether it may have taken effect.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;

pub use crate::api_error::{ApiError, SignatureStatus};
use crate::check::Violations;
use crate::open_enum::OpenEnum;
use crate::operation::{Endpoint, ErrorRow};
use crate::outcome::Outcome;
use crate::path::PathError;
use crate::pem::CryptoError;
use crate::response::Head;
use crate::transport::TransportError;
use crate::verify::VerificationError;

/// Why a call failed.
///
/// [`outcome`](Self::outcome) comes first: it says whether the call may have taken effect. The text is complete on its
/// own: what happened, what to do, the outcome, and the `Request-ID` where there is one. Neither the text nor the
/// `Debug` form shows a key, a signature, a body or a `detail`.
pub struct Error(Box<Inner>);

struct Inner {
    endpoint: &'static Endpoint,
    kind: Kind,
}

impl Error {
    pub(crate) fn new(endpoint: &'static Endpoint, kind: impl Into<Kind>) -> Self {
        Self(Box::new(Inner {
            endpoint,
            kind: kind.into(),
        }))
    }

    /// What is known about the call's effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.kind() {
            Kind::Transport(error) if error.may_have_left() => Outcome::Unknown,
            Kind::Invalid(_)
            | Kind::Path(_)
            | Kind::Encode(_)
            | Kind::Crypto(_)
            | Kind::Request(_)
            | Kind::Transport(_) => Outcome::NotSent,
            Kind::Unverified(..) => Outcome::Unknown,
            Kind::Undecodable(_) => Outcome::Applied,
            Kind::Answer(api) => api.outcome(),
        }
    }

    /// The operation that failed, as in `busifavor.modify_budget`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.endpoint.operation
    }

    /// The answer, where one arrived that is no success: 3xx, 4xx, 5xx, or a 202 that the page does not document.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match self.kind() {
            Kind::Answer(api) => Some(api),
            _ => None,
        }
    }

    /// The answer's code as the operation's own type, as in `error.code::<ModifyBudgetErrorCode>()`.
    #[must_use]
    pub fn code<C: OpenEnum>(&self) -> Option<C> {
        self.api()?.code().map(C::from_text)
    }

    /// The rows of the page's error table for this status and code: meanings and remedies. One code may stand in
    /// several; the answer's own message tells which of them it is.
    pub fn rows(&self) -> impl Iterator<Item = &'static ErrorRow> + '_ {
        let answer = self.api().and_then(|api| Some((api.status(), api.code()?)));
        self.0
            .endpoint
            .errors
            .iter()
            .filter(move |row| answer == Some((row.status, row.code)))
    }

    /// The `Request-ID` of the answer, which WeChat Pay's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self.kind() {
            Kind::Unverified(head, _) => head.request_id.as_deref(),
            Kind::Undecodable(answer) => answer.head.request_id.as_deref(),
            Kind::Answer(api) => api.request_id(),
            _ => None,
        }
    }

    /// The body of the answer, where its signature holds. After [`Outcome::Applied`] it is the only record of what
    /// happened. It can hold personal data.
    #[must_use]
    pub fn verified_body(&self) -> Option<&[u8]> {
        match self.kind() {
            Kind::Undecodable(answer) => Some(&answer.body),
            Kind::Answer(api) => api.verified_body(),
            _ => None,
        }
    }

    /// Which check failed on the answer's signature, whatever its status. `None` also where a 4xx or 5xx is unsigned.
    #[must_use]
    pub fn verification(&self) -> Option<&VerificationError> {
        match self.kind() {
            Kind::Unverified(_, why) => Some(why),
            Kind::Answer(api) => api.verification(),
            _ => None,
        }
    }

    /// The rules of its page that the request breaks, where it was not sent because of them.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match self.kind() {
            Kind::Invalid(violations) => Some(violations),
            _ => None,
        }
    }

    /// Whether a time limit ran out. [`outcome`](Self::outcome) tells whether the request had left by then.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind(), Kind::Transport(error) if error.is_timeout())
    }

    /// Whether the transport failed before a byte of the request left: no name, no connection, no TLS.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.kind(), Kind::Transport(error) if !error.may_have_left())
    }

    fn kind(&self) -> &Kind {
        &self.0.kind
    }
}

/// What happened. The outcome follows from it alone.
pub(crate) enum Kind {
    /// The request breaks rules of its page.
    Invalid(Violations),
    Path(PathError),
    Encode(serde_json::Error),
    Crypto(CryptoError),
    Request(http::Error),
    Transport(TransportError),
    /// A 2xx that is not known to be WeChat Pay's.
    Unverified(Head, VerificationError),
    /// A verified 2xx that is not what the page describes.
    Undecodable(Undecodable),
    /// Any other answer.
    Answer(ApiError),
}

/// A verified success whose body could not be decoded. The decoder's own text would quote values: it is not kept.
pub(crate) struct Undecodable {
    pub(crate) head: Head,
    pub(crate) body: Bytes,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) is_json: bool,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::explain::explain(f, self.0.endpoint, &self.0.kind, self)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("operation", &self.operation())
            .field("outcome", &self.outcome());
        match self.kind() {
            Kind::Invalid(violations) => debug.field("invalid", violations),
            Kind::Path(error) => debug.field("path", error),
            Kind::Encode(error) => debug.field("encode", error),
            Kind::Crypto(error) => debug.field("crypto", error),
            Kind::Request(error) => debug.field("request", error),
            Kind::Transport(error) => debug.field("transport", error),
            Kind::Unverified(head, why) => debug.field("answer", head).field("unverified", why),
            Kind::Undecodable(answer) => debug.field("undecodable", &answer.head),
            Kind::Answer(api) => debug.field("answer", api),
        };
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.kind() {
            // The error's own text says all of it.
            Kind::Invalid(_) | Kind::Path(_) | Kind::Undecodable(_) => None,
            Kind::Encode(error) => Some(error),
            Kind::Crypto(error) => Some(error),
            Kind::Request(error) => Some(error),
            Kind::Transport(error) => Some(error),
            Kind::Unverified(_, why) => Some(why),
            Kind::Answer(api) => api.verification().map(|why| why as _),
        }
    }
}

macro_rules! kind_from {
    ($($cause:ty => $kind:ident),* $(,)?) => {
        $(impl From<$cause> for Kind {
            fn from(cause: $cause) -> Self {
                Self::$kind(cause)
            }
        })*
    };
}

kind_from! {
    Violations => Invalid,
    PathError => Path,
    serde_json::Error => Encode,
    CryptoError => Crypto,
    http::Error => Request,
    TransportError => Transport,
    Undecodable => Undecodable,
    ApiError => Answer,
}
