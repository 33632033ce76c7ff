//! The client for code that does not use `async`.
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

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, Runtime};
use tracing::Instrument as _;

use crate::call::Call;
use crate::call::prepared::Prepared;
use crate::call::response::{Response, Verified};
use crate::client::build_error::{BuildError, Problem};
use crate::client::builder::ClientBuilder;
use crate::client::handover::Handover;
use crate::client::options::CallOptions;
use crate::client::trace;
use crate::client::transport::TransportError;
use crate::error::Error;
use crate::error::history::History;
use crate::keys::keyring::Keyring;
use crate::operation::Operation;

/// How much longer than its deadline a call is waited for: the engine itself ends an exchange one
/// second after it.
const GRACE: Duration = Duration::from_secs(2);

/// The same client as the async [`Client`](crate::Client), whose calls wait for their end. It keeps one thread for its I/O,
/// so that what a failure means is decided by the same code.
///
/// Make it outside of async code, and call it there or from `spawn_blocking`. A call made inside async code works, and blocks
/// the thread that it is made on.
///
/// A process that was forked has no such thread: there, calls of the parent's client end as
/// [`Outcome::NotSent`](crate::Outcome::NotSent). Make a new client in it.
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
            io: Arc::new(Io {
                runtime: Some(runtime),
                process: std::process::id(),
            }),
        })
    }

    /// Signs and sends one operation, verifies and decodes its response; as [`Client::send`](crate::Client::send).
    ///
    /// # Errors
    /// For everything but a verified, documented, readable success. Ask [`Error::outcome`] first.
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
        let call = Call::checked(operation, self.options())?;
        let delivered = self.deliver(call.prepared(), started);
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

    /// The call runs on the thread for I/O, so that waiting for it is allowed anywhere. How long it is
    /// waited for is a matter of this thread's clock.
    fn deliver(&self, call: &Prepared, started: Instant) -> Result<Verified, Error> {
        let options = self.options();
        let failed = |why: TransportError| {
            let history = History::new(options.retries_earlier_call);
            Error::alone(call.endpoint, history, why)
        };
        let runtime = self.io.runtime().map_err(failed)?;
        let handover = Arc::new(Handover::default());
        let (to_caller, result) = mpsc::sync_channel(1);
        let delivery = {
            let (engine, call) = (Arc::clone(&self.client.engine), call.clone());
            let handover = Arc::clone(&handover);
            async move {
                let result = engine.deliver(&call, &options, started, &handover).await;
                // A caller that is gone has no use for the result.
                let _ = to_caller.send(result);
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
                error("the client's thread did not end the call by its deadline").timed_out()
            }
            RecvTimeoutError::Disconnected => error("the call ended early on the client's thread"),
        }))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client")
            .field(&self.client)
            .finish()
    }
}

/// The runtime, and the process that has its thread.
struct Io {
    /// There until it is dropped.
    runtime: Option<Runtime>,
    process: u32,
}

impl Io {
    fn runtime(&self) -> Result<&Runtime, TransportError> {
        let here = self.runtime.as_ref().filter(|_| !self.is_forked());
        here.ok_or_else(|| {
            TransportError::unfit(
                "this process was forked from the one that made the client: make a new client in it",
            )
        })
    }

    fn is_forked(&self) -> bool {
        self.process != std::process::id()
    }
}

/// Without waiting, which would panic inside async code.
impl Drop for Io {
    fn drop(&mut self) {
        match self.runtime.take() {
            // Its thread is not in this process, and may have held any lock when it was left behind.
            Some(runtime) if self.is_forked() => std::mem::forget(runtime),
            Some(runtime) => runtime.shutdown_background(),
            None => {}
        }
    }
}

fn problem(text: impl Into<std::borrow::Cow<'static, str>>) -> BuildError {
    Problem::new("blocking::Client", text).into()
}
