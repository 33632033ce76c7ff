//! The time limit for a connection: name, proxy, TCP and TLS. It differs from attempt to attempt: it
//! ends before the attempt has to end, so that an attempt that was still connecting is known to have
//! sent nothing.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use tokio::time::{Instant, sleep_until};
use tower_layer::Layer;
use tower_service::Service;

use crate::panics::caught_async;

tokio::task_local! {
    /// When the attempt that runs here has to be connected.
    static END: Instant;
}

/// Runs an attempt that fails as not connected where it has no connection at `end`.
pub(super) async fn until<F: Future>(end: Instant, attempt: F) -> F::Output {
    END.scope(end, attempt).await
}

/// The layer of reqwest's connector that keeps the limit.
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
        // Every connection is opened by an attempt, from inside its own future.
        let end = END.try_with(|end| *end).unwrap_or_else(|_| Instant::now());
        let connect = caught_async("connector", self.0.call(target));
        Box::pin(async move {
            let (mut connect, mut limit) = (pin!(connect), pin!(sleep_until(end)));
            poll_fn(|context| {
                // The limit comes first: a connection that is made after it would be used at a time
                // when the attempt may have ended. The clock is asked as well, as both limits of an
                // attempt may have passed since it was last woken.
                if limit.as_mut().poll(context).is_ready() || Instant::now() >= end {
                    return Poll::Ready(Err(timed_out().into()));
                }
                connect
                    .as_mut()
                    .poll(context)
                    .map(|result| result.unwrap_or_else(|_| Err(io::Error::other(NO_IO).into())))
            })
            .await
        })
    }
}

/// What makes tokio panic here.
const NO_IO: &str = "the tokio runtime has no I/O: build it with `enable_all()`";

fn timed_out() -> io::Error {
    let text = "the time for the name, a proxy, the connection and TLS ran out";
    io::Error::new(io::ErrorKind::TimedOut, text)
}
