//! Uploads to the mock: what it accepts, how it refuses a wrong form, and what a cut connection
//! does.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use wechatpay_api::client::{ResponseFuture, SleepFuture, Transport, Validation};
use wechatpay_api::{CallOptions, Outcome};
use wechatpay_golden::uploads::request::{AddPictureRequest, ReplacePictureRequest};
use wechatpay_mock::{Act, Mock, Place};

use super::harness::ClientKind;
use super::retries::{faults, send};
use crate::support::golden_mock::mock;

fn picture(content: Vec<u8>) -> AddPictureRequest {
    AddPictureRequest::builder()
        .album_id("7")
        .filename("a.jpg")
        .caption("A card")
        .file(content)
        .build()
}

#[test]
fn an_upload_is_accepted_and_takes_effect() {
    for client_kind in ClientKind::ALL {
        let mock = mock();
        // A file can contain anything, such as the ends of lines and parts.
        let content = b"\x00\xff\r\n--wechatpay\r\n\r\n--\r\n".to_vec();
        assert_eq!(send(&mock, client_kind, &picture(content)).unwrap(), 0);
        assert_eq!(mock.ledger().len(), 1);
        let [received] = &mock.requests()[..] else {
            panic!("one request");
        };
        assert_eq!(received.signature(), Ok(()));
    }
}

#[test]
fn a_cut_upload_is_repeated_only_if_it_is_idempotent() {
    let cover = ReplacePictureRequest::builder();
    let cover = cover.file_name("a.bmp").image(&b"abc"[..]).build();
    for client_kind in ClientKind::ALL {
        for fault in faults() {
            let mock = mock();
            mock.script([fault.clone()]);
            assert_eq!(send(&mock, client_kind, &cover).unwrap(), 1, "{fault:?}");
            assert_eq!(mock.ledger().len(), 1, "{fault:?}");
            let requests = mock.requests();
            for [one, next] in requests.array_windows() {
                assert_eq!(one.body(), next.body());
            }
        }
        let mock = mock();
        mock.script([Act::cut(Place::AfterActing)]);
        let error = send(&mock, client_kind, &picture(b"abc".to_vec())).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!((mock.requests().len(), mock.ledger().len()), (1, 1));
    }
}

/// Replaces a text in the body of each request after it was signed, and keeps the response.
#[derive(Clone)]
struct Edited {
    mock: Arc<Mock>,
    edit: (&'static str, &'static str),
    response: Arc<Mutex<Value>>,
}

impl Transport for Edited {
    fn send(&self, request: http::Request<Bytes>, _: Duration) -> ResponseFuture<'_> {
        let (mut parts, body) = request.into_parts();
        let (from, to) = self.edit;
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains(from), "{from}: {body}");
        parts.headers.remove("Content-Length");
        let request = http::Request::from_parts(parts, body.replacen(from, to, 1).into());
        let response = self.mock.exchange(request).unwrap();
        let json = serde_json::from_slice(response.body()).unwrap_or_default();
        *self.response.lock().unwrap() = json;
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::ready(()))
    }
}

/// The mock's response to an upload with an edited body.
async fn response_to(edit: (&'static str, &'static str), content: Vec<u8>) -> Value {
    let transport = Edited {
        mock: Arc::new(mock()),
        edit,
        response: Arc::default(),
    };
    let settings = crate::call::settings(&transport.mock)
        .transport(transport.clone())
        .options(CallOptions::new().validation(Validation::Off));
    let client = settings.build().unwrap();
    let result = client.send(&picture(content)).await;
    let response = transport.response.lock().unwrap().clone();
    assert_eq!(result.is_ok(), response["code"].is_null(), "{response}");
    response
}

#[tokio::test]
async fn a_form_that_was_changed_after_signing_is_refused() {
    for (from, to, code, field) in [
        ("abc", "abd", "PARAM_ERROR", json!("/sha256")),
        (
            "; filename=\"a.jpg\"",
            "; filename=\"b.jpg\"",
            "PARAM_ERROR",
            json!("/filename"),
        ),
        (
            "; filename=\"a.jpg\"",
            "",
            "PARAM_ERROR",
            json!("/filename"),
        ),
        ("image/jpeg", "image/png", "PARAM_ERROR", json!("/file")),
        (
            "name=\"file\"",
            "name=\"fill\"",
            "PARAM_ERROR",
            json!("/file"),
        ),
        (
            "name=\"file\"",
            "name=\"meta\"",
            "PARAM_ERROR",
            json!("/meta"),
        ),
        (
            "application/json",
            "text/plain",
            "PARAM_ERROR",
            json!("/meta"),
        ),
        ("A card", "A deck", "SIGN_ERROR", json!("signature")),
        (
            "name=\"meta\"",
            "name=\"mete\"",
            "SIGN_ERROR",
            json!("signature"),
        ),
        ("form-data", "attachment", "SIGN_ERROR", json!("signature")),
    ] {
        let response = response_to((from, to), b"abc".to_vec()).await;
        let found = (response["code"].as_str(), &response["detail"]["field"]);
        assert_eq!(found, (Some(code), &field), "{from} to {to}: {response}");
    }
    let unchanged = response_to(("abc", "abc"), b"abc".to_vec()).await;
    assert_eq!(unchanged["picture_id"], "71");
}

#[tokio::test]
async fn a_signature_over_a_form_without_its_json_has_an_empty_line() {
    let response = response_to(("name=\"meta\"", "name=\"mete\""), b"abc".to_vec()).await;
    let message = &response["detail"]["sign_information"]["truncated_sign_message"];
    assert!(message.as_str().unwrap().ends_with("\n\n"), "{message}");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let unchanged = ("A card", "A card");
    let response = response_to(unchanged, vec![b'a'; 65_536]).await;
    assert_eq!(response["picture_id"], "71");
    let response = response_to(unchanged, vec![b'a'; 65_537]).await;
    assert_eq!(response["detail"]["field"], "/file", "{response}");
}
