//! Which key verifies a response, and which key a request asks the server to sign with.

use http::HeaderValue;
use wechatpay_runtime::call::{BaseUrl, Call, Keyring, Nonce};
use wechatpay_runtime::{PlatformCertificate, PublicKey, error::VerificationError};

use super::fixture::*;

const SECOND_ID: &str = "PUB_KEY_ID_0114232134912410000000000001";
/// The serial of `platform_certificate.pem`, which certifies `wechatpay_pub.pem` from June 2023 to
/// June 2098.
const PLATFORM: &str = "F157F09EFDC096DE15EBE81A47057A7232F1B8E2";
/// The serial of `platform_certificate_later.pem`, which certifies `rsa3072_pub.pem` from 2024 to
/// February 2104.
const LATER: &str = "0157F09EFDC096DE15EBE81A47057A7232F1B8E3";
const IN_2024: i64 = 1_710_000_000;
const IN_2100: i64 = 4_102_444_800;

fn platform() -> PlatformCertificate {
    platform_certificate("platform_certificate.pem")
}

fn later() -> PlatformCertificate {
    platform_certificate("platform_certificate_later.pem")
}

fn other_public_key() -> PublicKey {
    PublicKey::from_pem(key_file("rsa3072_pub.pem")).unwrap()
}

/// Both certificates, and no public key.
fn certificates() -> Keyring {
    let mut keyring = Keyring::of_certificate(platform(), NOW).unwrap();
    keyring.add_certificate(later(), NOW).unwrap();
    keyring
}

#[track_caller]
fn verifies_as(keyring: &Keyring, serial: &str, outcome: &Result<(), VerificationError>) {
    let mut response = signed(200, SAMPLE);
    let serial = HeaderValue::from_str(serial).unwrap();
    response.headers_mut().insert("Wechatpay-Serial", serial);
    let read = Call::prepare(&modify_budget())
        .unwrap()
        .response(response, keyring, NOW);
    let read = read
        .map(drop)
        .map_err(|error| error.verification().cloned().unwrap());
    assert_eq!(&read, outcome);
}

#[test]
fn a_response_is_verified_only_with_the_key_that_it_names() {
    let mut both = certificates();
    both.add(SECOND_ID, other_public_key()).unwrap();
    both.add(KEY_ID, wechatpay_public_key()).unwrap();
    let unknown = |serial: &str| Err(VerificationError::UnknownSerial(serial.to_owned()));
    for serial in [
        KEY_ID,
        PLATFORM,
        &PLATFORM.to_lowercase(),
        &format!("00{PLATFORM}"),
    ] {
        verifies_as(&both, serial, &Ok(()));
    }
    for serial in [SECOND_ID, LATER, &LATER[1..]] {
        verifies_as(&both, serial, &Err(VerificationError::WrongSignature));
    }
    for serial in ["0", &PLATFORM[1..], "PUB_KEY_ID_0", &KEY_ID.to_lowercase()] {
        verifies_as(&both, serial, &unknown(serial));
    }
    verifies_as(&keyring(), PLATFORM, &unknown(PLATFORM));
    verifies_as(&certificates(), KEY_ID, &unknown(KEY_ID));
}

#[test]
fn the_first_public_key_is_preferred_over_other_keys_and_certificates() {
    let mut keyring = certificates();
    keyring.add(KEY_ID, wechatpay_public_key()).unwrap();
    keyring.add(SECOND_ID, other_public_key()).unwrap();
    assert_eq!(keyring.preferred(IN_2024), KEY_ID);
    assert_eq!(
        keyring.names().collect::<Vec<_>>(),
        [PLATFORM, LATER, KEY_ID, SECOND_ID]
    );
}

#[test]
fn the_valid_certificate_that_expires_last_is_preferred() {
    let keyring = certificates();
    for (now, serial) in [
        (NOW, PLATFORM),
        (later().not_before() - 1, PLATFORM),
        (later().not_before(), LATER),
        (IN_2100, LATER),
        (i64::MIN, LATER),
        (i64::MAX, LATER),
    ] {
        assert_eq!(keyring.preferred(now), serial, "{now}");
    }
}

#[test]
fn another_key_can_be_preferred_while_it_is_present_and_valid() {
    let mut keyring = certificates();
    keyring.add(KEY_ID, wechatpay_public_key()).unwrap();
    keyring
        .prefer(&format!("00{}", PLATFORM.to_lowercase()))
        .unwrap();
    assert_eq!(keyring.preferred(IN_2024), PLATFORM);
    assert_eq!(keyring.preferred(IN_2100), KEY_ID);
    assert!(keyring.prefer(SECOND_ID).is_err());
    assert_eq!(keyring.preferred(IN_2024), PLATFORM);
    keyring.remove(&PLATFORM.to_lowercase()).unwrap();
    assert_eq!(keyring.preferred(IN_2024), KEY_ID);
    keyring.add_certificate(platform(), IN_2024).unwrap();
    assert_eq!(keyring.preferred(IN_2024), KEY_ID);
}

#[test]
fn a_request_names_the_preferred_key() {
    let nonce = Nonce::from_text(NONCE).unwrap();
    for (keyring, serial) in [(keyring(), KEY_ID), (certificates(), LATER)] {
        let request = Call::prepare(&modify_budget())
            .unwrap()
            .request(&BaseUrl::main(), &credential(), &keyring, IN_2024, &nonce)
            .unwrap();
        assert_eq!(request.headers()["Wechatpay-Serial"], serial);
    }
}

#[test]
fn keys_can_be_replaced_and_removed_except_the_last() {
    let mut keyring = keyring();
    let kept = keyring.clone();
    assert_eq!(
        keyring.remove(KEY_ID).unwrap_err().to_string(),
        format!(
            "wechatpay_public_key: `{KEY_ID}` is the only key: add another key first \
             [invalid-setting]"
        )
    );
    keyring.replace(KEY_ID, other_public_key()).unwrap();
    verifies_as(&keyring, KEY_ID, &Err(VerificationError::WrongSignature));
    verifies_as(&kept, KEY_ID, &Ok(()));
    keyring.add_certificate(platform(), NOW).unwrap();
    keyring.remove(KEY_ID).unwrap();
    assert_eq!(keyring.preferred(NOW), PLATFORM);
    assert!(keyring.remove(PLATFORM).is_err());
    assert!(keyring.remove(KEY_ID).is_err());
    assert!(keyring.replace(KEY_ID, wechatpay_public_key()).is_err());
    assert!(keyring.replace(PLATFORM, wechatpay_public_key()).is_err());
}

#[test]
fn a_key_with_an_existing_name_is_rejected() {
    let mut keyring = certificates();
    keyring.add(KEY_ID, wechatpay_public_key()).unwrap();
    for error in [
        keyring.add(KEY_ID, other_public_key()).unwrap_err(),
        keyring.add_certificate(platform(), NOW).unwrap_err(),
    ] {
        assert!(error.to_string().contains("was given twice"), "{error}");
    }
    verifies_as(&keyring, KEY_ID, &Ok(()));
}
