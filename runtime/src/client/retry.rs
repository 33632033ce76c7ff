//! When a call may be sent again, and after which pause.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::call::prepared::Prepared;
use crate::client::options::CallOptions;
use crate::endpoint::Endpoint;
use crate::error::api_error::ApiError;
use crate::error::failure::Failure;
use crate::error::signature_status::SignatureStatus;

/// What may follow a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing: the failure is the caller's to deal with.
    Stop,
    /// Nothing was sent: the other host at once, or the same after a pause.
    Elsewhere,
    /// The same request again, after a pause of at least this long.
    Again(Duration),
}

impl Next {
    /// The one place that decides whether a request whose bytes may have left is sent again.
    pub(crate) fn after(failure: &Failure, call: &Prepared) -> Self {
        match failure {
            Failure::Transport(error) if error.is_connect() => Self::Elsewhere,
            Failure::Transport(error) if error.broke_off() && call.repeat_is_harmless() => {
                Self::Again(Duration::ZERO)
            }
            Failure::Response(api)
                if invites_repeat(api, call.endpoint) && call.repeat_is_harmless() =>
            {
                Self::Again(api.retry_after().unwrap_or_default())
            }
            _ => Self::Stop,
        }
    }
}

/// Every row of the page for this status and code has to allow it; where the page has none, the status decides. A response
/// whose signature failed is not asked.
fn invites_repeat(api: &ApiError, endpoint: &Endpoint) -> bool {
    if api.signature() == SignatureStatus::Failed {
        return false;
    }
    let mut rows = endpoint.rows_of(api.status(), api.code()).peekable();
    match rows.peek() {
        Some(_) => rows.all(|row| row.retryable),
        None => matches!(api.status(), 429 | 500..=599),
    }
}

/// The pause before attempt `attempt` (the second is 2): exponential, up to half of it left out by `random`.
pub(crate) fn backoff(options: &CallOptions, attempt: u32, random: u32) -> Duration {
    let doublings = attempt.saturating_sub(2).min(16);
    let whole = options
        .initial_backoff
        .saturating_mul(1 << doublings)
        .min(options.max_backoff);
    let half = whole / 2;
    half.saturating_add(half.mul_f64(f64::from(random) / f64::from(u32::MAX)))
}

/// Where the system has no randomness to give, the pause is at its longest.
pub(crate) fn random() -> u32 {
    let mut bytes = [u8::MAX; 4];
    match aws_lc_rs::rand::fill(&mut bytes) {
        Ok(()) => u32::from_ne_bytes(bytes),
        Err(_) => u32::MAX,
    }
}

/// How many repeats a client has left. Each takes [`COST`](Self::COST) and each success gives one back, so that a service in
/// trouble is not met with a multiple of the usual calls.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 500;
    const COST: u32 = 5;

    /// Takes a repeat, unless none is left.
    pub(crate) fn take(&self) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(Self::COST)
            })
            .is_ok()
    }

    pub(crate) fn give_back(&self) {
        // Full is full: then there is nothing to update.
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                (left < Self::FULL).then_some(left + 1)
            });
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_pauses_grow_up_to_a_bound_and_are_at_least_half_of_it() {
        let options = CallOptions::new()
            .initial_backoff(Duration::from_millis(100))
            .max_backoff(Duration::from_secs(1));
        for (attempt, whole) in [
            (2, 100),
            (3, 200),
            (4, 400),
            (5, 800),
            (6, 1000),
            (u32::MAX, 1000),
        ] {
            assert_eq!(
                backoff(&options, attempt, 0),
                Duration::from_millis(whole / 2)
            );
            assert_eq!(
                backoff(&options, attempt, u32::MAX),
                Duration::from_millis(whole)
            );
        }
        let endless = CallOptions::new()
            .initial_backoff(Duration::MAX)
            .max_backoff(Duration::MAX);
        assert!(backoff(&endless, 9, u32::MAX) >= Duration::MAX / 2);
    }

    #[test]
    fn the_retry_budget_runs_out_and_is_refilled_by_successes() {
        let budget = Budget::default();
        assert_eq!((0..1000).filter(|_| budget.take()).count(), 100);
        for _ in 0..5 {
            assert!(!budget.take());
            budget.give_back();
        }
        assert!(budget.take());
        for _ in 0..10_000 {
            budget.give_back();
        }
        assert_eq!((0..1000).filter(|_| budget.take()).count(), 100);
    }
}
