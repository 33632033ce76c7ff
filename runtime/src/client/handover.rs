//! Records whether a request was handed to the transport.

use std::sync::atomic::{AtomicU8, Ordering};

/// Shared between the loop that makes a call and a caller on another thread that may stop waiting.
///
/// If the caller stops waiting first, the request is never sent.
#[derive(Debug, Default)]
pub(crate) struct Handover(AtomicU8);

/// No byte of the call has left.
const NOTHING_SENT: u8 = 0;
/// Bytes of the call may have left.
const MAYBE_SENT: u8 = 1;
/// The caller has stopped waiting.
const GIVEN_UP: u8 = 2;

impl Handover {
    /// Records that a request is handed to the transport now. Returns `false` if the caller has
    /// stopped waiting.
    pub(crate) fn begin(&self) -> bool {
        self.change(NOTHING_SENT, MAYBE_SENT) != GIVEN_UP
    }

    /// Records that none of the attempts so far sent anything.
    pub(crate) fn record_not_sent(&self) {
        self.change(MAYBE_SENT, NOTHING_SENT);
    }

    /// Ends the call. Returns `true` if it is certain that nothing was sent.
    #[cfg(feature = "blocking")]
    pub(crate) fn give_up(&self) -> bool {
        self.0.swap(GIVEN_UP, Ordering::AcqRel) == NOTHING_SENT
    }

    /// Changes the state and returns the previous one.
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
    fn a_request_is_never_sent_after_the_caller_gave_up() {
        let handover = Handover::default();
        assert!(handover.give_up());
        assert!(!handover.begin());
        handover.record_not_sent();
        assert!(!handover.begin());
    }

    #[test]
    fn giving_up_reports_that_a_request_may_have_left_and_stops_further_attempts() {
        let handover = Handover::default();
        assert!(handover.begin() && handover.begin());
        assert!(!handover.give_up());
        assert!(!handover.begin());
    }

    #[test]
    fn giving_up_after_unsent_attempts_reports_nothing_sent() {
        let handover = Handover::default();
        assert!(handover.begin());
        handover.record_not_sent();
        assert!(handover.give_up());
    }
}
