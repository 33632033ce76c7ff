//! The async client: a handle on what all calls of a merchant share, with the options of its calls.

#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod build_error;
pub(crate) mod builder;
mod engine;
mod environment;
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
pub use options::CallOptions;
pub use rate_limiting::{PermitFuture, RateLimiter};
pub use transport::{ResponseFuture, SleepFuture, Transport};

use crate::call::Call;
use crate::call::response::Response;
use crate::client::engine::Engine;
use crate::client::handover::Handover;
use crate::client::hosts::Host;
use crate::error::Error;
use crate::keys::keyring::Keyring;
use crate::operation::Operation;
use build_error::BuildError;

/// A merchant's connection to WeChat Pay. Make one and keep it; clones share everything.
///
/// Nothing goes to the network until the first call. The default transport has to be called from inside a tokio
/// runtime with its timer and I/O enabled; elsewhere, use `blocking::Client` (feature `blocking`). It may be called from
/// several runtimes, also in turn: each has connections of its own.
///
/// Dropping the future of a call ends the call: nothing goes on in the background. What was sent by then may still take
/// effect.
#[derive(Clone)]
pub struct Client {
    pub(crate) engine: Arc<Engine>,
    options: CallOptions,
}

impl Client {
    /// Starts with no settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(engine: Engine, options: CallOptions) -> Self {
        Self {
            engine: Arc::new(engine),
            options,
        }
    }

    /// Signs and sends one operation, verifies and decodes its response. Where that cannot act twice, a failed attempt is
    /// followed by another, within the limits of the [`CallOptions`].
    ///
    /// # Errors
    /// For everything but a verified, documented, readable success. Ask [`Error::outcome`] first.
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
        let call = Call::checked(operation, self.options)?;
        let handover = Handover::default();
        let prepared = call.prepared();
        let delivery = self
            .engine
            .deliver(prepared, &self.options, started, &handover);
        call.decode(delivery.await.map_err(|error| error.of_call(prepared))?)
    }

    /// How this handle's calls are made.
    pub fn options(&self) -> CallOptions {
        self.options
    }

    /// Another handle on the same client, whose calls are made with these options.
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

    /// The keys that answers are verified with, as they are now.
    #[must_use]
    pub fn keyring(&self) -> Keyring {
        self.engine.keyring().as_ref().clone()
    }

    /// Changes the keys that answers are verified with, for all handles: calls under way are judged by the new ones. Changes
    /// that are made at the same time follow one another; a change must not ask for a further one.
    ///
    /// ```
    /// # use wechatpay_runtime::{Client, PublicKey, error::BuildError};
    /// # fn example(client: &Client, key: PublicKey) -> Result<(), BuildError> {
    /// client.update_keyring(|keyring| keyring.add("PUB_KEY_ID_0114232134912410000000000000", key))
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the change reports; then the keys stay as they were.
    pub fn update_keyring(
        &self,
        change: impl FnOnce(&mut Keyring) -> Result<(), BuildError>,
    ) -> Result<(), BuildError> {
        self.engine.update_keyring(change)
    }
}

/// Shows whose client it is and where it calls, no key.
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
