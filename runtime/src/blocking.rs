//! The client for code that does not use `async`.
//!
//! ```no_run
//! # fn example(builder: wechatpay_runtime::ClientBuilder, request: wechatpay_runtime::Untyped) -> Result<(), Box<dyn std::error::Error>> {
//! use wechatpay_runtime::blocking::Client;
//!
//! let client = Client::new(builder)?;
//! let answer = client.send(&request)?;
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::sync::{Arc, mpsc};

use tokio::runtime::{Handle, Runtime};
use tracing::Instrument as _;

use crate::build_error::{BuildError, Problem};
use crate::call::Call;
use crate::client_builder::ClientBuilder;
use crate::error::Error;
use crate::keyring::Keyring;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::prepared::Prepared;
use crate::response::{Response, Verified};
use crate::trace;
use crate::transport::TransportError;

/// The same client as the async [`Client`](crate::Client), whose calls wait for their end. It keeps one thread for its I/O,
/// so that what a failure means is decided by the same code.
///
/// Make it outside of async code, and call it there or from `spawn_blocking`. A call made inside async code works, and blocks
/// the thread that it is made on.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    io: Arc<Io>,
}

impl Client {
    /// Checks the settings and starts the thread. Nothing goes to the network.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`]; where the thread cannot be started; and inside an async runtime, where the async
    /// client is the one to use.
    pub fn new(settings: ClientBuilder) -> Result<Self, BuildError> {
        let client = settings.build()?;
        if Handle::try_current().is_ok() {
            return Err(problem(
                "it was made inside an async runtime: use the async `Client` there, or make this one before the runtime \
                 starts or on a thread of its own",
            ));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("wechatpay-io")
            .enable_all()
            .build()
            .map_err(|why| {
                problem(format!(
                    "the thread for its I/O could not be started ({why})"
                ))
            })?;
        Ok(Self {
            client,
            io: Arc::new(Io(Some(runtime))),
        })
    }

    /// Signs and sends one operation, verifies and decodes its answer; as [`Client::send`](crate::Client::send).
    ///
    /// # Errors
    /// For everything but a verified, documented, readable success. Ask [`Error::outcome`] first.
    pub fn send<O: Operation>(&self, operation: &O) -> Result<Response<O::Response>, Error> {
        let span = trace::call(operation.endpoint());
        let result = span.in_scope(|| self.call(operation));
        trace::end_of_call(&span, &result);
        result
    }

    fn call<O: Operation>(&self, operation: &O) -> Result<Response<O::Response>, Error> {
        let call = Call::checked(operation, self.options())?;
        let delivered = self.deliver(call.prepared().clone());
        call.decode(delivered.map_err(|error| error.of_call(call.prepared()))?)
    }

    /// How this handle's calls are made.
    pub fn options(&self) -> CallOptions {
        self.client.options()
    }

    /// Another handle on the same client, whose calls are made with these options.
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            client: self.client.with_options(options),
            io: Arc::clone(&self.io),
        }
    }

    /// The keys that answers are verified with, as they are now.
    #[must_use]
    pub fn keyring(&self) -> Keyring {
        self.client.keyring()
    }

    /// Changes the keys that answers are verified with; as [`Client::update_keyring`](crate::Client::update_keyring).
    ///
    /// # Errors
    /// What the change reports; then the keys stay as they were.
    pub fn update_keyring(
        &self,
        change: impl FnOnce(&mut Keyring) -> Result<(), BuildError>,
    ) -> Result<(), BuildError> {
        self.client.update_keyring(change)
    }

    /// The call runs on the thread for I/O, so that waiting for it is allowed anywhere.
    fn deliver(&self, call: Prepared) -> Result<Verified, Error> {
        let endpoint = call.endpoint;
        let gone = || {
            Error::new(
                endpoint,
                TransportError::maybe_sent("the call ended early on the thread for I/O"),
            )
        };
        let runtime = self.io.0.as_ref().ok_or_else(gone)?;
        let (engine, options) = (Arc::clone(&self.client.engine), self.client.options());
        let (to_caller, result) = mpsc::sync_channel(1);
        let span = tracing::Span::current();
        runtime.spawn(
            async move {
                // A caller that is gone has no use for the result.
                let _ = to_caller.send(engine.deliver(&call, &options).await);
            }
            .instrument(span),
        );
        result.recv().unwrap_or_else(|_| Err(gone()))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client")
            .field(&self.client)
            .finish()
    }
}

/// The runtime; there until it is dropped.
struct Io(Option<Runtime>);

/// Without waiting, which would panic inside async code.
impl Drop for Io {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn problem(text: impl Into<std::borrow::Cow<'static, str>>) -> BuildError {
    Problem::new("blocking::Client", text).into()
}
