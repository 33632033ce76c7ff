//! The failed attempts of a call, and the outcome of the whole call.

use crate::endpoint::Endpoint;
use crate::error::api_error::ApiError;
use crate::error::attempt::Attempt;
use crate::error::failure::Failure;
use crate::error::outcome::Outcome;

/// The failed attempts of a call so far, and whether the caller declared the call a retry of an
/// earlier call.
#[derive(Debug, Default)]
pub(crate) struct History {
    attempts: Vec<Attempt>,
    retries_earlier_call: bool,
}

impl History {
    pub(crate) fn new(retries_earlier_call: bool) -> Self {
        Self {
            attempts: Vec::new(),
            retries_earlier_call,
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

    pub(crate) fn retries_earlier_call(&self) -> bool {
        self.retries_earlier_call
    }

    /// The outcome of a call that ended with `last`.
    ///
    /// If the last response confirms success, the outcome is `Applied`. Otherwise one attempt with
    /// an unknown outcome makes the outcome of the whole call unknown.
    pub(crate) fn outcome(&self, endpoint: &Endpoint, last: &Failure) -> Outcome {
        let last = self.attempt_outcome(endpoint, last);
        if last == Outcome::Applied {
            return last;
        }
        let earlier = self
            .attempts
            .iter()
            .map(|attempt| self.attempt_outcome(endpoint, &attempt.failure));
        let any = |expected| last == expected || earlier.clone().any(|outcome| outcome == expected);
        if any(Outcome::Unknown) {
            Outcome::Unknown
        } else if any(Outcome::Refused) {
            Outcome::Refused
        } else {
            Outcome::NotSent
        }
    }

    /// The outcome of one attempt. A refusal that an earlier call may have caused leaves the
    /// outcome of that call unknown.
    fn attempt_outcome(&self, endpoint: &Endpoint, failure: &Failure) -> Outcome {
        match (failure.outcome(), failure.api_error()) {
            (Outcome::Refused, Some(api))
                if self.retries_earlier_call && may_follow_own_attempt(endpoint, api) =>
            {
                Outcome::Unknown
            }
            (outcome, _) => outcome,
        }
    }
}

/// Whether an earlier attempt may have caused this refusal.
///
/// The page's error table says so. A refusal that the page does not list can mean anything.
/// Exceptions are 401 and 429: the server sends them before it processes the request.
fn may_follow_own_attempt(endpoint: &Endpoint, api: &ApiError) -> bool {
    let mut documented = endpoint
        .documented_errors(api.status(), api.code())
        .peekable();
    match documented.peek() {
        Some(_) => documented.any(|error| error.may_follow_own_attempt),
        None => !matches!(api.status(), 401 | 429),
    }
}
