//! Downloads the platform certificates, when they are needed or due.

mod download;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::call::verify;
use crate::client::engine::Engine;
use crate::client::panics::catch_panic;
use crate::client::retry;
use crate::keys::ApiKey;

pub use download::DownloadError;

/// The time between two downloads that are not urgent. Each is up to a tenth earlier.
const INTERVAL: Duration = Duration::from_secs(6 * 60 * 60);
/// The time until the next download after one that failed.
const INTERVAL_AFTER_FAILURE: Duration = Duration::from_secs(10 * 60);
/// Responses with an unknown serial cause at most one download in this time.
const PAUSE: Duration = Duration::from_secs(60);
/// The maximum time of one download.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);

/// The platform certificates of a client that has an API key.
pub(crate) struct Certificates {
    api_key: ApiKey,
    /// Locked during a download, so that there is only one at a time. A download that its caller
    /// gave up leaves no trace here.
    last: tokio::sync::Mutex<Option<Download>>,
    /// When the next download is due; `None` before the first call.
    due: Mutex<Option<Instant>>,
}

/// Downloads the certificates because the user asked for it.
pub(crate) async fn download(engine: &Engine) -> Result<(), DownloadError> {
    match &engine.certificates {
        Some(certificates) => certificates.download(engine, PAUSE, TIMEOUT).await,
        None => Err(DownloadError::NO_API_KEY),
    }
}

/// A finished download.
struct Download {
    started: Instant,
    finished: Instant,
    result: Result<(), DownloadError>,
}

impl Certificates {
    pub(crate) fn new(api_key: ApiKey) -> Self {
        Self {
            api_key,
            last: tokio::sync::Mutex::new(None),
            due: Mutex::new(None),
        }
    }

    /// Makes sure that there is a key before a call, and downloads the certificates in the
    /// background when that is due.
    pub(crate) async fn before_call(
        &self,
        engine: &Arc<Engine>,
        time_left: Duration,
    ) -> Result<(), DownloadError> {
        let now = catch_panic("clock", &engine.clock)?;
        if !engine.keyring().has_valid_key(now) {
            let result = self.download(engine, Duration::ZERO, time_left).await;
            // An expired certificate may still verify the response.
            return result.or_else(|why| match engine.keyring().names().next() {
                Some(_) => Ok(()),
                None => Err(why),
            });
        }
        if self.take_due() {
            let client = Arc::clone(engine);
            let task = Box::pin(async move {
                if let Some(certificates) = &client.certificates {
                    // The result is in the trace. The next call does not need it.
                    let _ = certificates.download(&client, PAUSE, TIMEOUT).await;
                }
            });
            if let Some(task) = engine.transport.spawn(task) {
                engine.within(time_left, task).await;
            }
        }
        Ok(())
    }

    /// Downloads the certificates if a response names an unknown one.
    pub(crate) async fn after_response(
        &self,
        engine: &Engine,
        headers: &http::HeaderMap,
        time_left: Duration,
    ) {
        if verify::unknown_certificate(headers, &engine.keyring()).is_some() {
            // If it fails, the response stays unverified.
            let _ = self.download(engine, PAUSE, time_left).await;
        }
    }

    /// Downloads the certificates now, unless a download finished while this one waited, or one
    /// started less than `pause` ago. Then the result is that of the other download.
    pub(crate) async fn download(
        &self,
        engine: &Engine,
        pause: Duration,
        time_left: Duration,
    ) -> Result<(), DownloadError> {
        let asked = Instant::now();
        let download = async {
            let mut last = self.last.lock().await;
            if let Some(last) = &*last
                && (last.finished >= asked || last.started.elapsed() < pause)
            {
                return last.result.clone();
            }
            let started = Instant::now();
            let result = download::download(engine, &self.api_key).await;
            *last = Some(Download {
                started,
                finished: Instant::now(),
                result: result.clone(),
            });
            self.schedule(result.is_ok());
            result
        };
        let result = engine.within(time_left.min(TIMEOUT), download).await;
        result.unwrap_or(Err(DownloadError::TIMED_OUT))
    }

    /// Whether a download is due. If it is, only this caller gets `true`.
    fn take_due(&self) -> bool {
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if due.is_some_and(|due| now < due) {
            return false;
        }
        *due = now.checked_add(INTERVAL_AFTER_FAILURE);
        true
    }

    fn schedule(&self, succeeded: bool) {
        let interval = if succeeded {
            let earlier = f64::from(retry::random()) / f64::from(u32::MAX) / 10.0;
            INTERVAL.mul_f64(1.0 - earlier)
        } else {
            INTERVAL_AFTER_FAILURE
        };
        *self.due.lock().unwrap_or_else(PoisonError::into_inner) =
            Instant::now().checked_add(interval);
    }
}
