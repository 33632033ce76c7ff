//! The loop that makes the attempts of a call. The async and the blocking client share it.

mod permit;

#[cfg(feature = "encrypted-fields")]
use std::borrow::Cow;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tracing::Instrument as _;

use crate::call::nonce::Nonce;
use crate::call::prepared::Prepared;
use crate::call::response::Verified;
use crate::client::build_error::BuildError;
#[cfg(feature = "platform-certificates")]
use crate::client::certificates::Certificates;
use crate::client::handover::Handover;
use crate::client::hosts::{Host, Hosts};
use crate::client::metrics::{AttemptFinished, Reports};
use crate::client::options::CallOptions;
use crate::client::panics::{Panicked, catch_panic, catch_panic_async};
use crate::client::rate_limiting::{DocumentedLimits, RateLimiter};
use crate::client::retry::{self, Budget, Next};
use crate::client::trace;
#[cfg(feature = "http-client")]
use crate::client::transport::http_transport::limits::Limits;
use crate::client::transport::{Transport, TransportError};
use crate::error::Error;
use crate::error::attempt::Attempt;
use crate::error::failure::Failure;
use crate::error::history::History;
use crate::error::outcome::Outcome;
#[cfg(feature = "platform-certificates")]
use crate::keys::certificate::PlatformCertificate;
use crate::keys::credential::Credential;
use crate::keys::keyring::Keyring;
use crate::keys::pem::CryptoError;

/// The state that all handles of a client share.
pub(crate) struct Engine {
    pub(crate) credential: Credential,
    pub(crate) keyring: RwLock<Arc<Keyring>>,
    /// Locked while the keyring is being changed.
    pub(crate) changing: Mutex<()>,
    /// Present if the client has an API key.
    #[cfg(feature = "platform-certificates")]
    pub(crate) certificates: Option<Certificates>,
    pub(crate) hosts: Hosts,
    pub(crate) transport: Arc<dyn Transport>,
    #[cfg(feature = "http-client")]
    pub(crate) exchange_limits: Limits,
    /// In place of the documented limits.
    pub(crate) rate_limiter: Option<Arc<dyn RateLimiter>>,
    pub(crate) limits: DocumentedLimits,
    pub(crate) clock: Clock,
    pub(crate) nonces: NonceSource,
    pub(crate) budget: Budget,
    pub(crate) reports: Reports,
}

/// Returns the local time in Unix seconds.
pub(crate) type Clock = Box<dyn Fn() -> i64 + Send + Sync>;
/// Returns a nonce that no other attempt uses.
pub(crate) type NonceSource = Box<dyn Fn() -> Result<Nonce, CryptoError> + Send + Sync>;

impl Engine {
    pub(crate) fn keyring(&self) -> Arc<Keyring> {
        Arc::clone(&self.keyring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the keys. Changes run one after another.
    pub(crate) fn update_keyring(
        &self,
        change: impl FnOnce(&mut Keyring) -> Result<(), BuildError>,
    ) -> Result<(), BuildError> {
        // Calls continue with the old keys while the caller's code changes a copy of them.
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut keyring = self.keyring().as_ref().clone();
        change(&mut keyring)?;
        *self.keyring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keyring);
        Ok(())
    }

    /// Adds platform certificates that WeChat Pay listed.
    #[cfg(feature = "platform-certificates")]
    pub(crate) fn renew_certificates(&self, listed: Vec<PlatformCertificate>, now: i64) {
        let renewed = self.update_keyring(|keyring| {
            keyring.add_listed(listed);
            keyring.remove_expired(now);
            Ok(())
        });
        debug_assert!(renewed.is_ok(), "the change cannot fail");
    }

    /// Sends a call that began at `started`, with as many attempts as needed and allowed by its
    /// options.
    pub(crate) async fn deliver(
        self: &Arc<Self>,
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
        #[cfg(feature = "platform-certificates")]
        if let Some(certificates) = &self.certificates
            && let Err(why) = certificates.before_call(self, progress.time_left()).await
        {
            return Err(Error::before_attempt(call.endpoint, history, why));
        }
        #[cfg(feature = "encrypted-fields")]
        let call = &match self.encrypt(call) {
            Ok(encrypted) => encrypted,
            Err(why) => return Err(Error::before_attempt(call.endpoint, history, why)),
        };
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
                handover.record_not_sent();
            }
            let backoff = self.next_backoff(&failure, call, &mut progress);
            let attempt = Attempt {
                host: self.hosts.url(host).clone(),
                failure,
            };
            let Some((backoff, next_host)) =
                backoff.map(|backoff| (backoff, self.next_host(&attempt, host)))
            else {
                return Err(Error::with_last_attempt(call.endpoint, history, attempt));
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

    #[cfg(feature = "encrypted-fields")]
    pub(super) fn encrypt<'a>(&self, call: &'a Prepared) -> Result<Cow<'a, Prepared>, Failure> {
        if call.plain_fields.is_empty() {
            return Ok(Cow::Borrowed(call));
        }
        let now = catch_panic("clock", &self.clock)?;
        let call = call.clone();
        Ok(Cow::Owned(call.encrypt(&self.keyring(), now)?))
    }

    async fn sleep(&self, length: Duration) -> Result<(), Panicked> {
        catch_panic_async("transport", async { self.transport.sleep(length).await }).await
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
        let nonce = catch_panic("source of nonces", &self.nonces)??;
        let timestamp = catch_panic("clock", &self.clock)?;
        let url = self.hosts.url(host);
        let request = call.request(url, &self.credential, &self.keyring(), timestamp, &nonce)?;
        let timeout = progress.require_time_left()?;
        if !progress.handover.begin() {
            return Err(Failure::TooLate);
        }
        let result = catch_panic_async("transport", self.exchange_with_timeout(request, timeout))
            .await
            .map_err(Panicked::after_sending)?;
        match result {
            Ok(response) => {
                self.hosts.record_response(host);
                #[cfg(feature = "platform-certificates")]
                if let Some(certificates) = &self.certificates {
                    certificates
                        .after_response(self, response.headers(), progress.time_left())
                        .await;
                }
                let signed = call.signed(timestamp, &nonce);
                let now = catch_panic("clock", &self.clock).map_err(Panicked::after_sending)?;
                let verified = call.response(response, &self.keyring(), now, Some(&signed))?;
                self.budget.give_back();
                Ok(verified)
            }
            Err(error) => {
                if error.is_host_failure() {
                    self.hosts.record_failure(host);
                }
                Err(error.into())
            }
        }
    }

    /// Runs the exchange, and ends it if the transport exceeds its time limit.
    pub(crate) async fn exchange_with_timeout(
        &self,
        request: http::Request<Bytes>,
        timeout: Duration,
    ) -> Result<http::Response<Bytes>, TransportError> {
        #[cfg(feature = "http-client")]
        let request = with_extension(request, self.exchange_limits);
        let exchange = self.transport.send(request, timeout);
        let grace = Duration::from_secs(1);
        let result = self.within(timeout.saturating_add(grace), exchange).await;
        result.unwrap_or_else(|| {
            let late = "the HTTP client exceeded the given time";
            Err(TransportError::maybe_sent(late).timed_out())
        })
    }

    /// The time limit for the head of a file, and then for each piece.
    #[cfg(feature = "downloads")]
    pub(crate) fn stream_timeout(&self) -> Duration {
        #[cfg(feature = "http-client")]
        return self.exchange_limits.total;
        #[cfg(not(feature = "http-client"))]
        Duration::from_secs(30)
    }

    /// Runs a future for at most the time `limit`. Returns `None` if it took longer.
    pub(crate) async fn within<F: Future>(&self, limit: Duration, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        let mut end = None;
        poll_fn(|context| {
            if let Poll::Ready(result) = future.as_mut().poll(context) {
                return Poll::Ready(Some(result));
            }
            let end = end.get_or_insert_with(|| self.transport.sleep(limit));
            end.as_mut().poll(context).map(|()| None)
        })
        .await
    }

    /// The wait before the next attempt; `None` if there is no next attempt.
    fn next_backoff(
        &self,
        failure: &Failure,
        call: &Prepared,
        progress: &mut Progress<'_>,
    ) -> Option<Duration> {
        if progress.number >= progress.options.max_attempts {
            return None;
        }
        let at_least = match Next::decide(failure, call) {
            Next::Stop => return None,
            Next::OtherHost if self.hosts.has_backup() && !progress.failed_over => {
                progress.failed_over = true;
                return (!progress.time_for_waiting().is_zero()).then_some(Duration::ZERO);
            }
            Next::OtherHost => Duration::ZERO,
            Next::Retry(at_least) => at_least,
        };
        progress.failed_over = false;
        let backoff = at_least.saturating_add(retry::backoff(
            progress.options,
            progress.number.saturating_add(1),
            retry::random(),
        ));
        (backoff < progress.time_for_waiting() && self.budget.try_take()).then_some(backoff)
    }

    /// The host of the next attempt. A host that sent no response or a server error is not used
    /// twice in a row.
    fn next_host(&self, failed: &Attempt, host: Host) -> Host {
        match failed.status() {
            Some(..500) => host,
            _ => self.hosts.next(host),
        }
    }
}

#[cfg(feature = "http-client")]
pub(crate) fn with_extension(
    mut request: http::Request<Bytes>,
    limits: Limits,
) -> http::Request<Bytes> {
    request.extensions_mut().insert(limits);
    request
}

/// The progress of a call.
struct Progress<'a> {
    started: Instant,
    options: &'a CallOptions,
    handover: &'a Handover,
    /// The number of the current or next attempt; the first is 1.
    number: u32,
    /// Whether the last retry went to the other host at once, without a wait.
    failed_over: bool,
}

impl Progress<'_> {
    fn time_left(&self) -> Duration {
        self.options
            .operation_timeout
            .saturating_sub(self.started.elapsed())
    }

    /// The remaining time, or an error if there is none.
    fn require_time_left(&self) -> Result<Duration, Failure> {
        Some(self.time_left())
            .filter(|left| !left.is_zero())
            .ok_or(Failure::TooLate)
    }

    /// The time that may be spent waiting before a further attempt. The rest is reserved for that
    /// attempt.
    ///
    /// An attempt that times out right after it was sent would make a known outcome unknown.
    fn time_for_waiting(&self) -> Duration {
        let reserved = (self.options.operation_timeout / 4).min(Duration::from_secs(5));
        self.time_left().saturating_sub(reserved)
    }
}
