//! The life of a call, from its first attempt to its end: the loop that both clients share.

mod permit;

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tracing::Instrument as _;

use crate::call::nonce::Nonce;
use crate::call::prepared::Prepared;
use crate::call::response::Verified;
use crate::client::build_error::BuildError;
use crate::client::handover::Handover;
use crate::client::hosts::{Host, Hosts};
use crate::client::metrics::{AttemptFinished, Reports};
use crate::client::options::CallOptions;
use crate::client::panics::{Panicked, caught, caught_async};
use crate::client::rate_limiting::{DocumentedLimits, RateLimiter};
use crate::client::retry::{self, Budget, Next};
use crate::client::trace;
use crate::client::transport::{Transport, TransportError};
use crate::error::Error;
use crate::error::attempt::Attempt;
use crate::error::failure::Failure;
use crate::error::history::History;
use crate::error::outcome::Outcome;
use crate::keys::credential::Credential;
use crate::keys::keyring::Keyring;
use crate::keys::pem::CryptoError;

/// What all handles of a client share.
pub(crate) struct Engine {
    pub(crate) credential: Credential,
    pub(crate) keyring: RwLock<Arc<Keyring>>,
    /// Held by whoever changes the keyring.
    pub(crate) changing: Mutex<()>,
    pub(crate) hosts: Hosts,
    pub(crate) transport: Arc<dyn Transport>,
    /// In place of the documented limits.
    pub(crate) rate_limiter: Option<Arc<dyn RateLimiter>>,
    pub(crate) limits: DocumentedLimits,
    pub(crate) clock: Clock,
    pub(crate) nonces: NonceSource,
    pub(crate) budget: Budget,
    pub(crate) reports: Reports,
}

/// The local time in Unix seconds.
pub(crate) type Clock = Box<dyn Fn() -> i64 + Send + Sync>;
/// A nonce that no other attempt has.
pub(crate) type NonceSource = Box<dyn Fn() -> Result<Nonce, CryptoError> + Send + Sync>;

impl Engine {
    pub(crate) fn keyring(&self) -> Arc<Keyring> {
        Arc::clone(&self.keyring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the keys, one change at a time.
    pub(crate) fn update_keyring(
        &self,
        change: impl FnOnce(&mut Keyring) -> Result<(), BuildError>,
    ) -> Result<(), BuildError> {
        // Calls go on with the old keys while somebody's code changes a copy of them.
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut keyring = self.keyring().as_ref().clone();
        change(&mut keyring)?;
        *self.keyring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keyring);
        Ok(())
    }

    /// Sends a call, which its caller made at `started`, as often as it takes and its options allow.
    pub(crate) async fn deliver(
        &self,
        call: &Prepared,
        options: &CallOptions,
        started: Instant,
        handover: &Handover,
    ) -> Result<Verified, Error> {
        let mut progress = Progress {
            started,
            options,
            handover,
            number: 1,
            failed_over: false,
        };
        let mut history = History::new(options.retries_earlier_call);
        let mut host = self.hosts.first();
        loop {
            if let Err(failure) = self.permit(call, &progress).await {
                return Err(Error::before_attempt(call.endpoint, history, failure));
            }
            let failure = match self.attempt(call, host, &progress).await {
                Ok(verified) => {
                    return Ok(Verified {
                        host: Some(self.hosts.url(host).clone()),
                        earlier: history,
                        ..verified
                    });
                }
                Err(failure @ Failure::TooLate) => {
                    return Err(Error::before_attempt(call.endpoint, history, failure));
                }
                Err(failure) => failure,
            };
            if history.outcome(call.endpoint, &failure) == Outcome::NotSent {
                handover.sent_nothing();
            }
            let backoff = self.backoff_after(&failure, call, &mut progress);
            let attempt = Attempt {
                host: self.hosts.url(host).clone(),
                failure,
            };
            let Some((backoff, next_host)) =
                backoff.map(|backoff| (backoff, self.next_host(&attempt, host)))
            else {
                return Err(Error::after(call.endpoint, history, attempt));
            };
            host = next_host;
            progress.number += 1;
            trace::retry(
                call.endpoint,
                &attempt.failure,
                progress.number,
                started.elapsed(),
                backoff,
            );
            history.push(attempt);
            if !backoff.is_zero()
                && let Err(panicked) = self.sleep(backoff).await
            {
                return Err(Error::before_attempt(call.endpoint, history, panicked));
            }
        }
    }

    async fn sleep(&self, length: Duration) -> Result<(), Panicked> {
        caught_async("transport", async { self.transport.sleep(length).await }).await
    }

    async fn attempt(
        &self,
        call: &Prepared,
        host: Host,
        progress: &Progress<'_>,
    ) -> Result<Verified, Failure> {
        let url = self.hosts.url(host);
        let span = trace::attempt(url, progress.number);
        let started = Instant::now();
        let result = self
            .exchange(call, host, progress)
            .instrument(span.clone())
            .await;
        let attempt = AttemptFinished {
            operation: call.endpoint.operation,
            host: url.as_str(),
            number: progress.number,
            status: None,
            outcome: None,
            duration: started.elapsed(),
        };
        trace::end_of_attempt(&span, &self.reports, attempt, &result);
        result
    }

    async fn exchange(
        &self,
        call: &Prepared,
        host: Host,
        progress: &Progress<'_>,
    ) -> Result<Verified, Failure> {
        let nonce = caught("source of nonces", &self.nonces)??;
        let timestamp = caught("clock", &self.clock)?;
        let url = self.hosts.url(host);
        let request = call.request(url, &self.credential, &self.keyring(), timestamp, &nonce)?;
        let within = progress.time_left()?;
        if !progress.handover.begin() {
            return Err(Failure::TooLate);
        }
        let result = caught_async("transport", self.bounded(request, within))
            .await
            .map_err(Panicked::after_sending)?;
        match result {
            Ok(response) => {
                self.hosts.answered(host);
                let signed = call.signed(timestamp, &nonce);
                let now = caught("clock", &self.clock).map_err(Panicked::after_sending)?;
                let verified = call.response(response, &self.keyring(), now, Some(&signed))?;
                self.budget.give_back();
                Ok(verified)
            }
            Err(error) => {
                if error.concerns_host() {
                    self.hosts.failed(host);
                }
                Err(error.into())
            }
        }
    }

    /// The exchange, ended here where a transport does not keep to its time.
    async fn bounded(
        &self,
        request: http::Request<Bytes>,
        within: Duration,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut exchange = self.transport.send(request, within);
        let mut limit = None;
        poll_fn(|context| {
            if let Poll::Ready(result) = exchange.as_mut().poll(context) {
                return Poll::Ready(result);
            }
            let grace = Duration::from_secs(1);
            let limit =
                limit.get_or_insert_with(|| self.transport.sleep(within.saturating_add(grace)));
            limit.as_mut().poll(context).map(|()| {
                let late = "the HTTP client did not end in the time it was given";
                Err(TransportError::maybe_sent(late).timed_out())
            })
        })
        .await
    }

    /// How long to pause before the next attempt; `None` where there is none.
    fn backoff_after(
        &self,
        failure: &Failure,
        call: &Prepared,
        progress: &mut Progress<'_>,
    ) -> Option<Duration> {
        if progress.number >= progress.options.max_attempts {
            return None;
        }
        let at_least = match Next::after(failure, call) {
            Next::Stop => return None,
            Next::Elsewhere if self.hosts.has_backup() && !progress.failed_over => {
                progress.failed_over = true;
                return (!progress.spare().is_zero()).then_some(Duration::ZERO);
            }
            Next::Elsewhere => Duration::ZERO,
            Next::Again(at_least) => at_least,
        };
        progress.failed_over = false;
        let backoff = at_least.saturating_add(retry::backoff(
            progress.options,
            progress.number.saturating_add(1),
            retry::random(),
        ));
        (backoff < progress.spare() && self.budget.take()).then_some(backoff)
    }

    /// A host that did not answer, or answered that it failed, is not asked twice in a row.
    fn next_host(&self, failed: &Attempt, host: Host) -> Host {
        match failed.status() {
            Some(..500) => host,
            _ => self.hosts.after(host),
        }
    }
}

/// How far a call has come.
struct Progress<'a> {
    started: Instant,
    options: &'a CallOptions,
    handover: &'a Handover,
    /// Of the attempt that comes next or is under way; the first is 1.
    number: u32,
    /// Whether the other host was tried at once, without a wait since.
    failed_over: bool,
}

impl Progress<'_> {
    fn left(&self) -> Duration {
        self.options
            .operation_timeout
            .saturating_sub(self.started.elapsed())
    }

    /// The same, as long as there is any.
    fn time_left(&self) -> Result<Duration, Failure> {
        Some(self.left())
            .filter(|left| !left.is_zero())
            .ok_or(Failure::TooLate)
    }

    /// What may be waited before a further attempt. That attempt needs time of its own: one that is cut off as soon as it
    /// has left would make an outcome unknown that was known before.
    fn spare(&self) -> Duration {
        let room = (self.options.operation_timeout / 4).min(Duration::from_secs(5));
        self.left().saturating_sub(room)
    }
}
