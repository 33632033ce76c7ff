//! One HTTP exchange, by the default HTTP client or by another HTTP stack.

#[cfg(feature = "http-client")]
pub(crate) mod http_transport;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::error::kind::{ErrorKind, HasKind, impl_kind};
use crate::error::outcome::Outcome;
use crate::text::Excerpt;

/// The future of an exchange: the response, or the reason why there is none.
pub type ResponseFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// The future of a sleep. It completes when the time is over.
pub type SleepFuture<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// The body of a response, which arrives in pieces.
#[cfg(feature = "downloads")]
pub trait ByteStream: Send {
    /// The next piece; `None` after the last one.
    fn chunk(&mut self) -> ChunkFuture<'_>;
}

/// The future of a piece of a body.
#[cfg(feature = "downloads")]
pub type ChunkFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Option<Bytes>, TransportError>> + Send + 'a>>;

/// The future of a response whose body arrives in pieces.
#[cfg(feature = "downloads")]
pub type StreamFuture<'a> = Pin<
    Box<
        dyn Future<Output = Result<http::Response<Box<dyn ByteStream>>, TransportError>>
            + Send
            + 'a,
    >,
>;

/// A body that has arrived.
#[cfg(feature = "downloads")]
struct Whole(Option<Bytes>);

#[cfg(feature = "downloads")]
impl ByteStream for Whole {
    fn chunk(&mut self) -> ChunkFuture<'_> {
        Box::pin(async { Ok(self.0.take()) })
    }
}

/// Work of a client that no call waits for. It takes at most ten seconds.
pub type BackgroundTask = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Sends one request and reads the whole response.
///
/// Implement this trait to use another HTTP stack. Signatures and outcomes depend on these rules:
/// - Send the request target and the body unchanged, byte for byte, and only once. Never retry
///   after a byte was sent, and never follow a redirect.
/// - Return the header values and the body of the response as received, without decompression.
/// - End every exchange, within the given time or within a shorter limit of your own. Limit the
///   size of the response. One second after the given time the client ends the exchange itself, as
///   [`Outcome::Unknown`].
/// - Use [`TransportError::not_sent`] only if it is certain that no byte of the request has left.
///   Use it also if the given time ends before there is a connection, because only the transport
///   knows this.
/// - End the exchange if its future is dropped.
///
/// If a transport panics, the call ends. Its outcome is [`Outcome::Unknown`] if the transport had
/// received the request.
///
/// [`call`](crate::call) re-exports the crates `bytes` and `http`.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute, and takes at most the time `timeout`.
    fn send(&self, request: http::Request<Bytes>, timeout: Duration) -> ResponseFuture<'_>;

    /// Waits for `length`, with the timer of this transport's runtime. The client uses it between
    /// attempts and while it waits for a permit of the rate limiter.
    fn sleep(&self, length: Duration) -> SleepFuture<'_>;

    /// Sends `request` and reads the head of the response. The body follows in pieces.
    ///
    /// `timeout` limits the time up to the head, and then the time up to each piece. The default
    /// reads the whole body with [`send`](Self::send), within the limits of that function.
    #[cfg(feature = "downloads")]
    fn stream(&self, request: http::Request<Bytes>, timeout: Duration) -> StreamFuture<'_> {
        let response = self.send(request, timeout);
        Box::pin(async {
            let response = response.await?;
            Ok(response.map(|body| Box::new(Whole(Some(body))) as Box<dyn ByteStream>))
        })
    }

    /// Runs `task` in the background, or returns it. A call then waits for it.
    ///
    /// Only a client that downloads platform certificates has such tasks.
    fn spawn(&self, task: BackgroundTask) -> Option<BackgroundTask> {
        Some(task)
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>, timeout: Duration) -> ResponseFuture<'_> {
        (**self).send(request, timeout)
    }

    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        (**self).sleep(length)
    }

    #[cfg(feature = "downloads")]
    fn stream(&self, request: http::Request<Bytes>, timeout: Duration) -> StreamFuture<'_> {
        (**self).stream(request, timeout)
    }

    fn spawn(&self, task: BackgroundTask) -> Option<BackgroundTask> {
        (**self).spawn(task)
    }
}

/// The reason why no response arrived, and whether bytes of the request may have left.
pub struct TransportError {
    stage: Stage,
    timed_out: bool,
    /// Whether the time limit that ran out was shorter than the transport's own limit. Then the
    /// timeout says nothing about the host.
    cut_short: bool,
    /// The proxy that was used, without credentials.
    proxy: Option<String>,
    source: Box<dyn StdError + Send + Sync>,
}

/// The stage at which an exchange failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The transport rejected the request before it contacted the host.
    Rejected,
    /// Before the first byte of the request was sent.
    Connecting,
    /// After the first byte of the request may have been sent.
    Exchanging,
    /// The response is longer than the limit.
    TooLong,
}

impl TransportError {
    /// The exchange failed before a byte of the request left: in DNS lookup, TCP connection or TLS
    /// handshake.
    ///
    /// The call changed nothing. Another host may work.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Stage::Connecting, source)
    }

    /// This transport cannot send the request to any host. The call changed nothing.
    pub fn unfit(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Stage::Rejected, source)
    }

    /// The exchange failed after bytes of the request may have left, so the call may have taken
    /// effect.
    pub fn maybe_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Stage::Exchanging, source)
    }

    /// The response is longer than the limit of this transport.
    ///
    /// The call may have taken effect. A retry would fail in the same way.
    pub fn too_long(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(Stage::TooLong, source)
    }

    fn new(stage: Stage, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            stage,
            timed_out: false,
            cut_short: false,
            proxy: None,
            source: source.into(),
        }
    }

    /// Marks the error as a timeout.
    #[must_use]
    pub fn timed_out(self) -> Self {
        Self {
            timed_out: true,
            ..self
        }
    }

    /// Marks the error as caused by a limit of the call, not of the transport.
    #[cfg(feature = "http-client")]
    pub(crate) fn cut_short(self) -> Self {
        Self {
            cut_short: true,
            ..self
        }
    }

    /// Adds the proxy that was used.
    #[cfg(feature = "http-client")]
    pub(crate) fn with_proxy(self, proxy: Option<String>) -> Self {
        Self { proxy, ..self }
    }

    /// Whether bytes of the request may have left.
    #[must_use]
    pub fn may_have_left(&self) -> bool {
        matches!(self.stage, Stage::Exchanging | Stage::TooLong)
    }

    /// Whether the exchange failed before the whole response had arrived.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.stage == Stage::Exchanging
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

    /// Whether the failure indicates a problem with the host.
    pub(crate) fn is_host_failure(&self) -> bool {
        matches!(self.stage, Stage::Connecting | Stage::Exchanging) && !self.cut_short
    }
}

impl HasKind for TransportError {
    fn error_kind(&self) -> ErrorKind {
        match (self.stage, self.timed_out) {
            (Stage::Rejected, _) => ErrorKind::UnfitRequest,
            (Stage::Connecting, false) => ErrorKind::NoConnection,
            (Stage::Connecting, true) => ErrorKind::ConnectTimeout,
            (Stage::Exchanging, false) => ErrorKind::BrokenConnection,
            (Stage::Exchanging, true) => ErrorKind::ResponseTimeout,
            (Stage::TooLong, _) => ErrorKind::ResponseTooLong,
        }
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.stage, self.timed_out) {
            (Stage::Rejected, _) => "the HTTP client cannot send this request",
            (Stage::Connecting, false) => "no connection could be made",
            (Stage::Connecting, true) => "no connection could be made in time",
            (Stage::Exchanging, false) => {
                "the connection failed before the whole response had arrived"
            }
            (Stage::Exchanging, true) => "no complete response arrived in time",
            (Stage::TooLong, _) => "the response is longer than the limit",
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

impl_kind!(TransportError);

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// The first cause in the chain of errors, usually the text of the operating system.
fn root_cause<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause
}
