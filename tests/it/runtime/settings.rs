//! The settings of a client: one error reports all problems, and nothing else.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use wechatpay_runtime::call::{BaseUrl, Credential, Keyring};
use wechatpay_runtime::{
    Client, ClientBuilder, Outcome, PrivateKey,
    client::{ResponseFuture, SleepFuture, Transport},
    error::{BuildError, TransportError},
};

use super::fixture::*;
use crate::support::wire::signed_part;

/// Sends nothing and reports that.
struct SendsNothing;

impl Transport for SendsNothing {
    fn send(&self, _: http::Request<Bytes>, _: Duration) -> ResponseFuture<'_> {
        Box::pin(async { Err(TransportError::not_sent("nowhere")) })
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::ready(()))
    }
}

pub(super) fn complete() -> ClientBuilder {
    Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .base_url("http://127.0.0.1:9")
        .transport(SendsNothing)
}

#[track_caller]
fn at_fault(built: Result<Client, BuildError>, settings: &[&str]) {
    let error = built.unwrap_err();
    assert_eq!(error.settings().collect::<Vec<_>>(), settings, "{error}");
}

#[test]
fn a_client_with_all_settings_can_be_built() {
    assert!(complete().build().is_ok());
}

#[test]
fn every_missing_setting_is_named_in_one_error() {
    let error = Client::builder()
        .transport(SendsNothing)
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the client cannot be built [invalid-setting]\n\
         - mchid: is missing: call `.mchid(…)`\n\
         - merchant_key: is missing: call `.merchant_key(…)`\n\
         - merchant_certificate: is missing: call `.merchant_certificate(…)` or `.merchant_serial_no(…)`\n\
         - wechatpay_public_key: is missing: call `.wechatpay_public_key(…)` or `.platform_certificate(…)`"
    );
}

#[test]
fn every_malformed_setting_is_named_in_one_error() {
    let built = complete()
        .mchid("wx8888888888888888")
        .merchant_serial_no("51:57:F0")
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .wechatpay_public_key(SERIAL_NO, wechatpay_public_key())
        .base_url("http://api.mch.weixin.qq.com")
        .build();
    at_fault(
        built,
        &[
            "mchid",
            "merchant_serial_no",
            "wechatpay_public_key",
            "wechatpay_public_key",
            "base_url",
        ],
    );
}

#[test]
fn settings_that_could_break_out_of_a_header_are_rejected() {
    for mchid in [
        "",
        " 1900000001",
        "1900000001\"",
        "1900000001\r\nA: b",
        "１９",
        &"1".repeat(33),
    ] {
        at_fault(complete().mchid(mchid).build(), &["mchid"]);
    }
    for serial_no in ["", "0x51", "51 57", "5157\"", KEY_ID, &"A".repeat(41)] {
        at_fault(
            complete().merchant_serial_no(serial_no).build(),
            &["merchant_serial_no"],
        );
    }
    for id in [
        "",
        "PUB_KEY_ID_",
        "PUB_KEY_ID_1\r\n",
        "PUB_KEY_ID_券",
        "PUB_KEY_ID_1\"",
        "pub_key_id_1",
    ] {
        at_fault(
            complete()
                .wechatpay_public_key(id, wechatpay_public_key())
                .build(),
            &["wechatpay_public_key"],
        );
    }
}

#[track_caller]
fn says(built: Result<Client, BuildError>, setting: &str, parts: &[&str]) {
    let error = built.unwrap_err();
    let text = error.to_string();
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("- {setting}: ")));
    for part in parts {
        assert!(
            line.unwrap().contains(part),
            "{text:?} does not say {part:?}"
        );
    }
}

const INVISIBLE: [(&str, &str); 9] = [
    ("\u{200b}", "U+200B"),
    ("\u{a0}", "U+00A0"),
    ("\u{feff}", "U+FEFF"),
    ("\u{202e}", "U+202E"),
    ("\u{3000}", "U+3000"),
    ("\n", "U+000A"),
    ("\r\n", "U+000D"),
    ("\t", "U+0009"),
    (" ", "U+0020"),
];

#[test]
fn an_invisible_character_in_a_setting_is_named_with_its_position() {
    for (character, code) in INVISIBLE {
        for (place, at) in [
            ("at the start", 0),
            ("inside", 4),
            ("at the end", usize::MAX),
        ] {
            let with = |text: &str| {
                let at = at.min(text.len());
                format!("{}{character}{}", &text[..at], &text[at..])
            };
            let parts = [code, place];
            says(
                complete().mchid(with("1900000001")).build(),
                "mchid",
                &parts,
            );
            says(
                complete().merchant_serial_no(with(SERIAL_NO)).build(),
                "merchant_serial_no",
                &parts,
            );
            let key = wechatpay_public_key();
            let built = complete().wechatpay_public_key(with("PUB_KEY_ID_99"), key);
            says(built.build(), "wechatpay_public_key", &parts);
            let url = complete().base_url(with("https://pay.example"));
            says(url.build(), "base_url", &parts);
        }
    }
    for (text, code) in [
        ("19０0000001", "U+FF10"),
        ("１９００００００１", "U+FF11"),
        ("19O00\u{660}", "U+0660"),
    ] {
        says(complete().mchid(text).build(), "mchid", &[code]);
    }
    says(
        complete().merchant_serial_no("51５7F0").build(),
        "merchant_serial_no",
        &["U+FF15"],
    );
    says(
        complete().merchant_serial_no("5157–F0").build(),
        "merchant_serial_no",
        &["U+2013"],
    );
}

#[test]
fn a_serial_in_another_notation_is_recognized() {
    let decimal = "464464322459875210493248390211183246231046191329";
    let colons = SERIAL_NO
        .as_bytes()
        .chunks(2)
        .map(|pair| str::from_utf8(pair).unwrap());
    let colons = colons.collect::<Vec<_>>().join(":");
    for (text, part) in [
        (decimal, "is a decimal number"),
        (colons.as_str(), "contains colons"),
        (&format!("0x{SERIAL_NO}"), "starts with `0x`"),
        (&format!("serial={SERIAL_NO}"), "starts with `serial=`"),
        (&SERIAL_NO.replace("F0", "F0 "), "has a space"),
        (&format!("{SERIAL_NO}AB"), "has 42 hex digits"),
        ("", "is empty"),
        ("wx8888888888888888", "is an AppID"),
        ("apiclient_cert.pem", "is the name of a file"),
        ("1900000001", "is the same as `mchid`"),
    ] {
        says(
            complete().merchant_serial_no(text).build(),
            "merchant_serial_no",
            &[part, "serial"],
        );
    }
    let lower = complete().merchant_serial_no(SERIAL_NO.to_lowercase());
    assert!(lower.build().is_ok());
}

#[test]
fn settings_given_for_another_setting_are_recognized() {
    let certificate = String::from_utf8(key_file("merchant_certificate.pem")).unwrap();
    for (text, part) in [
        ("", "is empty"),
        (SERIAL_NO, "is the serial of a certificate"),
        (KEY_ID, "is the id of a WeChat Pay public key"),
        ("apiclient_key.pem", "is the name of a file"),
        (&certificate, "is the contents of a PEM file"),
        ("wx8888888888888888", "(not an AppID)"),
    ] {
        says(
            complete().mchid(text).build(),
            "mchid",
            &[part, "`1900000001`"],
        );
    }
    for (text, part) in [
        ("", "is empty"),
        (SERIAL_NO, "is the serial of a certificate"),
        ("wx8888888888888888", "is an AppID"),
        ("pub_key.pem", "is the name of a file"),
        ("pub_key_id_1", "`PUB_KEY_ID_`"),
    ] {
        let built = complete().wechatpay_public_key(text, wechatpay_public_key());
        says(
            built.build(),
            "wechatpay_public_key",
            &[part, "`PUB_KEY_ID_`"],
        );
    }
    let pem = String::from_utf8(key_file("merchant.pem")).unwrap();
    let built = complete().mchid(&pem).merchant_serial_no(&pem).build();
    let error = built.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("MII"), "{error}");
}

#[test]
fn a_base_url_with_more_than_host_and_port_is_rejected() {
    for url in [
        "https://a.com:80@a.com:443",
        "https://user:pass@a.com",
        "https://a.com:+1",
        "https://a.com:0",
        "https://a.com:",
        "https://a.com/v3",
        "https://a.com\\b",
        "https://1.2.3",
        "a.com",
    ] {
        at_fault(complete().base_url(url).build(), &["base_url"]);
        let built = complete().backup_url(url).build();
        let error = built.unwrap_err();
        assert_eq!(error.settings().next(), Some("backup_url"), "{error}");
        assert!(!error.to_string().contains("pass@"), "{error}");
    }
}

#[test]
fn credentials_and_keyrings_validate_their_own_settings() {
    let error = Credential::new("a", "b\"", merchant_key()).unwrap_err();
    assert_eq!(
        error.settings().collect::<Vec<_>>(),
        ["mchid", "merchant_serial_no"]
    );
    assert!(Keyring::new("A1", wechatpay_public_key()).is_err());
    assert!(keyring().add(KEY_ID, wechatpay_public_key()).is_err());
    assert!(BaseUrl::parse("https://api2.mch.weixin.qq.com").is_ok());
    assert!(BaseUrl::parse("http://example.com").is_err());
}

/// All settings except the merchant's certificate or serial.
fn of_certificates() -> ClientBuilder {
    Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .platform_certificate(platform_certificate("platform_certificate.pem"))
        .base_url("http://127.0.0.1:9")
        .transport(SendsNothing)
}

#[test]
fn a_client_needs_only_certificates() {
    let certificate = || merchant_certificate("merchant_certificate.pem");
    let with_certificate = || of_certificates().merchant_certificate(certificate());
    assert!(with_certificate().build().is_ok());
    assert!(
        with_certificate()
            .merchant_serial_no(SERIAL_NO)
            .build()
            .is_ok()
    );
    let lower = format!("00{}", SERIAL_NO.to_lowercase());
    assert!(
        with_certificate()
            .merchant_serial_no(&lower[2..])
            .build()
            .is_ok()
    );
    assert!(
        of_certificates()
            .merchant_serial_no(SERIAL_NO)
            .build()
            .is_ok()
    );
    at_fault(of_certificates().build(), &["merchant_certificate"]);
}

#[test]
fn settings_that_do_not_belong_together_are_rejected() {
    let certificate = merchant_certificate("merchant_certificate.pem");
    let expired = merchant_certificate("expired_certificate.pem");
    let of_the_platform = merchant_certificate("platform_certificate.pem");
    let own = platform_certificate("merchant_certificate.pem");
    let own_public_key =
        wechatpay_runtime::PublicKey::from_pem(key_file("merchant_pub.pem")).unwrap();
    let with_certificate = || of_certificates().merchant_certificate(certificate.clone());
    let built = with_certificate().merchant_serial_no("5157F0").build();
    at_fault(built, &["merchant_serial_no"]);
    let built = with_certificate().merchant_serial_no(KEY_ID).build();
    at_fault(built, &["merchant_serial_no"]);
    let built = of_certificates().merchant_certificate(expired).build();
    at_fault(built, &["merchant_certificate"]);
    let built = of_certificates()
        .merchant_certificate(of_the_platform)
        .build();
    at_fault(built, &["merchant_certificate"]);
    let built = with_certificate().platform_certificate(own).build();
    at_fault(built, &["platform_certificate"]);
    let built = with_certificate()
        .wechatpay_public_key(KEY_ID, own_public_key)
        .build();
    at_fault(built, &["wechatpay_public_key"]);
}

#[test]
fn an_expired_platform_certificate_is_rejected_but_a_future_one_may_accompany_another() {
    let expired = || platform_certificate("expired_certificate.pem");
    let future = || platform_certificate("future_certificate.pem");
    at_fault(
        complete().platform_certificate(expired()).build(),
        &["platform_certificate"],
    );
    assert!(complete().platform_certificate(future()).build().is_ok());
    let certified = || of_certificates().merchant_serial_no(SERIAL_NO);
    assert!(certified().platform_certificate(future()).build().is_ok());
    let alone = Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .platform_certificate(future())
        .transport(SendsNothing);
    at_fault(alone.build(), &["platform_certificate"]);
    let twice = certified().platform_certificate(platform_certificate("platform_certificate.pem"));
    at_fault(twice.build(), &["platform_certificate"]);
}

#[test]
fn the_preferred_key_has_to_be_among_the_given_keys() {
    let certificate = || platform_certificate("platform_certificate.pem");
    let serial_no = certificate().serial_no().to_owned();
    let both = || complete().platform_certificate(certificate());
    assert!(both().prefer_key(KEY_ID).build().is_ok());
    assert!(both().prefer_key(serial_no.to_lowercase()).build().is_ok());
    at_fault(complete().prefer_key(&serial_no).build(), &["prefer_key"]);
    at_fault(both().prefer_key("PUB_KEY_ID_1").build(), &["prefer_key"]);
}

#[test]
fn all_problems_with_keys_are_reported_in_one_error() {
    let built = Client::builder()
        .mchid("1900000001")
        .merchant_key(wechatpay_private_key())
        .merchant_certificate(merchant_certificate("expired_certificate.pem"))
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key("5157", wechatpay_public_key())
        .platform_certificate(platform_certificate("expired_certificate.pem"))
        .transport(SendsNothing)
        .build();
    at_fault(
        built,
        &[
            "merchant_certificate",
            "merchant_certificate",
            "merchant_serial_no",
            "wechatpay_public_key",
            "platform_certificate",
        ],
    );
}

fn wechatpay_private_key() -> PrivateKey {
    PrivateKey::from_pem(key_file("wechatpay.pem")).unwrap()
}

#[test]
fn timeouts_of_zero_are_rejected() {
    let built = Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .attempt_timeout(Duration::ZERO)
        .build();
    at_fault(built, &["attempt_timeout"]);
}

/// Responds to every call with the sample, signed at the local time, and records the requests.
#[derive(Default)]
struct RecordingTransport(std::sync::Mutex<Vec<http::Request<Bytes>>>);

impl Transport for RecordingTransport {
    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::ready(()))
    }

    fn send(&self, request: http::Request<Bytes>, _: Duration) -> ResponseFuture<'_> {
        self.0.lock().unwrap().push(request);
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_secs();
        Box::pin(async move { Ok(signed_at(&now.to_string(), 200, SAMPLE)) })
    }
}

#[tokio::test]
async fn a_custom_transport_carries_a_complete_call() {
    let recorded = Arc::new(RecordingTransport::default());
    let client = complete().transport(Arc::clone(&recorded)).build().unwrap();
    let response = tokio::spawn(async move { client.send(&modify_budget()).await })
        .await
        .unwrap()
        .unwrap();
    assert_eq!(response.max_coupons, Some(300));
    let requests = recorded.0.lock().unwrap();
    assert_eq!(requests.len(), 1);
    let authorization = requests[0].headers()["Authorization"].to_str().unwrap();
    let part = |name: &str| signed_part(authorization, name);
    let message = format!(
        "PATCH\n{}\n{}\n{}\n{}\n",
        requests[0].uri().path(),
        part("timestamp"),
        part("nonce_str"),
        std::str::from_utf8(requests[0].body()).unwrap()
    );
    assert!(verifies(
        "merchant_pub.pem",
        message.as_bytes(),
        part("signature")
    ));
    assert_eq!(part("nonce_str").len(), 32);
}

#[tokio::test]
async fn a_rejected_path_never_reaches_the_transport() {
    let recorded = Arc::new(RecordingTransport::default());
    let client = complete().transport(Arc::clone(&recorded)).build().unwrap();
    let error = client
        .send(&Close {
            id: "..".to_owned(),
        })
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(recorded.0.lock().unwrap().is_empty());
}
