//! How far a call goes: attempts, pauses, deadline, and what is checked before it is sent.

use std::time::Duration;

/// Per-call settings: retries, timeouts, validation.
///
/// A client has one for all its calls; [`Client::with_options`](crate::Client::with_options) makes a
/// handle with another one, for one call or many.
///
/// ```
/// use std::time::Duration;
/// use wechatpay_runtime::CallOptions;
///
/// let patient = CallOptions::new().max_attempts(5).operation_timeout(Duration::from_secs(120));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct CallOptions {
    pub(crate) max_attempts: u32,
    pub(crate) operation_timeout: Duration,
    pub(crate) initial_backoff: Duration,
    pub(crate) max_backoff: Duration,
    pub(crate) rate_limiting: bool,
    pub(crate) validate: bool,
    pub(crate) retries_earlier_call: bool,
}

impl CallOptions {
    /// Up to 3 attempts in up to 60 seconds, validated before and paced by the pages' rate limits.
    pub const fn new() -> Self {
        Self {
            max_attempts: 3,
            operation_timeout: Duration::from_secs(60),
            initial_backoff: Duration::from_millis(300),
            max_backoff: Duration::from_secs(10),
            rate_limiting: true,
            validate: true,
            retries_earlier_call: false,
        }
    }

    /// How often a call is sent at most, the first time included; 0 counts as 1. It is sent again only where that
    /// cannot act twice: a GET, or an operation with an idempotency key; or where no byte of it has left. 1 also means one host.
    /// A client whose calls keep failing uses up its repeats, about 100 of them at once, and then makes none until calls
    /// succeed again.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// How long a call takes at most, with all its attempts and pauses. Where a pause would end later, the call ends
    /// at once with what it knows. Connecting takes at most half of the time that is left, so that a call without
    /// a connection ends as [`Outcome::NotSent`](crate::Outcome::NotSent) whatever its deadline is. A call whose deadline
    /// has passed is neither signed nor sent.
    pub const fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.operation_timeout = timeout;
        self
    }

    /// The pause before the second attempt; each further one is twice as long, up to
    /// [`max_backoff`](Self::max_backoff). Up to half of a pause is left out at random, so that clients do not
    /// repeat in step. What a response asks for in `Retry-After` is always waited for.
    pub const fn initial_backoff(mut self, pause: Duration) -> Self {
        self.initial_backoff = pause;
        self
    }

    /// The longest pause between two attempts, unless the server asks for a longer one.
    pub const fn max_backoff(mut self, pause: Duration) -> Self {
        self.max_backoff = pause;
        self
    }

    /// Whether calls wait for their turn by the rate limit of the operation's page. On unless switched off.
    pub const fn rate_limiting(mut self, on: bool) -> Self {
        self.rate_limiting = on;
        self
    }

    /// Whether a request that breaks rules of its page is refused here instead of by the server, all its
    /// [`violations`](crate::Error::violations) at once. On unless switched off: WeChat Pay may loosen a rule before this
    /// crate learns of it.
    pub const fn validate(mut self, on: bool) -> Self {
        self.validate = on;
        self
    }

    /// Says that this call repeats an earlier one of unknown fate, with the same idempotency key. Then a refusal that the
    /// earlier call may have caused, such as "already exists", is [`Outcome::Unknown`](crate::Outcome::Unknown), never
    /// `Refused`.
    pub const fn retries_earlier_call(mut self, repeats: bool) -> Self {
        self.retries_earlier_call = repeats;
        self
    }
}

impl Default for CallOptions {
    fn default() -> Self {
        Self::new()
    }
}
