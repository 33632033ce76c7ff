//! The attempts of a call, and their outcome together.

use crate::endpoint::Endpoint;
use crate::error::api_error::ApiError;
use crate::error::attempt::Attempt;
use crate::error::failure::Failure;
use crate::error::outcome::Outcome;

/// What came before the end of a call: its failed attempts, and whether its caller says that it
/// repeats an earlier call.
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

    /// The outcome of a call that ended with `last`. A response that says that it happened is believed; beside that,
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
        match (failure.outcome(), failure.api_error()) {
            (Outcome::Refused, Some(api))
                if self.retries_earlier_call && may_be_of_own_making(endpoint, api) =>
            {
                Outcome::Unknown
            }
            (outcome, _) => outcome,
        }
    }
}

/// Whether an earlier attempt may have caused this refusal. The page's rows say so; a refusal that
/// the page does not list may mean anything, unless it was given before the request was looked at.
fn may_be_of_own_making(endpoint: &Endpoint, api: &ApiError) -> bool {
    let mut rows = endpoint.rows_of(api.status(), api.code()).peekable();
    match rows.peek() {
        Some(_) => rows.any(|row| row.may_follow_own_attempt),
        None => !matches!(api.status(), 401 | 429),
    }
}
