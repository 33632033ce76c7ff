//! Rate limiting: an attempt waits for a permit, so that calls keep to the limit that the
//! documentation page of their operation states.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::endpoint::{Endpoint, RateLimit};

/// The future of a permit.
///
/// `Err` ends the call before the attempt is sent; the duration says how long to wait before the
/// next call.
pub type PermitFuture<'a> = Pin<Box<dyn Future<Output = Result<(), Duration>> + Send + 'a>>;

/// Gives permits to attempts. Implement it to share a limit between processes, or to set your own
/// limits; [`ClientBuilder::rate_limiter`](crate::ClientBuilder::rate_limiter) takes it.
///
/// The client waits for a permit until the timeout of the operation. If the rate limiter panics,
/// the call ends before the attempt is sent.
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
/// use std::time::Duration;
/// use wechatpay_runtime::client::{PermitFuture, RateLimiter};
/// use wechatpay_runtime::endpoint::Endpoint;
///
/// /// A number of permits for one day. A shared store would count them for each `key`.
/// struct DailyLimit(AtomicU32);
///
/// impl RateLimiter for DailyLimit {
///     fn acquire<'a>(&'a self, _: &'static Endpoint, _key: &'a str) -> PermitFuture<'a> {
///         Box::pin(async move {
///             let left = self.0.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1));
///             left.map(|_| ()).map_err(|_| Duration::from_secs(24 * 60 * 60))
///         })
///     }
/// }
/// ```
pub trait RateLimiter: Send + Sync + 'static {
    /// Waits for a permit for one attempt at this operation. `key` is the merchant number: limits
    /// are counted for each merchant.
    fn acquire<'a>(&'a self, endpoint: &'static Endpoint, key: &'a str) -> PermitFuture<'a>;
}

/// The limits that the pages state, applied to each operation separately. Attempts go out evenly
/// spaced, in the order in which they asked for a permit.
#[derive(Default)]
pub(crate) struct DocumentedLimits {
    /// When the next attempt at an operation may go out.
    next: Mutex<HashMap<&'static str, Instant>>,
}

impl DocumentedLimits {
    /// Reserves the next free time; `None` if the operation has no limit.
    ///
    /// # Errors
    /// If the wait until the next free time is `within` or longer: this wait. In this case nothing
    /// is reserved.
    pub(crate) fn reserve(
        &self,
        endpoint: &Endpoint,
        within: Duration,
    ) -> Result<Option<Reservation<'_>>, Duration> {
        let Some(spacing) = endpoint.rate_limit.and_then(spacing) else {
            return Ok(None);
        };
        let now = Instant::now();
        let mut next = self.lock();
        let next = next.entry(endpoint.operation).or_insert(now);
        let time = now.max(*next);
        let wait = time - now;
        if wait >= within {
            return Err(wait);
        }
        let after = time.checked_add(spacing).unwrap_or(time);
        *next = after;
        Ok(Some(Reservation {
            limits: self,
            operation: endpoint.operation,
            wait,
            time,
            after,
            is_kept: false,
        }))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<&'static str, Instant>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time between two attempts. Attempts go out one at a time, because a burst could make more
/// requests in one period than the page allows.
fn spacing(limit: RateLimit) -> Option<Duration> {
    let spacing = Duration::from_secs(limit.per_seconds.into()).checked_div(limit.requests)?;
    (!spacing.is_zero()).then_some(spacing)
}

/// A time at which an attempt may go out. If the call is dropped before its attempt goes out, the
/// time becomes free again, unless another call has reserved a later time since.
pub(crate) struct Reservation<'a> {
    limits: &'a DocumentedLimits,
    operation: &'static str,
    wait: Duration,
    time: Instant,
    after: Instant,
    is_kept: bool,
}

impl Reservation<'_> {
    /// The time from the reservation until the attempt may go out.
    pub(crate) fn wait(&self) -> Duration {
        self.wait
    }

    /// Keeps the time for an attempt that goes out now.
    pub(crate) fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        if let Some(next) = self.limits.lock().get_mut(self.operation)
            && *next == self.after
        {
            *next = self.time;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{Evidence, Method, RateLimitScope, SourcePage};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = MINUTE.saturating_mul(60);

    const fn endpoint(operation: &'static str, rate_limit: Option<RateLimit>) -> Endpoint {
        Endpoint {
            operation,
            method: Method::Get,
            path: "/v3/things",
            page: SourcePage {
                title: "",
                updated: "",
            },
            evidence: Evidence::Full,
            idempotency_key: None,
            idempotent: false,
            rate_limit,
            success: &[],
            errors: &[],
        }
    }

    const fn limit(requests: u32, per_seconds: u32) -> RateLimit {
        RateLimit {
            requests,
            per_seconds,
            scope: RateLimitScope::Unstated,
        }
    }

    /// The wait for a permit that is used, in seconds and rounded up.
    fn wait(
        limits: &DocumentedLimits,
        endpoint: &Endpoint,
        within: Duration,
    ) -> Result<u128, u128> {
        let seconds = |wait: Duration| wait.as_millis().div_ceil(1000);
        match limits.reserve(endpoint, within) {
            Ok(reserved) => Ok(reserved.map_or(0, |reserved| {
                let wait = reserved.wait();
                reserved.keep();
                seconds(wait)
            })),
            Err(wait) => Err(seconds(wait)),
        }
    }

    #[test]
    fn permits_are_evenly_spaced_for_each_operation() {
        let (slow, other) = (
            endpoint("slow", Some(limit(2, 3600))),
            endpoint("other", Some(limit(1, 60))),
        );
        let limits = DocumentedLimits::default();
        assert_eq!(wait(&limits, &slow, HOUR), Ok(0));
        assert_eq!(wait(&limits, &slow, HOUR), Ok(1800));
        assert_eq!(wait(&limits, &other, HOUR), Ok(0));
    }

    #[test]
    fn a_refused_call_takes_no_permit_from_the_calls_after_it() {
        let slow = endpoint("slow", Some(limit(2, 3600)));
        let limits = DocumentedLimits::default();
        assert_eq!(wait(&limits, &slow, HOUR), Ok(0));
        assert_eq!(wait(&limits, &slow, MINUTE), Err(1800));
        assert_eq!(wait(&limits, &slow, HOUR), Ok(1800));
    }

    #[test]
    fn a_dropped_call_gives_its_permit_back() {
        let slow = endpoint("slow", Some(limit(2, 3600)));
        let limits = DocumentedLimits::default();
        assert_eq!(wait(&limits, &slow, HOUR), Ok(0));
        drop(limits.reserve(&slow, HOUR));
        assert_eq!(wait(&limits, &slow, HOUR), Ok(1800));
    }

    #[test]
    fn calls_without_a_limit_do_not_wait() {
        let limits = DocumentedLimits::default();
        for rate_limit in [None, Some(limit(0, 1)), Some(limit(1, 0))] {
            let free = endpoint("free", rate_limit);
            for _ in 0..100 {
                assert_eq!(wait(&limits, &free, HOUR), Ok(0));
            }
        }
    }
}
