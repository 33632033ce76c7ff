//! User code that panics or does not return during a call: the caller gets an outcome, and the
//! client stays usable.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use wechatpay_mock::{Act, Mock, Place};
use wechatpay_runtime::{
    ClientBuilder, Outcome, blocking,
    client::{PermitFuture, RateLimiter, ResponseFuture, SleepFuture, Transport},
    endpoint::Endpoint,
    error::TransportError,
};

use super::fixture::*;
use crate::call::settings;
use crate::faults::harness::{AnyClient, ClientKind};

/// Panics in the call with this number, counted from 1.
#[derive(Clone)]
struct Panics(Arc<AtomicUsize>, usize);

impl Panics {
    fn in_call(number: usize) -> Self {
        Self(Arc::default(), number)
    }

    fn step(&self) {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        assert!(number != self.1, "a secret of the user's");
    }
}

impl RateLimiter for Panics {
    fn acquire<'a>(&'a self, _: &'static Endpoint, _: &'a str) -> PermitFuture<'a> {
        self.step();
        Box::pin(async { Ok(()) })
    }
}

/// Checks that the first call ends like this and the second one succeeds.
#[track_caller]
fn assert_outcome(mock: &Mock, settings: impl Fn() -> ClientBuilder, outcome: Outcome, part: &str) {
    for client_kind in ClientKind::ALL {
        let before = mock.requests().len();
        let client = AnyClient::new(client_kind, settings());
        let error = client.send(&modify_budget()).unwrap_err();
        assert_eq!(error.outcome(), outcome, "{client_kind:?} {error}");
        let text = error.to_string();
        assert!(
            text.contains(&format!("the {part} of this client panicked")),
            "{text}"
        );
        assert!(!format!("{text}{error:?}").contains("secret"), "{error:?}");
        let sent = mock.requests().len() - before;
        assert!(sent == 0 || outcome == Outcome::Unknown, "{sent} requests");
        client.send(&modify_budget()).unwrap();
    }
}

#[test]
fn a_call_that_panics_before_sending_is_not_sent_and_leaves_the_client_usable() {
    let mock = Mock::documented().unwrap();
    assert_outcome(
        &mock,
        || settings(&mock).rate_limiter(Panics::in_call(1)),
        Outcome::NotSent,
        "rate limiter",
    );
    assert_outcome(
        &mock,
        || {
            let panics = Panics::in_call(1);
            settings(&mock).nonces(move || {
                panics.step();
                wechatpay_runtime::call::Nonce::random().unwrap()
            })
        },
        Outcome::NotSent,
        "source of nonces",
    );
    // The time is first read when the client is built.
    let clock = |number| {
        let panics = Panics::in_call(number);
        settings(&mock).clock(move || {
            panics.step();
            crate::support::wire::now()
        })
    };
    assert_outcome(&mock, || clock(2), Outcome::NotSent, "clock");
    assert_outcome(&mock, || clock(3), Outcome::Unknown, "clock");
}

/// The places where a transport can panic.
#[derive(Clone, Copy, PartialEq)]
enum TransportStep {
    Send,
    Exchange,
    /// While the call waits for a response or a permit.
    Sleep,
    SleepFuture,
}

/// Panics once. Requests do not finish before that, and succeed afterwards.
struct Panicking(TransportStep, AtomicBool);

impl Panicking {
    fn new(at: TransportStep) -> Self {
        Self(at, AtomicBool::new(false))
    }

    fn step(&self, at: TransportStep) {
        assert!(
            at != self.0 || self.1.swap(true, Ordering::Relaxed),
            "a secret"
        );
    }
}

impl Transport for Panicking {
    fn send(&self, _: http::Request<bytes::Bytes>, _: Duration) -> ResponseFuture<'_> {
        self.step(TransportStep::Send);
        Box::pin(async {
            self.step(TransportStep::Exchange);
            if !self.1.load(Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            Ok(signed(200, SAMPLE))
        })
    }

    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        self.step(TransportStep::Sleep);
        Box::pin(async move {
            self.step(TransportStep::SleepFuture);
            tokio::time::sleep(length).await;
        })
    }
}

/// Never gives the first permit.
struct LateFirstPermit(AtomicBool);

impl RateLimiter for LateFirstPermit {
    fn acquire<'a>(&'a self, _: &'static Endpoint, _: &'a str) -> PermitFuture<'a> {
        if self.0.swap(true, Ordering::Relaxed) {
            Box::pin(async { Ok(()) })
        } else {
            Box::pin(std::future::pending())
        }
    }
}

fn merchant() -> ClientBuilder {
    wechatpay_runtime::Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .clock(|| NOW)
}

#[test]
fn a_panic_in_the_transport_makes_the_outcome_unknown() {
    let mock = Mock::documented().unwrap();
    for at in [
        TransportStep::Send,
        TransportStep::Exchange,
        TransportStep::Sleep,
        TransportStep::SleepFuture,
    ] {
        let settings = || merchant().transport(Panicking::new(at));
        assert_outcome(&mock, settings, Outcome::Unknown, "transport");
    }
    for at in [TransportStep::Sleep, TransportStep::SleepFuture] {
        let settings = || {
            let waits = LateFirstPermit(AtomicBool::new(false));
            merchant().transport(Panicking::new(at)).rate_limiter(waits)
        };
        assert_outcome(&mock, settings, Outcome::NotSent, "transport");
    }
}

/// Fails, and panics in the pause before the next attempt.
struct PanicsBetween(fn() -> TransportError);

impl Transport for PanicsBetween {
    fn send(&self, _: http::Request<bytes::Bytes>, _: Duration) -> ResponseFuture<'_> {
        Box::pin(std::future::ready(Err((self.0)())))
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        panic!("between two attempts");
    }
}

#[test]
fn a_panic_between_two_attempts_keeps_the_outcome_of_the_first() {
    for client_kind in ClientKind::ALL {
        for (fails, outcome) in [
            (
                (|| TransportError::maybe_sent("reset")) as fn() -> TransportError,
                Outcome::Unknown,
            ),
            (|| TransportError::not_sent("refused"), Outcome::NotSent),
        ] {
            let settings = merchant().base_url("https://pay.example");
            let client = AnyClient::new(client_kind, settings.transport(PanicsBetween(fails)));
            let error = client.send(&modify_budget()).unwrap_err();
            let what = (error.outcome(), error.attempts().count());
            assert_eq!(what, (outcome, 1), "{error}");
        }
    }
}

/// One I/O thread serves all calls of a client.
#[test]
fn a_panic_in_one_blocking_call_does_not_affect_another() {
    let mock = Mock::documented().unwrap();
    let client = blocking::Client::new(settings(&mock).rate_limiter(Panics::in_call(2))).unwrap();
    mock.script([Act::delayed(Duration::from_millis(300))]);
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| client.send(&modify_budget()));
        while mock.requests().is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let error = client.send(&modify_budget()).unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
        slow.join().unwrap().unwrap();
    });
}

/// Blocks its thread for a while.
const STUCK: Duration = Duration::from_secs(6);

struct BlocksThread;

impl RateLimiter for BlocksThread {
    fn acquire<'a>(&'a self, _: &'static Endpoint, _: &'a str) -> PermitFuture<'a> {
        std::thread::sleep(STUCK);
        Box::pin(async { Ok(()) })
    }
}

/// Fails to connect, or sends the request, and then does not return.
struct BlocksThreadIn {
    sent: bool,
}

impl Transport for BlocksThreadIn {
    fn send(&self, _: http::Request<bytes::Bytes>, _: Duration) -> ResponseFuture<'_> {
        if self.sent {
            std::thread::sleep(STUCK);
        }
        Box::pin(std::future::ready(Err(TransportError::not_sent("refused"))))
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        std::thread::sleep(STUCK);
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn a_blocking_call_ends_at_its_deadline_even_if_user_code_hangs() {
    let mock = Mock::documented().unwrap();
    let deadline = Duration::from_millis(200);
    let one_host = || merchant().base_url("https://pay.example");
    let cases = [
        (settings(&mock).rate_limiter(BlocksThread), Outcome::NotSent),
        (
            one_host().transport(BlocksThreadIn { sent: true }),
            Outcome::Unknown,
        ),
        (
            one_host().transport(BlocksThreadIn { sent: false }),
            Outcome::NotSent,
        ),
    ];
    std::thread::scope(|scope| {
        for (settings, outcome) in cases {
            scope.spawn(move || {
                let options = wechatpay_runtime::CallOptions::new().operation_timeout(deadline);
                let options = options.initial_backoff(Duration::from_millis(1));
                let client = blocking::Client::new(settings.options(options)).unwrap();
                let started = Instant::now();
                let error = client.send(&modify_budget()).unwrap_err();
                let what = (error.outcome(), error.is_timeout());
                assert_eq!(what, (outcome, true), "{error}");
                assert!(error.to_string().contains("the client's thread"), "{error}");
                assert!(started.elapsed() < Duration::from_secs(5));
                // A request that was given up is not sent later either.
                std::thread::sleep(STUCK);
            });
        }
    });
    assert!(mock.requests().is_empty());
}

/// The engine itself ends a request that hangs; the caller waits for that.
#[test]
fn a_blocking_call_waits_for_the_exact_outcome_at_its_deadline() {
    let mock = Mock::documented().unwrap();
    mock.script([Act::stall(Place::AfterActing)]);
    let deadline =
        wechatpay_runtime::CallOptions::new().operation_timeout(Duration::from_millis(300));
    let client = blocking::Client::new(settings(&mock).options(deadline)).unwrap();
    let error = client.send(&modify_budget()).unwrap_err();
    let what = (error.outcome(), error.attempts().count());
    assert_eq!(what, (Outcome::Unknown, 1), "{error}");
}
