//! The feature `test-util`: what applications construct in their unit tests.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use wechatpay_runtime::error::{SignatureStatus, TransportError, VerificationError};
use wechatpay_runtime::test_util::{Cause, FnTransport};
use wechatpay_runtime::{ApiError, CallOptions, Client, Error, Operation as _, Outcome, Response};

use super::fixture::*;

fn error(cause: impl Into<Cause>) -> Error {
    Error::for_test::<ModifyBudgetRequest>(cause)
}

#[test]
fn each_cause_has_the_outcome_that_a_client_reports_for_it() {
    let invalid = ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .target_max_coupons(3000)
        .modify_budget_request_no("1")
        .build();
    let violations = invalid.validate().unwrap_err();
    let late = || TransportError::maybe_sent("silence").timed_out();
    for (error, outcome, attempts) in [
        (error(violations), Outcome::NotSent, 0),
        (
            error(Cause::RateLimited(Duration::from_secs(1))),
            Outcome::NotSent,
            0,
        ),
        (
            error(TransportError::not_sent("refused")),
            Outcome::NotSent,
            1,
        ),
        (
            error(TransportError::unfit("no socket")),
            Outcome::NotSent,
            1,
        ),
        (error(late()), Outcome::Unknown, 1),
        (error(VerificationError::Unsigned), Outcome::Unknown, 1),
        (
            error(ApiError::for_test(400, "PARAM_ERROR")),
            Outcome::Refused,
            1,
        ),
        (
            error(ApiError::for_test(502, None).unsigned()),
            Outcome::Unknown,
            1,
        ),
        (
            error(Cause::Undecodable(Bytes::from_static(b"[]"))),
            Outcome::Applied,
            1,
        ),
    ] {
        let found = (error.outcome(), error.attempts().count());
        assert_eq!(found, (outcome, attempts), "{error}");
    }
    assert!(
        error(invalid.validate().unwrap_err())
            .violations()
            .is_some()
    );
    assert!(error(Cause::RateLimited(Duration::ZERO)).is_rate_limited());
    assert!(error(TransportError::not_sent("refused")).is_connect());
    assert!(error(late()).is_timeout());
    let unsigned = error(VerificationError::Unsigned);
    assert_eq!(unsigned.verification(), Some(&VerificationError::Unsigned));
    let applied = error(Cause::Undecodable(Bytes::from_static(b"[]")));
    assert_eq!(applied.verified_body(), Some(&b"[]"[..]));
}

#[test]
fn an_error_response_reads_like_one_that_arrived() {
    let arrived = read(signed(
        429,
        r#"{"code":"FREQUENCY_LIMITED","message":"slow down","detail":{"field":"/a"}}"#,
    ))
    .unwrap_err();
    let made = ApiError::for_test(429, "FREQUENCY_LIMITED")
        .with_message("slow down")
        .with_detail(r#"{"field":"/a"}"#)
        .with_request_id("08F78BB5AF0610D302-268578284");
    let made = error(made);
    assert_eq!(made.to_string(), arrived.to_string());
    assert_eq!(made.operation(), arrived.operation());
    assert_eq!(made.request_id(), arrived.request_id());
    assert_eq!(
        made.code::<ModifyBudgetRequest>(),
        arrived.code::<ModifyBudgetRequest>()
    );
    assert_eq!(
        made.api_error().unwrap().detail(),
        arrived.api_error().unwrap().detail()
    );
    let body = |error: &Error| -> serde_json::Value {
        serde_json::from_slice(error.verified_body().unwrap()).unwrap()
    };
    assert_eq!(body(&made), body(&arrived));

    let gateway = ApiError::for_test(503, None)
        .unsigned()
        .with_detail("not JSON")
        .with_retry_after(Duration::from_secs(2));
    assert_eq!(gateway.signature(), SignatureStatus::Unsigned);
    assert_eq!(gateway.detail(), Some("\"not JSON\""));
    assert_eq!(gateway.retry_after(), Some(Duration::from_secs(2)));
    assert_eq!(error(gateway).verified_body(), None);
}

#[test]
fn a_response_has_the_given_value_and_head() {
    let response = Response::for_test(7)
        .with_status(202)
        .with_request_id("id")
        .with_body("[1]");
    assert_eq!(
        (*response, response.status(), response.request_id()),
        (7, 202, Some("id"))
    );
    assert_eq!(response.read::<Vec<i32>>().unwrap(), [1]);
    assert!(response.earlier_attempts().is_empty());
}

/// A client of a function that fails twice and then returns a signed response.
fn client() -> Client {
    let attempts = AtomicU32::new(0);
    let respond = move |request: http::Request<Bytes>| {
        assert!(request.headers().contains_key("Authorization"));
        match attempts.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => unsigned(503, ""),
            _ => signed(200, SAMPLE),
        }
    };
    Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .clock(|| NOW)
        .options(
            CallOptions::new()
                .rate_limiting(false)
                .operation_timeout(Duration::from_secs(500))
                .initial_backoff(Duration::from_secs(20))
                .max_backoff(Duration::from_secs(20)),
        )
        .transport(FnTransport::new(respond))
        .build()
        .unwrap()
}

/// Polls a future that never waits. There is no runtime and no thread.
fn finished<F: Future>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn a_function_responds_to_a_client_without_sockets_and_without_tokio() {
    let response = finished(client().send(&modify_budget())).unwrap();
    assert_eq!(response.max_coupons, Some(300));
    assert_eq!(response.earlier_attempts().len(), 2);
}

#[tokio::test]
async fn inside_tokio_a_function_transport_waits_with_the_timer_of_tokio() {
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    client().send(&modify_budget()).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(20));
}

#[test]
fn a_function_that_panics_leaves_the_outcome_unknown() {
    let broken = |_: http::Request<Bytes>| -> http::Response<Bytes> { panic!("a bug") };
    let client = Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .transport(FnTransport::new(broken))
        .build()
        .unwrap();
    let error = finished(client.send(&modify_budget())).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
}
