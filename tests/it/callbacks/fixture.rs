//! Callbacks as WeChat Pay sends them, encrypted with the `aes-gcm` crate and signed with the `rsa`
//! crate.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use serde_json::{Value, json};
use wechatpay_runtime::callback::{ApiKey, CallbackReceiver, Event, Refused};

pub(crate) use crate::runtime::fixture::{KEY_ID, NONCE, NOW, keyring, sign};

pub(crate) const API_KEY: &str = "0123456789abcdefghijklmnopqrstuv";
pub(crate) const RESOURCE: &str =
    r#"{"coupon_code":"1002","openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}"#;

/// A request of WeChat Pay.
#[derive(Clone)]
pub(crate) struct Callback {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Callback {
    /// A callback whose signature is valid, with any body.
    pub(crate) fn signed(body: impl Into<Vec<u8>>) -> Self {
        Self::signed_at(NOW, body)
    }

    pub(crate) fn signed_at(timestamp: i64, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let message = [format!("{timestamp}\n{NONCE}\n").as_bytes(), &body, b"\n"].concat();
        let mut callback = Self {
            headers: HeaderMap::new(),
            body,
        };
        callback.set("Wechatpay-Timestamp", &timestamp.to_string());
        callback.set("Wechatpay-Nonce", NONCE);
        callback.set("Wechatpay-Serial", KEY_ID);
        callback.set("Wechatpay-Signature", &sign("wechatpay.pem", &message));
        callback
    }

    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.headers.insert(name, value.parse().unwrap());
    }

    pub(crate) fn receive(&self) -> Result<Event, Refused> {
        receiver().receive(&self.headers, &self.body, NOW)
    }
}

pub(crate) fn receiver() -> CallbackReceiver {
    CallbackReceiver::new(keyring(), ApiKey::new(API_KEY).unwrap())
}

/// The body of an event with this type and this encrypted resource.
pub(crate) fn event(event_type: &str, resource: &str) -> Value {
    json!({
        "id": "EV-2018022511223320873",
        "create_time": "2015-05-20T13:29:35+08:00",
        "resource_type": "encrypt-resource",
        "event_type": event_type,
        "summary": "领券通知",
        "resource": {
            "original_type": "coupon",
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": encrypt(API_KEY, resource),
            "associated_data": "coupon_data",
            "nonce": "j9g1wAzF9Xn1",
        },
    })
}

/// The valid callback that most tests change.
pub(crate) fn callback() -> Callback {
    Callback::signed(event("COUPON.SEND", RESOURCE).to_string())
}

fn encrypt(key: &str, text: &str) -> String {
    let payload = Payload {
        msg: text.as_bytes(),
        aad: b"coupon_data",
    };
    let cipher = Aes256Gcm::new_from_slice(key.as_bytes()).unwrap();
    let nonce = Nonce::from_slice(b"j9g1wAzF9Xn1");
    STANDARD.encode(cipher.encrypt(nonce, payload).unwrap())
}
