//! The permit that each attempt needs.

use std::future::poll_fn;
use std::task::Poll;
#[cfg(feature = "downloads")]
use std::time::Instant;

use super::{Engine, Progress};
use crate::call::prepared::Prepared;
#[cfg(feature = "downloads")]
use crate::client::handover::Handover;
#[cfg(feature = "downloads")]
use crate::client::options::CallOptions;
use crate::client::panics::catch_panic;
use crate::client::rate_limiting::RateLimiter;
use crate::error::failure::Failure;

impl Engine {
    /// Waits for a permit of the rate limiter; fails if it would come after the timeout of the
    /// operation.
    pub(super) async fn permit(
        &self,
        call: &Prepared,
        progress: &Progress<'_>,
    ) -> Result<(), Failure> {
        progress.require_time_left()?;
        if !progress.options.rate_limiting {
            return Ok(());
        }
        match &self.rate_limiter {
            Some(custom) => self.permit_of(&**custom, call, progress).await?,
            None => match self
                .limits
                .reserve(call.endpoint, progress.time_for_waiting())
            {
                Ok(Some(reservation)) => {
                    self.sleep(reservation.wait()).await?;
                    reservation.keep();
                }
                Ok(None) => {}
                Err(wait) => return Err(Failure::RateLimited(wait)),
            },
        }
        progress.require_time_left().map(|_| ())
    }

    /// The permit of a call with a single attempt, which began at `started`.
    #[cfg(feature = "downloads")]
    pub(crate) async fn permit_once(
        &self,
        call: &Prepared,
        options: &CallOptions,
        started: Instant,
    ) -> Result<(), Failure> {
        let progress = Progress {
            started,
            options,
            handover: &Handover::default(),
            number: 1,
            failed_over: false,
        };
        self.permit(call, &progress).await
    }

    /// The permit of another limiter, which is given the rest of the time of the operation.
    async fn permit_of(
        &self,
        limiter: &dyn RateLimiter,
        call: &Prepared,
        progress: &Progress<'_>,
    ) -> Result<(), Failure> {
        let key = self.credential.mchid();
        let mut permit = catch_panic("rate limiter", || limiter.acquire(call.endpoint, key))?;
        let mut limit = None;
        poll_fn(|context| {
            match catch_panic("rate limiter", || permit.as_mut().poll(context)) {
                Ok(Poll::Pending) => {}
                Ok(Poll::Ready(permit)) => {
                    return Poll::Ready(permit.map_err(Failure::RateLimited));
                }
                Err(panicked) => return Poll::Ready(Err(panicked.into())),
            }
            let over = catch_panic("transport", || {
                let limit = limit.get_or_insert_with(|| self.transport.sleep(progress.time_left()));
                limit.as_mut().poll(context)
            });
            match over {
                Ok(Poll::Pending) => Poll::Pending,
                Ok(Poll::Ready(())) => Poll::Ready(Err(Failure::TooLate)),
                Err(panicked) => Poll::Ready(Err(panicked.into())),
            }
        })
        .await
    }
}
