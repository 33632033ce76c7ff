//! Decides whether a call is retried, and how long the client waits first.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::call::prepared::Prepared;
use crate::client::options::CallOptions;
use crate::endpoint::Endpoint;
use crate::error::api_error::ApiError;
use crate::error::failure::Failure;
use crate::error::signature_status::SignatureStatus;

/// The next step after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// No further attempt.
    Stop,
    /// Nothing was sent: try the other host at once, or retry after a backoff.
    OtherHost,
    /// Send the same request again, after a wait of at least this time.
    Retry(Duration),
}

impl Next {
    /// Decides whether to send a request again whose bytes may have left. Nothing else decides
    /// this.
    pub(crate) fn decide(failure: &Failure, call: &Prepared) -> Self {
        match failure {
            Failure::Transport(error) if error.is_connect() => Self::OtherHost,
            Failure::Transport(error) if error.is_incomplete() && call.is_safe_to_retry() => {
                Self::Retry(Duration::ZERO)
            }
            Failure::Response(api)
                if allows_retry(api, call.endpoint) && call.is_safe_to_retry() =>
            {
                Self::Retry(api.retry_after().unwrap_or_default())
            }
            _ => Self::Stop,
        }
    }
}

/// Whether the response allows a retry.
///
/// If the page documents errors for this status and code, all of them must allow it; otherwise the
/// status decides. A response with an invalid signature never allows it.
fn allows_retry(api: &ApiError, endpoint: &Endpoint) -> bool {
    if api.signature() == SignatureStatus::Failed {
        return false;
    }
    let mut documented = endpoint
        .documented_errors(api.status(), api.code())
        .peekable();
    match documented.peek() {
        Some(_) => documented.all(|error| error.retryable),
        None => matches!(api.status(), 429 | 500..=599),
    }
}

/// The wait before attempt number `attempt` (the second is 2). It grows exponentially; `random`
/// shortens it by up to one half.
pub(crate) fn backoff(options: &CallOptions, attempt: u32, random: u32) -> Duration {
    let doublings = attempt.saturating_sub(2).min(16);
    let whole = options
        .initial_backoff
        .saturating_mul(1 << doublings)
        .min(options.max_backoff);
    let half = whole / 2;
    half.saturating_add(half.mul_f64(f64::from(random) / f64::from(u32::MAX)))
}

/// A random number. If the system has no randomness, it returns the maximum, which gives the
/// longest wait.
pub(crate) fn random() -> u32 {
    let mut bytes = [u8::MAX; 4];
    match aws_lc_rs::rand::fill(&mut bytes) {
        Ok(()) => u32::from_ne_bytes(bytes),
        Err(_) => u32::MAX,
    }
}

/// The number of retries that a client has left.
///
/// Each retry takes [`COST`](Self::COST), and each success gives one back. This keeps clients from
/// sending many times the usual number of requests to a service in trouble.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 500;
    const COST: u32 = 5;

    /// Takes a retry from the budget. Returns `false` if none is left.
    pub(crate) fn try_take(&self) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(Self::COST)
            })
            .is_ok()
    }

    pub(crate) fn give_back(&self) {
        // A full budget needs no update.
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
    fn backoffs_grow_to_a_maximum_and_are_shortened_by_at_most_half() {
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
    fn a_budget_runs_out_and_fills_up_again() {
        let budget = Budget::default();
        assert_eq!((0..1000).filter(|_| budget.try_take()).count(), 100);
        for _ in 0..5 {
            assert!(!budget.try_take());
            budget.give_back();
        }
        assert!(budget.try_take());
        for _ in 0..10_000 {
            budget.give_back();
        }
        assert_eq!((0..1000).filter(|_| budget.try_take()).count(), 100);
    }
}
