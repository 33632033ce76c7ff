//! Each reason to refuse a callback, keys that change, and the replies.

use bytes::Bytes;
use serde_json::json;
use wechatpay_runtime::callback::{ApiKey, CallbackReceiver, Refused, Reply};
use wechatpay_runtime::error::VerificationError as Error;
use wechatpay_runtime::{Client, PublicKey};

use super::fixture::*;
use crate::runtime::fixture::{SERIAL_NO, key_file, merchant_key, wechatpay_public_key};

#[track_caller]
fn refuses(callback: &Callback, expected: &Refused, status: u16) {
    let refused = callback.receive().unwrap_err();
    assert_eq!(refused, *expected);
    assert_eq!(refused.reply().status(), status);
    assert!(!refused.to_string().contains("response"), "{refused}");
}

#[test]
fn a_genuine_callback_is_decrypted() {
    let event = callback().receive().unwrap();
    assert_eq!(event.id(), "EV-2018022511223320873");
    assert_eq!(event.event_type(), "COUPON.SEND");
    let time = event.create_time().map(ToString::to_string);
    assert_eq!(time.as_deref(), Some("2015-05-20T13:29:35+08:00"));
    assert_eq!(event.summary(), Some("领券通知"));
    assert_eq!(event.original_type(), Some("coupon"));
    assert_eq!(event.resource(), RESOURCE);
    assert_eq!(
        (event.acknowledge().status(), event.acknowledge().body()),
        (204, "")
    );
}

#[test]
fn unverified_callbacks_are_refused_with_401() {
    for (name, value, why) in [
        (
            "Wechatpay-Signature",
            "WECHATPAY/SIGNTEST/abc",
            Error::Probe,
        ),
        (
            "Wechatpay-Signature",
            "abc",
            Error::MalformedHeader("Wechatpay-Signature"),
        ),
        ("Wechatpay-Signature", "YWJj", Error::WrongSignature),
        ("Wechatpay-Nonce", "other", Error::WrongSignature),
        (
            "Wechatpay-Timestamp",
            "x",
            Error::MalformedHeader("Wechatpay-Timestamp"),
        ),
        (
            "Wechatpay-Serial",
            "AB12",
            Error::UnknownSerial("AB12".into()),
        ),
        (
            "Wechatpay-Signature-Type",
            "WECHATPAY2-SM2-WITH-SM3",
            Error::UnknownSignatureType("WECHATPAY2-SM2-WITH-SM3".into()),
        ),
    ] {
        let mut callback = callback();
        callback.set(name, value);
        refuses(&callback, &why.into(), 401);
    }
    let mut typed = callback();
    typed.set("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    typed.receive().unwrap();
}

/// A probe is reported as a probe whatever else is wrong with it.
#[test]
fn a_probe_is_named_and_never_accepted() {
    let right = callback().headers["Wechatpay-Signature"].clone();
    let right = right.to_str().unwrap();
    for signature in [
        "WECHATPAY/SIGNTEST/",
        &format!("WECHATPAY/SIGNTEST/{right}"),
    ] {
        for (name, value) in [("Wechatpay-Serial", "AB12"), ("Wechatpay-Timestamp", "1")] {
            let mut probe = callback();
            probe.set("Wechatpay-Signature", signature);
            assert!(probe.receive().unwrap_err().is_probe());
            probe.set(name, value);
            refuses(&probe, &Error::Probe.into(), 401);
        }
    }
}

#[test]
fn the_clock_may_differ_by_300_seconds() {
    let body = event("COUPON.SEND", RESOURCE).to_string();
    for timestamp in [NOW - 300, NOW + 300] {
        Callback::signed_at(timestamp, body.as_str())
            .receive()
            .unwrap();
    }
    for timestamp in [NOW - 301, NOW + 301, 0, i64::MAX] {
        let mut callback = Callback::signed_at(timestamp, body.as_str());
        let why = Refused::from(Error::ClockSkew {
            timestamp,
            now: NOW,
        });
        refuses(&callback, &why, 401);
        // The time is checked before the key and the signature.
        callback.set("Wechatpay-Serial", "AB12");
        refuses(&callback, &why, 401);
    }
}

#[test]
fn a_signed_body_that_is_not_an_event_is_refused_with_500() {
    let without = |member: &str| {
        let mut body = event("COUPON.SEND", RESOURCE);
        body.as_object_mut().unwrap().remove(member);
        body.to_string()
    };
    let deep = "[".repeat(100_000);
    for body in [
        "",
        "null",
        "{}",
        &deep,
        &without("id"),
        &without("resource"),
        &without("event_type"),
    ] {
        let refused = Callback::signed(body).receive().unwrap_err();
        assert!(matches!(refused, Refused::NotAnEvent { .. }), "{refused:?}");
        assert_eq!(refused.reply().status(), 500);
    }
    for member in ["create_time", "summary", "resource_type"] {
        Callback::signed(without(member)).receive().unwrap();
    }
}

#[test]
fn a_resource_in_another_form_is_refused_with_500() {
    for (member, value, why) in [
        (
            "algorithm",
            "AEAD_SM4_GCM",
            Refused::UnknownAlgorithm("AEAD_SM4_GCM".into()),
        ),
        (
            "nonce",
            "0123456789abcdef",
            Refused::MalformedResource("nonce"),
        ),
        ("ciphertext", "!", Refused::MalformedResource("ciphertext")),
    ] {
        let mut body = event("COUPON.SEND", RESOURCE);
        body["resource"][member] = json!(value);
        refuses(&Callback::signed(body.to_string()), &why, 500);
    }
}

#[test]
fn unknown_members_are_ignored_and_times_keep_their_text() {
    let mut body = event("COUPON.SEND", RESOURCE);
    body["new"] = json!({"a": [1]});
    body["resource"]["new"] = json!(1);
    body["create_time"] = json!("20150520132935");
    let event = Callback::signed(body.to_string()).receive().unwrap();
    assert_eq!(event.create_time().unwrap().as_str(), "20150520132935");
}

#[test]
fn api_keys_have_exactly_32_bytes() {
    for (key, text) in [
        (
            "",
            "api_key: has 0 bytes instead of 32: copy it from the merchant platform \
             [invalid-setting]",
        ),
        (
            "0123456789abcdef",
            "api_key: has 16 bytes instead of 32: copy it from the merchant platform \
             [invalid-setting]",
        ),
        (
            "0123456789abcdefghijklmnopqrstuv\n",
            "api_key: has 33 bytes instead of 32: remove the white space around it \
             [invalid-setting]",
        ),
    ] {
        assert_eq!(ApiKey::new(key).unwrap_err().to_string(), text);
    }
}

#[test]
fn the_api_key_that_fits_is_used_in_any_order() {
    let other = || ApiKey::new([7; 32]).unwrap();
    let callback = callback();
    for receiver in [
        receiver().with_api_key(other()),
        CallbackReceiver::new(keyring(), other()).with_api_key(ApiKey::new(API_KEY).unwrap()),
    ] {
        receiver
            .receive(&callback.headers, &callback.body, NOW)
            .unwrap();
    }
    let refused = CallbackReceiver::new(keyring(), other())
        .receive(&callback.headers, &callback.body, NOW)
        .unwrap_err();
    assert_eq!(refused, Refused::NoMatchingApiKey);
}

/// The receiver sees what `update_keyring` does.
#[test]
fn the_keys_of_a_client_are_those_of_the_moment() {
    const OTHER: &str = "PUB_KEY_ID_0114232134912410000000000001";
    let other = PublicKey::from_pem(key_file("rsa3072_pub.pem")).unwrap();
    let client = Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(OTHER, other)
        .build()
        .unwrap();
    let receiver = CallbackReceiver::new(&client, ApiKey::new(API_KEY).unwrap());
    let callback = callback();
    let receive = || receiver.receive(&callback.headers, &callback.body, NOW);
    assert_eq!(
        receive().unwrap_err(),
        Error::UnknownSerial(KEY_ID.into()).into()
    );
    client
        .update_keyring(|keyring| keyring.add(KEY_ID, wechatpay_public_key()))
        .unwrap();
    receive().unwrap();
    client
        .update_keyring(|keyring| keyring.remove(KEY_ID))
        .unwrap();
    assert_eq!(
        receive().unwrap_err(),
        Error::UnknownSerial(KEY_ID.into()).into()
    );
}

#[test]
fn replies_become_http_responses() {
    let acknowledgment: http::Response<Bytes> = callback().receive().unwrap().acknowledge().into();
    assert_eq!(
        (
            acknowledgment.status().as_u16(),
            acknowledgment.body().len()
        ),
        (204, 0)
    );
    assert!(acknowledgment.headers().is_empty());
    let failure: http::Response<Vec<u8>> = Reply::not_stored().into();
    assert_eq!(failure.status(), 500);
    assert_eq!(failure.headers()["Content-Type"], "application/json");
    let body: serde_json::Value = serde_json::from_slice(failure.body()).unwrap();
    assert_eq!(body["code"], "FAIL");
}
