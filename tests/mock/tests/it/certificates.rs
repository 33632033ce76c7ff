//! The list of platform certificates, read by a client that shares only the primitives with the
//! mock.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use wechatpay_mock::{ListedCertificate, Mock, PlatformKey};

use crate::client::{Draft, mock};
use crate::keys::{certified, x509};
use crate::reply::Reply;

const FIRST: PlatformKey = PlatformKey::Certificate;
const SECOND: PlatformKey = PlatformKey::SecondCertificate;

/// A request for the list, without a named key.
pub(crate) fn list(mock: &Mock) -> Draft {
    let draft = Draft::new(mock).without("Wechatpay-Serial").body("");
    Draft {
        method: "GET",
        target: "/v3/certificates".to_owned(),
        ..draft
    }
}

/// The certificate of an entry as PEM; `None` if this APIv3 key does not decrypt it.
pub(crate) fn decrypted(entry: &Value, api_key: &str) -> Option<String> {
    let encrypted = &entry["encrypt_certificate"];
    assert_eq!(encrypted["algorithm"], "AEAD_AES_256_GCM");
    let text = |name: &str| encrypted[name].as_str().unwrap();
    let nonce = text("nonce");
    assert_eq!(nonce.len(), 12);
    let payload = Payload {
        msg: &STANDARD.decode(text("ciphertext")).unwrap(),
        aad: text("associated_data").as_bytes(),
    };
    let cipher = Aes256Gcm::new_from_slice(api_key.as_bytes()).unwrap();
    let pem = cipher.decrypt(Nonce::from_slice(nonce.as_bytes()), payload);
    pem.ok().map(|pem| String::from_utf8(pem).unwrap())
}

/// Whether a response is signed by this certificate, under its serial.
fn is_signed_by(reply: &Reply, serial_no: &str, certificate: &str) -> bool {
    assert_eq!(reply.header("Wechatpay-Serial"), Some(serial_no));
    certified(certificate).is_none_or(|key| reply.verifies_by(&key))
}

#[test]
fn the_list_contains_the_certificates_and_their_validity() {
    let mock = mock();
    mock.list_certificates([FIRST, SECOND].map(ListedCertificate::new));
    let reply = list(&mock).send(&mock);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("Content-Type"), Some("application/json"));
    let listed = reply.json();
    for (index, serial_no, pem, (begin, end), dates) in [
        (
            0,
            mock.platform_serial_no(),
            mock.platform_certificate_pem(),
            ("2020-01-01T08:00:00+08:00", "2099-12-31T08:00:00+08:00"),
            "notBefore=Jan  1 00:00:00 2020 GMT\nnotAfter=Dec 31 00:00:00 2099 GMT\n",
        ),
        (
            1,
            mock.second_platform_serial_no(),
            mock.second_platform_certificate_pem(),
            ("2021-01-01T08:00:00+08:00", "2100-12-31T08:00:00+08:00"),
            "notBefore=Jan  1 00:00:00 2021 GMT\nnotAfter=Dec 31 00:00:00 2100 GMT\n",
        ),
    ] {
        let entry = &listed["data"][index];
        assert_eq!(entry["serial_no"], serial_no);
        assert_eq!(entry["effective_time"], begin);
        assert_eq!(entry["expire_time"], end);
        assert_eq!(
            entry["encrypt_certificate"]["associated_data"],
            "certificate"
        );
        assert_eq!(decrypted(entry, mock.api_key()).as_deref(), Some(pem));
        assert!(x509(pem, &["-noout", "-dates"]).is_none_or(|said| said == dates));
    }
}

/// The list, and the response to a call.
#[test]
fn the_first_listed_certificate_signs_if_a_request_names_no_key() {
    let mock = mock();
    let (first, second) = (
        (mock.platform_serial_no(), mock.platform_certificate_pem()),
        (
            mock.second_platform_serial_no(),
            mock.second_platform_certificate_pem(),
        ),
    );
    for (listed, (serial_no, certificate)) in [
        (vec![], first),
        (vec![FIRST], first),
        (vec![SECOND], second),
        (vec![FIRST, SECOND], first),
        (vec![SECOND, FIRST], second),
    ] {
        let has_list = !listed.is_empty();
        mock.list_certificates(listed.into_iter().map(ListedCertificate::new));
        let reply = list(&mock).send(&mock);
        assert_eq!(reply.status, if has_list { 200 } else { 404 });
        assert!(is_signed_by(&reply, serial_no, certificate));
        let call = Draft::new(&mock).without("Wechatpay-Serial");
        assert!(is_signed_by(&call.send(&mock), serial_no, certificate));
        // A named key signs, whatever the list.
        let named = Draft::new(&mock).without("Wechatpay-Serial");
        let named = named.with("Wechatpay-Serial", first.0);
        assert!(is_signed_by(&named.send(&mock), first.0, first.1));
    }
}

/// Headers of requests for the list as other SDKs send them, without those of the connection. The
/// Java SDK names an empty key as long as it has no certificate.
#[test]
fn the_list_is_sent_to_other_sdks() {
    let mock = mock();
    mock.list_certificates([ListedCertificate::new(FIRST)]);
    let python = "wechatpay python sdk v2.0.4(https://github.com/minibear2021/wechatpayv3)";
    let go = "WechatPay-Go/0.2.21 (linux) GO/go1.19.8";
    let java = "WechatPay-Java/0.2.17 (Linux/6.1.0) Java/17.0.15 Credential/WechatPay2Credential \
                Validator/ okhttp3/3.13.1";
    let (json, any) = ("application/json", "*/*");
    for (query, accept, agent, rest) in [
        ("", json, python, &[("Content-Type", json)][..]),
        ("", any, go, &[("Content-Type", json)]),
        ("", json, "127.0.0.1", &[("Accept-Encoding", "gzip")]),
        (
            "?algorithm_type=RSA",
            any,
            java,
            &[("Content-Type", json), ("Wechatpay-Serial", "")],
        ),
    ] {
        let draft = list(&mock).without("Accept").without("User-Agent");
        let draft = draft.without("Content-Type");
        let draft = draft.with("Accept", accept).with("User-Agent", agent);
        let rest = rest.iter();
        let draft = rest.fold(draft, |draft, (name, value)| draft.with(name, *value));
        let target = [&draft.target, query].concat();
        let reply = Draft { target, ..draft }.send(&mock);
        assert_eq!(reply.status, 200, "{agent}");
        assert_eq!(reply.json()["data"].as_array().unwrap().len(), 1);
    }
}
