//! What each fuzz target does with its input, and its assertions. The test suite runs the same
//! code.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response};
use serde_json::json;
use wechatpay_runtime::call::{Call, Keyring, Nonce};
use wechatpay_runtime::callback::{ApiKey, CallbackHeaders, CallbackReceiver};
use wechatpay_runtime::{
    CallOptions, Client, Error, MerchantCertificate, Outcome, PlatformCertificate, PrivateKey,
    PublicKey,
    client::{ResponseFuture, SleepFuture, Transport},
    error::KeyError,
    raw::{Json, RawRequest},
};

/// Runs a target by its name.
pub(crate) fn run(target: &str, input: &[u8]) {
    match target {
        "response" => response(input),
        "callback" => callback(input),
        "keys" => keys(input),
        "sign_error" => sign_error(input),
        "times" => times(input),
        _ => panic!("there is no target {target}"),
    }
}

/// The local clock, which fits the signed responses of the corpus.
const NOW: i64 = 1_700_000_000;
const KEY_ID: &str = "PUB_KEY_ID_0114232134912410000000000000";

/// A complete response: the status, header lines, an empty line, the body. A success is accepted
/// only if the key has signed its body. The facts reported about the response are consistent.
fn response(input: &[u8]) {
    static CALL: LazyLock<Call<Json>> =
        LazyLock::new(|| Call::prepare(&untyped()).expect("a good call"));
    let Some(response) = parsed(input) else {
        return;
    };
    let (status, body) = (response.status().as_u16(), response.body().clone());
    match CALL.response(response, &KEYRING, NOW) {
        Ok(success) => {
            assert!((200..300).contains(&status) && status != 202);
            assert!(
                SIGNED.contains(&body[..]),
                "a response was believed that nobody signed"
            );
            assert_eq!(success.body(), body);
        }
        Err(error) => {
            match error.outcome() {
                Outcome::Refused => assert!((400..500).contains(&status)),
                Outcome::Applied => {
                    assert!((200..300).contains(&status) && SIGNED.contains(&body[..]));
                }
                Outcome::Unknown => {}
                Outcome::NotSent => panic!("a response to nothing"),
            }
            if let Some(verified) = error.verified_body() {
                assert!(
                    SIGNED.contains(verified),
                    "a body passes for verified that nobody signed"
                );
            }
            print(&error);
        }
    }
}

/// A callback: header lines, an empty line, the body. It is accepted only if the key has signed its
/// body.
fn callback(input: &[u8]) {
    static RECEIVER: LazyLock<CallbackReceiver> = LazyLock::new(|| {
        let key = ApiKey::new("0123456789abcdefghijklmnopqrstuv").expect("a good key");
        CallbackReceiver::new(KEYRING.clone(), key)
    });
    let (headers, body) = head_and_body(input);
    let headers = headers.split(|byte| *byte == b'\n').filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = str::from_utf8(&line[..colon]).ok()?;
        Some((name, line[colon + 1..].trim_ascii()))
    });
    match RECEIVER.receive(headers.collect::<CallbackHeaders>(), body, NOW) {
        Ok(event) => {
            assert_eq!(event.event_type(), "COUPON.SEND");
            let resource: serde_json::Value = event.decode_resource().expect("JSON");
            assert!(
                resource.is_object(),
                "an event was believed that nobody signed"
            );
            assert_eq!(event.acknowledge().status(), 204);
            drop(format!("{event:?}"));
        }
        Err(refused) => {
            assert!(matches!(refused.reply().status(), 401 | 500));
            let text = refused.to_string();
            assert!(text.len() < 1000, "{} bytes of text", text.len());
            drop(format!("{refused:?}"));
        }
    }
}

/// A file that may contain a key or certificate of any kind. No text about it repeats its content.
fn keys(input: &[u8]) {
    let told = |error: KeyError| {
        let text = format!("{error} {error:?}");
        for line in input.split(u8::is_ascii_whitespace) {
            if let Ok(line) = str::from_utf8(line)
                && line.len() >= 48
            {
                assert!(!text.contains(line), "{text}");
            }
        }
    };
    PrivateKey::from_pem(input).map_or_else(told, |key| drop(format!("{key:?}")));
    PublicKey::from_pem(input).map_or_else(told, |key| drop(format!("{key:?}")));
    MerchantCertificate::from_pem(input).map_or_else(told, |certificate| {
        assert!(!certificate.serial_no().is_empty());
        let _ = certificate.is_valid_at(i64::MIN) || certificate.is_valid_at(i64::MAX);
        drop(format!("{certificate:?}"));
    });
    PlatformCertificate::from_pem(input).map_or_else(told, |certificate| {
        drop(format!("{certificate:?}"));
        // It may be expired or have a serial that is not accepted.
        let _ = Keyring::of_certificate(certificate, NOW);
    });
}

/// The body of a `SIGN_ERROR`. If a cause is found, it has a text.
fn sign_error(input: &[u8]) {
    let mut response = Response::new(Bytes::copy_from_slice(input));
    *response.status_mut() = http::StatusCode::UNAUTHORIZED;
    let error = refused(response);
    assert_eq!(error.outcome(), Outcome::Refused);
    if let Some(cause) = error.sign_error_cause() {
        assert!(error.to_string().contains(&cause.to_string()));
    }
}

/// Two lines: `Retry-After` and `Date`.
fn times(input: &[u8]) {
    let mut response = Response::new(Bytes::from_static(
        b"{\"code\":\"SIGN_ERROR\",\"detail\":{}}",
    ));
    *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
    let names = [http::header::RETRY_AFTER, http::header::DATE];
    for (name, value) in names.into_iter().zip(input.split(|byte| *byte == b'\n')) {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            response.headers_mut().insert(name, value);
        }
    }
    let error = refused(response);
    assert_eq!(error.outcome(), Outcome::Refused);
    // Any length is accepted, as long as it can be displayed.
    let _ = error
        .api_error()
        .and_then(wechatpay_runtime::ApiError::retry_after);
}

static KEYRING: LazyLock<Keyring> =
    LazyLock::new(|| Keyring::new(KEY_ID, wechatpay_public_key()).expect("a good keyring"));

/// The bodies in the corpus that were signed with the key.
static SIGNED: LazyLock<BTreeSet<&[u8]>> = LazyLock::new(|| {
    let bodies: [&[u8]; 8] = [
        b"",
        b"null",
        b"{}",
        b"<html>",
        br#"{"max_coupons":300,"max_coupons_by_day":100}"#,
        br#"{"state":"ZZ","list":[1,null,{}]}"#,
        br#"{"code":"FREQUENCY_LIMITED"}"#,
        r#"{"code":"PARAM_ERROR","message":"参数错误","detail":{"field":"/stock_id","value":"1","issue":"x","location":"body"}}"#
            .as_bytes(),
    ];
    bodies.into_iter().collect()
});

fn wechatpay_public_key() -> PublicKey {
    let pem = include_bytes!("../it/runtime/keys/wechatpay_pub.pem");
    PublicKey::from_pem(pem).expect("a good key")
}

fn untyped() -> RawRequest {
    let body = json!({"a": "券", "b": [1, 2, 3], "c": "x".repeat(40)});
    RawRequest::post("/v3/things/{id}", body)
        .path("id", "7")
        .query("a", "b")
}

/// Splits at the first empty line.
fn head_and_body(input: &[u8]) -> (&[u8], &[u8]) {
    match input.windows(2).position(|pair| pair == b"\n\n") {
        Some(end) => (&input[..end], &input[end + 2..]),
        None => (input, &[]),
    }
}

fn parsed(input: &[u8]) -> Option<Response<Bytes>> {
    let (head, body) = head_and_body(input);
    let mut lines = head.split(|byte| *byte == b'\n');
    let status: u16 = str::from_utf8(lines.next()?).ok()?.parse().ok()?;
    let mut response = Response::builder()
        .status(status)
        .body(Bytes::copy_from_slice(body))
        .ok()?;
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        response.headers_mut().append(name, value);
    }
    Some(response)
}

/// The error of a complete call that gets this response.
fn refused(response: Response<Bytes>) -> Error {
    static CLIENT: LazyLock<Client> = LazyLock::new(|| {
        let key = PrivateKey::from_pem(include_bytes!("../it/runtime/keys/merchant.pem"));
        Client::builder()
            .mchid("1900000001")
            .merchant_key(key.expect("a good key"))
            .merchant_serial_no("5157F09EFDC096DE15EBE81A47057A7232F1B8E1")
            .wechatpay_public_key(KEY_ID, wechatpay_public_key())
            .transport(Canned)
            .options(CallOptions::new().max_attempts(1))
            .clock(|| NOW)
            .nonces(|| Nonce::from_text("593BEC0C930BF1AFEB40B4A08C8FB242").expect("a good nonce"))
            .build()
            .expect("a good client")
    });
    NEXT.set(Some(response));
    let request = untyped();
    let mut call = pin!(CLIENT.send(&request));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(result) = call.as_mut().poll(&mut context) else {
        panic!("it waits for something");
    };
    let error = result.expect_err("a refusal passes for a success");
    print(&error);
    error
}

thread_local! {
    static NEXT: RefCell<Option<Response<Bytes>>> = const { RefCell::new(None) };
}

/// Returns the next response of this thread.
struct Canned;

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>, _: Duration) -> ResponseFuture<'_> {
        let response = NEXT.take().expect("a response");
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::ready(()))
    }
}

/// Printing must not fail, and stays short whatever the server sends.
fn print(error: &Error) {
    let text = format!("{error}");
    assert!(text.len() < 4000, "{} bytes of text", text.len());
    drop(format!("{error:?} {error:#?}"));
}
