//! Tampered responses are wrong in exactly the requested way.

use wechatpay_mock::{Mock, MockResponse, Tamper};

use crate::client::{Draft, RESPONSE, mock, now};
use crate::reply::Reply;

fn tampered(tamper: Tamper) -> (Mock, Reply) {
    let mock = mock();
    mock.tamper(tamper);
    let reply = Draft::new(&mock).send(&mock);
    assert_eq!(reply.status, 200);
    (mock, reply)
}

fn timestamp(reply: &Reply) -> i64 {
    reply
        .header("Wechatpay-Timestamp")
        .unwrap()
        .parse()
        .unwrap()
}

#[test]
fn body_bit_tampering_breaks_the_signature() {
    let (mock, mut reply) = tampered(Tamper::BodyBit);
    assert!(!reply.verifies(&mock));
    assert_eq!(reply.json()["max_coupons_by_day"], 101);
    reply.body = RESPONSE.into();
    assert!(reply.is_correct(&mock));
}

#[test]
fn body_bit_tampering_of_an_empty_body_changes_the_signature() {
    let mock = Mock::builder()
        .route("DELETE", "/v3/a", MockResponse::json(204, ""))
        .start()
        .unwrap();
    mock.tamper(Tamper::BodyBit);
    let mut draft = Draft::new(&mock).body("");
    draft.method = "DELETE";
    draft.target = "/v3/a".to_owned();
    let reply = draft.send(&mock);
    assert_eq!(reply.status, 204);
    assert!(!reply.verifies(&mock));
}

#[test]
fn signature_tampering_breaks_the_signature() {
    let (mock, reply) = tampered(Tamper::Signature);
    assert_eq!(reply.body, RESPONSE.as_bytes());
    assert_eq!(reply.header("Wechatpay-Signature").unwrap().len(), 344);
    assert!(!reply.verifies(&mock));
}

#[test]
fn timestamp_tampering_shifts_the_signed_timestamp() {
    for skew in [-301, -300, 300, 301] {
        let (mock, reply) = tampered(Tamper::Timestamp(skew));
        assert!(reply.verifies(&mock), "{skew}");
        assert!((now() + skew - timestamp(&reply)).abs() <= 5, "{skew}");
    }
    for skew in [i64::MIN, i64::MAX] {
        let (mock, reply) = tampered(Tamper::Timestamp(skew));
        assert!(reply.verifies(&mock), "{skew}");
    }
}

#[test]
fn serial_tampering_changes_only_the_serial() {
    let (mock, reply) = tampered(Tamper::Serial("PUB_KEY_ID_0".to_owned()));
    assert_eq!(reply.header("Wechatpay-Serial"), Some("PUB_KEY_ID_0"));
    assert!(reply.verifies(&mock));
}

#[test]
fn probe_tampering_sends_a_signature_probe() {
    let (mock, reply) = tampered(Tamper::Probe);
    let signature = reply.header("Wechatpay-Signature").unwrap();
    assert!(signature.starts_with("WECHATPAY/SIGNTEST/"));
    assert_eq!(signature.len(), 344);
    assert!(!reply.verifies(&mock));
}

#[test]
fn drop_header_tampering_removes_the_header() {
    for name in [
        "Wechatpay-Timestamp",
        "wechatpay-nonce",
        "WECHATPAY-SERIAL",
        "Wechatpay-Signature",
        "Request-ID",
    ] {
        let (mock, reply) = tampered(Tamper::DropHeader(name));
        assert_eq!(reply.header(name), None);
        assert_eq!(reply.body, RESPONSE.as_bytes());
        assert_eq!(reply.is_correct(&mock), name == "Request-ID", "{name}");
    }
}

#[test]
fn a_response_without_content_length_ends_with_the_connection() {
    let (mock, reply) = tampered(Tamper::DropHeader("Content-Length"));
    assert_eq!(reply.header("Connection"), Some("close"));
    assert_eq!(reply.body, RESPONSE.as_bytes());
    assert!(reply.is_correct(&mock));
}

#[test]
fn responses_are_correct_again_after_tampering_is_switched_off() {
    let (mock, _) = tampered(Tamper::Signature);
    mock.tamper(None);
    assert!(Draft::new(&mock).send(&mock).is_correct(&mock));
}

#[test]
fn tampering_also_applies_to_signed_refusals() {
    let mock = mock();
    mock.tamper(Tamper::Signature);
    let reply = Draft::new(&mock).without("Accept").send(&mock);
    assert_eq!(reply.status, 400);
    assert!(!reply.is_unsigned() && !reply.verifies(&mock));
}
