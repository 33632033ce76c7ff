//! The default transport: reqwest with rustls, told to do nothing on its own.

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
use crate::client::panics::caught;
use crate::text::Excerpt;

/// The server closes idle connections after 8 seconds: a pooled one has to be dropped well before.
const IDLE: Duration = Duration::from_secs(5);

/// How many tokio runtimes can use a client at the same time without losing their connections.
const RUNTIMES: usize = 64;

/// Longer than any exchange, and short enough to be added to the time of day.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// What bounds an exchange.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// For the name, the connection and TLS.
    pub(crate) connect: Duration,
    /// For everything, to the last byte of the response.
    pub(crate) total: Duration,
    /// For the body of the response, in bytes.
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
            None if self.response_bytes == 0 => Err(Problem::new(
                "max_response_bytes",
                "must be more than zero, or no response can be read",
            )),
            None => Ok(()),
        }
    }

    /// The limits of an exchange that has to end within this time. The total must not run out while
    /// connecting, or a call that was never sent would be reported as unknown.
    fn within(self, time: Duration) -> Self {
        let total = self.total.min(time).min(LONGEST);
        Self {
            connect: self.connect.min(total / 2),
            total,
            ..self
        }
    }
}

pub(crate) struct HttpClient {
    /// One for each tokio runtime: a connection lives only while the runtime that opened it is driven,
    /// so that no other may use it. The first one waits for the first runtime.
    clients: Mutex<Vec<(Option<Id>, reqwest::Client)>>,
    loopback: bool,
    /// Whether TLS is used at all.
    encrypted: bool,
    limits: Limits,
    /// None on this machine.
    proxies: Option<Proxies>,
}

impl HttpClient {
    /// A client for these hosts. One for this machine alone shows its requests to no proxy, and one
    /// without TLS needs no CA certificates.
    pub(crate) fn new(hosts: Option<&Hosts>, limits: Limits) -> Result<Self, Problem> {
        limits.check()?;
        let urls = || hosts.into_iter().flat_map(Hosts::urls);
        let loopback = hosts.is_none_or(Hosts::on_this_machine);
        let encrypted = urls().any(BaseUrl::is_encrypted);
        let proxies = (!loopback).then(|| Proxies::of_environment(urls()));
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
            // Another crate may turn on another backend, or HTTP/2.
            .tls_backend_rustls()
            .http1_only()
            // Another crate may turn these features on: they would change the bytes that were signed.
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
        builder.build().map_err(|error| not_set_up(&error))
    }

    /// The client that has the connections of this runtime.
    fn client_of(&self, runtime: Id) -> Result<reqwest::Client, Problem> {
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

    /// One exchange, ended by one of these limits.
    async fn bounded(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let runtime = Handle::try_current().map_err(|_| {
            TransportError::unfit(
                "there is no tokio runtime here: call from inside one, or use `blocking::Client`",
            )
        })?;
        let client = self
            .client_of(runtime.id())
            .map_err(|problem| TransportError::unfit(BuildError::from(problem)))?;
        let now = Instant::now();
        drop(
            caught("timer", || tokio::time::sleep_until(now)).map_err(|_| {
                let text = "the tokio runtime has no timer: build it with `enable_all()`";
                TransportError::unfit(text)
            })?,
        );
        let ends = Ends {
            connect: now + limits.connect,
            total: now + limits.total,
        };
        let exchange = connecting::within(ends, self.exchange(&client, request));
        // It is asked for its result once more before its time ends: what is still connecting then
        // says so itself.
        tokio::time::timeout_at(ends.total, exchange)
            .await
            .unwrap_or_else(|_| {
                let late = format!("it took longer than {:.1?}", limits.total);
                Err(TransportError::maybe_sent(late).timed_out())
            })
    }

    async fn exchange(
        &self,
        client: &reqwest::Client,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut response = client
            .execute(faithful(request)?)
            .await
            .map_err(classified)?;
        let mut received = http::Response::new(self.read(&mut response).await?);
        *received.status_mut() = response.status();
        *received.headers_mut() = std::mem::take(response.headers_mut());
        Ok(received)
    }

    /// The body, given up as soon as it is longer than allowed.
    async fn read(&self, response: &mut reqwest::Response) -> Result<Bytes, TransportError> {
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(arrived_in_part)? {
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
    fn send(&self, request: http::Request<Bytes>, within: Duration) -> ResponseFuture<'_> {
        let url = request.uri().clone();
        Box::pin(async move {
            let (limits, usual) = (self.limits.within(within), self.limits.within(LONGEST));
            let result = self.bounded(request, limits).await;
            result.map_err(|error| {
                let (error, shortened) = if error.is_connect() {
                    let proxies = self.proxies.as_ref();
                    let proxy = proxies.and_then(|proxies| proxies.of(&url));
                    (error.through(proxy), limits.connect < usual.connect)
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

    /// Without a runtime there is no timer, and nobody whose thread must not sleep; the exchange that follows says so.
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

/// With everything as it is set here, only reading the CA certificates can fail.
fn not_set_up(error: &reqwest::Error) -> Problem {
    let set = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .into_iter()
        .filter(|name| std::env::var_os(name).is_some())
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>();
    let remedy = if set.is_empty() {
        "install this system's CA certificates (in most containers the package `ca-certificates`), or name a PEM file of \
         them in the environment variable `SSL_CERT_FILE`, or a folder in `SSL_CERT_DIR`"
            .to_owned()
    } else {
        format!(
            "{} in the environment has to name PEM files of CA certificates that this process may read; unset, those of \
             the system are read (in most containers the package `ca-certificates`)",
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

/// The same request for reqwest, unless its URL parser would send another target than the one that was signed.
fn faithful(request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
    let signed = request.uri().path_and_query().map(ToString::to_string);
    let request = reqwest::Request::try_from(request).map_err(classified)?;
    let url = request.url();
    let sent = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    if signed.as_deref() == Some(sent.as_str()) {
        Ok(request)
    } else {
        Err(TransportError::unfit(
            "it would change the request target after it was signed",
        ))
    }
}

/// Only a failure to connect, or to make the request at all, is certain to have sent nothing.
fn classified(error: reqwest::Error) -> TransportError {
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

/// A failure while the response was being read, whatever it looks like.
fn arrived_in_part(error: reqwest::Error) -> TransportError {
    let timed_out = error.is_timeout();
    let error = TransportError::maybe_sent(error.without_url());
    if timed_out { error.timed_out() } else { error }
}
