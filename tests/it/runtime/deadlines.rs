//! What a deadline does to a call that nobody has received yet: hosts that drop what is sent to them,
//! and time that is over before the request goes out.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use wechatpay_mock::{Act, Mock, Place};
use wechatpay_runtime::{
    Client, ClientBuilder, Error, Outcome,
    client::{RateLimiter, ResponseFuture, SleepFuture, Transport},
    endpoint::Endpoint,
    error::TransportError,
    operation::Parameters,
    raw::RawRequest,
};

use super::fixture::*;
use crate::call::settings;
use crate::faults::cell::{AnyClient, Shell};

/// A host that does not go on, at one place on the way to it.
enum Dead {
    /// It drops the packets that open a connection.
    #[cfg(target_os = "linux")]
    Tcp {
        socket: socket2::Socket,
        /// What fills its queue.
        _waiting: Vec<TcpStream>,
    },
    /// It takes the connection and says nothing, not even for TLS.
    Tls(TcpListener),
}

impl Dead {
    /// The queue of connections that wait to be accepted is full: Linux drops further ones.
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

fn within(settings: ClientBuilder, deadline: Duration) -> ClientBuilder {
    let options = wechatpay_runtime::CallOptions::new();
    settings.options(options.operation_timeout(deadline))
}

/// The calls end by their deadline, and as `NotSent`, whatever it is.
fn are_not_sent(settings: impl Fn() -> ClientBuilder + Sync, deadlines: &[Duration]) {
    std::thread::scope(|scope| {
        for shell in Shell::ALL {
            for deadline in deadlines {
                let settings = &settings;
                scope.spawn(move || {
                    let client = AnyClient::new(shell, within(settings(), *deadline));
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
fn no_deadline_makes_a_call_unknown_that_never_had_a_connection() {
    // Those that were reported, at a tenth: 5 s to connect and deadlines of 3 to 60 s.
    let deadlines: Vec<Duration> = [1, 10, 50, 100, 300, 400, 800, 1000, 1200, 1500, 2000, 6000]
        .map(Duration::from_millis)
        .into();
    for (main, backup) in Dead::all().iter().zip(Dead::all().iter().rev()) {
        let hosts = || merchant().base_url(main.url()).backup_url(backup.url());
        are_not_sent(
            || hosts().connect_timeout(Duration::from_millis(500)),
            &deadlines,
        );
        // The time limits of the transport do not make it unknown either.
        are_not_sent(
            || hosts().attempt_timeout(Duration::from_millis(150)),
            &deadlines[2..6],
        );
    }
}

#[test]
fn a_short_deadline_leaves_time_for_the_other_host() {
    let mock = Mock::documented().unwrap();
    for shell in Shell::ALL {
        // A host on this machine is called without TLS.
        let dead = TcpListener::bind("127.0.0.1:0").unwrap();
        let main = format!("https://{}", dead.local_addr().unwrap());
        let hosts = settings(&mock).base_url(main).backup_url(mock.url());
        let client = AnyClient::new(shell, within(hosts, Duration::from_secs(4)));
        let response = client.send(&modify_budget()).unwrap();
        assert_eq!(response.earlier_attempts()[0].outcome(), Outcome::NotSent);
    }
}

/// Says to [`a_call_through_a_proxy_that_never_responds`] that it is wanted.
const WANTED: &str = "WECHATPAY_TEST_OF_SILENT_PROXIES";

/// Runs the test below in a process whose proxy never answers.
#[test]
fn a_proxy_that_never_responds_sends_nothing() {
    for proxy in Dead::all() {
        let url = proxy.url().replace("https://", "http://");
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "runtime::deadlines::a_call_through_a_proxy_that_never_responds",
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

/// Does nothing unless the test above asks for it.
#[test]
fn a_call_through_a_proxy_that_never_responds() {
    if std::env::var_os(WANTED).is_some() {
        let deadlines = [100, 300, 800, 1500].map(Duration::from_millis);
        are_not_sent(
            || merchant().connect_timeout(Duration::from_millis(500)),
            &deadlines,
        );
    }
}

/// Both limits pass, and the connection is made, while nobody runs the call.
#[test]
fn a_runtime_that_stood_still_while_it_connected_sends_nothing() {
    let mock = Mock::documented().unwrap();
    let tls = Dead::tls();
    for url in [mock.url().to_owned(), tls.url()] {
        let client = within(settings(&mock).base_url(url), Duration::from_millis(300));
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

/// Before the call, or while it connects.
#[test]
fn a_runtime_that_is_shut_down_before_there_is_a_connection_sends_nothing() {
    for dead in Dead::all() {
        for (called_at, shut_down_at) in [(300, 0), (0, 300)] {
            let client = within(merchant().base_url(dead.url()), Duration::from_secs(10));
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
fn what_was_sent_before_the_deadline_stays_unknown() {
    let mock = Mock::documented().unwrap();
    mock.always(Act::stall(Place::AfterActing));
    for shell in Shell::ALL {
        let client = AnyClient::new(shell, within(settings(&mock), Duration::from_millis(700)));
        let error = client.send(&modify_budget()).unwrap_err();
        let what = (error.outcome(), error.is_timeout(), error.is_connect());
        assert_eq!(what, (Outcome::Unknown, true, false), "{error}");
    }
}

/// A runtime without I/O or timer.
#[test]
fn a_runtime_that_cannot_connect_sends_nothing_and_says_what_it_needs() {
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

/// Counts the nonces that are asked for: one for each signature.
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
fn is_late(error: &Error) {
    let what = (
        error.outcome(),
        error.is_timeout(),
        error.attempts().count(),
    );
    assert_eq!(what, (Outcome::NotSent, true, 0), "{error}");
    let reason =
        "the call's `operation_timeout` ran out before the request was sent. Nothing was sent.";
    assert!(error.to_string().ends_with(reason), "{error}");
}

#[test]
fn a_call_whose_deadline_has_passed_is_neither_signed_nor_sent() {
    let mock = Mock::documented().unwrap();
    for shell in Shell::ALL {
        let (settings, signed) = counting(settings(&mock));
        let client = AnyClient::new(shell, within(settings, Duration::ZERO));
        for _ in 0..50 {
            is_late(&client.send(&modify_budget()).unwrap_err());
            is_late(&client.send(&RawRequest::get("/v3/things")).unwrap_err());
        }
        assert_eq!(signed.load(Ordering::Relaxed), 0);
    }
    assert!(mock.requests().is_empty());
}

/// Takes longer than the deadline, before a request is signed.
struct Slow;

const SLOW: Duration = Duration::from_millis(150);
const SHORT: Duration = Duration::from_millis(100);

impl RateLimiter for Slow {
    fn acquire(&self, _: &'static Endpoint) -> Result<(), Duration> {
        std::thread::sleep(SLOW);
        Ok(())
    }
}

impl wechatpay_runtime::Operation for Slow {
    const ENDPOINT: &'static Endpoint = List::ENDPOINT;
    type Body = wechatpay_runtime::operation::NoBody;
    type Response = serde_json::Value;
    type ErrorCode = ModifyBudgetErrorCode;

    fn parameters<'a>(&'a self, _: &mut Parameters<'a>) {
        std::thread::sleep(SLOW);
    }

    fn body(&self) -> Option<&wechatpay_runtime::operation::NoBody> {
        None
    }
}

#[test]
fn time_that_goes_by_before_the_request_is_signed_counts() {
    let mock = Mock::documented().unwrap();
    for shell in Shell::ALL {
        let (paced, signed) = counting(settings(&mock).rate_limiter(Slow));
        let client = AnyClient::new(shell, within(paced, SHORT));
        is_late(&client.send(&modify_budget()).unwrap_err());
        assert_eq!(signed.load(Ordering::Relaxed), 0);

        let (usual, signed) = counting(settings(&mock));
        let client = AnyClient::new(shell, within(usual, SHORT));
        is_late(&client.send(&Slow).unwrap_err());
        assert_eq!(signed.load(Ordering::Relaxed), 0);
    }
    assert!(mock.requests().is_empty());
}

#[test]
fn a_deadline_that_passes_while_the_request_is_signed_is_kept() {
    let mock = Mock::documented().unwrap();
    for shell in Shell::ALL {
        let slow = settings(&mock).nonces(|| {
            std::thread::sleep(SLOW);
            wechatpay_runtime::call::Nonce::random().unwrap()
        });
        let client = AnyClient::new(shell, within(slow, SHORT));
        is_late(&client.send(&modify_budget()).unwrap_err());
    }
    assert!(mock.requests().is_empty());
}

/// Fails each attempt in the same way, and pauses for longer than it was told.
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
fn a_retry_that_comes_too_late_leaves_the_outcome_of_the_attempts_before() {
    for shell in Shell::ALL {
        for (fails, outcome) in [
            (
                (|| TransportError::maybe_sent("reset")) as fn() -> TransportError,
                Outcome::Unknown,
            ),
            (|| TransportError::not_sent("refused"), Outcome::NotSent),
        ] {
            // One host, so that a pause comes before the second attempt.
            let settings = merchant().base_url("https://pay.example");
            let (settings, signed) = counting(settings.transport(Oversleeps(fails)));
            let options = wechatpay_runtime::CallOptions::new()
                .operation_timeout(SHORT)
                .initial_backoff(Duration::from_millis(1));
            let client = AnyClient::new(shell, settings.options(options));
            let error = client.send(&modify_budget()).unwrap_err();
            let what = (error.outcome(), error.attempts().count());
            assert_eq!(what, (outcome, 1), "{error}");
            assert_eq!(signed.load(Ordering::Relaxed), 1);
        }
    }
}

/// A transport of one's own says that it was still connecting when its time was over.
struct Connects;

impl Transport for Connects {
    fn send(&self, _: http::Request<bytes::Bytes>, within: Duration) -> ResponseFuture<'_> {
        Box::pin(async move {
            tokio::time::sleep(within).await;
            Err(TransportError::not_sent("no connection").timed_out())
        })
    }

    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(length))
    }
}

#[test]
fn what_another_transport_says_at_the_deadline_is_believed() {
    for shell in Shell::ALL {
        let settings = merchant().transport(Connects);
        let client = AnyClient::new(shell, within(settings, SHORT));
        let error = client.send(&modify_budget()).unwrap_err();
        let what = (error.outcome(), error.is_timeout(), error.is_connect());
        assert_eq!(what, (Outcome::NotSent, true, true), "{error}");
    }
}
