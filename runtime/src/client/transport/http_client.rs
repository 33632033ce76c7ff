//! The default transport: reqwest with rustls, without retries, redirects or decompression.

mod connecting;

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::runtime::{Handle, Id};
use tokio::time::Instant;

use connecting::{ConnectLimit, Ends};

use super::proxies::Proxies;
use super::{ResponseFuture, SleepFuture, Transport, TransportError, root_cause};
use crate::call::base_url::BaseUrl;
use crate::client::build_error::{BuildError, Problem};
use crate::client::hosts::Hosts;
use crate::client::panics::catch_panic;
use crate::text::Excerpt;

/// The server closes idle connections after 8 seconds, so the pool must drop them well before that.
const IDLE: Duration = Duration::from_secs(5);

/// The number of tokio runtimes that can use a client at the same time without losing their
/// connections.
const RUNTIMES: usize = 64;

/// Longer than any exchange, and short enough to be added to the current time.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The limits of an exchange.
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
    fn check(self) -> Result<(), Problem> {
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
    fn limited_to(self, time: Duration) -> Self {
        let total = self.total.min(time).min(LONGEST);
        Self {
            connect: self.connect.min(total / 2),
            total,
            ..self
        }
    }
}

pub(crate) struct HttpClient {
    /// One client per tokio runtime. The first entry has no runtime until it is first used.
    ///
    /// A connection lives only while the runtime that opened it is running, so another runtime
    /// cannot use it.
    clients: Mutex<Vec<(Option<Id>, reqwest::Client)>>,
    loopback: bool,
    /// Whether any host uses TLS.
    encrypted: bool,
    limits: Limits,
    /// `None` if all hosts are on this machine.
    proxies: Option<Proxies>,
}

impl HttpClient {
    /// Makes a client for these hosts.
    ///
    /// It uses no proxy if all hosts are on this machine, and reads no CA certificates if no host
    /// uses TLS.
    pub(crate) fn new(hosts: Option<&Hosts>, limits: Limits) -> Result<Self, Problem> {
        limits.check()?;
        let urls = || hosts.into_iter().flat_map(Hosts::urls);
        let loopback = hosts.is_none_or(Hosts::on_this_machine);
        let encrypted = urls().any(BaseUrl::is_encrypted);
        let proxies = (!loopback).then(|| Proxies::from_environment(urls()));
        let proxies = proxies.transpose()?;
        Ok(Self {
            clients: Mutex::new(vec![(None, Self::build(loopback, encrypted)?)]),
            loopback,
            encrypted,
            limits,
            proxies,
        })
    }

    fn build(loopback: bool, encrypted: bool) -> Result<reqwest::Client, Problem> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            // Another crate may enable another TLS backend or HTTP/2.
            .tls_backend_rustls()
            .http1_only()
            // Another crate may enable these features. They would decompress bodies, and signatures
            // cover the bytes as sent.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .pool_idle_timeout(IDLE)
            .connector_layer(ConnectLimit);
        let builder = if loopback {
            builder.no_proxy()
        } else {
            builder
        };
        let builder = if encrypted {
            builder
        } else {
            builder.tls_certs_only([])
        };
        builder.build().map_err(|error| setup_problem(&error))
    }

    /// The client with the connections of this runtime.
    fn client_for(&self, runtime: Id) -> Result<reqwest::Client, Problem> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let known = clients
            .iter_mut()
            .find(|(owner, _)| owner.is_none_or(|owner| owner == runtime));
        if let Some((owner, client)) = known {
            *owner = Some(runtime);
            return Ok(client.clone());
        }
        let client = Self::build(self.loopback, self.encrypted)?;
        if clients.len() == RUNTIMES {
            clients.remove(0);
        }
        clients.push((Some(runtime), client.clone()));
        Ok(client)
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
        let client = self
            .client_for(runtime.id())
            .map_err(|problem| TransportError::unfit(BuildError::from(problem)))?;
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
        let exchange = connecting::with_limits(ends, self.exchange(&client, request));
        // The exchange is polled once more before its time ends, so an exchange that is still
        // connecting reports that itself.
        tokio::time::timeout_at(ends.total, exchange)
            .await
            .unwrap_or_else(|_| {
                let late = format!("the exchange took longer than {:.1?}", limits.total);
                Err(TransportError::maybe_sent(late).timed_out())
            })
    }

    async fn exchange(
        &self,
        client: &reqwest::Client,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut response = client
            .execute(unchanged(request)?)
            .await
            .map_err(to_transport_error)?;
        let mut received = http::Response::new(self.read(&mut response).await?);
        *received.status_mut() = response.status();
        *received.headers_mut() = std::mem::take(response.headers_mut());
        Ok(received)
    }

    /// Reads the body, and stops as soon as it is longer than the limit.
    async fn read(&self, response: &mut reqwest::Response) -> Result<Bytes, TransportError> {
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(incomplete_response)? {
            if chunk.len() > self.limits.response_bytes.saturating_sub(body.len()) {
                return Err(TransportError::too_long(format!(
                    "longer than {} bytes",
                    self.limits.response_bytes
                )));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }
}

impl Transport for HttpClient {
    fn send(&self, request: http::Request<Bytes>, timeout: Duration) -> ResponseFuture<'_> {
        let url = request.uri().clone();
        Box::pin(async move {
            let (limits, usual) = (
                self.limits.limited_to(timeout),
                self.limits.limited_to(LONGEST),
            );
            let result = self.exchange_within(request, limits).await;
            result.map_err(|error| {
                let (error, shortened) = if error.is_connect() {
                    let proxies = self.proxies.as_ref();
                    let proxy = proxies.and_then(|proxies| proxies.proxy_for(&url));
                    (error.with_proxy(proxy), limits.connect < usual.connect)
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

    /// Sleeps on the thread if there is no tokio runtime. The exchange that follows reports the
    /// missing runtime.
    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        match Handle::try_current() {
            Ok(_) => Box::pin(tokio::time::sleep(length)),
            Err(_) => Box::pin(async move { std::thread::sleep(length) }),
        }
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").finish_non_exhaustive()
    }
}

/// Makes the error of building the HTTP client. With these settings only reading the CA
/// certificates can fail.
fn setup_problem(error: &reqwest::Error) -> Problem {
    let set = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .into_iter()
        .filter(|name| std::env::var_os(name).is_some())
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>();
    let remedy = if set.is_empty() {
        "install this system's CA certificates (in most containers the package \
         `ca-certificates`), or set the environment variable `SSL_CERT_FILE` to a PEM file of CA \
         certificates or `SSL_CERT_DIR` to a folder of them"
            .to_owned()
    } else {
        format!(
            "set {} in the environment to PEM files of CA certificates that this process may read, \
             or unset it to use the CA certificates of the system (in most containers the package \
             `ca-certificates`)",
            set.join(" or ")
        )
    };
    Problem::new(
        "transport",
        format!(
            "the default HTTP client could not be set up for `https` ({}): {remedy}",
            Excerpt(root_cause(error))
        ),
    )
}

/// Converts the request for reqwest. Fails if reqwest's URL parser would change the signed target.
fn unchanged(request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
    let signed = request.uri().path_and_query().map(ToString::to_string);
    let request = reqwest::Request::try_from(request).map_err(to_transport_error)?;
    let url = request.url();
    let sent = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    if signed.as_deref() == Some(sent.as_str()) {
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
