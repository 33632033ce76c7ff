//! The connection pools of a transport: one for each tokio runtime and route.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use tokio::runtime::Id;

use super::connecting::ConnectLimit;
use super::proxies::Proxies;
use super::root_cause;
use crate::call::base_url::{host, is_loopback};
use crate::client::build_error::Problem;
use crate::client::transport::TransportError;
use crate::text::Excerpt;

/// The server closes idle connections after 8 seconds, so the pool must drop them well before that.
const IDLE: Duration = Duration::from_secs(5);

/// The number of pools that a transport keeps. This is the number of tokio runtimes that can use it
/// at the same time without losing their connections, if all of them call the same host.
const POOLS: usize = 64;

/// The way to a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `http` to this machine: no proxy and no certificates.
    Plain,
    /// `https` to this machine: no proxy.
    Local,
    /// `https` to another machine, perhaps through a proxy.
    Remote,
}

impl Route {
    /// The route to a URL. Requests to another machine must be encrypted.
    pub(super) fn to(url: &Uri) -> Result<Self, TransportError> {
        let authority = url.authority().map_or("", |authority| authority.as_str());
        let is_local = host(authority).is_ok_and(is_loopback);
        match (url.scheme() == Some(&Scheme::HTTPS), is_local) {
            (false, true) => Ok(Self::Plain),
            (true, true) => Ok(Self::Local),
            (true, false) => Ok(Self::Remote),
            (false, false) => Err(TransportError::unfit(
                "requests to another machine need `https`",
            )),
        }
    }
}

/// The certificate authorities that a transport trusts.
#[derive(Default)]
pub(super) struct Roots {
    /// Whether to trust those of the system as well.
    pub(super) of_system: bool,
    pub(super) certificates: Vec<reqwest::Certificate>,
}

impl Roots {
    /// Returns why the certificates cannot be used.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let client = reqwest::Client::builder().tls_backend_rustls().no_proxy();
        let client = client.tls_certs_only(self.certificates.iter().cloned());
        match client.build() {
            Ok(_) => Ok(()),
            Err(_) => Err("it contains a damaged certificate"),
        }
    }
}

/// The pools, and the settings of their connections.
pub(super) struct Pools {
    roots: Roots,
    proxies: Proxies,
    /// A connection lives only while the runtime that opened it is running, so another runtime
    /// cannot use it.
    pools: Mutex<Vec<Pool>>,
}

struct Pool {
    /// `None` until the first use.
    runtime: Option<Id>,
    route: Route,
    client: reqwest::Client,
}

impl Pools {
    pub(super) fn new(roots: Roots, proxies: Proxies) -> Self {
        Self {
            roots,
            proxies,
            pools: Mutex::default(),
        }
    }

    /// Checks that requests to this URL can be sent, and makes the first pool for them.
    pub(super) fn prepare(&self, url: &Uri) -> Result<(), Problem> {
        let Ok(route) = Route::to(url) else {
            return Ok(());
        };
        if route == Route::Remote {
            self.proxies.check(url)?;
        }
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        if !pools.iter().any(|pool| pool.route == route) {
            pools.push(Pool {
                runtime: None,
                route,
                client: self.build(route)?,
            });
        }
        Ok(())
    }

    /// The client with the connections of this runtime.
    pub(super) fn client(
        &self,
        runtime: Id,
        route: Route,
        url: &Uri,
    ) -> Result<reqwest::Client, Problem> {
        if route == Route::Remote {
            self.proxies.check(url)?;
        }
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let known = pools
            .iter_mut()
            .find(|pool| pool.route == route && pool.runtime.is_none_or(|owner| owner == runtime));
        if let Some(pool) = known {
            pool.runtime = Some(runtime);
            return Ok(pool.client.clone());
        }
        let client = self.build(route)?;
        if pools.len() == POOLS {
            pools.remove(0);
        }
        pools.push(Pool {
            runtime: Some(runtime),
            route,
            client: client.clone(),
        });
        Ok(client)
    }

    /// The proxy for a request to another machine, without credentials.
    pub(super) fn proxy_for(&self, url: &Uri) -> Option<String> {
        match Route::to(url) {
            Ok(Route::Remote) => self.proxies.proxy_for(url),
            _ => None,
        }
    }

    fn build(&self, route: Route) -> Result<reqwest::Client, Problem> {
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
        let builder = match route {
            Route::Plain | Route::Local => builder.no_proxy(),
            Route::Remote => self.proxies.apply(builder),
        };
        let roots = self.roots.certificates.iter().cloned();
        let builder = match route {
            Route::Plain => builder.tls_certs_only([]),
            _ if self.roots.of_system => builder.tls_certs_merge(roots),
            _ => builder.tls_certs_only(roots),
        };
        builder.build().map_err(|error| setup_problem(&error))
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
            "the HTTP client could not be set up for `https` ({}): {remedy}; or compile CA \
             certificates into the program, with `HttpTransport::builder().bundled_roots()` (feature \
             `bundled-roots`)",
            Excerpt(root_cause(error))
        ),
    )
}
