//! The default transport: reqwest with rustls, without retries, redirects or decompression.

mod builder;
mod connecting;
pub(crate) mod limits;
mod pools;
mod proxies;
#[cfg(feature = "downloads")]
mod stream;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Uri;
use tokio::runtime::{Handle, Id};
use tokio::time::Instant;

pub use builder::HttpTransportBuilder;

#[cfg(feature = "downloads")]
use super::StreamFuture;
use super::{BackgroundTask, ResponseFuture, SleepFuture, Transport, TransportError, root_cause};
use crate::call::base_url::BaseUrl;
#[cfg(feature = "blocking")]
use crate::client::blocking::io::SharedIo;
use crate::client::build_error::{BuildError, Problem};
use crate::client::panics::catch_panic;
use connecting::Ends;
use limits::{LONGEST, Limits};
use pools::{Pools, Roots, Route};
use proxies::Proxies;

/// The default transport (feature `http-client`). Clones share their connections.
///
/// Each client makes its own unless [`ClientBuilder::transport`] is given one. Make one transport
/// and give a clone to each client if there are many clients or if the network needs settings:
///
/// ```
/// use wechatpay_runtime::client::HttpTransport;
/// use wechatpay_runtime::error::BuildError;
/// # use wechatpay_runtime::{Client, ClientBuilder};
///
/// # fn example(merchants: Vec<ClientBuilder>) -> Result<Vec<Client>, BuildError> {
/// let shared = HttpTransport::builder().proxy("http://proxy.example.com:3128").build()?;
/// let clients = merchants.into_iter().map(|settings| settings.transport(shared.clone()).build());
/// clients.collect()
/// # }
/// ```
///
/// Requests to this machine never go through a proxy. Requests to other machines need `https`. Time
/// limits and the maximum size of a response are settings of each client.
///
/// Each tokio runtime has its own connections. Blocking clients that share a transport also share
/// the thread for their I/O.
///
/// [`ClientBuilder::transport`]: crate::ClientBuilder::transport
#[derive(Clone)]
pub struct HttpTransport {
    source: Arc<Source>,
    #[cfg(feature = "blocking")]
    shared_io: Arc<SharedIo>,
}

/// Where the HTTP clients come from.
enum Source {
    Own(Box<Pools>),
    /// A client that the user has set up.
    #[cfg(feature = "reqwest")]
    Given(reqwest::Client),
}

impl HttpTransport {
    /// Returns a builder with the default settings: the certificate authorities and the proxies of
    /// the system.
    pub fn builder() -> HttpTransportBuilder {
        HttpTransportBuilder::default()
    }

    /// Takes a ready-made client of reqwest 0.13 (feature `reqwest`), for settings that the builder
    /// does not have.
    ///
    /// Signatures and outcomes depend on the settings of that client. Set all of these:
    /// - `redirect(Policy::none())`. A followed redirect ends the call with an unknown outcome.
    /// - `retry(reqwest::retry::never())`. Only the client of this crate knows what may be retried.
    /// - `no_gzip()`, `no_brotli()`, `no_zstd()` and `no_deflate()`, if these features of reqwest
    ///   are enabled: signatures cover the bytes as sent.
    /// - `connect_timeout(…)`, at most half of
    ///   [`attempt_timeout`](crate::ClientBuilder::attempt_timeout). If the time of an attempt runs
    ///   out first, the outcome is unknown, although nothing was sent.
    /// - `pool_idle_timeout(…)` below 8 seconds, after which the server closes idle connections.
    /// - `no_proxy()`, or a proxy that loopback addresses do not use, for calls to this machine.
    ///
    /// Use it in one tokio runtime: a connection lives only as long as the runtime that opened it.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn from_reqwest(client: reqwest::Client) -> Self {
        Self::new(Source::Given(client))
    }

    /// The transport of a client that was given none. It reads the certificate authorities of the
    /// system only if a host needs them.
    pub(crate) fn for_hosts<'a>(
        hosts: impl IntoIterator<Item = &'a BaseUrl>,
    ) -> Result<Self, Problem> {
        let roots = Roots {
            of_system: true,
            ..Roots::default()
        };
        let pools = Pools::new(roots, Proxies::of_environment());
        for host in hosts {
            // A host that is not a URI was already rejected as a base URL.
            host.as_str()
                .parse()
                .map_or(Ok(()), |url| pools.prepare(&url))?;
        }
        Ok(Self::new(Source::Own(Box::new(pools))))
    }

    fn new(source: Source) -> Self {
        Self {
            source: Arc::new(source),
            #[cfg(feature = "blocking")]
            shared_io: Arc::default(),
        }
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn shared_io(&self) -> Arc<SharedIo> {
        Arc::clone(&self.shared_io)
    }

    fn client_for(&self, runtime: Id, url: &Uri) -> Result<reqwest::Client, TransportError> {
        let route = Route::to(url)?;
        match &*self.source {
            Source::Own(pools) => pools
                .client(runtime, route, url)
                .map_err(|problem| TransportError::unfit(BuildError::from(problem))),
            #[cfg(feature = "reqwest")]
            Source::Given(client) => Ok(client.clone()),
        }
    }

    /// The proxy for a request, without credentials.
    fn proxy_for(&self, url: &Uri) -> Option<String> {
        match &*self.source {
            Source::Own(pools) => pools.proxy_for(url),
            #[cfg(feature = "reqwest")]
            Source::Given(_) => None,
        }
    }

    /// Runs one exchange within the limits.
    async fn exchange_within(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let runtime = Handle::try_current().map_err(|_| {
            TransportError::unfit(
                "there is no tokio runtime: call from inside a tokio runtime, or use \
                 `blocking::Client`",
            )
        })?;
        let client = self.client_for(runtime.id(), request.uri())?;
        let now = Instant::now();
        drop(
            catch_panic("timer", || tokio::time::sleep_until(now)).map_err(|_| {
                let text = "the tokio runtime has no timer: build it with `enable_all()`";
                TransportError::unfit(text)
            })?,
        );
        let ends = Ends {
            connect: now + limits.connect,
            total: now + limits.total,
        };
        let exchange =
            connecting::with_limits(ends, exchange(&client, request, limits.response_bytes));
        // The exchange is polled once more before its time ends, so an exchange that is still
        // connecting reports that itself.
        tokio::time::timeout_at(ends.total, exchange)
            .await
            .unwrap_or_else(|_| {
                let late = format!("the exchange took longer than {:.1?}", limits.total);
                Err(TransportError::maybe_sent(late).timed_out())
            })
    }
}

impl Transport for HttpTransport {
    fn send(&self, mut request: http::Request<Bytes>, timeout: Duration) -> ResponseFuture<'_> {
        let url = request.uri().clone();
        Box::pin(async move {
            let own = request.extensions_mut().remove::<Limits>();
            let own = own.unwrap_or_default();
            let (limits, usual) = (own.limited_to(timeout), own.limited_to(LONGEST));
            let result = self.exchange_within(request, limits).await;
            result.map_err(|error| {
                let (error, shortened) = if error.is_connect() {
                    (
                        error.with_proxy(self.proxy_for(&url)),
                        limits.connect < usual.connect,
                    )
                } else {
                    (error, limits.total < usual.total)
                };
                if error.is_timeout() && shortened {
                    error.cut_short()
                } else {
                    error
                }
            })
        })
    }

    #[cfg(feature = "downloads")]
    fn stream(&self, request: http::Request<Bytes>, timeout: Duration) -> StreamFuture<'_> {
        Box::pin(self.open_stream(request, timeout))
    }

    /// Sleeps on the thread if there is no tokio runtime. The exchange that follows reports the
    /// missing runtime.
    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        match Handle::try_current() {
            Ok(_) => Box::pin(tokio::time::sleep(length)),
            Err(_) => Box::pin(async move { std::thread::sleep(length) }),
        }
    }

    fn spawn(&self, task: BackgroundTask) -> Option<BackgroundTask> {
        let Ok(runtime) = Handle::try_current() else {
            return Some(task);
        };
        drop(runtime.spawn(task));
        None
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").finish_non_exhaustive()
    }
}

async fn exchange(
    client: &reqwest::Client,
    request: http::Request<Bytes>,
    response_bytes: usize,
) -> Result<http::Response<Bytes>, TransportError> {
    let request = unchanged(request)?;
    #[cfg(feature = "reqwest")]
    let url = request.url().clone();
    let mut response = client.execute(request).await.map_err(to_transport_error)?;
    #[cfg(feature = "reqwest")]
    check_not_redirected(&response, &url)?;
    let mut received = http::Response::new(read(&mut response, response_bytes).await?);
    *received.status_mut() = response.status();
    *received.headers_mut() = std::mem::take(response.headers_mut());
    Ok(received)
}

/// Only a client that the user has set up can follow a redirect.
#[cfg(feature = "reqwest")]
fn check_not_redirected(
    response: &reqwest::Response,
    url: &reqwest::Url,
) -> Result<(), TransportError> {
    if response.url() == url {
        return Ok(());
    }
    Err(TransportError::maybe_sent(
        "the HTTP client followed a redirect: switch redirects off",
    ))
}

/// Reads the body, and stops as soon as it is longer than the limit.
async fn read(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, TransportError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(incomplete_response)? {
        if chunk.len() > limit.saturating_sub(body.len()) {
            return Err(TransportError::too_long(format!(
                "longer than {limit} bytes"
            )));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Converts the request for reqwest. Fails if reqwest's URL parser would change the signed target.
fn unchanged(request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
    let signed = request.uri().clone();
    let request = reqwest::Request::try_from(request).map_err(to_transport_error)?;
    let url = request.url();
    if (url.path(), url.query()) == (signed.path(), signed.query()) {
        Ok(request)
    } else {
        Err(TransportError::unfit(
            "it would change the signed request target",
        ))
    }
}

/// Converts an error of reqwest. Only a failure to connect or to build the request guarantees that
/// nothing was sent.
fn to_transport_error(error: reqwest::Error) -> TransportError {
    let timed_out = error.is_timeout();
    let (connecting, unfit) = (error.is_connect(), error.is_builder());
    let error = error.without_url();
    let error = match (unfit, connecting) {
        (true, _) => TransportError::unfit(error),
        (false, true) => TransportError::not_sent(error),
        (false, false) => TransportError::maybe_sent(error),
    };
    if timed_out { error.timed_out() } else { error }
}

/// Converts an error that occurred while the response was being read.
fn incomplete_response(error: reqwest::Error) -> TransportError {
    let timed_out = error.is_timeout();
    let error = TransportError::maybe_sent(error.without_url());
    if timed_out { error.timed_out() } else { error }
}
