//! Why a callback was refused.

use std::fmt;

use crate::call::verify::{MAX_SKEW, VerificationError};
use crate::callback::reply::Reply;
use crate::error::kind::{ErrorKind, HasKind, impl_kind};
use crate::keys::encrypted::DecryptError;
use crate::text::Excerpt;

/// The reason why a callback was refused.
///
/// Send [`reply`](Self::reply) and do nothing else with the callback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// The callback does not come from WeChat Pay, or it was changed or sent again by someone else.
    ///
    /// Also a probe: WeChat Pay signs some callbacks wrongly on purpose, to test whether they are
    /// verified. It sends the event again with the right signature.
    Unverified(VerificationError),
    /// The signature is valid, but the body is not an event with an encrypted resource.
    NotAnEvent {
        /// The line in the body, from 1.
        line: usize,
        /// The column in the line.
        column: usize,
    },
    /// The signature is valid, but the resource is encrypted with an algorithm other than
    /// `AEAD_AES_256_GCM`. A long name is cut.
    UnknownAlgorithm(String),
    /// The signature is valid, but this part of the resource is malformed: `nonce`, `ciphertext` or
    /// `decrypted text`.
    MalformedResource(&'static str),
    /// The signature is valid, but no API key decrypts the resource.
    NoMatchingApiKey,
}

impl Refused {
    /// Whether the callback is a probe. There is nothing to fix.
    #[must_use]
    pub fn is_probe(&self) -> bool {
        *self == Self::Unverified(VerificationError::Probe)
    }

    /// The reply: status 401 for an unverified callback, otherwise 500. It says nothing about the
    /// reason.
    ///
    /// WeChat Pay sends an event again after either reply.
    #[must_use]
    pub fn reply(&self) -> Reply {
        match self {
            Self::Unverified(_) => Reply::unverified(),
            _ => Reply::unreadable(),
        }
    }

    /// The name of the reason in traces, which is stable.
    pub(super) fn label(&self) -> &'static str {
        match self {
            Self::Unverified(VerificationError::Probe) => "probe",
            Self::Unverified(_) => "unverified",
            Self::NotAnEvent { .. } => "not_an_event",
            Self::UnknownAlgorithm(_) => "unknown_algorithm",
            Self::MalformedResource(_) => "malformed_resource",
            Self::NoMatchingApiKey => "no_matching_api_key",
        }
    }
}

impl From<VerificationError> for Refused {
    fn from(why: VerificationError) -> Self {
        Self::Unverified(why)
    }
}

impl From<DecryptError> for Refused {
    fn from(why: DecryptError) -> Self {
        match why {
            DecryptError::UnknownAlgorithm(name) => Self::UnknownAlgorithm(name),
            DecryptError::Malformed(part) => Self::MalformedResource(part),
            DecryptError::NoMatchingKey => Self::NoMatchingApiKey,
        }
    }
}

impl HasKind for Refused {
    fn error_kind(&self) -> ErrorKind {
        match self {
            Self::Unverified(why) => why.error_kind(),
            Self::NotAnEvent { .. } => ErrorKind::NotAnEvent,
            Self::UnknownAlgorithm(_) => ErrorKind::UnknownAlgorithm,
            Self::MalformedResource(_) => ErrorKind::MalformedResource,
            Self::NoMatchingApiKey => ErrorKind::NoMatchingApiKey,
        }
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unverified(why) => unverified(why, f),
            Self::NotAnEvent { line, column } => write!(
                f,
                "it comes from WeChat Pay, but its body is not an event with an encrypted resource \
                 (line {line}, column {column})"
            ),
            Self::UnknownAlgorithm(name) => write!(
                f,
                "its resource is encrypted with `{}`, which this crate does not implement",
                Excerpt(name)
            ),
            Self::MalformedResource(part) => write!(f, "the {part} of its resource is malformed"),
            Self::NoMatchingApiKey => f.write_str(
                "no API key decrypts its resource: add the APIv3 key that is set on the merchant \
                 platform",
            ),
        }
    }
}

/// The texts of [`VerificationError`] speak of responses.
fn unverified(why: &VerificationError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match why {
        VerificationError::Unsigned => {
            f.write_str("it is not signed, so it does not come from WeChat Pay")
        }
        VerificationError::Probe => f.write_str(
            "WeChat Pay signed it wrongly on purpose, to test whether callbacks are verified: \
             there is nothing to fix",
        ),
        VerificationError::UnknownSerial(serial) => write!(
            f,
            "it is signed with the key `{}`, which this receiver does not have: download that key \
             from the merchant platform and add it",
            Excerpt(serial)
        ),
        VerificationError::WrongSignature => f.write_str(
            "its signature does not match: it does not come from WeChat Pay, or its body was \
             changed on the way to this program, for example by a framework that parsed it, or the \
             file given for this key id contains another key",
        ),
        VerificationError::ClockSkew { timestamp, now } => write!(
            f,
            "its timestamp {timestamp} differs from the local clock ({now}) by {} s, which is more \
             than {MAX_SKEW} s: either the local clock is wrong, or someone sent an old callback \
             again",
            now.abs_diff(*timestamp)
        ),
        other => other.write_text(f),
    }
}

impl_kind!(Refused);

impl std::error::Error for Refused {}
