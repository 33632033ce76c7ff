//! The blocking client, for code that does not use `async`.
//!
//! ```no_run
//! # use wechatpay_runtime::{ClientBuilder, raw::RawRequest};
//! # type Result = std::result::Result<(), Box<dyn std::error::Error>>;
//! # fn example(builder: ClientBuilder, request: RawRequest) -> Result {
//! use wechatpay_runtime::blocking::Client;
//!
//! let client = Client::new(builder)?;
//! let response = client.send(&request)?;
//! # Ok(())
//! # }
//! ```

pub(crate) mod io;

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tracing::Instrument as _;

use crate::call::Call;
use crate::call::prepared::Prepared;
use crate::call::response::{Response, Verified};
use crate::client::build_error::{BuildError, Problem};
use crate::client::builder::ClientBuilder;
#[cfg(feature = "platform-certificates")]
use crate::client::certificates;
use crate::client::handover::Handover;
use crate::client::options::CallOptions;
use crate::client::trace;
use crate::client::transport::TransportError;
use crate::error::Error;
use crate::error::history::History;
use crate::keys::keyring::Keyring;
use crate::operation::Operation;
use crate::pagination::{Cursor, Page, Paginated};
use io::Io;

/// How long the caller waits after the call's `operation_timeout`. The engine itself ends an
/// exchange one second after that timeout.
const GRACE: Duration = Duration::from_secs(2);

/// The blocking version of the async [`Client`](crate::Client). Each call blocks until it ends.
///
/// It runs the same code as the async client, so failures have the same meaning.
///
/// The client keeps one thread for its I/O. Clients that are given clones of one
/// [`HttpTransport`](crate::client::HttpTransport) share its connections and one thread, which ends
/// with the last of these clients. Code that a client is given, such as a rate limiter, runs on
/// this thread and must not block it.
///
/// Make the client outside async code. Call it outside async code or in `spawn_blocking`. A call
/// inside async code works, but blocks its thread.
///
/// A forked process does not inherit the I/O thread. In such a process, calls of the parent's
/// client end as [`Outcome::NotSent`](crate::Outcome::NotSent). Make a new client there.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    io: Arc<Io>,
}

/// The pages of a list, one after the other; see [`Pages`](crate::pagination::Pages).
#[derive(Debug)]
pub struct Pages<O> {
    client: Client,
    cursor: Cursor<O>,
}

impl<O: Paginated> Iterator for Pages<O> {
    type Item = Result<Page<O::Item>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let response = self.client.send(self.cursor.request()?);
        Some(self.cursor.advance(response.map(Response::into_inner)))
    }
}

impl Client {
    /// Checks the settings, and starts the I/O thread unless it is shared and running. Nothing is
    /// sent.
    ///
    /// # Errors
    /// If [`ClientBuilder::build`] fails, if the thread cannot be started, or inside an async
    /// runtime. Use the async client there.
    pub fn new(settings: ClientBuilder) -> Result<Self, BuildError> {
        let shared = settings.shared_io.clone();
        let client = settings.build()?;
        if Handle::try_current().is_ok() {
            return Err(problem(
                "it was made inside an async runtime: use the async `Client` there, or make this \
                 client before the runtime starts or on a separate thread",
            ));
        }
        let io = shared
            .map_or_else(Io::start, |shared| shared.thread())
            .map_err(|why| problem(format!("the I/O thread could not be started ({why})")))?;
        Ok(Self { client, io })
    }

    /// Signs and sends one operation, then verifies and decodes the response, like
    /// [`Client::send`](crate::Client::send).
    ///
    /// # Errors
    /// Unless the response is a verified and documented success that can be decoded. Read
    /// [`Error::outcome`] first.
    pub fn send<O: Operation>(&self, operation: &O) -> Result<Response<O::Response>, Error> {
        let (endpoint, started) = (operation.endpoint(), Instant::now());
        let span = trace::call(endpoint);
        let result = span.in_scope(|| self.call(operation, started));
        let reports = &self.client.engine.reports;
        trace::end_of_call(
            &span,
            reports,
            started.elapsed(),
            endpoint.operation,
            &result,
        );
        result
    }

    fn call<O: Operation>(
        &self,
        operation: &O,
        started: Instant,
    ) -> Result<Response<O::Response>, Error> {
        let call = Call::prepare_validated(operation, self.options())?;
        let delivered = self.deliver(call.prepared(), started);
        call.decode(delivered.map_err(|error| error.with_idempotency_key(call.prepared()))?)
    }

    /// Reads the pages of a list one after the other, like
    /// [`Client::pages`](crate::Client::pages).
    #[must_use]
    pub fn pages<O: Paginated>(&self, request: &O) -> Pages<O> {
        Pages {
            client: self.clone(),
            cursor: Cursor::new(request.clone()),
        }
    }

    /// The options of the calls of this handle.
    pub fn options(&self) -> CallOptions {
        self.client.options()
    }

    /// Returns another handle of the same client that makes its calls with `options`.
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            client: self.client.with_options(options),
            io: Arc::clone(&self.io),
        }
    }

    /// Decrypts an encrypted field of a response with the merchant's private key.
    ///
    /// # Errors
    /// If the field was encrypted with another key.
    #[cfg(feature = "encrypted-fields")]
    pub fn decrypt(
        &self,
        field: &crate::keys::EncryptedText,
    ) -> Result<String, crate::error::DecryptionError> {
        self.client.decrypt(field)
    }

    /// A copy of the keys that verify responses.
    #[must_use]
    pub fn keyring(&self) -> Keyring {
        self.client.keyring()
    }

    /// Changes the keys that verify responses, like
    /// [`Client::update_keyring`](crate::Client::update_keyring).
    ///
    /// # Errors
    /// The error that `change` returns. In this case the keys stay unchanged.
    pub fn update_keyring(
        &self,
        change: impl FnOnce(&mut Keyring) -> Result<(), BuildError>,
    ) -> Result<(), BuildError> {
        self.client.update_keyring(change)
    }

    /// Downloads the platform certificates now, like
    /// [`Client::download_platform_certificates`](crate::Client::download_platform_certificates).
    ///
    /// # Errors
    /// If there is no list that can be trusted. The keys stay unchanged.
    #[cfg(feature = "platform-certificates")]
    pub fn download_platform_certificates(&self) -> Result<(), crate::error::DownloadError> {
        let engine = Arc::clone(&self.client.engine);
        let download = async move { certificates::download(&engine).await };
        self.run(download, certificates::TIMEOUT.saturating_add(GRACE))?
            .unwrap_or(Err(crate::error::DownloadError::TIMED_OUT))
    }

    /// Gets a file and writes it to `path`, like
    /// [`Client::download`](crate::Client::download) and
    /// [`ReceivedFile::save_to`](crate::download::ReceivedFile::save_to). Returns its number of
    /// bytes.
    ///
    /// # Errors
    /// If the file cannot be received or written, or if its digest is wrong.
    #[cfg(feature = "downloads")]
    pub fn download_to(
        &self,
        download: &crate::download::Download,
        path: impl AsRef<std::path::Path>,
    ) -> Result<u64, crate::download::SaveError> {
        let engine = Arc::clone(&self.client.engine);
        let (download, path) = (download.clone(), path.as_ref().to_owned());
        let endpoint = download.prepare().endpoint;
        let save = async move { engine.download(&download).await?.save_to(path).await };
        self.save(endpoint, save)
    }

    /// Makes a call whose response is a file and writes it to `path`, like
    /// [`Client::receive`](crate::Client::receive) and
    /// [`ReceivedFile::save_to`](crate::download::ReceivedFile::save_to). Returns its number of
    /// bytes.
    ///
    /// # Errors
    /// If the request is not valid, or if the file cannot be received or written.
    #[cfg(feature = "downloads")]
    pub fn receive_to<O>(
        &self,
        operation: &O,
        path: impl AsRef<std::path::Path>,
    ) -> Result<u64, crate::download::SaveError>
    where
        O: Operation<Response = crate::operation::NotJson>,
    {
        let options = self.options();
        let call = Call::prepare_validated(operation, options).map(Call::into_prepared);
        let (engine, path) = (Arc::clone(&self.client.engine), path.as_ref().to_owned());
        let endpoint = operation.endpoint();
        let save = async move {
            let file = engine.receive(endpoint, call, &options).await?;
            file.save_to(path).await
        };
        self.save(endpoint, save)
    }

    /// Waits until a file is saved.
    #[cfg(feature = "downloads")]
    fn save(
        &self,
        endpoint: &'static crate::endpoint::Endpoint,
        save: impl Future<Output = Result<u64, crate::download::SaveError>> + Send + 'static,
    ) -> Result<u64, crate::download::SaveError> {
        let failed = |why: TransportError| Error::new(endpoint, why);
        let saved = self.run(save, Duration::MAX).map_err(failed)?;
        saved.unwrap_or_else(|| {
            let why = "the client's thread ended the download without a result";
            Err(failed(TransportError::maybe_sent(why)).into())
        })
    }

    /// Runs work on the I/O thread and waits for at most the time `limit`. Returns `None` if there
    /// is no result in time.
    #[cfg(any(feature = "downloads", feature = "platform-certificates"))]
    fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
        limit: Duration,
    ) -> Result<Option<T>, TransportError> {
        let (sender, result) = mpsc::sync_channel(1);
        let work = async move {
            // The caller may have stopped waiting. Then nobody needs the result.
            let _ = sender.send(work.await);
        };
        let runtime = self.io.runtime()?;
        let task = runtime.spawn(work.instrument(tracing::Span::current()));
        let result = result.recv_timeout(limit).ok();
        task.abort();
        Ok(result)
    }

    /// Runs the call on the I/O thread, so that waiting is allowed on any thread. This thread's
    /// clock limits the wait.
    fn deliver(&self, call: &Prepared, started: Instant) -> Result<Verified, Error> {
        let options = self.options();
        let failed = |why: TransportError| {
            let history = History::new(options.retries_earlier_call);
            Error::without_attempt(call.endpoint, history, why)
        };
        let runtime = self.io.runtime().map_err(failed)?;
        let handover = Arc::new(Handover::default());
        let (sender, result) = mpsc::sync_channel(1);
        let delivery = {
            let (engine, call) = (Arc::clone(&self.client.engine), call.clone());
            let handover = Arc::clone(&handover);
            async move {
                let result = engine.deliver(&call, &options, started, &handover).await;
                // The caller may have stopped waiting. Then nobody needs the result.
                let _ = sender.send(result);
            }
        };
        let task = runtime.spawn(delivery.instrument(tracing::Span::current()));
        let longest = options.operation_timeout.saturating_add(GRACE);
        let why = match result.recv_timeout(longest.saturating_sub(started.elapsed())) {
            Ok(result) => return result,
            Err(why) => why,
        };
        task.abort();
        let error = if handover.give_up() {
            TransportError::unfit
        } else {
            TransportError::maybe_sent
        };
        Err(failed(match why {
            RecvTimeoutError::Timeout => {
                error("the client's thread did not end the call within its `operation_timeout`")
                    .timed_out()
            }
            RecvTimeoutError::Disconnected => {
                error("the client's thread ended the call without a result")
            }
        }))
    }
}

#[cfg(feature = "callbacks")]
impl From<&Client> for crate::callback::PlatformKeys {
    fn from(client: &Client) -> Self {
        Self::from(&client.client)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client")
            .field(&self.client)
            .finish()
    }
}

fn problem(text: impl Into<std::borrow::Cow<'static, str>>) -> BuildError {
    Problem::new("blocking::Client", text).into()
}
