//! Failures of one attempt, or of a call before its first attempt. The failure alone determines its
//! outcome.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

#[cfg(feature = "encrypted-fields")]
use crate::call::encrypt::FieldError;
use crate::call::head::Head;
use crate::call::path::PathError;
use crate::call::verify::VerificationError;
use crate::check::Violations;
#[cfg(feature = "platform-certificates")]
use crate::client::certificates::DownloadError;
use crate::client::panics::Panicked;
use crate::client::transport::TransportError;
use crate::error::api_error::ApiError;
use crate::error::kind::{ErrorKind, HasKind as _, WithoutKind};
use crate::error::outcome::Outcome;
use crate::keys::pem::CryptoError;
use crate::pagination::PaginationError;
use crate::text::Excerpt;

/// A failure of an attempt or of a call.
pub(crate) enum Failure {
    /// The request breaks rules of its page.
    Invalid(Violations),
    Path(PathError),
    Encode(serde_json::Error),
    Crypto(CryptoError),
    #[cfg(feature = "encrypted-fields")]
    Encrypt(FieldError),
    Request(http::Error),
    /// The rate limiter asks for a wait that ends too late for the call's `operation_timeout`.
    RateLimited(Duration),
    /// The keyring is empty, and the platform certificates could not be downloaded.
    #[cfg(feature = "platform-certificates")]
    NoPlatformCertificate(DownloadError),
    /// The call's `operation_timeout` ran out before the transport received the request.
    TooLate,
    /// Code that the user gave to the client panicked.
    Panicked(Panicked),
    Transport(TransportError),
    /// A 2xx response without a valid signature of WeChat Pay.
    Unverified(Head, VerificationError),
    /// A verified 2xx response with a body that does not match the page.
    Undecodable(Box<Undecodable>),
    /// A list whose pages have no end.
    Pagination(PaginationError),
    /// A file does not have the digest that was announced.
    #[cfg(feature = "downloads")]
    WrongDigest,
    /// A file is on a host that does not belong to this client.
    #[cfg(feature = "downloads")]
    ForeignHost(String),
    /// Any other response.
    Response(Box<ApiError>),
}

/// A verified success whose body could not be decoded.
///
/// The text of the JSON decoder is not kept, because it would quote values of the body.
pub(crate) struct Undecodable {
    pub(crate) head: Head,
    pub(crate) body: Bytes,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) is_json: bool,
}

impl Failure {
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self::Panicked(panicked) if panicked.may_have_left() => Outcome::Unknown,
            #[cfg(feature = "platform-certificates")]
            Self::NoPlatformCertificate(_) => Outcome::NotSent,
            #[cfg(feature = "encrypted-fields")]
            Self::Encrypt(_) => Outcome::NotSent,
            Self::Invalid(_)
            | Self::Path(_)
            | Self::Encode(_)
            | Self::Crypto(_)
            | Self::Request(_)
            | Self::RateLimited(_)
            | Self::TooLate
            | Self::Panicked(_) => Outcome::NotSent,
            Self::Transport(error) => error.outcome(),
            #[cfg(feature = "downloads")]
            Self::WrongDigest => Outcome::Unknown,
            #[cfg(feature = "downloads")]
            Self::ForeignHost(_) => Outcome::NotSent,
            Self::Unverified(..) => Outcome::Unknown,
            Self::Undecodable(_) | Self::Pagination(_) => Outcome::Applied,
            Self::Response(api) => api.outcome(),
        }
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid(_) => ErrorKind::InvalidRequest,
            Self::Path(_) | Self::Request(_) => ErrorKind::InvalidParameter,
            Self::Encode(_) => ErrorKind::UnwritableBody,
            Self::Crypto(error) => error.error_kind(),
            Self::RateLimited(_) => ErrorKind::NoPermit,
            Self::TooLate => ErrorKind::NoTimeLeft,
            Self::Panicked(_) => ErrorKind::Panicked,
            Self::Transport(error) => error.error_kind(),
            Self::Unverified(_, why) => why.error_kind(),
            Self::Undecodable(_) => ErrorKind::UnreadableSuccess,
            Self::Pagination(_) => ErrorKind::EndlessList,
            #[cfg(feature = "encrypted-fields")]
            Self::Encrypt(_) => ErrorKind::UnencryptableField,
            #[cfg(feature = "platform-certificates")]
            Self::NoPlatformCertificate(why) => why.error_kind(),
            #[cfg(feature = "downloads")]
            Self::WrongDigest => ErrorKind::WrongDigest,
            #[cfg(feature = "downloads")]
            Self::ForeignHost(_) => ErrorKind::ForeignHost,
            Self::Response(api) => api.kind(),
        }
    }

    pub(crate) fn api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Response(api) => Some(api),
            _ => None,
        }
    }

    pub(crate) fn transport(&self) -> Option<&TransportError> {
        match self {
            Self::Transport(error) => Some(error),
            _ => None,
        }
    }

    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Unverified(head, _) => Some(head.status),
            Self::Undecodable(response) => Some(response.head.status),
            Self::Response(api) => Some(api.status()),
            _ => None,
        }
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        match self {
            Self::Unverified(head, _) => head.request_id.as_deref(),
            Self::Undecodable(response) => response.head.request_id.as_deref(),
            Self::Response(api) => api.request_id(),
            _ => None,
        }
    }

    pub(crate) fn content_encoding(&self) -> Option<&str> {
        match self {
            Self::Unverified(head, _) => head.content_encoding.as_deref(),
            Self::Undecodable(response) => response.head.content_encoding.as_deref(),
            Self::Response(api) => api.content_encoding(),
            _ => None,
        }
    }

    pub(crate) fn verified_body(&self) -> Option<&[u8]> {
        match self {
            Self::Undecodable(response) => Some(&response.body),
            Self::Response(api) => api.verified_body(),
            _ => None,
        }
    }

    pub(crate) fn verification(&self) -> Option<&VerificationError> {
        match self {
            Self::Unverified(_, why) => Some(why),
            Self::Response(api) => api.verification(),
            _ => None,
        }
    }

    /// The underlying error, if the failure's own text does not include it.
    pub(crate) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Encode(error) => error.source(),
            _ => None,
        }
    }
}

/// Describes the failure in one phrase. [`explain`](crate::error::explain) adds the meaning and the
/// remedy.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(why) => why.fmt(f),
            Self::Path(why) => why.fmt(f),
            Self::Encode(why) => write!(
                f,
                "the request could not be written as JSON ({})",
                Excerpt(why)
            ),
            Self::Crypto(why) => why.write_text(f),
            #[cfg(feature = "encrypted-fields")]
            Self::Encrypt(why) => why.fmt(f),
            Self::Request(why) => write!(
                f,
                "a value is too long or not valid in a URL or header ({})",
                Excerpt(why)
            ),
            Self::RateLimited(wait) => write!(
                f,
                "the rate limit allows the next call in {wait:.1?}, which is too late for the \
                 call's `operation_timeout`"
            ),
            #[cfg(feature = "platform-certificates")]
            Self::NoPlatformCertificate(why) => write!(
                f,
                "the platform certificates, which verify responses, could not be downloaded: {}",
                WithoutKind(why)
            ),
            Self::TooLate => {
                f.write_str("the call's `operation_timeout` ran out before the request was sent")
            }
            Self::Panicked(why) => why.fmt(f),
            Self::Transport(why) => why.write_text(f),
            Self::Unverified(head, why) => {
                write!(
                    f,
                    "a response with status {} arrived that cannot be trusted: {}",
                    head.status,
                    WithoutKind(why)
                )
            }
            Self::Undecodable(response) => write!(
                f,
                "WeChat Pay responded with status {} and a body that {} (line {}, column {})",
                response.head.status,
                if response.is_json {
                    "does not match the page"
                } else {
                    "is not JSON"
                },
                response.line,
                response.column,
            ),
            Self::Pagination(why) => why.fmt(f),
            #[cfg(feature = "downloads")]
            Self::WrongDigest => f.write_str(
                "the file does not have the digest that was announced: it is damaged or \
                 incomplete, so it was dropped",
            ),
            #[cfg(feature = "downloads")]
            Self::ForeignHost(host) => write!(
                f,
                "the file is at `{}`, which is not a host of this client, so the signed request \
                 was not sent there",
                Excerpt(host)
            ),
            Self::Response(api) => api.fmt(f),
        }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => violations.fmt(f),
            Self::Path(error) => Excerpt(format_args!("{error:?}")).fmt(f),
            Self::Encode(error) => Excerpt(format_args!("{error:?}")).fmt(f),
            Self::Crypto(error) => error.fmt(f),
            #[cfg(feature = "encrypted-fields")]
            Self::Encrypt(error) => Excerpt(error).fmt(f),
            Self::Request(error) => Excerpt(format_args!("{error:?}")).fmt(f),
            Self::RateLimited(wait) => f.debug_tuple("RateLimited").field(wait).finish(),
            #[cfg(feature = "platform-certificates")]
            Self::NoPlatformCertificate(why) => {
                f.debug_tuple("NoPlatformCertificate").field(why).finish()
            }
            Self::TooLate => f.write_str("TooLate"),
            Self::Panicked(panicked) => panicked.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Unverified(head, why) => {
                f.debug_tuple("Unverified").field(head).field(why).finish()
            }
            Self::Undecodable(response) => {
                f.debug_tuple("Undecodable").field(&response.head).finish()
            }
            Self::Pagination(error) => error.fmt(f),
            #[cfg(feature = "downloads")]
            Self::WrongDigest => f.write_str("WrongDigest"),
            #[cfg(feature = "downloads")]
            Self::ForeignHost(host) => f.debug_tuple("ForeignHost").field(&Excerpt(host)).finish(),
            Self::Response(api) => api.fmt(f),
        }
    }
}

macro_rules! failure_from {
    ($($cause:ty => $failure:ident),* $(,)?) => {
        $(impl From<$cause> for Failure {
            fn from(cause: $cause) -> Self {
                Self::$failure(cause)
            }
        })*
    };
}

failure_from! {
    Violations => Invalid,
    PathError => Path,
    serde_json::Error => Encode,
    CryptoError => Crypto,
    http::Error => Request,
    Panicked => Panicked,
    PaginationError => Pagination,
    TransportError => Transport,
}

#[cfg(feature = "platform-certificates")]
impl From<DownloadError> for Failure {
    fn from(why: DownloadError) -> Self {
        Self::NoPlatformCertificate(why)
    }
}

#[cfg(feature = "encrypted-fields")]
impl From<FieldError> for Failure {
    fn from(why: FieldError) -> Self {
        Self::Encrypt(why)
    }
}

impl From<Undecodable> for Failure {
    fn from(response: Undecodable) -> Self {
        Self::Undecodable(Box::new(response))
    }
}

impl From<ApiError> for Failure {
    fn from(response: ApiError) -> Self {
        Self::Response(Box::new(response))
    }
}
