//! Calls of several attempts, against a transport that plays a script: what is sent where, after which pauses, and what
//! is known about the whole call in the end.

mod stage;

use std::sync::Mutex;
use std::time::Duration;

use wechatpay_runtime::{
    CallOptions, Client, Error, Operation, Outcome, Response, client::RateLimiter, raw::RawRequest,
};

use super::fixture::*;
use stage::Act::*;
use stage::*;

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

fn call<O: Operation>(
    script: &[Act],
    operation: &O,
) -> (Result<Response<O::Response>, Error>, Stage) {
    let stage = Stage::new(script);
    let result = run(stage.client().send(operation));
    (result, stage)
}

/// The outcome and the hosts tried, for a script that ends in failure.
#[track_caller]
fn fails(script: &[Act], operation: &impl Operation, outcome: Outcome, hosts: &str) {
    let (result, stage) = call(script, operation);
    let error = result.err().expect("a failure");
    assert_eq!(
        (error.outcome(), stage.hosts().as_str()),
        (outcome, hosts),
        "{error}"
    );
    assert!(
        stage.script.lock().unwrap().is_empty(),
        "the script was not played to its end"
    );
    assert_eq!(
        error.attempts().count(),
        hosts.split(' ').filter(|host| !host.is_empty()).count()
    );
}

#[track_caller]
fn succeeds(script: &[Act], operation: &impl Operation, hosts: &str) {
    let (result, stage) = call(script, operation);
    let response = result.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(stage.hosts(), hosts);
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
fn without_a_connection_the_other_host_is_tried_at_once_whatever_the_call() {
    succeeds(&[NoConnection, SUCCESS], &numbered(), "main backup");
    succeeds(&[NoConnection, SUCCESS], &unnumbered(), "main backup");
    succeeds(&[NoConnection, SUCCESS], &reading(), "main backup");
    let (_, stage) = call(&[NoConnection, SUCCESS], &unnumbered());
    assert_eq!(stage.seen(), "main backup");
    fails(
        &[NoConnection, NoConnection, NoConnection],
        &unnumbered(),
        Outcome::NotSent,
        "main backup main",
    );
}

#[test]
fn bytes_that_may_have_left_are_sent_again_only_where_that_is_harmless() {
    for act in [Reset, TooSlow, BUSY, Unsigned(502, "<html>")] {
        succeeds(&[act.clone(), SUCCESS], &numbered(), "main backup");
        succeeds(&[act.clone(), SUCCESS], &reading(), "main backup");
        fails(&[act], &unnumbered(), Outcome::Unknown, "main");
    }
    succeeds(&[TOO_OFTEN, SUCCESS], &numbered(), "main main");
    fails(&[TOO_OFTEN], &unnumbered(), Outcome::Refused, "main");
    let named = |body| RawRequest::post("/v3/things", body).idempotency_key("out_request_no");
    let carried = named(serde_json::json!({ "out_request_no": "1" }));
    succeeds(&[Reset, SUCCESS], &carried, "main backup");
    // A number that is not there, or empty, tells no repeat from a second request.
    for body in [
        serde_json::json!({}),
        serde_json::json!({ "out_request_no": "" }),
        serde_json::json!({ "out_request_no": 1 }),
        serde_json::json!([]),
    ] {
        fails(&[Reset], &named(body), Outcome::Unknown, "main");
    }
    let mut empty = modify_budget();
    empty.modify_budget_request_no = String::new();
    fails(&[Reset], &empty, Outcome::Unknown, "main");
}

#[test]
fn a_response_is_repeated_only_where_every_row_of_the_page_allows_it() {
    // One of the four RULE_LIMIT rows says "try again later".
    fails(&[WRONG_VALUE], &numbered(), Outcome::Refused, "main");
    fails(&[WRONG_PARAMETER], &numbered(), Outcome::Refused, "main");
    fails(
        &[Response(404, r#"{"code":"NO_SUCH_CODE"}"#)],
        &numbered(),
        Outcome::Refused,
        "main",
    );
    fails(&[Response(302, "")], &numbered(), Outcome::Unknown, "main");
    fails(
        &[Response(202, "{}")],
        &numbered(),
        Outcome::Unknown,
        "main",
    );
    succeeds(
        &[Response(503, r#"{"code":"NO_SUCH_CODE"}"#), SUCCESS],
        &numbered(),
        "main backup",
    );
}

#[test]
fn what_cannot_be_trusted_is_never_repeated_on_its_word() {
    for status in [200, 204, 429, 500, 503] {
        fails(&[Forged(status)], &numbered(), Outcome::Unknown, "main");
        fails(&[Forged(status)], &reading(), Outcome::Unknown, "main");
    }
    fails(
        &[Unsigned(200, SAMPLE)],
        &numbered(),
        Outcome::Unknown,
        "main",
    );
}

#[test]
fn a_request_that_cannot_be_sent_is_sent_nowhere() {
    let (result, stage) = call(&[Unfit], &numbered());
    let error = result.err().unwrap();
    assert_eq!(
        (error.outcome(), error.is_connect()),
        (Outcome::NotSent, false)
    );
    assert_eq!(stage.seen(), "main");
}

#[test]
fn a_refusal_after_an_attempt_of_unknown_fate_is_unknown() {
    for first in [Reset, TooSlow, BUSY] {
        for last in [
            WRONG_VALUE,
            WRONG_PARAMETER,
            Response(401, "{}"),
            Unsigned(401, "{}"),
        ] {
            fails(
                &[first.clone(), last],
                &numbered(),
                Outcome::Unknown,
                "main backup",
            );
        }
        fails(
            &[first.clone(), NoConnection, NoConnection],
            &numbered(),
            Outcome::Unknown,
            "main backup main",
        );
    }
    fails(
        &[NoConnection, WRONG_VALUE],
        &numbered(),
        Outcome::Refused,
        "main backup",
    );
    fails(
        &[TOO_OFTEN, WRONG_VALUE],
        &numbered(),
        Outcome::Refused,
        "main main",
    );
    fails(
        &[TOO_OFTEN, NoConnection, NoConnection],
        &numbered(),
        Outcome::Refused,
        "main main backup",
    );
    fails(
        &[Reset, Response(200, "[]")],
        &numbered(),
        Outcome::Applied,
        "main backup",
    );
}

#[test]
fn a_call_that_repeats_an_earlier_one_is_refused_only_where_that_one_cannot_be_the_cause() {
    for (act, outcome) in [
        (WRONG_VALUE, Outcome::Unknown),
        (WRONG_PARAMETER, Outcome::Refused),
        (Response(401, r#"{"code":"SIGN_ERROR"}"#), Outcome::Refused),
        (Response(401, "{}"), Outcome::Refused),
        (Response(403, r#"{"code":"NEW_CODE"}"#), Outcome::Unknown),
        (Response(404, ""), Outcome::Unknown),
    ] {
        let stage = Stage::new(&[act]);
        let client = stage.client();
        let repeating = client.with_options(client.options().retries_earlier_call(true));
        let error = run(repeating.send(&numbered())).err().unwrap();
        assert_eq!(error.outcome(), outcome, "{error}");
    }
}

#[test]
fn every_attempt_is_signed_anew_over_the_same_bytes() {
    let (_, stage) = call(&[Reset, BUSY, SUCCESS], &numbered());
    let sent = stage.sent.lock().unwrap();
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
fn pauses_grow_and_what_the_server_asks_for_is_waited_for() {
    let stage = Stage::new(&[BUSY, BUSY, BUSY, RetryAfter(503, "7"), SUCCESS]);
    let client = stage.client();
    let options = CallOptions::new()
        .max_attempts(5)
        .initial_backoff(Duration::from_millis(100))
        .max_backoff(Duration::from_millis(300));
    run(client.with_options(options).send(&numbered())).unwrap();
    let seen = stage.seen();
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
fn no_pause_outlasts_the_deadline() {
    for value in [
        "55",
        "59",
        "61",
        "99999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        let (result, stage) = call(&[RetryAfter(429, value)], &numbered());
        let error = result.err().unwrap();
        assert_eq!(
            (error.outcome(), stage.seen().as_str()),
            (Outcome::Refused, "main")
        );
        assert!(error.api_error().unwrap().retry_after() >= Some(Duration::from_secs(55)));
    }
}

#[test]
fn a_connection_that_failed_after_an_attempt_of_unknown_fate_is_no_failure_to_connect() {
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
fn a_response_that_is_too_long_is_not_asked_for_again_and_is_no_fault_of_the_host() {
    let stage = Stage::new(&[TooLong, SUCCESS]);
    let client = stage.client();
    let error = run(client.send(&numbered())).err().unwrap();
    assert_eq!(error.outcome(), Outcome::Unknown);
    run(client.send(&numbered())).unwrap();
    assert_eq!(stage.seen(), "main main");
}

#[test]
fn what_repeats_an_earlier_call_says_so_when_it_is_refused_or_not_sent() {
    for act in [WRONG_PARAMETER, Unfit] {
        let stage = Stage::new(&[act]);
        let client = stage.client();
        let repeating = client.with_options(client.options().retries_earlier_call(true));
        let error = run(repeating.send(&numbered())).err().unwrap();
        assert!(error.to_string().contains("is still unknown"), "{error}");
    }
}

#[test]
fn attempts_are_bounded_per_client_and_per_call() {
    let stage = Stage::new(&[BUSY]);
    let client = stage.client();
    let once = client.with_options(client.options().max_attempts(1));
    assert!(run(once.send(&numbered())).is_err());
    assert_eq!(stage.seen(), "main");
}

#[test]
fn repeats_end_when_the_budget_of_the_client_is_used_up() {
    let stage = Stage::new(&vec![BUSY; 500]);
    let client = stage.client();
    for _ in 0..300 {
        assert!(run(client.send(&numbered())).is_err());
    }
    let sent = stage.sent.lock().unwrap().len();
    assert_eq!(sent, 300 + 100);
}

#[test]
fn a_main_host_that_failed_is_left_alone_for_a_while() {
    let stage = Stage::new(&[NoConnection, SUCCESS, SUCCESS, NoConnection, SUCCESS]);
    let client = stage.client();
    for _ in 0..3 {
        run(client.send(&numbered())).unwrap();
    }
    assert_eq!(stage.seen(), "main backup backup backup main");
}

/// Lets one attempt through, then asks for a wait.
struct Once(Mutex<bool>, Duration);

impl RateLimiter for Once {
    fn acquire(&self, _: &'static wechatpay_runtime::endpoint::Endpoint) -> Result<(), Duration> {
        let mut used = self.0.lock().unwrap();
        if std::mem::replace(&mut *used, true) {
            *used = false;
            return Err(self.1);
        }
        Ok(())
    }
}

#[test]
fn a_turn_that_comes_too_late_ends_a_call_as_not_sent() {
    for (wait, seen) in [
        (Duration::from_secs(5), "main 5000ms main"),
        (Duration::from_mins(1), "main"),
    ] {
        let stage = Stage::new(&[SUCCESS, SUCCESS]);
        let client = Client::builder()
            .mchid("1900000001")
            .merchant_key(merchant_key())
            .merchant_serial_no(SERIAL_NO)
            .wechatpay_public_key(KEY_ID, wechatpay_public_key())
            .transport(stage.clone())
            .rate_limiter(Once(Mutex::default(), wait))
            .clock(|| NOW)
            .build()
            .unwrap();
        run(client.send(&numbered())).unwrap();
        let second = run(client.send(&numbered()));
        assert_eq!(stage.seen(), seen);
        if let Err(error) = second {
            assert_eq!(
                (error.outcome(), error.is_rate_limited()),
                (Outcome::NotSent, true)
            );
            assert_eq!(error.attempts().count(), 0);
            let unpaced = client.with_options(client.options().rate_limiting(false));
            run(unpaced.send(&numbered())).unwrap();
        }
    }
}

#[test]
fn the_text_of_an_error_tells_of_every_attempt() {
    let (result, _) = call(&[Reset, WRONG_VALUE], &numbered());
    insta::assert_snapshot!(result.err().unwrap());
    let (result, _) = call(&[NoConnection, NoConnection, NoConnection], &unnumbered());
    insta::assert_snapshot!(result.err().unwrap());
}
