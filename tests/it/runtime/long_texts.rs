//! However long the texts of a server or a user are, everything that is displayed, debugged and
//! traced stays short.

use std::fmt;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use wechatpay_runtime::call::Call;
use wechatpay_runtime::{
    Client, PrivateKey,
    client::{ResponseFuture, SleepFuture, Transport},
    error::{KeyError, TransportError},
    raw::{RawRequest, RequestWithExtras},
};

use super::fixture::*;

const LONG: usize = 300_000;
/// The limit for an error with a few texts, each cut after 200 characters.
const SHORT: usize = 3000;

fn long() -> String {
    "Q".repeat(LONG)
}

#[track_caller]
fn assert_short(text: &(impl fmt::Display + fmt::Debug)) {
    for printed in [text.to_string(), format!("{text:?}"), format!("{text:#?}")] {
        assert!(
            printed.len() < SHORT,
            "{} bytes: {printed:.300}",
            printed.len()
        );
    }
}

/// Responses of every kind with a long text in every place that a server fills.
fn responses() -> Vec<http::Response<Bytes>> {
    let refusal = format!(
        r#"{{"code":"{0}","message":"{0}","detail":{{"field":"{0}","value":"{0}","issue":"{0}",
            "sign_information":{{"method":"{0}","url":"{0}","truncated_sign_message":"{0}","sign_message_length":1}}}},"{0}":"{0}"}}"#,
        long()
    );
    let mut responses = Vec::new();
    for status in [200, 202, 302, 400, 401, 429, 500, 999] {
        for header in [
            "Request-ID",
            "Content-Encoding",
            "Retry-After",
            "Date",
            "Location",
            "Wechatpay-Serial",
            "Wechatpay-Signature",
            "Wechatpay-Signature-Type",
            "Wechatpay-Nonce",
            "Wechatpay-Timestamp",
            "X-Other",
        ] {
            for mut response in [
                signed(status, &refusal),
                unsigned(status, &refusal),
                signed(status, "{"),
            ] {
                let value = HeaderValue::from_str(&long()).unwrap();
                response.headers_mut().insert(header, value);
                responses.push(response);
            }
        }
    }
    responses
}

#[test]
fn printed_errors_of_long_responses_stay_short() {
    let call = Call::prepare(&modify_budget()).unwrap();
    for response in responses() {
        match call.response(response, &keyring(), NOW) {
            Ok(response) => {
                let printed = format!("{response:?}");
                assert!(printed.len() < SHORT, "{printed:.300}");
            }
            Err(error) => {
                assert_short(&error);
                if let Some(api) = error.api_error() {
                    assert_short(api);
                }
                if let Some(why) = error.verification() {
                    assert_short(why);
                }
            }
        }
    }
    for cause in [
        TransportError::not_sent(long()),
        TransportError::maybe_sent(long()).timed_out(),
        TransportError::unfit(long()),
        TransportError::too_long(long()),
    ] {
        assert_short(&cause);
        assert_short(&call.failed(cause));
    }
}

#[test]
fn printed_errors_of_long_request_values_stay_short() {
    for call in [
        RawRequest::get("/v3/a").path(long(), "1"),
        RawRequest::get(format!("/v3/{{{}}}", long())),
        RawRequest::get(format!("/v3/{{{}}}", long())).path(long(), ""),
        RawRequest::get(format!("/v3/{{{}}}", long())).path(long(), ".."),
        RawRequest::get("/v3/{a}").path("a", "1").path("a", long()),
        RawRequest::get(long()),
        RawRequest::post("/v3/a", json!({})).idempotency_key(&*long()),
        RawRequest::post("/v3/a", json!({ long(): long() })).idempotency_key(&*long()),
    ] {
        assert!(format!("{call:?}").len() < SHORT);
        match Call::prepare(&call) {
            Ok(call) => assert_short(&call.failed(TransportError::maybe_sent("reset"))),
            Err(error) => assert_short(&error),
        }
    }
    assert_short(&request_of(&Close { id: long() }).unwrap_err());
    let request = modify_budget();
    for place in [format!("/{}/x", long()), long()] {
        assert_short(
            &RequestWithExtras::new(&request)
                .and_then(|request| request.with(&place, json!(1)))
                .unwrap_err(),
        );
    }
    let pem = format!("-----BEGIN {0}-----\nAAAA\n-----END {0}-----\n", long());
    assert_short(&PrivateKey::from_pem(&pem).unwrap_err());
    assert_short(&PrivateKey::from_pem(long()).unwrap_err());
    let file = |name: &str| -> KeyError { PrivateKey::from_pem_file(name).unwrap_err() };
    assert_short(&file(&long()));
    assert_short(&file(&format!("{}apiclient_key.pem", "folder/".repeat(70))));
    assert!(file(&"x/".repeat(250)).to_string().len() < SHORT);
}

#[test]
fn printed_errors_of_long_settings_stay_short() {
    let builder = Client::builder()
        .mchid(long())
        .merchant_key(merchant_key())
        .merchant_serial_no(long())
        .wechatpay_public_key(format!("PUB_KEY_ID_{}", long()), wechatpay_public_key())
        .prefer_key(long())
        .base_url(format!("https://{}", long()))
        .backup_url(long());
    assert!(format!("{builder:?} {builder:#?}").len() < 2 * SHORT);
    assert_short(&builder.build().unwrap_err());
    assert_short(&keyring().prefer(&long()).unwrap_err());
    assert_short(&keyring().remove(&long()).unwrap_err());
    assert_short(
        &keyring()
            .replace(&long(), wechatpay_public_key())
            .unwrap_err(),
    );
}

/// Records everything that is traced.
#[derive(Clone, Default)]
pub(crate) struct TraceRecorder(pub(crate) Arc<Mutex<String>>);

impl Subscriber for TraceRecorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Visit for TraceRecorder {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        writeln!(self.0.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}

/// Returns the same response to every request.
struct FixedResponse(http::Response<Bytes>);

impl Transport for FixedResponse {
    fn send(&self, _: http::Request<Bytes>, _: Duration) -> ResponseFuture<'_> {
        Box::pin(async {
            let mut response = http::Response::new(self.0.body().clone());
            *response.status_mut() = self.0.status();
            response.headers_mut().clone_from(self.0.headers());
            Ok(response)
        })
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn traces_of_long_responses_stay_short() {
    let call_once = |response: http::Response<Bytes>| {
        let client = Client::builder()
            .mchid("1900000001")
            .merchant_key(merchant_key())
            .merchant_serial_no(SERIAL_NO)
            .wechatpay_public_key(KEY_ID, wechatpay_public_key())
            .base_url("http://127.0.0.1:9")
            .clock(|| NOW)
            .transport(FixedResponse(response))
            .build()
            .unwrap();
        let traced = TraceRecorder::default();
        tracing::subscriber::with_default(traced.clone(), || {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            runtime
                .unwrap()
                .block_on(client.send(&modify_budget()))
                .err()
        });
        let text = traced.0.lock().unwrap().clone();
        assert!(
            text.contains("operation=\"busifavor.modify_budget\""),
            "{text:.300}"
        );
        assert!(text.len() < 4 * SHORT, "{} bytes", text.len());
        text
    };
    let mut success = signed(200, SAMPLE);
    success
        .headers_mut()
        .insert("Request-ID", HeaderValue::from_str(&long()).unwrap());
    assert!(call_once(success).contains("QQQ…"));
    for response in responses().into_iter().step_by(7) {
        call_once(response);
    }
}
