//! The I/O thread of blocking clients.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError, Weak};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use crate::client::transport::TransportError;

/// How long a new client waits for another one that starts the shared thread.
const LONGEST_START: Duration = Duration::from_millis(100);

/// The thread of all blocking clients that share a transport, as long as there is one.
#[derive(Default)]
pub(crate) struct SharedIo(Mutex<Weak<Io>>);

impl SharedIo {
    /// Returns the thread of this process, and starts it if there is none.
    pub(super) fn thread(&self) -> io::Result<Arc<Io>> {
        let Some(mut shared) = self.lock() else {
            return Io::start();
        };
        if let Some(io) = shared.upgrade().filter(|io| !io.is_forked()) {
            return Ok(io);
        }
        let io = Io::start()?;
        *shared = Arc::downgrade(&io);
        Ok(io)
    }

    /// Returns `None` if the lock stays locked: a thread of the parent process may have held it
    /// when this process was forked, and nobody can release it here.
    fn lock(&self) -> Option<MutexGuard<'_, Weak<Io>>> {
        let started = Instant::now();
        loop {
            match self.0.try_lock() {
                Ok(shared) => return Some(shared),
                Err(TryLockError::Poisoned(shared)) => return Some(shared.into_inner()),
                Err(TryLockError::WouldBlock) if started.elapsed() > LONGEST_START => return None,
                Err(TryLockError::WouldBlock) => std::thread::yield_now(),
            }
        }
    }
}

/// The tokio runtime, and the id of the process that has its thread.
pub(crate) struct Io {
    /// Present until `drop` takes it.
    runtime: Option<Runtime>,
    process: u32,
}

impl Io {
    pub(super) fn start() -> io::Result<Arc<Self>> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("wechatpay-io")
            .enable_all()
            .build()?;
        Ok(Arc::new(Self {
            runtime: Some(runtime),
            process: std::process::id(),
        }))
    }

    pub(super) fn runtime(&self) -> Result<&Runtime, TransportError> {
        let runtime = self.runtime.as_ref().filter(|_| !self.is_forked());
        runtime.ok_or_else(|| {
            TransportError::unfit(
                "this process was forked after the client was made: make a new client in this \
                 process",
            )
        })
    }

    fn is_forked(&self) -> bool {
        self.process != std::process::id()
    }
}

/// Does not wait for the thread, because waiting would panic inside async code.
impl Drop for Io {
    fn drop(&mut self) {
        match self.runtime.take() {
            // The thread is not in this process. It may have held any lock at the time of the fork.
            Some(runtime) if self.is_forked() => std::mem::forget(runtime),
            Some(runtime) => runtime.shutdown_background(),
            None => {}
        }
    }
}
