//! Sends callbacks in threads, and records the replies.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;

use super::Callback;
use super::post::{Target, post};
use crate::keys::Keys;

/// The pauses between attempts that WeChat Pay documents for payments, in seconds. No page states
/// those of product coupons.
const PAUSES: [u64; 15] = [
    15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
];

/// One attempt to deliver a callback, and the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallbackAttempt {
    /// The number of the notification.
    pub id: String,
    /// The type of the event.
    pub event_type: String,
    /// The status of the reply; `None` if there was none in time.
    pub status: Option<u16>,
    /// The body of the reply.
    pub body: Bytes,
    /// Why there was no reply.
    pub error: Option<String>,
}

impl CallbackAttempt {
    /// Whether the reply acknowledges the event: status 200 or 204.
    #[must_use]
    pub fn is_acknowledged(&self) -> bool {
        matches!(self.status, Some(200 | 204))
    }
}

/// The delivery of one callback, in a thread of its own. It ends early if the mock is dropped.
#[derive(Debug)]
pub struct CallbackDelivery(JoinHandle<Vec<CallbackAttempt>>);

impl CallbackDelivery {
    /// Blocks this thread until the delivery has ended, and returns its attempts. In async code,
    /// call it in `spawn_blocking`.
    #[must_use]
    pub fn wait(self) -> Vec<CallbackAttempt> {
        self.0.join().unwrap_or_default()
    }
}

/// All deliveries of a mock.
#[derive(Default)]
pub(crate) struct Deliveries {
    attempts: Mutex<Arc<Mutex<Vec<CallbackAttempt>>>>,
    /// Dropping them stops the threads.
    running: Mutex<Vec<Sender<()>>>,
}

impl Deliveries {
    pub(crate) fn attempts(&self) -> Vec<CallbackAttempt> {
        lock(&lock(&self.attempts)).clone()
    }

    /// Ends all deliveries.
    pub(crate) fn end(&self) {
        lock(&self.running).clear();
    }

    /// Ends all deliveries and forgets their attempts.
    pub(crate) fn reset(&self) {
        self.end();
        // A delivery that is just ending keeps the old list.
        *lock(&self.attempts) = Arc::default();
    }

    /// Starts a delivery. Each attempt asks `target` where to go.
    pub(crate) fn start(
        &self,
        keys: &'static Keys,
        target: impl Fn() -> io::Result<Target> + Send + 'static,
        callback: Callback,
    ) -> io::Result<CallbackDelivery> {
        let (running, stop) = mpsc::channel();
        let delivery = Delivery {
            keys,
            target: Box::new(target),
            callback,
            stop,
            all: Arc::clone(&lock(&self.attempts)),
            own: Vec::new(),
        };
        let thread = thread::Builder::new().name("wechatpay-mock-callback".to_owned());
        let handle = thread.spawn(|| delivery.run())?;
        lock(&self.running).push(running);
        Ok(CallbackDelivery(handle))
    }
}

struct Delivery {
    keys: &'static Keys,
    target: Box<dyn Fn() -> io::Result<Target> + Send>,
    callback: Callback,
    stop: Receiver<()>,
    all: Arc<Mutex<Vec<CallbackAttempt>>>,
    own: Vec<CallbackAttempt>,
}

impl Delivery {
    fn run(mut self) -> Vec<CallbackAttempt> {
        let speed = self.callback.speed;
        let mut running = self.pause(self.callback.delay);
        for _ in 0..self.callback.copies {
            let mut pauses = PAUSES.iter();
            while running && !self.attempt() {
                let (Some(speed), Some(seconds)) = (speed, pauses.next()) else {
                    break;
                };
                running = self.pause(Duration::from_secs(*seconds) / speed);
            }
        }
        self.own
    }

    /// Sends the callback once, and returns whether it was acknowledged.
    fn attempt(&mut self) -> bool {
        let message = self.callback.message(self.keys, self.own.is_empty());
        let target = (self.target)();
        let reply = target.and_then(|target| post(&target, &message, self.callback.reply_timeout));
        let (reply, error) = match reply {
            Ok((status, body)) => (Some((status, body)), None),
            Err(why) => (None, Some(why.to_string())),
        };
        let (status, body) = reply.unzip();
        let attempt = CallbackAttempt {
            id: self.callback.id.clone(),
            event_type: self.callback.event_type.clone(),
            status,
            body: body.unwrap_or_default().into(),
            error,
        };
        lock(&self.all).push(attempt.clone());
        let is_acknowledged = attempt.is_acknowledged();
        self.own.push(attempt);
        is_acknowledged
    }

    /// Waits, and returns whether the mock is still running.
    fn pause(&self, duration: Duration) -> bool {
        self.stop.recv_timeout(duration) == Err(RecvTimeoutError::Timeout)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_pauses_take_24_hours_and_4_minutes() {
        assert_eq!(PAUSES.iter().sum::<u64>(), 24 * 3600 + 4 * 60);
    }
}
