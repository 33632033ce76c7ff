//! Rate limiting: calls wait for a permit, according to the rate limit of the operation's page.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::Quota;
use governor::clock::{Clock as _, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};

use crate::endpoint::{Endpoint, RateLimit};

/// Decides when the next attempt may be sent.
///
/// Implement this trait to share a limit between processes or to set your own limits, and pass it
/// to [`ClientBuilder::rate_limiter`](crate::ClientBuilder::rate_limiter). A panic in it ends the
/// call before anything is sent.
pub trait RateLimiter: Send + Sync + 'static {
    /// Takes a permit for one attempt of this operation.
    ///
    /// # Errors
    /// If no permit is available now. The value is the time to wait before the next try.
    fn acquire(&self, endpoint: &'static Endpoint) -> Result<(), Duration>;
}

/// One limiter per operation with a documented rate limit. It spaces attempts evenly.
#[derive(Default)]
pub(crate) struct DocumentedLimits {
    limiters: Mutex<HashMap<&'static str, Arc<Limiter>>>,
}

type Limiter = governor::RateLimiter<
    NotKeyed,
    InMemoryState,
    MonotonicClock,
    NoOpMiddleware<<MonotonicClock as governor::clock::Clock>::Instant>,
>;

impl RateLimiter for DocumentedLimits {
    fn acquire(&self, endpoint: &'static Endpoint) -> Result<(), Duration> {
        let Some(limiter) = endpoint
            .rate_limit
            .and_then(quota)
            .map(|quota| self.limiter(endpoint.operation, quota))
        else {
            return Ok(());
        };
        limiter
            .check()
            .map_err(|denied| denied.wait_time_from(MonotonicClock.now()))
    }
}

impl DocumentedLimits {
    fn limiter(&self, operation: &'static str, quota: Quota) -> Arc<Limiter> {
        let mut limiters = self.limiters.lock().unwrap_or_else(PoisonError::into_inner);
        let limiter = limiters.entry(operation).or_insert_with(|| {
            Arc::new(governor::RateLimiter::direct_with_clock(
                quota,
                MonotonicClock,
            ))
        });
        Arc::clone(limiter)
    }
}

/// The quota allows one request at a time. A burst would make more requests in one period than the
/// page allows.
fn quota(limit: RateLimit) -> Option<Quota> {
    let spacing = Duration::from_secs(limit.per_seconds.into()).checked_div(limit.requests)?;
    Some(Quota::with_period(spacing)?.allow_burst(NonZeroU32::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{Method, RateLimitScope, SourcePage};

    const fn endpoint(operation: &'static str, rate_limit: Option<RateLimit>) -> Endpoint {
        Endpoint {
            operation,
            method: Method::Get,
            path: "/v3/things",
            page: SourcePage {
                title: "",
                updated: "",
            },
            idempotency_key: None,
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

    #[test]
    fn each_operation_has_its_own_spacing() {
        static SLOW: Endpoint = endpoint("slow", Some(limit(2, 3600)));
        static OTHER: Endpoint = endpoint("other", Some(limit(1, 3600)));
        let limits = DocumentedLimits::default();
        assert_eq!(limits.acquire(&SLOW), Ok(()));
        let wait = limits.acquire(&SLOW).unwrap_err();
        assert!((1790..=1800).contains(&wait.as_secs()), "{wait:?}");
        assert_eq!(limits.acquire(&OTHER), Ok(()));
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        static FREE: Endpoint = endpoint("free", None);
        static NEVER: Endpoint = endpoint("never", Some(limit(0, 1)));
        static EVER: Endpoint = endpoint("ever", Some(limit(1, 0)));
        let limits = DocumentedLimits::default();
        for endpoint in [&FREE, &NEVER, &EVER] {
            for _ in 0..100 {
                assert_eq!(limits.acquire(endpoint), Ok(()));
            }
        }
    }
}
