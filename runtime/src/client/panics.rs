//! Panics in code that the user gave to a client. They end a call, but not the client or its
//! thread.

use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// A panic in a part of a client.
///
/// The panic message is not kept, because it may quote the request and the panic hook has already
/// shown it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panicked {
    part: &'static str,
    may_have_left: bool,
}

impl Panicked {
    /// The same panic, at a point when bytes of the request may have left.
    pub(crate) fn after_sending(self) -> Self {
        Self {
            may_have_left: true,
            ..self
        }
    }

    /// Whether bytes of the request may have left.
    pub(crate) fn may_have_left(self) -> bool {
        self.may_have_left
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} of this client panicked", self.part)
    }
}

/// Runs code of one part of a client and catches its panic.
pub(crate) fn catch_panic<T>(part: &'static str, code: impl FnOnce() -> T) -> Result<T, Panicked> {
    // The engine does not use any value again that the code may have left half changed.
    catch_unwind(AssertUnwindSafe(code)).map_err(|_| Panicked {
        part,
        may_have_left: false,
    })
}

/// Runs a future of one part of a client and catches its panic.
pub(crate) async fn catch_panic_async<F: Future>(
    part: &'static str,
    future: F,
) -> Result<F::Output, Panicked> {
    let mut future = pin!(future);
    poll_fn(
        |context| match catch_panic(part, || future.as_mut().poll(context)) {
            Ok(poll) => poll.map(Ok),
            Err(panicked) => Poll::Ready(Err(panicked)),
        },
    )
    .await
}
