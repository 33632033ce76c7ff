//! Errors name the field that distinguishes a retry from a new request.

use std::time::Duration;

use bytes::Bytes;
use serde_json::json;
use wechatpay_runtime::call::Call;
use wechatpay_runtime::client::{ResponseFuture, SleepFuture, Transport};
use wechatpay_runtime::endpoint::Method;
use wechatpay_runtime::error::TransportError;
use wechatpay_runtime::raw::{RawRequest, RequestWithExtras};
use wechatpay_runtime::{Operation, Outcome};

use super::fixture::modify_budget;
use super::settings::complete;

#[tokio::test]
async fn the_error_of_an_unknown_outcome_names_the_idempotency_key() {
    async fn text<O: Operation>(operation: &O) -> String {
        let client = complete().transport(ResetTransport).build().unwrap();
        let error = client.send(operation).await.err().unwrap();
        assert_eq!(error.outcome(), Outcome::Unknown);
        error.to_string()
    }
    let same = "or retry the call with the same `out_request_no`.";
    let look_up = "look up the result before you retry the call.";
    let untyped = |body| RawRequest::post("/v3/things", body);
    let numbered = untyped(json!({"out_request_no": "1"})).idempotency_key("out_request_no");
    assert!(text(&numbered).await.contains(same));
    let extended = RequestWithExtras::new(&numbered).unwrap();
    let extended = extended.with("/new", json!(1)).unwrap();
    assert!(text(&extended).await.contains(same));
    for without in [
        untyped(json!({"out_request_no": "1"})),
        untyped(json!({"out_request_no": ""})).idempotency_key("out_request_no"),
        untyped(json!({"out_request_no": 1})).idempotency_key("out_request_no"),
        untyped(json!({})).idempotency_key("out_request_no"),
        RawRequest::new(Method::Delete, "/v3/a").idempotency_key("out_request_no"),
    ] {
        assert!(text(&without).await.contains(look_up));
    }
    let typed = text(&modify_budget()).await;
    assert!(
        typed.contains("the same `modify_budget_request_no`"),
        "{typed}"
    );
    let prepared = Call::prepare(&numbered).unwrap();
    let error = prepared.failed(TransportError::maybe_sent("reset"));
    assert!(error.to_string().contains(same), "{error}");
}

/// Breaks off every request.
struct ResetTransport;

impl Transport for ResetTransport {
    fn send(&self, _: http::Request<Bytes>, _: Duration) -> ResponseFuture<'_> {
        Box::pin(async { Err(TransportError::maybe_sent("reset")) })
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::ready(()))
    }
}
