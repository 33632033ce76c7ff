//! Whether a request was handed to the transport, as the caller who waits for the call may ask.

use std::sync::atomic::{AtomicU8, Ordering};

/// Shared by the loop that makes a call and a caller on another thread who may give up waiting. One
/// of the two comes first: what was given up is never sent.
#[derive(Debug, Default)]
pub(crate) struct Handover(AtomicU8);

/// Nothing of the call was sent.
const NOTHING_SENT: u8 = 0;
/// Bytes of the call may have left.
const MAYBE_SENT: u8 = 1;
/// The caller does not wait any more.
const GIVEN_UP: u8 = 2;

impl Handover {
    /// Notes that a request is handed to the transport now; `false` where nobody waits for it.
    pub(crate) fn begin(&self) -> bool {
        self.change(NOTHING_SENT, MAYBE_SENT) != GIVEN_UP
    }

    /// Notes that all attempts so far have certainly sent nothing.
    pub(crate) fn sent_nothing(&self) {
        self.change(MAYBE_SENT, NOTHING_SENT);
    }

    /// Ends the call; `true` where certainly nothing was sent.
    #[cfg(feature = "blocking")]
    pub(crate) fn give_up(&self) -> bool {
        self.0.swap(GIVEN_UP, Ordering::AcqRel) == NOTHING_SENT
    }

    /// The state before.
    fn change(&self, from: u8, to: u8) -> u8 {
        self.0
            .compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire)
            .unwrap_or_else(|other| other)
    }
}

#[cfg(all(test, feature = "blocking"))]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_was_given_up_is_never_sent() {
        let handover = Handover::default();
        assert!(handover.give_up());
        assert!(!handover.begin());
        handover.sent_nothing();
        assert!(!handover.begin());
    }

    #[test]
    fn giving_up_during_an_attempt_reports_it_as_possibly_sent_and_stops_retries() {
        let handover = Handover::default();
        assert!(handover.begin() && handover.begin());
        assert!(!handover.give_up());
        assert!(!handover.begin());
    }

    #[test]
    fn giving_up_after_unsent_attempts_reports_nothing_sent() {
        let handover = Handover::default();
        assert!(handover.begin());
        handover.sent_nothing();
        assert!(handover.give_up());
    }
}
