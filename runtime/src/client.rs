//! The async client: sends the calls of one merchant, with retries and time limits.

#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod build_error;
pub(crate) mod builder;
#[cfg(feature = "platform-certificates")]
pub(crate) mod certificates;
mod engine;
mod environment;
#[cfg(feature = "downloads")]
mod file;
mod handover;
mod hosts;
pub(crate) mod metrics;
pub(crate) mod options;
pub(crate) mod panics;
mod rate_limiting;
mod retry;
mod trace;
pub(crate) mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use tracing::Instrument as _;

pub use builder::ClientBuilder;
pub use metrics::{AttemptFinished, CallFinished, Metrics};
pub use options::{CallOptions, Validation};
pub use rate_limiting::{PermitFuture, RateLimiter};
#[cfg(feature = "http-client")]
pub use transport::http_transport::{HttpTransport, HttpTransportBuilder};
pub use transport::{BackgroundTask, ResponseFuture, SleepFuture, Transport};
#[cfg(feature = "downloads")]
pub use transport::{ByteStream, ChunkFuture, StreamFuture};

use crate::call::Call;
use crate::call::response::Response;
use crate::client::engine::Engine;
use crate::client::handover::Handover;
use crate::client::hosts::Host;
#[cfg(feature = "downloads")]
use crate::download::{Download, ReceivedFile};
#[cfg(feature = "encrypted-fields")]
use crate::error::DecryptionError;
#[cfg(feature = "platform-certificates")]
use crate::error::DownloadError;
use crate::error::Error;
#[cfg(feature = "encrypted-fields")]
use crate::keys::EncryptedText;
use crate::keys::keyring::Keyring;
#[cfg(feature = "downloads")]
use crate::operation::NotJson;
use crate::operation::Operation;
use crate::pagination::{Cursor, Pages, Paginated};
use build_error::BuildError;

/// A client for one merchant. Create one and keep it; clones share everything.
///
/// Nothing is sent before the first call. The default transport must be called inside a tokio
/// runtime that has timers and I/O enabled. Without such a runtime use `blocking::Client` (feature
/// `blocking`). Several runtimes can use one client, at the same time or one after another. Each
/// runtime has its own connections.
///
/// Dropping the future of a call ends the call. Nothing continues in the background. A request that
/// was already sent may still take effect.
#[derive(Clone)]
pub struct Client {
    pub(crate) engine: Arc<Engine>,
    options: CallOptions,
}

impl Client {
    /// Returns a builder without settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(engine: Engine, options: CallOptions) -> Self {
        Self {
            engine: Arc::new(engine),
            options,
        }
    }

    /// Signs and sends one operation, then verifies and decodes the response.
    ///
    /// A failed attempt is retried only if the call cannot take effect twice, and only within the
    /// limits of [`CallOptions`].
    ///
    /// # Errors
    /// Unless the response is a verified and documented success that can be decoded. Read
    /// [`Error::outcome`] first.
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<Response<O::Response>, Error> {
        let (endpoint, started) = (operation.endpoint(), Instant::now());
        let span = trace::call(endpoint);
        let result = self.call(operation, started).instrument(span.clone()).await;
        let reports = &self.engine.reports;
        trace::end_of_call(
            &span,
            reports,
            started.elapsed(),
            endpoint.operation,
            &result,
        );
        result
    }

    async fn call<O: Operation>(
        &self,
        operation: &O,
        started: Instant,
    ) -> Result<Response<O::Response>, Error> {
        let call = Call::prepare_validated(operation, self.options)?;
        let handover = Handover::default();
        let prepared = call.prepared();
        let delivery = self
            .engine
            .deliver(prepared, &self.options, started, &handover);
        call.decode(
            delivery
                .await
                .map_err(|error| error.with_idempotency_key(prepared))?,
        )
    }

    /// Reads the pages of a list one after the other, beginning with that of the request.
    ///
    /// ```
    /// # use wechatpay_runtime::{Client, Error};
    /// # use wechatpay_runtime::pagination::Paginated;
    /// # async fn example(client: &Client, request: &impl Paginated) -> Result<(), Error> {
    /// let mut pages = client.pages(request);
    /// while let Some(page) = pages.next().await {
    ///     println!("{} items", page?.items.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn pages<O: Paginated>(&self, request: &O) -> Pages<O> {
        Pages {
            client: self.clone(),
            cursor: Cursor::new(request.clone()),
        }
    }

    /// Makes a call whose response is a file, such as an image.
    ///
    /// The client function of such an operation calls this method. The request is sent once. The
    /// response is not signed.
    ///
    /// # Errors
    /// If the request is not valid, and unless the response has a status for success. The time
    /// limits are those of [`download`](Self::download).
    #[cfg(feature = "downloads")]
    pub async fn receive<O>(&self, operation: &O) -> Result<ReceivedFile, Error>
    where
        O: Operation<Response = NotJson>,
    {
        let call = Call::prepare_validated(operation, self.options).map(Call::into_prepared);
        let endpoint = operation.endpoint();
        self.engine.receive(endpoint, call, &self.options).await
    }

    /// Gets a file: the second step of a download.
    ///
    /// The request is signed. It goes only to the hosts of this client, and never anywhere else. It
    /// is sent once: ask for a new address and try again if it fails.
    ///
    /// # Errors
    /// Unless the response has a status for success. The time limit of
    /// [`ClientBuilder::attempt_timeout`] applies up to the head of the response, and then to each
    /// piece of the file.
    #[cfg(feature = "downloads")]
    pub async fn download(&self, download: &Download) -> Result<ReceivedFile, Error> {
        self.engine.download(download).await
    }

    /// The options that this handle uses for its calls.
    pub fn options(&self) -> CallOptions {
        self.options
    }

    /// Returns another handle of the same client that makes its calls with `options`.
    ///
    /// ```
    /// # use wechatpay_runtime::Client;
    /// # fn example(client: &Client) {
    /// let careful = client.with_options(client.options().max_attempts(1));
    /// # }
    /// ```
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            engine: Arc::clone(&self.engine),
            options,
        }
    }

    /// Decrypts an encrypted field of a response with the merchant's private key.
    ///
    /// # Errors
    /// If the field was encrypted with another key.
    #[cfg(feature = "encrypted-fields")]
    pub fn decrypt(&self, field: &EncryptedText) -> Result<String, DecryptionError> {
        field.decrypt(self.engine.credential.key())
    }

    /// A copy of the keys that verify responses.
    #[must_use]
    pub fn keyring(&self) -> Keyring {
        self.engine.keyring().as_ref().clone()
    }

    /// Changes the keys that verify responses, for all handles.
    ///
    /// Running calls verify their responses with the new keys. Concurrent changes run one after
    /// another. `change` must not call `update_keyring` itself.
    ///
    /// ```
    /// # use wechatpay_runtime::{Client, PublicKey, error::BuildError};
    /// # fn example(client: &Client, key: PublicKey) -> Result<(), BuildError> {
    /// client.update_keyring(|keyring| keyring.add("PUB_KEY_ID_0114232134912410000000000000", key))
    /// # }
    /// ```
    ///
    /// # Errors
    /// The error that `change` returns. In this case the keys stay unchanged.
    pub fn update_keyring(
        &self,
        change: impl FnOnce(&mut Keyring) -> Result<(), BuildError>,
    ) -> Result<(), BuildError> {
        self.engine.update_keyring(change)
    }

    /// Downloads the platform certificates now. The client needs an
    /// [`api_key`](ClientBuilder::api_key).
    ///
    /// Calls download them by themselves. A program that receives callbacks before its first call
    /// downloads them when it starts. If a download has started less than a minute ago, its result
    /// is returned. It takes at most ten seconds.
    ///
    /// # Errors
    /// If there is no list that can be trusted. The keys stay unchanged.
    #[cfg(feature = "platform-certificates")]
    pub async fn download_platform_certificates(&self) -> Result<(), DownloadError> {
        certificates::download(&self.engine).await
    }
}

/// Shows the merchant and the host, but no key.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("credential", &self.engine.credential)
            .field("keyring", &self.engine.keyring())
            .field("host", self.engine.hosts.url(Host::Main))
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
