//! Calls with several attempts, on a transport that plays a script: which requests go to which
//! host, the pauses between them, and the outcome of the whole call.

mod scripted_transport;

use std::time::Duration;

use std::sync::atomic::{AtomicBool, Ordering};
use wechatpay_runtime::{
    CallOptions, Client, Error, Operation, Outcome, Response,
    client::{PermitFuture, RateLimiter},
    endpoint::Endpoint,
    raw::RawRequest,
};

use super::fixture::*;
use scripted_transport::Act::*;
use scripted_transport::*;

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

fn call<O: Operation>(
    script: &[Act],
    operation: &O,
) -> (Result<Response<O::Response>, Error>, ScriptedTransport) {
    let transport = ScriptedTransport::new(script);
    let result = run(transport.client().send(operation));
    (result, transport)
}

/// The outcome and the hosts of a call whose script ends in failure.
#[track_caller]
fn assert_fails(script: &[Act], operation: &impl Operation, outcome: Outcome, hosts: &str) {
    let (result, transport) = call(script, operation);
    let error = result.err().expect("a failure");
    assert_eq!(
        (error.outcome(), transport.hosts().as_str()),
        (outcome, hosts),
        "{error}"
    );
    assert!(
        transport.script.lock().unwrap().is_empty(),
        "the script was not played to its end"
    );
    assert_eq!(
        error.attempts().count(),
        hosts.split(' ').filter(|host| !host.is_empty()).count()
    );
}

#[track_caller]
fn assert_succeeds(script: &[Act], operation: &impl Operation, hosts: &str) {
    let (result, transport) = call(script, operation);
    let response = result.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(transport.hosts(), hosts);
    assert_eq!(response.earlier_attempts().len() + 1, script.len());
}

fn numbered() -> impl Operation {
    modify_budget()
}

fn unnumbered() -> RawRequest {
    RawRequest::post("/v3/things", serde_json::json!({}))
}

fn reading() -> RawRequest {
    RawRequest::get("/v3/things")
}

#[test]
fn without_a_connection_every_call_tries_the_other_host_at_once() {
    assert_succeeds(&[NoConnection, SUCCESS], &numbered(), "main backup");
    assert_succeeds(&[NoConnection, SUCCESS], &unnumbered(), "main backup");
    assert_succeeds(&[NoConnection, SUCCESS], &reading(), "main backup");
    let (_, transport) = call(&[NoConnection, SUCCESS], &unnumbered());
    assert_eq!(transport.seen(), "main backup");
    assert_fails(
        &[NoConnection, NoConnection, NoConnection],
        &unnumbered(),
        Outcome::NotSent,
        "main backup main",
    );
}

#[test]
fn a_request_that_may_have_been_sent_is_retried_only_if_that_is_safe() {
    for act in [Reset, TooSlow, BUSY, Unsigned(502, "<html>")] {
        assert_succeeds(&[act.clone(), SUCCESS], &numbered(), "main backup");
        assert_succeeds(&[act.clone(), SUCCESS], &reading(), "main backup");
        assert_fails(&[act], &unnumbered(), Outcome::Unknown, "main");
    }
    assert_succeeds(&[TOO_OFTEN, SUCCESS], &numbered(), "main main");
    assert_fails(&[TOO_OFTEN], &unnumbered(), Outcome::Refused, "main");
    let named = |body| RawRequest::post("/v3/things", body).idempotency_key("out_request_no");
    let carried = named(serde_json::json!({ "out_request_no": "1" }));
    assert_succeeds(&[Reset, SUCCESS], &carried, "main backup");
    // An absent or empty key does not distinguish a retry from a new request.
    for body in [
        serde_json::json!({}),
        serde_json::json!({ "out_request_no": "" }),
        serde_json::json!({ "out_request_no": 1 }),
        serde_json::json!([]),
    ] {
        assert_fails(&[Reset], &named(body), Outcome::Unknown, "main");
    }
    let mut empty = modify_budget();
    empty.modify_budget_request_no = String::new();
    assert_fails(&[Reset], &empty, Outcome::Unknown, "main");
}

#[test]
fn an_error_response_is_retried_only_if_all_documented_errors_allow_it() {
    // One of the four RULE_LIMIT rows says "try again later".
    assert_fails(&[WRONG_VALUE], &numbered(), Outcome::Refused, "main");
    assert_fails(&[WRONG_PARAMETER], &numbered(), Outcome::Refused, "main");
    assert_fails(
        &[Response(404, r#"{"code":"NO_SUCH_CODE"}"#)],
        &numbered(),
        Outcome::Refused,
        "main",
    );
    assert_fails(&[Response(302, "")], &numbered(), Outcome::Unknown, "main");
    assert_fails(
        &[Response(202, "{}")],
        &numbered(),
        Outcome::Unknown,
        "main",
    );
    assert_succeeds(
        &[Response(503, r#"{"code":"NO_SUCH_CODE"}"#), SUCCESS],
        &numbered(),
        "main backup",
    );
}

#[test]
fn an_unverified_response_never_causes_a_retry() {
    for status in [200, 204, 429, 500, 503] {
        assert_fails(&[Forged(status)], &numbered(), Outcome::Unknown, "main");
        assert_fails(&[Forged(status)], &reading(), Outcome::Unknown, "main");
    }
    assert_fails(
        &[Unsigned(200, SAMPLE)],
        &numbered(),
        Outcome::Unknown,
        "main",
    );
}

#[test]
fn an_invalid_request_is_not_tried_on_the_other_host() {
    let (result, transport) = call(&[Unfit], &numbered());
    let error = result.err().unwrap();
    assert_eq!(
        (error.outcome(), error.is_connect()),
        (Outcome::NotSent, false)
    );
    assert_eq!(transport.seen(), "main");
}

#[test]
fn a_refusal_after_an_attempt_with_unknown_outcome_is_unknown() {
    for first in [Reset, TooSlow, BUSY] {
        for last in [
            WRONG_VALUE,
            WRONG_PARAMETER,
            Response(401, "{}"),
            Unsigned(401, "{}"),
        ] {
            assert_fails(
                &[first.clone(), last],
                &numbered(),
                Outcome::Unknown,
                "main backup",
            );
        }
        assert_fails(
            &[first.clone(), NoConnection, NoConnection],
            &numbered(),
            Outcome::Unknown,
            "main backup main",
        );
    }
    assert_fails(
        &[NoConnection, WRONG_VALUE],
        &numbered(),
        Outcome::Refused,
        "main backup",
    );
    assert_fails(
        &[TOO_OFTEN, WRONG_VALUE],
        &numbered(),
        Outcome::Refused,
        "main main",
    );
    assert_fails(
        &[TOO_OFTEN, NoConnection, NoConnection],
        &numbered(),
        Outcome::Refused,
        "main main backup",
    );
    assert_fails(
        &[Reset, Response(200, "[]")],
        &numbered(),
        Outcome::Applied,
        "main backup",
    );
}

#[test]
fn the_outcome_of_a_retried_call_is_refused_only_if_the_earlier_call_cannot_be_the_cause() {
    for (act, outcome) in [
        (WRONG_VALUE, Outcome::Unknown),
        (WRONG_PARAMETER, Outcome::Refused),
        (Response(401, r#"{"code":"SIGN_ERROR"}"#), Outcome::Refused),
        (Response(401, "{}"), Outcome::Refused),
        (Response(403, r#"{"code":"NEW_CODE"}"#), Outcome::Unknown),
        (Response(404, ""), Outcome::Unknown),
    ] {
        let transport = ScriptedTransport::new(&[act]);
        let client = transport.client();
        let repeating = client.with_options(client.options().retries_earlier_call(true));
        let error = run(repeating.send(&numbered())).err().unwrap();
        assert_eq!(error.outcome(), outcome, "{error}");
    }
}

#[test]
fn every_attempt_sends_the_same_bytes_with_a_new_signature() {
    let (_, transport) = call(&[Reset, BUSY, SUCCESS], &numbered());
    let sent = transport.sent.lock().unwrap();
    let authorizations: std::collections::BTreeSet<_> = sent
        .iter()
        .map(|request| {
            request.headers()["Authorization"]
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(authorizations.len(), 3);
    assert!(sent.iter().all(|request| request.body() == sent[0].body()));
    assert!(
        sent.iter()
            .all(|request| request.uri().path_and_query() == sent[0].uri().path_and_query())
    );
}

#[test]
fn pauses_between_attempts_grow_and_respect_retry_after() {
    let transport = ScriptedTransport::new(&[BUSY, BUSY, BUSY, RetryAfter(503, "7"), SUCCESS]);
    let client = transport.client();
    let options = CallOptions::new()
        .max_attempts(5)
        .initial_backoff(Duration::from_millis(100))
        .max_backoff(Duration::from_millis(300));
    run(client.with_options(options).send(&numbered())).unwrap();
    let seen = transport.seen();
    let pauses: Vec<u64> = seen
        .split(' ')
        .filter_map(|word| word.strip_suffix("ms")?.parse().ok())
        .collect();
    let bounds = [50..=100, 100..=200, 150..=300, 7150..=7300];
    assert_eq!(pauses.len(), bounds.len(), "{seen}");
    for (pause, bounds) in pauses.iter().zip(&bounds) {
        assert!(bounds.contains(pause), "{seen}");
    }
}

#[test]
fn a_pause_never_lasts_beyond_the_deadline() {
    for value in [
        "55",
        "59",
        "61",
        "99999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        let (result, transport) = call(&[RetryAfter(429, value)], &numbered());
        let error = result.err().unwrap();
        assert_eq!(
            (error.outcome(), transport.seen().as_str()),
            (Outcome::Refused, "main")
        );
        assert!(error.api_error().unwrap().retry_after() >= Some(Duration::from_secs(55)));
    }
}

#[test]
fn a_failed_connection_after_an_attempt_with_unknown_outcome_is_not_a_connect_error() {
    let (result, _) = call(&[Reset, NoConnection, NoConnection], &numbered());
    let error = result.err().unwrap();
    assert_eq!(
        (error.outcome(), error.is_connect()),
        (Outcome::Unknown, false)
    );
    let (result, _) = call(&[NoConnection, NoConnection, NoConnection], &numbered());
    assert!(result.err().unwrap().is_connect());
}

#[test]
fn a_response_that_is_too_long_causes_no_retry_and_no_change_of_host() {
    let transport = ScriptedTransport::new(&[TooLong, SUCCESS]);
    let client = transport.client();
    let error = run(client.send(&numbered())).err().unwrap();
    assert_eq!(error.outcome(), Outcome::Unknown);
    run(client.send(&numbered())).unwrap();
    assert_eq!(transport.seen(), "main main");
}

#[test]
fn the_error_of_a_retry_of_an_earlier_call_says_that_the_earlier_outcome_is_unknown() {
    for act in [WRONG_PARAMETER, Unfit] {
        let transport = ScriptedTransport::new(&[act]);
        let client = transport.client();
        let repeating = client.with_options(client.options().retries_earlier_call(true));
        let error = run(repeating.send(&numbered())).err().unwrap();
        assert!(error.to_string().contains("is still unknown"), "{error}");
    }
}

#[test]
fn max_attempts_can_be_set_per_client_and_per_call() {
    let transport = ScriptedTransport::new(&[BUSY]);
    let client = transport.client();
    let once = client.with_options(client.options().max_attempts(1));
    assert!(run(once.send(&numbered())).is_err());
    assert_eq!(transport.seen(), "main");
}

#[test]
fn retries_stop_when_the_retry_budget_is_used_up() {
    let transport = ScriptedTransport::new(&vec![BUSY; 500]);
    let client = transport.client();
    for _ in 0..300 {
        assert!(run(client.send(&numbered())).is_err());
    }
    let sent = transport.sent.lock().unwrap().len();
    assert_eq!(sent, 300 + 100);
}

#[test]
fn a_failed_main_host_is_skipped_for_a_while() {
    let transport =
        ScriptedTransport::new(&[NoConnection, SUCCESS, SUCCESS, NoConnection, SUCCESS]);
    let client = transport.client();
    for _ in 0..3 {
        run(client.send(&numbered())).unwrap();
    }
    assert_eq!(transport.seen(), "main backup backup backup main");
}

/// Gives one permit. To the next call it refuses one, or never gives it.
struct OnePermit {
    is_given: AtomicBool,
    refuses: bool,
}

const WAIT: Duration = Duration::from_mins(1);

impl RateLimiter for OnePermit {
    fn acquire<'a>(&'a self, endpoint: &'static Endpoint, key: &'a str) -> PermitFuture<'a> {
        assert_eq!(endpoint.operation, "busifavor.modify_budget");
        assert_eq!(key, "1900000001");
        match (self.is_given.swap(true, Ordering::Relaxed), self.refuses) {
            (false, _) => Box::pin(async { Ok(()) }),
            (true, true) => Box::pin(async { Err(WAIT) }),
            (true, false) => Box::pin(std::future::pending()),
        }
    }
}

#[test]
fn a_call_without_a_permit_is_not_sent() {
    for refuses in [true, false] {
        let transport = ScriptedTransport::new(&[SUCCESS, SUCCESS]);
        let client = Client::builder()
            .mchid("1900000001")
            .merchant_key(merchant_key())
            .merchant_serial_no(SERIAL_NO)
            .wechatpay_public_key(KEY_ID, wechatpay_public_key())
            .transport(transport.clone())
            .rate_limiter(OnePermit {
                is_given: AtomicBool::new(false),
                refuses,
            })
            .clock(|| NOW)
            .build()
            .unwrap();
        run(client.send(&numbered())).unwrap();
        assert_eq!(transport.seen(), "main");
        let Err(error) = run(client.send(&numbered())) else {
            panic!("sent without a permit");
        };
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert_eq!(
            (error.is_rate_limited(), error.is_timeout()),
            (refuses, !refuses)
        );
        assert_eq!(error.attempts().count(), 0);
        let unlimited = client.with_options(client.options().rate_limiting(false));
        run(unlimited.send(&numbered())).unwrap();
    }
}

#[test]
fn the_text_of_an_error_lists_every_attempt() {
    let (result, _) = call(&[Reset, WRONG_VALUE], &numbered());
    insta::assert_snapshot!(result.err().unwrap());
    let (result, _) = call(&[NoConnection, NoConnection, NoConnection], &unnumbered());
    insta::assert_snapshot!(result.err().unwrap());
}
