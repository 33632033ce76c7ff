//! Per-call settings: retries, timeouts, rate limiting, validation.

use std::time::Duration;

/// Per-call settings: retries, timeouts, rate limiting, validation.
///
/// Each client has one set of options for its calls.
/// [`Client::with_options`](crate::Client::with_options) returns a handle that uses another set,
/// for one call or for many.
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
    pub(crate) validation: Validation,
    pub(crate) retries_earlier_call: bool,
}

impl CallOptions {
    /// The defaults: 3 attempts, 60 seconds for the operation, backoffs from 0.3 to 10 seconds,
    /// rate limiting on, [`Validation::Standard`].
    pub const fn new() -> Self {
        Self {
            max_attempts: 3,
            operation_timeout: Duration::from_secs(60),
            initial_backoff: Duration::from_millis(300),
            max_backoff: Duration::from_secs(10),
            rate_limiting: true,
            validation: Validation::Standard,
            retries_earlier_call: false,
        }
    }

    /// The maximum number of attempts of a call, including the first. Default: 3. The value 0 means
    /// 1.
    ///
    /// The client sends a request again only if the call cannot take effect twice. This is the case
    /// for a GET, for an operation with an idempotency key, and if no byte of the request has left.
    /// With 1 attempt the call uses only one host.
    ///
    /// The retries of a client are limited as a whole: about 100 in a row. If calls keep failing,
    /// the client stops retrying until calls succeed again.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The maximum duration of a call, including all its attempts and waits. Default: 60 seconds.
    ///
    /// If a backoff would end too late, the call ends at once with the failure of its last attempt.
    /// After the timeout no attempt is signed or sent. Connecting takes at most half of the
    /// remaining time. A call that gets no connection therefore ends as
    /// [`Outcome::NotSent`](crate::Outcome::NotSent), however short the timeout is.
    /// [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout) limits one
    /// exchange.
    pub const fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.operation_timeout = timeout;
        self
    }

    /// The wait before the second attempt. Default: 0.3 seconds.
    ///
    /// Each further wait is twice as long, up to [`max_backoff`](Self::max_backoff). Each wait is
    /// shortened by a random amount of up to half, so that clients do not retry at the same moment.
    /// If a response has `Retry-After`, the client waits for that time in addition.
    pub const fn initial_backoff(mut self, pause: Duration) -> Self {
        self.initial_backoff = pause;
        self
    }

    /// The longest wait between two attempts, unless the server asks for a longer one. Default: 10
    /// seconds.
    pub const fn max_backoff(mut self, pause: Duration) -> Self {
        self.max_backoff = pause;
        self
    }

    /// Whether calls wait for a permit of the rate limiter. Default: on.
    ///
    /// The default rate limiter applies the limit that the documentation page of the operation
    /// states.
    pub const fn rate_limiting(mut self, enabled: bool) -> Self {
        self.rate_limiting = enabled;
        self
    }

    /// Which rules the client checks before it sends a request. Default:
    /// [`Validation::Standard`].
    ///
    /// A request that breaks a rule is not sent, and the error contains all
    /// [`violations`](crate::Error::violations).
    pub const fn validation(mut self, validation: Validation) -> Self {
        self.validation = validation;
        self
    }

    /// Declares that this call is a retry of an earlier call with the same idempotency key.
    /// Default: off.
    ///
    /// Use it if the outcome of the earlier call is unknown. A refusal that the earlier call may
    /// have caused, such as "already exists", is then [`Outcome::Unknown`](crate::Outcome::Unknown)
    /// instead of `Refused`.
    pub const fn retries_earlier_call(mut self, is_retry: bool) -> Self {
        self.retries_earlier_call = is_retry;
        self
    }
}

/// Which rules a client checks before it sends a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Validation {
    /// None. Use it if WeChat Pay has relaxed a rule and this crate does not know that yet.
    Off,
    /// The rules that the page of the operation states:
    /// [`Operation::validate`](crate::Operation::validate).
    #[default]
    Standard,
    /// More than the page states: [`Operation::validate_strict`](crate::Operation::validate_strict).
    ///
    /// An enum value that the page does not list is a violation, and rules are checked that are
    /// known only from other pages or from the other direction. WeChat Pay may accept a request
    /// that this check refuses.
    Strict,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self::new()
    }
}
