//! The settings of a client. `build()` checks all of them.

#[cfg(feature = "blocking")]
use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::call::base_url::BaseUrl;
use crate::call::nonce::Nonce;
use crate::client::Client;
#[cfg(feature = "blocking")]
use crate::client::blocking::io::SharedIo;
use crate::client::build_error::{BuildError, Problem, Problems};
#[cfg(feature = "platform-certificates")]
use crate::client::certificates::Certificates;
use crate::client::engine::{Clock, Engine, NonceSource};
use crate::client::environment;
use crate::client::hosts::Hosts;
use crate::client::metrics::{Metrics, Reports};
use crate::client::options::CallOptions;
use crate::client::rate_limiting::{DocumentedLimits, RateLimiter};
use crate::client::retry::Budget;
use crate::client::transport::Transport;
#[cfg(feature = "http-client")]
use crate::client::transport::http_transport::{HttpTransport, limits::Limits};
#[cfg(feature = "platform-certificates")]
use crate::keys::ApiKey;
use crate::keys::certificate::{MerchantCertificate, PlatformCertificate};
use crate::keys::credential::{Credential, Mchid, SerialNo};
use crate::keys::keyring::{self, Keyring};
use crate::keys::pem::{PrivateKey, PublicKey};
use crate::text::Excerpt;

/// The settings of a [`Client`].
///
/// These settings are required:
/// - [`mchid`](Self::mchid);
/// - [`merchant_key`](Self::merchant_key);
/// - [`merchant_certificate`](Self::merchant_certificate) or
///   [`merchant_serial_no`](Self::merchant_serial_no);
/// - at least one [`wechatpay_public_key`](Self::wechatpay_public_key) or
///   [`platform_certificate`](Self::platform_certificate), or with the feature
///   `platform-certificates` the `api_key`, so that the client downloads the certificates.
#[derive(Default)]
#[must_use = "a client exists only after `build()`"]
pub struct ClientBuilder {
    mchid: Option<String>,
    merchant_key: Option<PrivateKey>,
    merchant_serial_no: Option<String>,
    merchant_certificate: Option<MerchantCertificate>,
    wechatpay_public_keys: Vec<(String, PublicKey)>,
    platform_certificates: Vec<PlatformCertificate>,
    preferred_key: Option<String>,
    #[cfg(feature = "platform-certificates")]
    api_key: Option<ApiKey>,
    base_url: Option<String>,
    backup_url: Option<String>,
    main_host_cooldown: Option<Duration>,
    options: CallOptions,
    transport: Option<Arc<dyn Transport>>,
    rate_limiter: Option<Arc<dyn RateLimiter>>,
    reports: Reports,
    clock: Option<Clock>,
    nonces: Option<NonceSource>,
    #[cfg(feature = "http-client")]
    limits: Limits,
    /// The thread of the transport's blocking clients.
    #[cfg(feature = "blocking")]
    pub(crate) shared_io: Option<Arc<SharedIo>>,
}

impl ClientBuilder {
    /// Reads settings from environment variables. An empty variable counts as not set.
    ///
    /// | variable | setting |
    /// |---|---|
    /// | `WECHATPAY_MCHID` | [`mchid`](Self::mchid) |
    /// | `WECHATPAY_KEY` | [`merchant_key`](Self::merchant_key): the file `apiclient_key.pem` |
    /// | `WECHATPAY_CERT` | [`merchant_certificate`](Self::merchant_certificate): the file `apiclient_cert.pem` |
    /// | `WECHATPAY_SERIAL` | [`merchant_serial_no`](Self::merchant_serial_no), instead of the certificate |
    /// | `WECHATPAY_PUBLIC_KEY_ID` | the id of [`wechatpay_public_key`](Self::wechatpay_public_key), `PUB_KEY_ID_…` |
    /// | `WECHATPAY_PUBLIC_KEY` | its key: the file `pub_key.pem` |
    /// | `WECHATPAY_PLATFORM_CERT` | [`platform_certificate`](Self::platform_certificate), in addition to the public key or instead of it |
    /// | `WECHATPAY_API_KEY` | the text of `api_key` (feature `platform-certificates`), instead of the public key and the platform certificate |
    /// | `WECHATPAY_BASE_URL` | [`base_url`](Self::base_url) |
    ///
    /// A variable for a file holds its path, or the PEM text itself.
    ///
    /// # Errors
    /// If required variables are not set, or if a key or certificate cannot be read: all of them in
    /// one error, which never shows a value.
    pub fn from_env() -> Result<Self, BuildError> {
        environment::settings(environment::of_process)
    }

    /// The merchant number (商户号) that signs the requests, for example `1900000001`.
    pub fn mchid(mut self, mchid: impl Into<String>) -> Self {
        self.mchid = Some(mchid.into());
        self
    }

    /// The merchant's private key.
    pub fn merchant_key(mut self, key: PrivateKey) -> Self {
        self.merchant_key = Some(key);
        self
    }

    /// The merchant API certificate that belongs to the merchant key.
    ///
    /// The client reads the serial from it. `build()` checks that the key belongs to the
    /// certificate and that the certificate is valid.
    pub fn merchant_certificate(mut self, certificate: MerchantCertificate) -> Self {
        self.merchant_certificate = Some(certificate);
        self
    }

    /// The serial of the merchant API certificate, up to 40 hex digits.
    ///
    /// Use it if the certificate itself is not available.
    pub fn merchant_serial_no(mut self, serial_no: impl Into<String>) -> Self {
        self.merchant_serial_no = Some(serial_no.into());
        self
    }

    /// A WeChat Pay public key and its id, `PUB_KEY_ID_…`. Can be called several times.
    ///
    /// Requests ask for responses signed with the first public key, unless
    /// [`prefer_key`](Self::prefer_key) names another key.
    pub fn wechatpay_public_key(mut self, id: impl Into<String>, key: PublicKey) -> Self {
        self.wechatpay_public_keys.push((id.into(), key));
        self
    }

    /// A platform certificate of WeChat Pay. Can be called several times.
    ///
    /// If no public key is given, requests ask for responses signed with the certificate that is
    /// valid longest.
    pub fn platform_certificate(mut self, certificate: PlatformCertificate) -> Self {
        self.platform_certificates.push(certificate);
        self
    }

    /// The APIv3 key, with which the client downloads the platform certificates itself (feature
    /// `platform-certificates`).
    ///
    /// No other key of WeChat Pay is needed then. `build()` sends nothing. Without another key, the
    /// first call downloads the certificates before it is sent, within its `operation_timeout`. The
    /// client downloads them again in the background about every six hours, and when a response
    /// names an unknown certificate, then at most once a minute. A certificate is kept until it
    /// expires.
    ///
    /// A merchant that uses a [`wechatpay_public_key`](Self::wechatpay_public_key) may have no
    /// platform certificates. With a public key this is not an error.
    #[cfg(feature = "platform-certificates")]
    pub fn api_key(mut self, key: ApiKey) -> Self {
        self.api_key = Some(key);
        self
    }

    /// The key that WeChat Pay is asked to sign responses with.
    ///
    /// Give the id of a public key or the serial of a platform certificate; the key itself must be
    /// given as well. A certificate is asked for only while it is valid.
    pub fn prefer_key(mut self, id_or_serial_no: impl Into<String>) -> Self {
        self.preferred_key = Some(id_or_serial_no.into());
        self
    }

    /// The address to call instead of WeChat Pay's hosts: `https://HOST[:PORT]`, or `http://` with
    /// a loopback address.
    ///
    /// There is then no backup host unless [`backup_url`](Self::backup_url) names one.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The address to call while the main host fails.
    ///
    /// Default: the backup host of WeChat Pay; none if [`base_url`](Self::base_url) is set.
    pub fn backup_url(mut self, url: impl Into<String>) -> Self {
        self.backup_url = Some(url.into());
        self
    }

    /// The time for which calls start at the backup host after the main host did not respond.
    /// Default: 60 seconds.
    pub fn main_host_cooldown(mut self, cooldown: Duration) -> Self {
        self.main_host_cooldown = Some(cooldown);
        self
    }

    /// The options of the client's calls. A handle from [`Client::with_options`] has other options.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// The transport of requests. Default: an `HttpTransport` of this client alone.
    ///
    /// Give a clone of one `HttpTransport` to several clients to share its connections, or
    /// implement [`Transport`] for another HTTP stack.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        #[cfg(feature = "blocking")]
        {
            let transport = &transport as &dyn Any;
            let in_arc = || {
                transport
                    .downcast_ref::<Arc<HttpTransport>>()
                    .map(|arc| &**arc)
            };
            let shared = transport.downcast_ref::<HttpTransport>().or_else(in_arc);
            self.shared_io = shared.map(HttpTransport::shared_io);
        }
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Replaces the default rate limiter, which applies the rate limits of the pages to each
    /// operation separately.
    pub fn rate_limiter(mut self, rate_limiter: impl RateLimiter) -> Self {
        self.rate_limiter = Some(Arc::new(rate_limiter));
        self
    }

    /// Reports finished attempts and calls to this hook, for metrics. There is none by default.
    pub fn metrics(mut self, metrics: impl Metrics) -> Self {
        self.reports = Reports(Some(Arc::new(metrics)));
        self
    }

    /// Replaces the system clock. The function returns Unix seconds.
    ///
    /// The client signs requests with this time and checks the age of responses against it.
    pub fn clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Some(Box::new(clock));
        self
    }

    /// Replaces the source of nonces, which uses the system's randomness. Each attempt needs a
    /// different nonce.
    pub fn nonces(mut self, nonces: impl Fn() -> Nonce + Send + Sync + 'static) -> Self {
        self.nonces = Some(Box::new(move || Ok(nonces())));
        self
    }

    /// The maximum duration of one exchange, up to the last byte of the response. Default: 30
    /// seconds.
    ///
    /// It applies to one attempt by an [`HttpTransport`]; other transports have their own limits.
    /// [`CallOptions::operation_timeout`] limits the whole call.
    #[cfg(feature = "http-client")]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.total = timeout;
        self
    }

    /// The maximum time for DNS lookup, connection and TLS handshake of an [`HttpTransport`].
    /// Default: 5 seconds.
    ///
    /// It is never more than half of [`attempt_timeout`](Self::attempt_timeout), and never more
    /// than half of the time that is left of the call's
    /// [`operation_timeout`](CallOptions::operation_timeout).
    #[cfg(feature = "http-client")]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect = timeout;
        self
    }

    /// The maximum size of a response body that an [`HttpTransport`] reads, in bytes. Default: 4 MiB.
    #[cfg(feature = "http-client")]
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.response_bytes = bytes;
        self
    }

    /// Checks all settings and makes the client. Nothing is sent.
    ///
    /// # Errors
    /// If settings are missing or malformed. The error lists all of them.
    pub fn build(self) -> Result<Client, BuildError> {
        let now = self.clock.as_ref().map_or_else(unix_time, |clock| clock());
        let mut problems = Problems::default();
        let credential = self.credential(now, &mut problems);
        let keyring = self.keyring(now, &mut problems);
        let hosts = self.hosts(&mut problems);
        let transport = problems.record(self.transport_or_default(hosts.as_ref()));
        #[cfg(feature = "http-client")]
        problems.record(self.limits.check());
        let options = self.options;
        let engine = match (credential, keyring, hosts, transport) {
            (Some(credential), Some(keyring), Some(hosts), Some(transport)) => Some(Engine {
                credential,
                keyring: RwLock::new(Arc::new(keyring)),
                changing: Mutex::new(()),
                #[cfg(feature = "platform-certificates")]
                certificates: self.api_key.map(Certificates::new),
                hosts,
                transport,
                #[cfg(feature = "http-client")]
                exchange_limits: self.limits,
                rate_limiter: self.rate_limiter,
                limits: DocumentedLimits::default(),
                clock: self.clock.unwrap_or_else(|| Box::new(unix_time)),
                nonces: self.nonces.unwrap_or_else(|| Box::new(Nonce::random)),
                budget: Budget::default(),
                reports: self.reports,
            }),
            _ => None,
        };
        problems.finish(engine.map(|engine| Client::new(engine, options)))
    }

    fn hosts(&self, problems: &mut Problems) -> Option<Hosts> {
        let url = |text: &Option<String>, setting| {
            let checked = text
                .as_deref()
                .map(|text| BaseUrl::parse_setting(text, setting));
            checked.transpose()
        };
        let main = problems.record(url(&self.base_url, "base_url"))?;
        let backup = problems.record(url(&self.backup_url, "backup_url"))?;
        let (main, backup) = match (main, backup) {
            (None, None) => (BaseUrl::main(), Some(BaseUrl::backup())),
            (main, backup) => (main.unwrap_or_else(BaseUrl::main), backup),
        };
        if backup
            .as_ref()
            .is_some_and(|backup| backup.is_loopback() != main.is_loopback())
        {
            problems.add(Problem::new(
                "backup_url",
                "must be on this machine if the main host is, and elsewhere if it is not: calls of a \
                 test must stay on this machine",
            ));
        }
        let cooldown = self.main_host_cooldown.unwrap_or(Duration::from_secs(60));
        Some(Hosts::new(main, backup, cooldown))
    }

    fn credential(&self, now: i64, problems: &mut Problems) -> Option<Credential> {
        let mchid = self
            .mchid
            .as_deref()
            .ok_or_else(|| missing(Mchid::SETTING))
            .and_then(Mchid::parse);
        let mchid = problems.record(mchid);
        let key = self.merchant_key.as_ref();
        let key = problems.record(key.ok_or_else(|| missing("merchant_key")));
        let serial_no = self.serial_no(key, now, problems);
        Some(Credential::from_parts(mchid?, serial_no?, key?.clone()))
    }

    fn serial_no(
        &self,
        key: Option<&PrivateKey>,
        now: i64,
        problems: &mut Problems,
    ) -> Option<SerialNo> {
        let mchid = self.mchid.as_deref();
        let given = self.merchant_serial_no.as_deref();
        let given = given
            .map(|text| SerialNo::check_differs(text, mchid).and_then(|()| SerialNo::parse(text)));
        let Some(certificate) = &self.merchant_certificate else {
            let missing = || {
                Err(missing_one_of(
                    MerchantCertificate::SETTING,
                    SerialNo::SETTING,
                ))
            };
            return problems.record(given.unwrap_or_else(missing));
        };
        problems.record(certificate.check(now));
        if let Some(key) = key {
            problems.record(certificate.check_key(key));
        }
        if let Some(given) = given {
            problems.record(given.and_then(|given| given.check_same(certificate)));
        }
        Some(SerialNo::from_certificate(certificate))
    }

    fn keyring(&self, now: i64, problems: &mut Problems) -> Option<Keyring> {
        let mut keyring = Keyring::empty();
        let mut complete = true;
        for (id, key) in &self.wechatpay_public_keys {
            let added = keyring.add_checked(id, key.clone());
            complete &= problems.record(added).is_some();
        }
        for certificate in &self.platform_certificates {
            let added = keyring.add_certificate_checked(certificate.clone(), now);
            complete &= problems.record(added).is_some();
        }
        if complete {
            problems.record(self.check_keyring(keyring, now))
        } else {
            None
        }
    }

    /// Checks that need all keys.
    fn check_keyring(&self, mut keyring: Keyring, now: i64) -> Result<Keyring, Problem> {
        if keyring.names().next().is_none() {
            #[cfg(feature = "platform-certificates")]
            if self.api_key.is_some() && self.preferred_key.is_none() {
                return Ok(keyring);
            }
            return Err(missing_one_of(
                keyring::PUBLIC_KEY,
                PlatformCertificate::SETTING,
            ));
        }
        keyring.check(now)?;
        if let Some(key) = &self.merchant_key {
            keyring.check_not_merchant_key(key)?;
        }
        if let Some(name) = &self.preferred_key {
            keyring.prefer_checked(name)?;
        }
        Ok(keyring)
    }

    #[cfg(feature = "http-client")]
    fn transport_or_default(&self, hosts: Option<&Hosts>) -> Result<Arc<dyn Transport>, Problem> {
        match &self.transport {
            Some(transport) => Ok(Arc::clone(transport)),
            None => {
                let hosts = hosts.into_iter().flat_map(Hosts::urls);
                Ok(Arc::new(HttpTransport::for_hosts(hosts)?))
            }
        }
    }

    #[cfg(not(feature = "http-client"))]
    fn transport_or_default(&self, _: Option<&Hosts>) -> Result<Arc<dyn Transport>, Problem> {
        self.transport.clone().ok_or_else(|| {
            Problem::new(
                "transport",
                "is missing: call `.transport(…)`, or enable this crate's feature `http-client`",
            )
        })
    }
}

/// Shows which settings were given, but no key.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<_> = self
            .wechatpay_public_keys
            .iter()
            .map(|(id, _)| Excerpt(id))
            .collect();
        f.debug_struct("ClientBuilder")
            .field("mchid", &self.mchid.as_ref().map(Excerpt))
            .field("merchant_key", &self.merchant_key)
            .field(
                "merchant_serial_no",
                &self.merchant_serial_no.as_ref().map(Excerpt),
            )
            .field("merchant_certificate", &self.merchant_certificate)
            .field("wechatpay_public_keys", &ids)
            .field("platform_certificates", &self.platform_certificates)
            .field("preferred_key", &self.preferred_key.as_ref().map(Excerpt))
            .field("base_url", &self.base_url.as_ref().map(Excerpt))
            .field("backup_url", &self.backup_url.as_ref().map(Excerpt))
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// The local clock in Unix seconds. A clock before 1970 gives a negative number; calls then fail,
/// but nothing panics.
fn unix_time() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => {
            i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |seconds| -seconds)
        }
    }
}

fn missing(setting: &'static str) -> Problem {
    Problem::new(setting, format!("is missing: call `.{setting}(…)`"))
}

fn missing_one_of(setting: &'static str, other: &'static str) -> Problem {
    let text = format!("is missing: call `.{setting}(…)` or `.{other}(…)`");
    Problem::new(setting, text)
}

#[cfg(all(test, not(feature = "http-client")))]
mod tests {
    use super::*;

    #[test]
    fn a_transport_is_required_without_the_http_client_feature() {
        let error = ClientBuilder::default().build().unwrap_err();
        assert!(error.settings().any(|setting| setting == "transport"));
        assert!(error.to_string().contains("`http-client`"));
    }
}
