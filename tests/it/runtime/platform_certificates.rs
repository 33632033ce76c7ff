//! Clients that download the platform certificates from the mock.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use bytes::Bytes;
use serde::Deserialize;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_mock::{Act, ListedCertificate, Mock, PlatformKey, Tamper, spec};
use wechatpay_runtime::error::VerificationError;
use wechatpay_runtime::keys::ApiKey;
use wechatpay_runtime::test_util::FnTransport;
use wechatpay_runtime::{Client, ClientBuilder, Outcome, PrivateKey, PublicKey, blocking};

use super::fixture::{merchant_key, modify_budget};
use crate::support::vectors::vectors;

const LIST: &str = "/v3/certificates";
const FIRST: PlatformKey = PlatformKey::Certificate;
const SECOND: PlatformKey = PlatformKey::SecondCertificate;

fn mock() -> Mock {
    let mock = Mock::builder().documented(spec().unwrap());
    mock.without_sockets().start().unwrap()
}

/// The settings of a client that has merchant number, key, serial and API key alone.
fn settings(mock: &Mock) -> ClientBuilder {
    Client::builder()
        .mchid(mock.mchid())
        .merchant_serial_no(mock.merchant_serial_no())
        .merchant_key(PrivateKey::from_pem(mock.merchant_key_pem()).unwrap())
        .base_url(mock.url())
        .api_key(ApiKey::new(mock.api_key()).unwrap())
}

fn client(mock: &Mock) -> Client {
    let transport = FnTransport::new(mock.service_fn());
    settings(mock).transport(transport).build().unwrap()
}

fn with_public_key(mock: &Mock) -> ClientBuilder {
    let key = PublicKey::from_pem(mock.public_key_pem()).unwrap();
    settings(mock).wechatpay_public_key(mock.public_key_id(), key)
}

fn downloads(mock: &Mock) -> usize {
    let requests = mock.requests();
    requests
        .iter()
        .filter(|request| request.target() == LIST)
        .count()
}

fn request(number: usize) -> ModifyBudgetRequest {
    ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .modify_budget_request_no(format!("number{number}"))
        .build()
}

#[tokio::test]
async fn the_first_call_downloads_the_certificates_and_building_sends_nothing() {
    let mock = mock();
    mock.list_certificates([ListedCertificate::new(FIRST)]);
    let client = client(&mock);
    assert!(mock.requests().is_empty());
    for number in 0..3 {
        client.send(&request(number)).await.unwrap();
    }
    assert_eq!(downloads(&mock), 1);
    let first = &mock.requests()[0];
    assert_eq!(first.header("Wechatpay-Serial"), None);
    let names = client.keyring();
    assert_eq!(
        names.names().collect::<Vec<_>>(),
        [mock.platform_serial_no()]
    );
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_download() {
    let mock = Mock::builder().documented(spec().unwrap()).start().unwrap();
    mock.list_certificates([ListedCertificate::new(FIRST)]);
    let client = settings(&mock).build().unwrap();
    let calls = (0..50).map(|number| {
        let client = client.clone();
        tokio::spawn(async move { client.send(&request(number)).await.map(|_| ()) })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(downloads(&mock), 1);
}

#[test]
fn a_blocking_client_downloads_the_certificates() {
    let mock = Mock::builder().documented(spec().unwrap()).start().unwrap();
    mock.list_certificates([ListedCertificate::new(FIRST)]);
    let client = blocking::Client::new(settings(&mock)).unwrap();
    client.download_platform_certificates().unwrap();
    client.send(&request(1)).unwrap();
    assert_eq!(downloads(&mock), 1);
}

#[tokio::test]
async fn a_response_with_an_unknown_certificate_is_verified_after_a_download() {
    let mock = mock();
    mock.list_certificates([FIRST].map(ListedCertificate::new));
    let client = with_public_key(&mock);
    let client = client
        .transport(FnTransport::new(mock.service_fn()))
        .build()
        .unwrap();
    mock.rotate(SECOND);
    mock.list_certificates([FIRST, SECOND].map(ListedCertificate::new));
    client.send(&request(1)).await.unwrap();
    assert!(
        client
            .keyring()
            .names()
            .any(|name| name == mock.second_platform_serial_no())
    );
}

#[tokio::test]
async fn a_certificate_stays_until_it_expires_although_the_list_drops_it() {
    let mock = mock();
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let now = i64::try_from(since.as_secs()).unwrap();
    let clock = Arc::new(AtomicI64::new(now));
    let client = {
        let clock = Arc::clone(&clock);
        let transport = FnTransport::new(mock.service_fn());
        let settings = settings(&mock).transport(transport);
        settings
            .clock(move || clock.load(Ordering::Relaxed))
            .build()
            .unwrap()
    };
    mock.list_certificates([ListedCertificate::new(FIRST).valid(now - 9, now + 100)]);
    client.send(&request(0)).await.unwrap();
    mock.list_certificates([ListedCertificate::new(SECOND)]);
    client.send(&request(1)).await.unwrap();
    assert_eq!(downloads(&mock), 1);

    clock.store(now + 101, Ordering::Relaxed);
    client.send(&request(2)).await.unwrap();
    assert_eq!(downloads(&mock), 2);
    let keyring = client.keyring();
    assert_eq!(
        keyring.names().collect::<Vec<_>>(),
        [mock.second_platform_serial_no()]
    );
}

#[tokio::test]
async fn an_unknown_serial_causes_one_download_a_minute_at_most() {
    let mock = mock();
    mock.list_certificates([ListedCertificate::new(FIRST)]);
    let client = client(&mock);
    client.send(&request(0)).await.unwrap();
    mock.rotate(SECOND);
    for number in 1..5 {
        let error = client.send(&request(number)).await.err().unwrap();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert!(matches!(
            error.verification(),
            Some(VerificationError::UnknownSerial(_))
        ));
    }
    assert_eq!(downloads(&mock), 1);
}

#[tokio::test]
async fn a_probe_and_an_unsigned_response_cause_no_download() {
    let mock = mock();
    mock.list_certificates([ListedCertificate::new(FIRST)]);
    let client = with_public_key(&mock);
    let client = client
        .transport(FnTransport::new(mock.service_fn()))
        .build()
        .unwrap();
    // The first call downloads the certificates because that is due.
    client.send(&request(0)).await.unwrap();
    mock.rotate(SECOND);
    for tamper in [
        Tamper::Probe,
        Tamper::ProbeNotBase64,
        Tamper::DropHeader("Wechatpay-Signature"),
    ] {
        mock.tamper(tamper);
        assert!(client.send(&request(1)).await.is_err());
    }
    assert_eq!(downloads(&mock), 1);
}

#[tokio::test]
async fn a_list_that_cannot_be_trusted_is_refused_and_the_call_is_not_sent() {
    let other = "a".repeat(32);
    let listed = || ListedCertificate::new(FIRST);
    for (list, signed_with, says) in [
        (
            vec![listed().listed_as("5157F09EFDC096DE15EBE81A47057A7232F1B8E0")],
            FIRST,
            "has the serial",
        ),
        (
            vec![listed(), ListedCertificate::new(SECOND).listed_as("00")],
            FIRST,
            "has the serial",
        ),
        (
            vec![listed().valid(1_577_836_800, 1_600_000_000)],
            FIRST,
            "none of them is valid",
        ),
        (
            vec![listed().valid(4_000_000_000, 4_102_358_400)],
            FIRST,
            "none of them is valid",
        ),
        (
            vec![listed().encrypted_with(other)],
            FIRST,
            "use the APIv3 key",
        ),
        (
            vec![listed().algorithm("AEAD_SM4_GCM")],
            FIRST,
            "`AEAD_SM4_GCM`",
        ),
        (vec![listed()], SECOND, "cannot be trusted"),
    ] {
        let mock = mock();
        mock.list_certificates(list);
        mock.rotate(signed_with);
        let client = client(&mock);
        let error = client.send(&request(1)).await.err().unwrap();
        assert_eq!(error.outcome(), Outcome::NotSent);
        let text = error.to_string();
        assert!(
            text.contains(says) && text.contains("Nothing was sent"),
            "{text}"
        );
        assert!(mock.ledger().is_empty());
        assert_eq!(client.keyring().names().count(), 0);
        assert!(!format!("{error:?} {client:?}").contains(mock.api_key()));
    }
}

#[tokio::test]
async fn a_damaged_list_is_refused() {
    let mock = mock();
    mock.list_certificates([ListedCertificate::new(FIRST)]);
    for tamper in [
        Tamper::DropHeader("Wechatpay-Signature"),
        Tamper::Timestamp(-400),
        Tamper::BodyBit,
        Tamper::Signature,
    ] {
        mock.script([Act::tamper(tamper.clone())]);
        let error = client(&mock).send(&request(1)).await.err().unwrap();
        assert_eq!(error.outcome(), Outcome::NotSent, "{tamper:?} {error}");
    }
    assert!(mock.ledger().is_empty());
}

#[tokio::test]
async fn a_probe_of_the_list_is_asked_for_again() {
    let mock = mock();
    mock.list_certificates([ListedCertificate::new(FIRST)]);
    mock.script([Act::tamper(Tamper::Probe)]);
    client(&mock).send(&request(1)).await.unwrap();
    assert_eq!(downloads(&mock), 2);
}

#[tokio::test]
async fn a_merchant_with_a_public_key_only_needs_that_key() {
    let mock = mock();
    let error = client(&mock).send(&modify_budget()).await.err().unwrap();
    assert_eq!(error.outcome(), Outcome::NotSent);
    let text = error.to_string();
    assert!(
        text.contains("`pub_key.pem`") && text.contains("wechatpay_public_key"),
        "{text}"
    );

    let client = with_public_key(&mock);
    let client = client
        .transport(FnTransport::new(mock.service_fn()))
        .build()
        .unwrap();
    for number in 0..3 {
        client.send(&request(number)).await.unwrap();
    }
    assert_eq!(downloads(&mock), 2);
}

#[tokio::test]
async fn a_client_without_an_api_key_downloads_nothing() {
    let mock = mock();
    let key = PublicKey::from_pem(mock.public_key_pem()).unwrap();
    let client = Client::builder()
        .mchid(mock.mchid())
        .merchant_serial_no(mock.merchant_serial_no())
        .merchant_key(PrivateKey::from_pem(mock.merchant_key_pem()).unwrap())
        .wechatpay_public_key(mock.public_key_id(), key)
        .base_url(mock.url())
        .transport(FnTransport::new(mock.service_fn()))
        .build()
        .unwrap();
    let error = client.download_platform_certificates().await.err().unwrap();
    assert!(error.to_string().contains("`.api_key(…)`"), "{error}");
    assert!(mock.requests().is_empty());
}

#[derive(Deserialize)]
struct Vector {
    id: String,
    api_v3_key: String,
    now: Option<i64>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: String,
    expected: Vec<Certificate>,
}

#[derive(Deserialize)]
struct Certificate {
    serial_no: String,
}

#[tokio::test]
async fn the_lists_of_other_implementations_are_read() {
    let Some((_, vectors)) = vectors::<Vector>("certificate_download") else {
        return;
    };
    let (mut refused, mut unsigned, mut read) = (0, 0, 0);
    for vector in vectors {
        let Ok(key) = ApiKey::new(&vector.api_v3_key) else {
            refused += 1;
            continue;
        };
        let mut response = http::Response::new(Bytes::from(vector.body));
        for (name, value) in &vector.headers {
            let name = http::HeaderName::try_from(name).unwrap();
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        let now = vector.now.unwrap_or(1_700_000_000);
        let client = Client::builder()
            .mchid("1900000001")
            .merchant_serial_no("5157F09EFDC096DE15EBE81A47057A7232F1B8E1")
            .merchant_key(merchant_key())
            .base_url("http://127.0.0.1:1")
            .api_key(key)
            .clock(move || now)
            .transport(FnTransport::new(move |_| response.clone()))
            .build()
            .unwrap();
        match client.download_platform_certificates().await {
            Ok(()) => {
                let keyring = client.keyring();
                let serials = vector.expected.iter().map(|expected| &*expected.serial_no);
                assert!(keyring.names().eq(serials), "{}", vector.id);
                read += 1;
            }
            Err(why) => {
                let unsigned_list = why.to_string().contains("not signed");
                assert!(
                    vector.headers.is_empty() && unsigned_list,
                    "{}: {why}",
                    vector.id
                );
                unsigned += 1;
            }
        }
    }
    assert_eq!((refused, unsigned, read), (1, 1, 1));
}
