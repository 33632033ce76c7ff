//! What is known about a call's effect after it failed: the one table that everything else asks.

use std::fmt;

use crate::api_error::{ApiError, SignatureStatus};
use crate::attempt::Attempt;
use crate::failure::Failure;
use crate::operation::Endpoint;

/// What is known about a failed call's effect.
///
/// The four cases are all there can be, so a `match` may name each of them. A fifth would be a breaking change, on
/// purpose: every such `match` decides about money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// No byte of the request left this machine. This call changed nothing; one that it repeats is as unknown as before.
    NotSent,
    /// WeChat Pay refused: this call changed nothing. An earlier call may have.
    Refused,
    /// It may have happened or not. Look it up, or repeat it with the same request number, before anything else.
    Unknown,
    /// It happened; only the answer could not be read.
    Applied,
}

impl Outcome {
    /// The outcome that an answer with a status other than success tells.
    pub(crate) fn of_answer(status: u16, signature: SignatureStatus) -> Self {
        match (status, signature) {
            (400..=499, SignatureStatus::Verified | SignatureStatus::Unsigned) => Self::Refused,
            _ => Self::Unknown,
        }
    }
}

/// What came before the end of a call: its failed attempts, and whether its caller says that it repeats an earlier call.
#[derive(Debug, Default)]
pub(crate) struct History {
    attempts: Vec<Attempt>,
    repeats_earlier_call: bool,
}

impl History {
    pub(crate) fn new(repeats_earlier_call: bool) -> Self {
        Self {
            attempts: Vec::new(),
            repeats_earlier_call,
        }
    }

    pub(crate) fn push(&mut self, attempt: Attempt) {
        self.attempts.push(attempt);
    }

    pub(crate) fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    pub(crate) fn pop(&mut self) -> Option<Attempt> {
        self.attempts.pop()
    }

    pub(crate) fn repeats_earlier_call(&self) -> bool {
        self.repeats_earlier_call
    }

    /// The outcome of a call that ended with `last`. An answer that says that it happened is believed; beside that,
    /// one attempt of unknown fate leaves all of it unknown.
    pub(crate) fn outcome(&self, endpoint: &Endpoint, last: &Failure) -> Outcome {
        let own = self.outcome_of(endpoint, last);
        if own == Outcome::Applied {
            return own;
        }
        let earlier = self
            .attempts
            .iter()
            .map(|attempt| self.outcome_of(endpoint, &attempt.failure));
        let any = |wanted| own == wanted || earlier.clone().any(|outcome| outcome == wanted);
        if any(Outcome::Unknown) {
            Outcome::Unknown
        } else if any(Outcome::Refused) {
            Outcome::Refused
        } else {
            Outcome::NotSent
        }
    }

    /// Where an earlier call may have acted, a refusal that it may have caused says nothing about it.
    fn outcome_of(&self, endpoint: &Endpoint, failure: &Failure) -> Outcome {
        match (failure.outcome(), failure.api()) {
            (Outcome::Refused, Some(api))
                if self.repeats_earlier_call && may_be_of_own_making(endpoint, api) =>
            {
                Outcome::Unknown
            }
            (outcome, _) => outcome,
        }
    }
}

/// Whether an earlier attempt may have caused this refusal. The page's rows say so; a refusal that the page does not list
/// may mean anything, unless it was given before the request was looked at.
fn may_be_of_own_making(endpoint: &Endpoint, api: &ApiError) -> bool {
    let mut rows = endpoint.rows_of(Some(api)).peekable();
    match rows.peek() {
        Some(_) => rows.any(|row| row.own_attempt),
        None => !matches!(api.status(), 401 | 429),
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
    fn only_a_4xx_whose_signature_did_not_fail_is_a_refusal() {
        for status in 0..=1000 {
            let client_error = (400..500).contains(&status);
            for (signature, trusted) in [(Verified, true), (Unsigned, true), (Failed, false)] {
                let expected = if client_error && trusted {
                    Outcome::Refused
                } else {
                    Outcome::Unknown
                };
                assert_eq!(
                    Outcome::of_answer(status, signature),
                    expected,
                    "{status} {signature:?}"
                );
            }
        }
    }
}
