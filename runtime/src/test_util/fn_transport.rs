//! A transport that calls a function.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::client::transport::{ResponseFuture, SleepFuture, Transport};

/// A [`Transport`] that gives each request to a function and takes the response from it. It uses no
/// sockets.
///
/// The client verifies the responses. A mock that signs them is such a function.
///
/// Inside a tokio runtime (feature `http-client`) the client waits between attempts and for the
/// rate limiter with tokio's timer, so `tokio::time::pause` applies. Without tokio these waits end
/// at once.
///
/// ```
/// # use wechatpay_runtime::ClientBuilder;
/// # fn example(settings: ClientBuilder) {
/// use wechatpay_runtime::call::{bytes::Bytes, http};
/// use wechatpay_runtime::test_util::FnTransport;
///
/// let unavailable = |_request: http::Request<Bytes>| {
///     let mut response = http::Response::new(Bytes::new());
///     *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
///     response
/// };
/// let settings = settings.transport(FnTransport::new(unavailable));
/// # }
/// ```
pub struct FnTransport<F>(F);

impl<F> FnTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    /// Makes a transport from a function. If the function panics, the call fails with an unknown
    /// outcome.
    pub fn new(respond: F) -> Self {
        Self(respond)
    }
}

impl<F> Transport for FnTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    fn send(&self, request: http::Request<Bytes>, _: Duration) -> ResponseFuture<'_> {
        Box::pin(async move { Ok((self.0)(request)) })
    }

    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        sleep(length)
    }
}

#[cfg(feature = "http-client")]
fn sleep(length: Duration) -> SleepFuture<'static> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Box::pin(tokio::time::sleep(length)),
        Err(_) => Box::pin(std::future::ready(())),
    }
}

#[cfg(not(feature = "http-client"))]
fn sleep(_: Duration) -> SleepFuture<'static> {
    Box::pin(std::future::ready(()))
}

impl<F> fmt::Debug for FnTransport<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FnTransport").finish_non_exhaustive()
    }
}
