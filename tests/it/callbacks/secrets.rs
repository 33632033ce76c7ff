//! No key, signature or personal value of a callback is printed or traced. The texts are stable.

use wechatpay_runtime::callback::{ApiKey, CallbackHeaders, Refused};

use super::fixture::*;
use crate::runtime::long_texts::TraceRecorder;
use crate::runtime::secrets::Secrets;

fn secrets() -> Secrets {
    let mut secrets = Secrets::default();
    let numbers = format!("{:?}", API_KEY.as_bytes());
    for secret in [
        API_KEY,
        numbers.trim_matches(['[', ']']),
        "oUpF8uMuAJO",
        NONCE,
        "领券通知",
    ] {
        secrets.add(secret);
    }
    secrets
}

/// What is traced while a callback is received.
fn traced(callback: &Callback) -> String {
    let recorder = TraceRecorder::default();
    let receive = || callback.receive().map(drop);
    let _ = tracing::subscriber::with_default(recorder.clone(), receive);
    recorder.0.lock().unwrap().clone()
}

#[test]
fn debug_output_shows_no_secret() {
    let callback = callback();
    let event = callback.receive().unwrap();
    let unknown = event.decode::<Nothing>().unwrap();
    let headers = CallbackHeaders::from(&callback.headers);
    let key = ApiKey::new(API_KEY).unwrap();
    for printed in [
        format!("{event:?} {event:#?} {unknown:?} {headers:?} {key:?}"),
        format!("{:?} {:#?}", receiver(), receiver()),
        format!("{:?}", ApiKey::new(&API_KEY[1..]).unwrap_err()),
        format!("{:?}", event.decode_resource::<i64>().unwrap_err()),
    ] {
        secrets().assert_absent_from(&printed);
    }
    assert_eq!(
        format!("{:?}", receiver()),
        format!(
            r#"CallbackReceiver {{ platform_keys: ["{KEY_ID}"], api_keys: [ApiKey(AES-256)] }}"#
        )
    );
    assert_eq!(
        format!("{unknown:?}"),
        r#"Unknown(UnknownEvent("COUPON.SEND"))"#
    );
}

wechatpay_runtime::callback_events! {
    /// An enum without events.
    pub enum Nothing {}
}

#[test]
fn a_verified_callback_is_traced_with_its_id_and_type() {
    let text = traced(&callback());
    assert_eq!(
        text,
        "message=callback verified\nwechatpay.event_id=EV-2018022511223320873\n\
         wechatpay.event_type=COUPON.SEND\n"
    );
}

#[test]
fn a_refused_callback_is_traced_with_its_reason() {
    let mut probe = callback();
    probe.set("Wechatpay-Signature", "WECHATPAY/SIGNTEST/abc");
    let mut wrong = callback();
    wrong.body.push(b' ');
    let mut other = event("COUPON.SEND", RESOURCE);
    other["resource"]["algorithm"] = "X\n".repeat(1000).into();
    let unknown = Callback::signed(other.to_string());
    let mut changed = event("COUPON.SEND", RESOURCE);
    changed["resource"]["nonce"] = "000000000000".into();
    let undecryptable = Callback::signed(changed.to_string());
    let empty = Callback::signed("{}");
    for (callback, label) in [
        (probe, "probe"),
        (wrong, "unverified"),
        (unknown, "unknown_algorithm"),
        (undecryptable, "no_matching_api_key"),
        (empty, "not_an_event"),
    ] {
        let text = traced(&callback);
        assert!(text.starts_with("message=callback refused: "), "{text}");
        assert!(
            text.contains(&format!("wechatpay.refusal=\"{label}\"\n")),
            "{text}"
        );
        assert_eq!(
            (text.lines().count(), text.len() < 600),
            (2, true),
            "{text}"
        );
        secrets().assert_absent_from(&text);
        let refused: Refused = callback.receive().unwrap_err();
        secrets().assert_absent_from(&format!("{refused} {refused:?}"));
        secrets().assert_absent_from(refused.reply().body());
    }
}
