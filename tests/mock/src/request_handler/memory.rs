//! The state between requests.

use crate::coupons::Books;
use crate::faults::Script;
use crate::http::Reply;
use crate::interpreter::Strictness;
use crate::keys::PlatformKey;
use crate::ledger::Ledger;
use crate::received::ReceivedRequest;
use crate::state::State;

/// The state between requests.
pub(super) struct Memory {
    pub(super) received: Vec<ReceivedRequest>,
    pub(super) ledger: Ledger,
    pub(super) strictness: Strictness,
    /// `None` if the mock is stateless.
    pub(super) state: Option<State>,
    pub(super) books: Books,
    pub(super) script: Script,
    pub(super) rotated: Option<PlatformKey>,
    #[cfg(feature = "platform-certificates")]
    pub(super) certificates: Vec<crate::ListedCertificate>,
    pub(super) last_original: Option<Reply>,
    pub(super) unread: usize,
}

/// What the memory is at the start, and after a reset.
pub(crate) struct Initial {
    pub(crate) strictness: Strictness,
    pub(crate) state: Option<State>,
    /// The key that signs, whatever key a request names.
    pub(crate) signing_key: Option<PlatformKey>,
    #[cfg(feature = "platform-certificates")]
    pub(crate) certificates: Vec<crate::ListedCertificate>,
    /// Whether callbacks of coupons are sent.
    #[cfg(feature = "callbacks")]
    pub(crate) sends_callbacks: bool,
}

impl Memory {
    pub(super) fn new(initial: &Initial) -> Self {
        Self {
            received: Vec::new(),
            ledger: Ledger::default(),
            strictness: initial.strictness,
            state: initial.state.clone(),
            books: Books::default(),
            script: Script::default(),
            rotated: initial.signing_key,
            #[cfg(feature = "platform-certificates")]
            certificates: initial.certificates.clone(),
            last_original: None,
            unread: 0,
        }
    }
}
