//! The outcome of a failed call. If there was a response, only this module decides the outcome.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::signature_status::SignatureStatus;

/// The effect of a failed call, as far as it is known.
///
/// These four cases are complete, so a `match` can name each of them. A fifth case would be a
/// breaking change on purpose, because every such `match` decides about money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// No byte of the request left this machine, so this call changed nothing.
    ///
    /// If the call retries an earlier call, the outcome of the earlier call is still unknown.
    NotSent,
    /// WeChat Pay refused the call, so this call changed nothing. An earlier call may have taken
    /// effect.
    Refused,
    /// The call may or may not have taken effect.
    ///
    /// Look up the result, or retry the call with the same idempotency key, before you do anything
    /// else.
    Unknown,
    /// The call took effect, but its response could not be read.
    Applied,
}

impl Outcome {
    /// A stable label for logs, metrics and storage: `not_sent`, `refused`, `unknown`, `applied`.
    ///
    /// `Serialize` writes it and `Deserialize` reads it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Applied => "applied",
        }
    }

    /// The outcome of a response whose status is not a success.
    pub(crate) fn for_response(status: u16, signature: SignatureStatus) -> Self {
        match (status, signature) {
            (400..=499, SignatureStatus::Verified | SignatureStatus::Unsigned) => Self::Refused,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "nothing was sent",
            Self::Refused => "this call changed nothing",
            Self::Unknown => "the call may have taken effect",
            Self::Applied => "the call took effect",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SignatureStatus::{Failed, Unsigned, Verified};

    #[test]
    fn only_a_4xx_response_whose_signature_did_not_fail_is_refused() {
        for status in 0..=1000 {
            let client_error = (400..500).contains(&status);
            for (signature, trusted) in [(Verified, true), (Unsigned, true), (Failed, false)] {
                let expected = if client_error && trusted {
                    Outcome::Refused
                } else {
                    Outcome::Unknown
                };
                assert_eq!(
                    Outcome::for_response(status, signature),
                    expected,
                    "{status} {signature:?}"
                );
            }
        }
    }
}
