//! Deadlines of calls that no server has received yet: hosts that drop packets, and deadlines that
//! pass before the request is sent.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use wechatpay_mock::{Act, Mock, Place};
use wechatpay_runtime::{
    Client, ClientBuilder, Error, Outcome,
    client::{PermitFuture, RateLimiter, ResponseFuture, SleepFuture, Transport},
    endpoint::Endpoint,
    error::TransportError,
    operation::Parameters,
    raw::RawRequest,
};

use super::fixture::*;
use crate::call::settings;
use crate::faults::harness::{AnyClient, ClientKind};

/// A host that stops responding at one stage of the connection.
enum DeadHost {
    /// It drops the packets that open a connection.
    #[cfg(target_os = "linux")]
    Tcp {
        socket: socket2::Socket,
        /// The connections that fill its queue.
        _waiting: Vec<TcpStream>,
    },
    /// It accepts the connection and sends nothing, not even for TLS.
    Tls(TcpListener),
}

impl DeadHost {
    /// The queue of connections to accept is full, so Linux drops further ones.
    #[cfg(target_os = "linux")]
    fn tcp() -> Self {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
        let socket = socket.unwrap();
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        socket.bind(&any.into()).unwrap();
        socket.listen(0).unwrap();
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        let mut waiting = Vec::new();
        while let Ok(one) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
            waiting.push(one);
            assert!(waiting.len() < 100, "the queue does not fill up");
        }
        Self::Tcp {
            socket,
            _waiting: waiting,
        }
    }

    fn tls() -> Self {
        Self::Tls(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    fn url(&self) -> String {
        match self {
            #[cfg(target_os = "linux")]
            Self::Tcp { socket, .. } => {
                let address = socket.local_addr().unwrap().as_socket().unwrap();
                format!("https://{address}")
            }
            Self::Tls(listener) => format!("https://{}", listener.local_addr().unwrap()),
        }
    }

    fn all() -> Vec<Self> {
        vec![
            #[cfg(target_os = "linux")]
            Self::tcp(),
            Self::tls(),
        ]
    }
}

fn merchant() -> ClientBuilder {
    Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
}

fn with_timeout(settings: ClientBuilder, deadline: Duration) -> ClientBuilder {
    let options = wechatpay_runtime::CallOptions::new();
    settings.options(options.operation_timeout(deadline))
}

/// The calls end at their deadline with `NotSent`, whatever the deadline.
fn assert_not_sent(settings: impl Fn() -> ClientBuilder + Sync, deadlines: &[Duration]) {
    std::thread::scope(|scope| {
        for client_kind in ClientKind::ALL {
            for deadline in deadlines {
                let settings = &settings;
                scope.spawn(move || {
                    let client = AnyClient::new(client_kind, with_timeout(settings(), *deadline));
                    let started = Instant::now();
                    let error = client.send(&modify_budget()).unwrap_err();
                    let took = started.elapsed();
                    let what = (error.outcome(), error.is_timeout());
                    assert_eq!(what, (Outcome::NotSent, true), "{deadline:?} {error:?}");
                    assert!(
                        took < *deadline + Duration::from_secs(3),
                        "{deadline:?} {took:?}"
                    );
                });
            }
        }
    });
}

#[test]
fn a_call_without_a_connection_is_not_sent_whatever_its_deadline() {
    // One tenth of the reported values: 5 s to connect and deadlines of 3 to 60 s.
    let deadlines: Vec<Duration> = [1, 10, 50, 100, 300, 400, 800, 1000, 1200, 1500, 2000, 6000]
        .map(Duration::from_millis)
        .into();
    for (main, backup) in DeadHost::all().iter().zip(DeadHost::all().iter().rev()) {
        let hosts = || merchant().base_url(main.url()).backup_url(backup.url());
        assert_not_sent(
            || hosts().connect_timeout(Duration::from_millis(500)),
            &deadlines,
        );
        // The timeouts of the transport do not make the outcome unknown either.
        assert_not_sent(
            || hosts().attempt_timeout(Duration::from_millis(150)),
            &deadlines[2..6],
        );
    }
}

#[test]
fn a_short_deadline_leaves_time_for_the_backup_host() {
    let mock = Mock::documented().unwrap();
    for client_kind in ClientKind::ALL {
        // A host on this machine is called without TLS.
        let dead = TcpListener::bind("127.0.0.1:0").unwrap();
        let main = format!("https://{}", dead.local_addr().unwrap());
        let hosts = settings(&mock).base_url(main).backup_url(mock.url());
        let client = AnyClient::new(client_kind, with_timeout(hosts, Duration::from_secs(4)));
        let response = client.send(&modify_budget()).unwrap();
        assert_eq!(response.earlier_attempts()[0].outcome(), Outcome::NotSent);
    }
}

/// Enables [`child_process_calls_through_a_proxy_that_never_responds`].
const WANTED: &str = "WECHATPAY_TEST_OF_SILENT_PROXIES";

/// Runs the test below in a process whose proxy never responds.
#[test]
fn a_call_ends_as_not_sent_if_the_proxy_never_responds() {
    for proxy in DeadHost::all() {
        let url = proxy.url().replace("https://", "http://");
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "runtime::deadlines::child_process_calls_through_a_proxy_that_never_responds",
            ])
            .envs(["https_proxy", "HTTPS_PROXY"].map(|name| (name, &url)))
            .envs(["no_proxy", "NO_PROXY"].map(|name| (name, "")))
            .env(WANTED, "1")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && text.contains("1 passed"),
            "{text}"
        );
    }
}

/// Does nothing unless the test above enables it.
#[test]
fn child_process_calls_through_a_proxy_that_never_responds() {
    if std::env::var_os(WANTED).is_some() {
        let deadlines = [100, 300, 800, 1500].map(Duration::from_millis);
        assert_not_sent(
            || merchant().connect_timeout(Duration::from_millis(500)),
            &deadlines,
        );
    }
}

/// While the runtime is blocked, both timeouts pass and the connection is made.
#[test]
fn a_call_is_not_sent_if_its_runtime_was_blocked_while_connecting() {
    let mock = Mock::documented().unwrap();
    let tls = DeadHost::tls();
    for url in [mock.url().to_owned(), tls.url()] {
        let client = with_timeout(settings(&mock).base_url(url), Duration::from_millis(300));
        let client = client.build().unwrap();
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let error = runtime.enable_all().build().unwrap().block_on(async {
            let call = tokio::spawn(async move { client.send(&modify_budget()).await });
            tokio::task::yield_now().await;
            std::thread::sleep(Duration::from_secs(1));
            call.await.unwrap().unwrap_err()
        });
        assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
    }
    assert!(mock.requests().is_empty());
}

/// The runtime shuts down before the call, or while it connects.
#[test]
fn a_call_is_not_sent_if_its_runtime_shuts_down_before_connecting() {
    for dead in DeadHost::all() {
        for (called_at, shut_down_at) in [(300, 0), (0, 300)] {
            let client = with_timeout(merchant().base_url(dead.url()), Duration::from_secs(10));
            let client = client.build().unwrap();
            let mut runtime = tokio::runtime::Builder::new_multi_thread();
            let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
            let handle = runtime.handle().clone();
            let call = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(called_at));
                handle.block_on(client.send(&modify_budget()))
            });
            std::thread::sleep(Duration::from_millis(shut_down_at));
            runtime.shutdown_background();
            let error = call.join().unwrap().unwrap_err();
            assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
            assert!(error.is_connect(), "{error}");
        }
    }
}

#[test]
fn a_call_sent_before_the_deadline_is_unknown() {
    let mock = Mock::documented().unwrap();
    mock.always(Act::stall(Place::AfterActing));
    for client_kind in ClientKind::ALL {
        let client = AnyClient::new(
            client_kind,
            with_timeout(settings(&mock), Duration::from_millis(700)),
        );
        let error = client.send(&modify_budget()).unwrap_err();
        let what = (error.outcome(), error.is_timeout(), error.is_connect());
        assert_eq!(what, (Outcome::Unknown, true, false), "{error}");
    }
}

/// A runtime without I/O or timer.
#[test]
fn a_runtime_without_io_or_timer_sends_nothing_and_says_what_to_enable() {
    let mock = Mock::documented().unwrap();
    for (io, time) in [(false, false), (true, false), (false, true)] {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        if io {
            runtime.enable_io();
        }
        if time {
            runtime.enable_time();
        }
        let client = settings(&mock).build().unwrap();
        let once = client.with_options(client.options().max_attempts(1));
        let runtime = runtime.build().unwrap();
        let error = runtime.block_on(once.send(&modify_budget())).unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
        assert!(error.to_string().contains("`enable_all()`"), "{error}");
    }
}

/// Counts the nonces: there is one per signature.
fn counting(settings: ClientBuilder) -> (ClientBuilder, Arc<AtomicUsize>) {
    let signed = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&signed);
    let settings = settings.nonces(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        wechatpay_runtime::call::Nonce::random().unwrap()
    });
    (settings, signed)
}

#[track_caller]
fn assert_late(error: &Error) {
    let what = (
        error.outcome(),
        error.is_timeout(),
        error.attempts().count(),
    );
    assert_eq!(what, (Outcome::NotSent, true, 0), "{error}");
    let reason = "the call's `operation_timeout` ran out before the request was sent. Nothing was \
                  sent. [no-time-left]";
    assert!(error.to_string().ends_with(reason), "{error}");
}

#[test]
fn a_call_whose_deadline_has_passed_is_neither_signed_nor_sent() {
    let mock = Mock::documented().unwrap();
    for client_kind in ClientKind::ALL {
        let (settings, signed) = counting(settings(&mock));
        let client = AnyClient::new(client_kind, with_timeout(settings, Duration::ZERO));
        for _ in 0..50 {
            assert_late(&client.send(&modify_budget()).unwrap_err());
            assert_late(&client.send(&RawRequest::get("/v3/things")).unwrap_err());
        }
        assert_eq!(signed.load(Ordering::Relaxed), 0);
    }
    assert!(mock.requests().is_empty());
}

/// Takes longer than the deadline before a request is signed.
struct SlowLimiter;

const SLOW: Duration = Duration::from_millis(150);
const SHORT: Duration = Duration::from_millis(100);

impl RateLimiter for SlowLimiter {
    fn acquire<'a>(&'a self, _: &'static Endpoint, _: &'a str) -> PermitFuture<'a> {
        std::thread::sleep(SLOW);
        Box::pin(async { Ok(()) })
    }
}

impl wechatpay_runtime::Operation for SlowLimiter {
    const ENDPOINT: &'static Endpoint = List::ENDPOINT;
    type Response = serde_json::Value;
    type ErrorCode = ModifyBudgetErrorCode;

    fn parameters<'a>(&'a self, _: &mut Parameters<'a>) {
        std::thread::sleep(SLOW);
    }

    fn body(&self) -> Option<impl serde::Serialize> {
        None::<wechatpay_runtime::operation::NoBody>
    }
}

#[test]
fn time_before_signing_counts_toward_the_deadline() {
    let mock = Mock::documented().unwrap();
    for client_kind in ClientKind::ALL {
        let (paced, signed) = counting(settings(&mock).rate_limiter(SlowLimiter));
        let client = AnyClient::new(client_kind, with_timeout(paced, SHORT));
        assert_late(&client.send(&modify_budget()).unwrap_err());
        assert_eq!(signed.load(Ordering::Relaxed), 0);

        let (usual, signed) = counting(settings(&mock));
        let client = AnyClient::new(client_kind, with_timeout(usual, SHORT));
        assert_late(&client.send(&SlowLimiter).unwrap_err());
        assert_eq!(signed.load(Ordering::Relaxed), 0);
    }
    assert!(mock.requests().is_empty());
}

#[test]
fn a_call_whose_deadline_passes_while_it_is_signed_is_not_sent() {
    let mock = Mock::documented().unwrap();
    for client_kind in ClientKind::ALL {
        let slow = settings(&mock).nonces(|| {
            std::thread::sleep(SLOW);
            wechatpay_runtime::call::Nonce::random().unwrap()
        });
        let client = AnyClient::new(client_kind, with_timeout(slow, SHORT));
        assert_late(&client.send(&modify_budget()).unwrap_err());
    }
    assert!(mock.requests().is_empty());
}

/// Fails each attempt in the same way, and pauses longer than requested.
struct Oversleeps(fn() -> TransportError);

impl Transport for Oversleeps {
    fn send(&self, _: http::Request<bytes::Bytes>, _: Duration) -> ResponseFuture<'_> {
        Box::pin(std::future::ready(Err((self.0)())))
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        std::thread::sleep(SLOW);
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn a_retry_after_the_deadline_keeps_the_outcome_of_earlier_attempts() {
    for client_kind in ClientKind::ALL {
        for (fails, outcome) in [
            (
                (|| TransportError::maybe_sent("reset")) as fn() -> TransportError,
                Outcome::Unknown,
            ),
            (|| TransportError::not_sent("refused"), Outcome::NotSent),
        ] {
            // With one host, there is a pause before the second attempt.
            let settings = merchant().base_url("https://pay.example");
            let (settings, signed) = counting(settings.transport(Oversleeps(fails)));
            let options = wechatpay_runtime::CallOptions::new()
                .operation_timeout(SHORT)
                .initial_backoff(Duration::from_millis(1));
            let client = AnyClient::new(client_kind, settings.options(options));
            let error = client.send(&modify_budget()).unwrap_err();
            let what = (error.outcome(), error.attempts().count());
            assert_eq!(what, (outcome, 1), "{error}");
            assert_eq!(signed.load(Ordering::Relaxed), 1);
        }
    }
}

/// A transport of one's own says that it was still connecting when its time was over.
struct FailsToConnect;

impl Transport for FailsToConnect {
    fn send(&self, _: http::Request<bytes::Bytes>, with_timeout: Duration) -> ResponseFuture<'_> {
        Box::pin(async move {
            tokio::time::sleep(with_timeout).await;
            Err(TransportError::not_sent("no connection").timed_out())
        })
    }

    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(length))
    }
}

#[test]
fn a_custom_transport_may_report_not_sent_at_the_deadline() {
    for client_kind in ClientKind::ALL {
        let settings = merchant().transport(FailsToConnect);
        let client = AnyClient::new(client_kind, with_timeout(settings, SHORT));
        let error = client.send(&modify_budget()).unwrap_err();
        let what = (error.outcome(), error.is_timeout(), error.is_connect());
        assert_eq!(what, (Outcome::NotSent, true, true), "{error}");
    }
}
