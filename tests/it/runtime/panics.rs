//! Code of the user's that panics or does not return, inside a call: the caller gets an outcome, and
//! the client stays usable.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use wechatpay_mock::{Act, Mock, Place};
use wechatpay_runtime::{
    ClientBuilder, Outcome, blocking,
    client::{RateLimiter, ResponseFuture, SleepFuture, Transport},
    endpoint::Endpoint,
    error::TransportError,
};

use super::fixture::*;
use crate::call::settings;
use crate::faults::cell::{AnyClient, Shell};

/// Panics at its call of this number, counted from 1.
#[derive(Clone)]
struct Panics(Arc<AtomicUsize>, usize);

impl Panics {
    fn at(number: usize) -> Self {
        Self(Arc::default(), number)
    }

    fn step(&self) {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        assert!(number != self.1, "a secret of the user's");
    }
}

impl RateLimiter for Panics {
    fn acquire(&self, _: &'static Endpoint) -> Result<(), Duration> {
        self.step();
        Ok(())
    }
}

/// The first call ends like this; the second one succeeds.
#[track_caller]
fn ends(mock: &Mock, settings: impl Fn() -> ClientBuilder, outcome: Outcome, part: &str) {
    for shell in Shell::ALL {
        let before = mock.requests().len();
        let client = AnyClient::new(shell, settings());
        let error = client.send(&modify_budget()).unwrap_err();
        assert_eq!(error.outcome(), outcome, "{shell:?} {error}");
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
fn a_panic_before_the_request_is_sent_leaves_nothing_sent_and_the_client_usable() {
    let mock = Mock::documented().unwrap();
    ends(
        &mock,
        || settings(&mock).rate_limiter(Panics::at(1)),
        Outcome::NotSent,
        "rate limiter",
    );
    ends(
        &mock,
        || {
            let panics = Panics::at(1);
            settings(&mock).nonces(move || {
                panics.step();
                wechatpay_runtime::call::Nonce::random().unwrap()
            })
        },
        Outcome::NotSent,
        "source of nonces",
    );
    // The first time that is asked for is when the client is made.
    let clock = |number| {
        let panics = Panics::at(number);
        settings(&mock).clock(move || {
            panics.step();
            crate::support::wire::now()
        })
    };
    ends(&mock, || clock(2), Outcome::NotSent, "clock");
    ends(&mock, || clock(3), Outcome::Unknown, "clock");
}

/// The places where a transport can panic.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Send,
    Exchange,
    /// While an exchange, or a permit, is waited for.
    Sleep,
    SleepFuture,
}

/// Panics once, and then succeeds, or fails to connect where it is not to be waited for.
struct Panicking(At, AtomicBool);

impl Panicking {
    fn new(at: At) -> Self {
        Self(at, AtomicBool::new(false))
    }

    fn step(&self, at: At) {
        assert!(
            at != self.0 || self.1.swap(true, Ordering::Relaxed),
            "a secret"
        );
    }
}

impl Transport for Panicking {
    fn send(&self, _: http::Request<bytes::Bytes>, _: Duration) -> ResponseFuture<'_> {
        self.step(At::Send);
        Box::pin(async {
            self.step(At::Exchange);
            if !self.1.load(Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            Ok(signed(200, SAMPLE))
        })
    }

    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        self.step(At::Sleep);
        Box::pin(async move {
            self.step(At::SleepFuture);
            tokio::time::sleep(length).await;
        })
    }
}

/// Asks for one wait.
struct OneWait(AtomicBool);

impl RateLimiter for OneWait {
    fn acquire(&self, _: &'static Endpoint) -> Result<(), Duration> {
        if self.0.swap(true, Ordering::Relaxed) {
            Ok(())
        } else {
            Err(Duration::from_millis(1))
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
fn a_panic_of_a_transport_that_has_the_request_leaves_it_unknown() {
    let mock = Mock::documented().unwrap();
    for at in [At::Send, At::Exchange, At::Sleep, At::SleepFuture] {
        let settings = || merchant().transport(Panicking::new(at));
        ends(&mock, settings, Outcome::Unknown, "transport");
    }
    for at in [At::Sleep, At::SleepFuture] {
        let settings = || {
            let waits = OneWait(AtomicBool::new(false));
            merchant().transport(Panicking::new(at)).rate_limiter(waits)
        };
        ends(&mock, settings, Outcome::NotSent, "transport");
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
fn a_panic_between_two_attempts_leaves_the_outcome_of_the_first() {
    for shell in Shell::ALL {
        for (fails, outcome) in [
            (
                (|| TransportError::maybe_sent("reset")) as fn() -> TransportError,
                Outcome::Unknown,
            ),
            (|| TransportError::not_sent("refused"), Outcome::NotSent),
        ] {
            let settings = merchant().base_url("https://pay.example");
            let client = AnyClient::new(shell, settings.transport(PanicsBetween(fails)));
            let error = client.send(&modify_budget()).unwrap_err();
            let what = (error.outcome(), error.attempts().count());
            assert_eq!(what, (outcome, 1), "{error}");
        }
    }
}

/// The thread for I/O serves all calls of a client.
#[test]
fn a_panic_in_one_call_does_not_disturb_another() {
    let mock = Mock::documented().unwrap();
    let client = blocking::Client::new(settings(&mock).rate_limiter(Panics::at(2))).unwrap();
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

/// Does not return for a while: the thread that it runs on is stuck.
const STUCK: Duration = Duration::from_secs(6);

struct Sticks;

impl RateLimiter for Sticks {
    fn acquire(&self, _: &'static Endpoint) -> Result<(), Duration> {
        std::thread::sleep(STUCK);
        Ok(())
    }
}

/// Fails to connect, or has sent the request, and then does not return.
struct SticksIn {
    sent: bool,
}

impl Transport for SticksIn {
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
fn a_blocking_call_ends_by_its_callers_clock() {
    let mock = Mock::documented().unwrap();
    let deadline = Duration::from_millis(200);
    let one_host = || merchant().base_url("https://pay.example");
    let cases = [
        (settings(&mock).rate_limiter(Sticks), Outcome::NotSent),
        (
            one_host().transport(SticksIn { sent: true }),
            Outcome::Unknown,
        ),
        (
            one_host().transport(SticksIn { sent: false }),
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
                // What was given up is not sent later either.
                std::thread::sleep(STUCK);
            });
        }
    });
    assert!(mock.requests().is_empty());
}

/// The engine itself ends an exchange that does not end; the caller waits for that.
#[test]
fn a_blocking_call_is_not_cut_off_before_the_engine_ends_it() {
    let mock = Mock::documented().unwrap();
    mock.script([Act::stall(Place::AfterActing)]);
    let deadline =
        wechatpay_runtime::CallOptions::new().operation_timeout(Duration::from_millis(300));
    let client = blocking::Client::new(settings(&mock).options(deadline)).unwrap();
    let error = client.send(&modify_budget()).unwrap_err();
    let what = (error.outcome(), error.attempts().count());
    assert_eq!(what, (Outcome::Unknown, 1), "{error}");
}
