//! Sends the callbacks of coupons.

use std::sync::{Arc, Mutex, PoisonError};
use std::{fmt, io};

use super::notify::CouponNotice;
use crate::callback::{Callback, Deliveries, Target};
use crate::keys::Keys;

/// How much faster callbacks are repeated than those of payments.
const SPEED: u32 = 100;

type Change = Box<dyn Fn(Callback) -> Callback + Send + Sync>;

/// Sends the callbacks of coupons to the URL that the program has set.
#[derive(Default)]
pub(crate) struct Notifier {
    /// Changes each callback before it is sent.
    change: Mutex<Option<Change>>,
    urls: Arc<Mutex<Urls>>,
}

/// Where callbacks go.
#[derive(Default)]
struct Urls {
    of_program: Option<String>,
    /// In place of the program's URL.
    of_test: Option<String>,
}

impl Notifier {
    pub(super) fn set_change(&self, change: Change) {
        *self.change.lock().unwrap_or_else(PoisonError::into_inner) = Some(change);
    }

    pub(super) fn set_override(&self, url: Option<&str>) {
        self.urls().of_test = url.map(str::to_owned);
    }

    /// Sends a callback for each notice. Each attempt goes to the URL that is set at its time.
    pub(crate) fn send(
        &self,
        deliveries: &Deliveries,
        keys: &'static Keys,
        notices: Vec<CouponNotice>,
    ) {
        for notice in notices {
            let callback = notice.callback().retried(SPEED);
            let change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
            let callback = match change.as_ref() {
                Some(change) => change(callback),
                None => callback,
            };
            drop(change);
            let urls = Arc::clone(&self.urls);
            let url = move || {
                let urls = urls.lock().unwrap_or_else(PoisonError::into_inner);
                let url = urls.of_test.as_ref().or(urls.of_program.as_ref());
                let none = || io::Error::new(io::ErrorKind::NotFound, "no URL is set");
                Target::parse(url.ok_or_else(none)?)
            };
            // A system that refuses a thread loses a callback, as a network can.
            let _ = deliveries.start(keys, url, callback);
        }
    }

    /// Sends callbacks as at the start again.
    pub(crate) fn reset(&self) {
        *self.change.lock().unwrap_or_else(PoisonError::into_inner) = None;
        *self.urls() = Urls::default();
    }

    /// Remembers the URL that the program has set.
    pub(crate) fn set_url(&self, url: Option<&str>) {
        let mut urls = self.urls();
        if urls.of_program.as_deref() != url {
            urls.of_program = url.map(str::to_owned);
        }
    }

    fn urls(&self) -> std::sync::MutexGuard<'_, Urls> {
        self.urls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Notifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notifier").finish_non_exhaustive()
    }
}
