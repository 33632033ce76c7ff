//! Fields that are encrypted on their own, checked with the `rsa` crate.

use std::fs;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use rsa::rand_core::OsRng;
use rsa::{Oaep, Pkcs1v15Encrypt, RsaPrivateKey, RsaPublicKey};
use serde::Deserialize;
use serde_json::{Value, json};
use sha1::Sha1;
use wechatpay_runtime::call::{BaseUrl, Call, Nonce};
use wechatpay_runtime::endpoint::{Endpoint, Evidence, Location, Method, SourcePage};
use wechatpay_runtime::keys::{EncryptedText, Padding};
use wechatpay_runtime::operation::{EncryptedField, Parameters};
use wechatpay_runtime::raw::{AnyCode, Json};
use wechatpay_runtime::test_util::FnTransport;
use wechatpay_runtime::{Client, Error, Operation, Outcome, PrivateKey};

use super::fixture::*;
use crate::support::vectors::vectors;

/// A request with encrypted fields everywhere.
struct Apply {
    body: Value,
    phones: Vec<String>,
}

impl Operation for Apply {
    const ENDPOINT: &'static Endpoint = &Endpoint {
        operation: "people.apply",
        method: Method::Post,
        path: "/v3/people",
        page: SourcePage {
            title: "申请",
            updated: "2026-01-02",
        },
        evidence: Evidence::Full,
        idempotency_key: None,
        idempotent: false,
        recovery: None,
        rate_limit: None,
        success: &[200],
        errors: &[],
    };
    type Response = Json;
    type ErrorCode = AnyCode;

    fn parameters<'a>(&'a self, to: &mut Parameters<'a>) {
        to.query("kind", &"plain & simple".to_owned());
        to.query("phone", &self.phones);
        to.query("手机 [0]", &"137".to_owned());
    }

    fn body(&self) -> Option<impl serde::Serialize> {
        Some(&self.body)
    }

    fn encrypted_fields(&self) -> &'static [EncryptedField] {
        const fn field(location: Location, path: &'static str) -> EncryptedField {
            EncryptedField {
                location,
                path,
                padding: Padding::Oaep,
            }
        }
        const FIELDS: [EncryptedField; 6] = [
            field(Location::Body, "name"),
            field(Location::Body, "contact.mail"),
            field(Location::Body, "family.name"),
            EncryptedField {
                padding: Padding::Pkcs1V15,
                ..field(Location::Body, "old")
            },
            field(Location::Query, "phone"),
            field(Location::Query, "手机 [0]"),
        ];
        &FIELDS
    }
}

fn apply() -> Apply {
    Apply {
        body: json!({
            "number": 7,
            "name": "张三🎂",
            "contact": { "mail": "a+b@example.com", "plain": "name" },
            "family": [{ "name": "李四" }, { "name": "" }, { "age": 3 }],
            "old": "text",
        }),
        phones: vec!["+86 138".to_owned(), "139".to_owned()],
    }
}

fn platform_key() -> RsaPrivateKey {
    RsaPrivateKey::from_pkcs8_pem(std::str::from_utf8(&key_file("wechatpay.pem")).unwrap()).unwrap()
}

fn decrypted(text: &Value) -> String {
    let encrypted = STANDARD.decode(text.as_str().unwrap()).unwrap();
    let text = platform_key().decrypt(Oaep::new::<Sha1>(), &encrypted);
    String::from_utf8(text.unwrap()).unwrap()
}

fn request(call: &Call<Json>) -> Result<http::Request<Bytes>, Error> {
    let nonce = Nonce::from_text(NONCE).unwrap();
    call.request(&BaseUrl::main(), &credential(), &keyring(), NOW, &nonce)
}

#[test]
fn fields_in_body_and_query_are_encrypted_with_the_key_that_the_request_names() {
    let call = Call::prepare(&apply())
        .unwrap()
        .encrypt(&keyring(), NOW)
        .unwrap();
    let request = request(&call).unwrap();
    assert_eq!(request.headers()["Wechatpay-Serial"], KEY_ID);
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(decrypted(&body["name"]), "张三🎂");
    assert_eq!(decrypted(&body["contact"]["mail"]), "a+b@example.com");
    assert_eq!(decrypted(&body["family"][0]["name"]), "李四");
    assert_eq!(body["family"][1]["name"], "");
    assert_eq!(body["family"][2], json!({ "age": 3 }));
    assert_eq!(
        (&body["number"], &body["contact"]["plain"]),
        (&json!(7), &json!("name"))
    );
    let old = STANDARD.decode(body["old"].as_str().unwrap()).unwrap();
    assert_eq!(
        platform_key().decrypt(Pkcs1v15Encrypt, &old).unwrap(),
        b"text"
    );

    let url = reqwest::Url::parse(&request.uri().to_string()).unwrap();
    let pairs: Vec<_> = url.query_pairs().collect();
    assert_eq!(pairs[0], ("kind".into(), "plain & simple".into()));
    assert_eq!(decrypted(&json!(pairs[1].1)), "+86 138");
    assert_eq!(decrypted(&json!(pairs[2].1)), "139");
    // The name is percent-encoded in the query.
    assert_eq!(pairs[3].0, "手机 [0]");
    assert_eq!(decrypted(&json!(pairs[3].1)), "137");
}

#[test]
fn a_call_that_is_not_encrypted_is_never_signed() {
    let error = request(&Call::prepare(&apply()).unwrap()).err().unwrap();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().contains("`Call::encrypt`"), "{error}");
}

#[test]
fn a_text_of_more_than_214_bytes_is_refused_and_not_shown() {
    for (length, fits) in [(214, true), (215, false)] {
        let mut apply = apply();
        apply.body["name"] = json!("x".repeat(length));
        let encrypted = Call::prepare(&apply).unwrap().encrypt(&keyring(), NOW);
        let Err(error) = encrypted else {
            assert!(fits);
            continue;
        };
        assert!(!fits && error.outcome() == Outcome::NotSent);
        let shown = format!("{error} {error:?}");
        assert!(
            shown.contains("`name` has 215 bytes") && shown.contains("214"),
            "{shown}"
        );
        assert!(!shown.contains("xxx"), "{shown}");
    }
}

#[tokio::test]
async fn a_client_encrypts_and_no_text_appears_in_an_error() {
    let received = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&received);
    let transport = FnTransport::new(move |request: http::Request<Bytes>| {
        seen.lock().unwrap().push(request);
        signed(400, r#"{"code":"PARAM_ERROR","message":"no"}"#)
    });
    let client = Client::builder()
        .mchid("1900000001")
        .merchant_serial_no(SERIAL_NO)
        .merchant_key(merchant_key())
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .clock(|| NOW)
        .transport(transport)
        .build()
        .unwrap();
    let error = client.send(&apply()).await.err().unwrap();
    assert!(!format!("{error} {error:?}").contains("张三"));
    let requests = received.lock().unwrap();
    let body: Value = serde_json::from_slice(requests[0].body()).unwrap();
    assert_eq!(decrypted(&body["name"]), "张三🎂");
}

#[derive(Deserialize)]
struct Person {
    name: EncryptedText,
    mail: EncryptedText,
    empty: EncryptedText,
}

#[test]
fn fields_of_a_response_are_decrypted_one_by_one() {
    let encrypt = |file: &str, text: &str| {
        let pem = String::from_utf8(key_file(file)).unwrap();
        let key = RsaPublicKey::from_public_key_pem(&pem).unwrap();
        let encrypted = key.encrypt(&mut OsRng, Oaep::new::<Sha1>(), text.as_bytes());
        STANDARD.encode(encrypted.unwrap())
    };
    let body = json!({
        "name": encrypt("merchant_pub.pem", "张三🎂"),
        "mail": encrypt("wechatpay_pub.pem", "a@example.com"),
        "empty": "",
    });
    let person: Person = serde_json::from_value(body).unwrap();
    let key = merchant_key();
    assert_eq!(person.name.decrypt(&key).unwrap(), "张三🎂");
    assert_eq!(person.empty.decrypt(&key).unwrap(), "");
    let error = person.mail.decrypt(&key).unwrap_err();
    assert_eq!(
        format!("{error:?} {:?}", person.name),
        "DecryptionError EncryptedText"
    );
    for text in ["", "MTIzNA==", "not Base64!", "张三"] {
        let field: EncryptedText = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(
            field.decrypt(&key).ok().as_deref(),
            text.is_empty().then_some("")
        );
    }
}

#[derive(Deserialize)]
struct Vector {
    key: String,
    ciphertext: String,
    plaintext: String,
}

#[test]
fn fields_that_other_implementations_encrypted_are_decrypted() {
    for (kind, padding, count) in [
        ("oaep_sha1_decrypt", Padding::Oaep, 4),
        ("pkcs1v15_decrypt", Padding::Pkcs1V15, 1),
    ] {
        let Some((folder, vectors)) = vectors::<Vector>(kind) else {
            return;
        };
        for vector in &vectors {
            let pem = fs::read(folder.join(format!("keys/{}.pem", vector.key))).unwrap();
            let key = PrivateKey::from_pem(pem).unwrap();
            let field: EncryptedText = serde_json::from_value(json!(vector.ciphertext)).unwrap();
            assert_eq!(
                field.decrypt_padded(&key, padding).unwrap(),
                vector.plaintext
            );
        }
        assert_eq!(vectors.len(), count);
    }
}
