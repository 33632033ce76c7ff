//! The time limit for connecting: DNS lookup, proxy, TCP and TLS.
//!
//! The limit depends on the attempt. It ends before the time of the attempt ends, so that an
//! attempt that is still connecting is known to have sent nothing.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use tokio::time::{Instant, sleep_until};
use tower_layer::Layer;
use tower_service::Service;

use crate::client::panics::{catch_panic, catch_panic_async};

tokio::task_local! {
    static ENDS: Ends;
}

/// The end of an attempt, and the earlier end of the time for its connection.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    pub(super) connect: Instant,
    pub(super) total: Instant,
}

/// Runs an attempt with a time limit for its connection. If that limit ends first, the attempt
/// fails as not connected.
pub(super) async fn with_limits<F: Future>(ends: Ends, attempt: F) -> F::Output {
    ENDS.scope(ends, attempt).await
}

/// The layer of reqwest's connector that applies the limit.
#[derive(Clone, Copy)]
pub(super) struct ConnectLimit;

impl<S> Layer<S> for ConnectLimit {
    type Service = Limited<S>;

    fn layer(&self, connector: S) -> Limited<S> {
        Limited(connector)
    }
}

#[derive(Clone)]
pub(super) struct Limited<S>(S);

impl<S, R> Service<R> for Limited<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
    S::Error: From<io::Error>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        // Each connection is opened inside the future of an attempt.
        let now = Instant::now();
        let Ends {
            connect: end,
            total,
        } = ENDS.try_with(|ends| *ends).unwrap_or(Ends {
            connect: now,
            total: now,
        });
        let connect = catch_panic_async("connector", self.0.call(target));
        Box::pin(async move {
            let (mut connect, mut limit) = (pin!(connect), pin!(sleep_until(end)));
            poll_fn(|context| {
                let result = connect
                    .as_mut()
                    .poll(context)
                    .map(|result| result.unwrap_or_else(|_| Err(io::Error::other(NO_IO).into())));
                // The clock is checked as well: this code may run late, when all limits have
                // passed. Then even an established connection must not be used.
                let now = Instant::now();
                let Ok(timer) = catch_panic("timer", || limit.as_mut().poll(context)) else {
                    return Poll::Ready(Err(io::Error::other(SHUT_DOWN).into()));
                };
                let late = timer.is_ready() || now >= end;
                if now >= total || (late && result.is_pending()) {
                    return Poll::Ready(Err(timed_out().into()));
                }
                result
            })
            .await
        })
    }
}

/// The text of the error if tokio panics while connecting. This is the only reason for it.
const NO_IO: &str = "the tokio runtime has no I/O: build it with `enable_all()`";

/// The text of the error if a timer of tokio panics. This is the only reason for it here.
const SHUT_DOWN: &str = "the tokio runtime was shut down";

fn timed_out() -> io::Error {
    let text = "the time for DNS lookup, proxy, connection and TLS handshake ran out";
    io::Error::new(io::ErrorKind::TimedOut, text)
}
