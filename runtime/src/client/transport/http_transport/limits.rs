//! The limits of an exchange.

use std::time::Duration;

use crate::client::build_error::Problem;

/// Longer than any exchange, and short enough to be added to the current time.
pub(super) const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The limits of an exchange. A client sends its limits with each request, as an extension of the
/// request, because several clients can share one transport.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The time for DNS lookup, connection and TLS handshake.
    pub(crate) connect: Duration,
    /// The time for the whole exchange, up to the last byte of the response.
    pub(crate) total: Duration,
    /// The size of the response body, in bytes.
    pub(crate) response_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(30),
            response_bytes: 4 * 1024 * 1024,
        }
    }
}

impl Limits {
    pub(crate) fn check(self) -> Result<(), Problem> {
        let limits = [
            ("attempt_timeout", self.total),
            ("connect_timeout", self.connect),
        ];
        match limits.into_iter().find(|(_, limit)| limit.is_zero()) {
            Some((setting, _)) => Err(Problem::new(setting, "must be longer than zero")),
            None if self.response_bytes == 0 => {
                Err(Problem::new("max_response_bytes", "must be more than zero"))
            }
            None => Ok(()),
        }
    }

    /// The limits of an exchange that must end within `time`.
    ///
    /// The total time must not run out while connecting. Otherwise the outcome of a call that was
    /// never sent would be unknown.
    pub(super) fn limited_to(self, time: Duration) -> Self {
        let total = self.total.min(time).min(LONGEST);
        Self {
            connect: self.connect.min(total / 2),
            total,
            ..self
        }
    }
}
