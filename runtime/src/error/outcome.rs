//! What is known about a call's effect after it failed: the one table that everything else asks.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::signature_status::SignatureStatus;

/// What is known about a failed call's effect.
///
/// The four cases are all there can be, so a `match` may name each of them. A fifth would be a breaking change, on
/// purpose: every such `match` decides about money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// No byte of the request left this machine. This call changed nothing; one that it repeats is
    /// as unknown as before.
    NotSent,
    /// WeChat Pay refused: this call changed nothing. An earlier call may have.
    Refused,
    /// It may have happened or not. Look it up, or repeat it with the same idempotency key, before anything else.
    Unknown,
    /// It happened; only the response could not be read.
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

    /// The outcome that a response with a status other than success tells.
    pub(crate) fn of_response(status: u16, signature: SignatureStatus) -> Self {
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
                    Outcome::of_response(status, signature),
                    expected,
                    "{status} {signature:?}"
                );
            }
        }
    }
}
