//! The way out: one HTTP exchange, by the default client or by another HTTP stack.

#[cfg(feature = "http-client")]
pub(crate) mod http_client;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

/// The answer to come, or why there is none.
pub type Exchange<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends one request and reads its whole answer.
///
/// Implement it to bring another HTTP stack. What signing and the outcome of a call rest on:
/// - the request target and the body go out byte for byte as they are, once: no retry after a byte was sent, no
///   redirect;
/// - header values and the body of the answer come back as received, not decompressed;
/// - every exchange ends: it has a time limit, and a limit on the size of the answer;
/// - [`TransportError::not_sent`] is used only where certainly no byte of the request has left.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute.
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
        (**self).send(request)
    }
}

/// Why no answer arrived, with the one bit that matters: whether bytes of the request may have left.
#[derive(Debug)]
pub struct TransportError {
    may_have_left: bool,
    timed_out: bool,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// It failed before a byte of the request left: no name, no connection, no TLS. Nothing happened.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            may_have_left: false,
            timed_out: false,
            source: source.into(),
        }
    }

    /// It failed at a time when bytes of the request may have left, so that the call may have taken effect.
    pub fn maybe_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            may_have_left: true,
            ..Self::not_sent(source)
        }
    }

    /// The same, marked as the end of a time limit.
    #[must_use]
    pub fn timed_out(self) -> Self {
        Self {
            timed_out: true,
            ..self
        }
    }

    /// Whether bytes of the request may have left.
    #[must_use]
    pub fn may_have_left(&self) -> bool {
        self.may_have_left
    }

    /// Whether a time limit ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.timed_out
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.may_have_left, self.timed_out) {
            (false, false) => "no connection could be made",
            (false, true) => "no connection could be made in time",
            (true, false) => "the exchange broke off before a whole answer had arrived",
            (true, true) => "no whole answer arrived in time",
        })?;
        write!(f, " ({})", root_cause(&*self.source))
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// The cause that started it: what the operating system says stands at the end of a long chain.
fn root_cause<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause
}
