//! A hook for metrics: what a finished attempt and a finished call report.

use std::sync::Arc;
use std::time::Duration;

use crate::client::panics::catch_panic;
use crate::error::outcome::Outcome;

/// Receives a report of every finished attempt and call.
///
/// [`ClientBuilder::metrics`](crate::ClientBuilder::metrics) takes it. The methods run inside the
/// call, so they must return fast. A panic in one of them is logged and changes nothing.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use wechatpay_runtime::client::{CallFinished, Metrics};
///
/// #[derive(Default)]
/// struct Failures(AtomicU64);
///
/// impl Metrics for Failures {
///     fn call_finished(&self, call: &CallFinished<'_>) {
///         if call.outcome.is_some() {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
/// ```
pub trait Metrics: Send + Sync + 'static {
    /// Reports one attempt that succeeded or failed. An attempt is one HTTP exchange.
    fn attempt_finished(&self, attempt: &AttemptFinished<'_>) {
        let _ = attempt;
    }

    /// Reports a call that succeeded or failed, with all its attempts.
    fn call_finished(&self, call: &CallFinished<'_>) {
        let _ = call;
    }
}

/// One attempt of a call, after its end.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptFinished<'a> {
    /// Service and operation, as in `busifavor.modify_budget`.
    pub operation: &'static str,
    /// The base URL of the host.
    pub host: &'a str,
    /// The number of the attempt in its call, from 1.
    pub number: u32,
    /// The HTTP status, if a response arrived.
    pub status: Option<u16>,
    /// What a failed attempt means for the effect of the call; `None` after a success.
    pub outcome: Option<Outcome>,
    /// The time from before signing to the end of verification.
    pub duration: Duration,
}

impl AttemptFinished<'_> {
    /// `succeeded`, or the label of the outcome.
    #[must_use]
    pub fn label(&self) -> &'static str {
        label(self.outcome)
    }
}

/// A call, after its end.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallFinished<'a> {
    /// Service and operation, as in `busifavor.modify_budget`.
    pub operation: &'static str,
    /// How many attempts were made; 0 if the call ended before the first.
    pub attempts: usize,
    /// The HTTP status of the last attempt, if a response arrived.
    pub status: Option<u16>,
    /// What is known about the effect of a failed call; `None` after a success.
    pub outcome: Option<Outcome>,
    /// The time of the whole call, with all its attempts and waits.
    pub duration: Duration,
    /// The `Request-ID` of the last response, as it came.
    pub request_id: Option<&'a str>,
}

impl CallFinished<'_> {
    /// `succeeded`, or the label of the outcome.
    #[must_use]
    pub fn label(&self) -> &'static str {
        label(self.outcome)
    }
}

pub(crate) fn label(outcome: Option<Outcome>) -> &'static str {
    outcome.map_or("succeeded", Outcome::as_str)
}

/// The metrics of a client, if it has any.
#[derive(Clone, Default)]
pub(crate) struct Reports(pub(crate) Option<Arc<dyn Metrics>>);

impl Reports {
    pub(crate) fn attempt(&self, attempt: &AttemptFinished<'_>) {
        self.report(|metrics| metrics.attempt_finished(attempt));
    }

    pub(crate) fn call(&self, call: &CallFinished<'_>) {
        self.report(|metrics| metrics.call_finished(call));
    }

    fn report(&self, report: impl FnOnce(&dyn Metrics)) {
        if let Some(metrics) = &self.0
            && let Err(panicked) = catch_panic("metrics hook", || report(&**metrics))
        {
            tracing::error!("{panicked}");
        }
    }
}
