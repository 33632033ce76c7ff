//! The way out: one HTTP exchange, by the default client or by another HTTP stack.

#[cfg(feature = "http-client")]
pub(crate) mod http_client;
#[cfg(feature = "http-client")]
mod proxies;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::error::outcome::Outcome;
use crate::text::Excerpt;

/// The response to come, or why there is none.
pub type ResponseFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Completes when the time is over.
pub type SleepFuture<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Sends one request and reads its whole response.
///
/// Implement it to bring another HTTP stack. What signing and the outcome of a call rest on:
/// - the request target and the body go out byte for byte as they are, once: no retry after a byte was sent, no
///   redirect;
/// - header values and the body of the response come back as received, not decompressed;
/// - every exchange ends: within the time given, or a shorter limit of its own, and with a limit on the size of the
///   response. An exchange that does not end is ended one second later, as [`Outcome::Unknown`];
/// - [`TransportError::not_sent`] is used only where certainly no byte of the request has left, and
///   also where the time given ends before there is a connection: only the transport knows that;
/// - dropping the future ends the exchange.
///
/// A transport that panics ends the call: as [`Outcome::Unknown`] once it was given the request.
///
/// The crates `bytes` and `http` are found in [`call`](crate::call).
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute, and takes no longer than `within`.
    fn send(&self, request: http::Request<Bytes>, within: Duration) -> ResponseFuture<'_>;

    /// Waits, between attempts and for a rate limit, by the timer of whatever runs this transport.
    fn sleep(&self, length: Duration) -> SleepFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>, within: Duration) -> ResponseFuture<'_> {
        (**self).send(request, within)
    }

    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        (**self).sleep(length)
    }
}

/// Why no response arrived, with the one bit that matters: whether bytes of the request may have left.
pub struct TransportError {
    stage: Stage,
    timed_out: bool,
    /// Whether the time that ran out was shorter than the transport's own limit, so that it says nothing about the host.
    cut_short: bool,
    /// The proxy that it went through, without credentials.
    proxy: Option<String>,
    source: Box<dyn StdError + Send + Sync>,
}

/// How far an exchange had come when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The host was not even tried.
    Unfit,
    /// Before the first byte of the request.
    Connecting,
    /// From the first byte on.
    UnderWay,
    /// A response came that is longer than allowed.
    TooLong,
}

impl TransportError {
    /// It failed before a byte of the request left: no name, no connection, no TLS. Nothing happened, and another host
    /// may do better.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::at(Stage::Connecting, source)
    }

    /// The request cannot be sent by this transport, whatever the host. Nothing happened.
    pub fn unfit(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::at(Stage::Unfit, source)
    }

    /// It failed at a time when bytes of the request may have left, so that the call may have taken effect.
    pub fn maybe_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::at(Stage::UnderWay, source)
    }

    /// The response is longer than this transport reads. The call may have taken effect; asking again would bring the same.
    pub fn too_long(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::at(Stage::TooLong, source)
    }

    fn at(stage: Stage, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            stage,
            timed_out: false,
            cut_short: false,
            proxy: None,
            source: source.into(),
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

    /// The same, ended by a limit of the call, not of the transport.
    #[cfg(feature = "http-client")]
    pub(crate) fn cut_short(self) -> Self {
        Self {
            cut_short: true,
            ..self
        }
    }

    /// The same, through this proxy.
    #[cfg(feature = "http-client")]
    pub(crate) fn through(self, proxy: Option<String>) -> Self {
        Self { proxy, ..self }
    }

    /// Whether bytes of the request may have left.
    #[must_use]
    pub fn may_have_left(&self) -> bool {
        matches!(self.stage, Stage::UnderWay | Stage::TooLong)
    }

    /// Whether it ended without the response's end in sight.
    pub(crate) fn broke_off(&self) -> bool {
        self.stage == Stage::UnderWay
    }

    /// Whether no connection could be made, so that no byte of the request has left.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.stage == Stage::Connecting
    }

    /// Whether a time limit ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.timed_out
    }

    pub(crate) fn outcome(&self) -> Outcome {
        if self.may_have_left() {
            Outcome::Unknown
        } else {
            Outcome::NotSent
        }
    }

    /// Whether the host did not answer as it should.
    pub(crate) fn concerns_host(&self) -> bool {
        matches!(self.stage, Stage::Connecting | Stage::UnderWay) && !self.cut_short
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.stage, self.timed_out) {
            (Stage::Unfit, _) => "the HTTP client cannot send this request",
            (Stage::Connecting, false) => "no connection could be made",
            (Stage::Connecting, true) => "no connection could be made in time",
            (Stage::UnderWay, false) => {
                "the exchange broke off before a whole response had arrived"
            }
            (Stage::UnderWay, true) => "no whole response arrived in time",
            (Stage::TooLong, _) => "the response is too long to be read",
        })?;
        if let Some(proxy) = &self.proxy {
            write!(f, " through the proxy `{}`", Excerpt(proxy))?;
        }
        write!(f, " ({})", Excerpt(root_cause(&*self.source)))
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("stage", &self.stage)
            .field("timed_out", &self.timed_out)
            .field("cut_short", &self.cut_short)
            .field("proxy", &self.proxy.as_ref().map(Excerpt))
            .field("source", &Excerpt(format_args!("{:?}", self.source)))
            .finish()
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
