//! No key, signature or personal value appears in any printed text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wechatpay_runtime::call::{BaseUrl, Call, Nonce};
use wechatpay_runtime::{Client, error::TransportError};

use super::fixture::*;

const PERSONAL: &str = "13800001111";

/// Texts that must not be printed.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    /// A key in every form in which code could print it.
    pub(crate) fn of_key(pem: &str) -> Self {
        let lines = || pem.lines().filter(|line| !line.starts_with('-'));
        let der = STANDARD.decode(lines().collect::<String>()).unwrap();
        let inside = &der[40..60];
        let numbers = format!("{inside:?}");
        let hex = inside
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .concat();
        let mut secrets = Self(lines().map(str::to_owned).collect());
        secrets.add(numbers.trim_matches(['[', ']']));
        secrets.add(hex.to_uppercase());
        secrets.add(hex);
        secrets
    }

    pub(crate) fn add(&mut self, secret: impl Into<String>) {
        self.0.push(secret.into());
    }

    /// In addition to these secrets, no text may contain Base64 of any length that could be part of
    /// a key or signature.
    #[track_caller]
    pub(crate) fn assert_absent_from(&self, printed: &str) {
        for secret in &self.0 {
            if let Some(place) = printed.find(secret.as_str()) {
                panic!("a secret is printed at byte {place} of {printed:.2000}");
            }
        }
        let not_base64 = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='));
        let longest = printed
            .split(not_base64)
            .max_by_key(|run| run.len())
            .unwrap_or_default();
        assert!(
            longest.len() < 60,
            "this may be a key or signature: {longest}"
        );
    }
}

#[track_caller]
fn assert_shows_no_secret(printed: &str) {
    let mut secrets = Secrets::of_key(str::from_utf8(&key_file("merchant.pem")).unwrap());
    for secret in [PERSONAL, "Wj72vgVn", NONCE] {
        secrets.add(secret);
    }
    secrets.assert_absent_from(printed);
}

fn assert_error_shows_no_secret(error: &wechatpay_runtime::Error) {
    assert_shows_no_secret(&format!("{error} {error:?} {error:#?}"));
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        assert_shows_no_secret(&format!("{cause} {cause:?}"));
        source = cause.source();
    }
}

#[test]
fn debug_output_of_keys_and_clients_shows_no_secret() {
    let builder = Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .merchant_certificate(merchant_certificate("merchant_certificate.pem"))
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .platform_certificate(platform_certificate("platform_certificate.pem"))
        .base_url("http://127.0.0.1:9");
    assert_shows_no_secret(&format!("{builder:?} {builder:#?}"));
    {
        let client = builder.build().unwrap();
        assert_shows_no_secret(&format!("{client:?} {client:#?}"));
    }
    assert_shows_no_secret(&format!(
        "{:?} {:?} {:?}",
        merchant_key(),
        credential(),
        keyring()
    ));
    assert_eq!(
        format!("{:?}", merchant_key()),
        "PrivateKey(RSA, 2048 bits)"
    );
    assert_eq!(
        format!("{:?}", wechatpay_public_key()),
        "PublicKey(RSA, 2048 bits)"
    );
}

#[test]
fn debug_output_of_requests_shows_no_secret() {
    let request = ModifyBudgetRequest::builder()
        .stock_id(PERSONAL)
        .modify_budget_request_no(PERSONAL)
        .build();
    let call = Call::prepare(&request).unwrap();
    let nonce = Nonce::from_text(NONCE).unwrap();
    assert_shows_no_secret(&format!("{call:?} {nonce:?}"));
    let request = call
        .request(&BaseUrl::main(), &credential(), &keyring(), NOW, &nonce)
        .unwrap();
    assert_shows_no_secret(&format!("{:?}", request.headers()));
}

#[test]
fn printed_errors_show_no_secret() {
    let refusal = format!(r#"{{"code":"A","message":"m","detail":{{"value":"{PERSONAL}"}}}}"#);
    let unreadable = format!(r#"{{"max_coupons":"{PERSONAL}"}}"#);
    let mut damaged = signed(200, &unreadable);
    damaged
        .headers_mut()
        .insert("Wechatpay-Timestamp", http::HeaderValue::from_static("1"));
    for response in [
        signed(400, &refusal),
        unsigned(400, &refusal),
        signed(202, &refusal),
        signed(500, &refusal),
        signed(200, &unreadable),
        signed(200, format!("{unreadable}}}")),
        unsigned(200, &unreadable),
        damaged,
        signed_at("1", 200, &unreadable),
    ] {
        assert_error_shows_no_secret(&read(response).unwrap_err());
    }
    let call = Call::prepare(&modify_budget()).unwrap();
    assert_error_shows_no_secret(&call.failed(TransportError::maybe_sent("reset")));
    let long = format!("{PERSONAL}{}", "a".repeat(1 << 20));
    assert_error_shows_no_secret(&request_of(&Close { id: long }).unwrap_err());
}

#[test]
fn debug_output_of_responses_shows_no_raw_bytes() {
    let response = read(signed(
        200,
        format!(r#"{{"max_coupons":1,"phone":"{PERSONAL}"}}"#),
    ))
    .unwrap();
    assert_shows_no_secret(&format!("{response:?}"));
    assert!(format!("{response:?}").contains("max_coupons: Some(1)"));
}

#[test]
fn printed_key_errors_show_no_secret() {
    for file in ["encrypted.pem", "certificate.pem", "rsa1024.pem"] {
        let error = wechatpay_runtime::PrivateKey::from_pem(key_file(file)).unwrap_err();
        assert_shows_no_secret(&format!("{error} {error:?}"));
    }
    let pem = String::from_utf8(key_file("merchant.pem")).unwrap();
    let error = wechatpay_runtime::PublicKey::from_pem(&pem).unwrap_err();
    assert_shows_no_secret(&format!("{error} {error:?}"));
}

#[test]
fn debug_output_of_raw_requests_shows_no_secret() {
    use serde_json::json;
    use wechatpay_runtime::raw::{RawRequest, RequestWithExtras};
    let untyped = RawRequest::post("/v3/things/{id}", json!({"phone": PERSONAL}))
        .path("id", PERSONAL)
        .query("phone", PERSONAL);
    assert_shows_no_secret(&format!("{untyped:?} {untyped:#?}"));
    let request = modify_budget();
    let extended = RequestWithExtras::new(&request)
        .and_then(|request| request.with("/phone", json!(PERSONAL)))
        .unwrap();
    assert_shows_no_secret(&format!("{extended:?} {extended:#?}"));
    let refused = RequestWithExtras::new(&request)
        .and_then(|request| request.with("/a/b/c", json!(PERSONAL)))
        .unwrap_err();
    assert_shows_no_secret(&format!("{refused} {refused:?}"));
}

/// `unwrap` and `expect` print the `Debug` form, which ends up in crash reports.
#[test]
fn panic_messages_of_unwrapped_errors_show_no_secret() {
    let refusal = format!(r#"{{"code":"A","message":"m","detail":{{"value":"{PERSONAL}"}}}}"#);
    for response in [
        signed(400, &refusal),
        unsigned(500, &refusal),
        signed(200, format!(r#"{{"max_coupons":"{PERSONAL}"}}"#)),
        unsigned(200, &refusal),
    ] {
        let result = read(response);
        let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| result.unwrap()));
        let panic = panic.unwrap_err();
        assert_shows_no_secret(panic.downcast_ref::<String>().unwrap());
    }
}
