//! Keys and certificates, checked by the openssl command line. These tests pass without a check if
//! openssl is not installed; `.ci/run` makes sure that it is.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use rsa::RsaPublicKey;
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePublicKey as _, LineEnding};
use wechatpay_mock::{Act, Mock, PlatformKey};

use crate::client::{Draft, mock};

/// The output of openssl about a certificate, if openssl is installed.
pub(crate) fn x509(certificate: &str, arguments: &[&str]) -> Option<String> {
    let mut openssl = Command::new("openssl")
        .arg("x509")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = openssl.stdin.take().unwrap();
    stdin.write_all(certificate.as_bytes()).unwrap();
    drop(stdin);
    let output = openssl.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The public key in a certificate, if openssl is installed.
pub(crate) fn certified(certificate: &str) -> Option<RsaPublicKey> {
    let pem = x509(certificate, &["-noout", "-pubkey"])?;
    Some(RsaPublicKey::from_public_key_pem(&pem).unwrap())
}

/// The public key of each of the platform's keys, with its name.
fn platform(mock: &Mock) -> Option<[(PlatformKey, &str, RsaPublicKey); 4]> {
    let parsed = |pem: &str| RsaPublicKey::from_public_key_pem(pem).unwrap();
    Some([
        (
            PlatformKey::PublicKey,
            mock.public_key_id(),
            parsed(mock.public_key_pem()),
        ),
        (
            PlatformKey::Certificate,
            mock.platform_serial_no(),
            certified(mock.platform_certificate_pem())?,
        ),
        (
            PlatformKey::SecondPublicKey,
            mock.second_public_key_id(),
            parsed(mock.second_public_key_pem()),
        ),
        (
            PlatformKey::SecondCertificate,
            mock.second_platform_serial_no(),
            certified(mock.second_platform_certificate_pem())?,
        ),
    ])
}

#[test]
fn certificates_of_the_mock_are_valid_and_have_the_named_serials() {
    let mock = mock();
    for (certificate, serial) in [
        (mock.merchant_certificate_pem(), mock.merchant_serial_no()),
        (mock.platform_certificate_pem(), mock.platform_serial_no()),
        (
            mock.second_platform_certificate_pem(),
            mock.second_platform_serial_no(),
        ),
    ] {
        let Some(said) = x509(certificate, &["-noout", "-serial", "-checkend", "86400"]) else {
            return;
        };
        assert!(said.starts_with(&format!("serial={serial}\n")), "{said}");
        let text = x509(certificate, &["-noout", "-text"]).unwrap_or_default();
        assert!(text.contains("sha256WithRSAEncryption"), "{text}");
    }
}

#[test]
fn certificates_of_the_mock_are_signed_by_themselves() {
    let mock = mock();
    let folder = tempfile::tempdir().unwrap();
    for certificate in [
        mock.merchant_certificate_pem(),
        mock.platform_certificate_pem(),
        mock.second_platform_certificate_pem(),
    ] {
        let file = folder.path().join("certificate.pem");
        fs::write(&file, certificate).unwrap();
        let mut openssl = Command::new("openssl");
        openssl.arg("verify").arg("-CAfile").args([&file, &file]);
        let Ok(output) = openssl.output() else {
            return;
        };
        assert!(output.status.success(), "{output:?}");
    }
}

#[test]
fn the_merchant_certificate_contains_the_merchant_key() {
    let mock = mock();
    let key = rsa::RsaPrivateKey::from_pkcs8_pem(mock.merchant_key_pem()).unwrap();
    let public = RsaPublicKey::from(&key)
        .to_public_key_pem(LineEnding::LF)
        .unwrap();
    if let Some(certified) = x509(mock.merchant_certificate_pem(), &["-noout", "-pubkey"]) {
        assert_eq!(certified, public);
    }
}

#[test]
fn a_response_is_signed_with_the_key_that_the_request_names() {
    let mock = mock();
    for (_, name, key) in platform(&mock).into_iter().flatten() {
        let draft = Draft::new(&mock).without("Wechatpay-Serial");
        let reply = draft.with("Wechatpay-Serial", name).send(&mock);
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("Wechatpay-Serial"), Some(name));
        assert!(reply.verifies_by(&key), "{name}");
    }
    let lower = mock.platform_serial_no().to_lowercase();
    let draft = Draft::new(&mock).without("Wechatpay-Serial");
    let reply = draft.with("Wechatpay-Serial", lower).send(&mock);
    assert_eq!(
        reply.header("Wechatpay-Serial"),
        Some(mock.platform_serial_no())
    );
}

/// A client that names no key has certificates. A client whose public key is not in use yet gets a
/// signature of the certificate key, too.
#[test]
fn the_certificate_key_signs_if_the_request_names_no_platform_key() {
    let mock = mock();
    let certificate = mock.platform_serial_no();
    let key = platform(&mock).map(|[_, (_, _, key), ..]| key);
    for named in [
        None,
        Some(""),
        Some("PUB_KEY_ID_0"),
        Some("PUB_KEY_ID_0000000000000000000000000000"),
        Some("PUB_KEY_ID_01190000000120250101000000010"),
    ] {
        let draft = Draft::new(&mock).without("Wechatpay-Serial");
        let draft = named
            .into_iter()
            .fold(draft, |draft, name| draft.with("Wechatpay-Serial", name));
        let refused = draft.clone().without("Accept");
        for (draft, status) in [(draft, 200), (refused, 400)] {
            let draft = Draft {
                nonce: format!("{}-{status}", draft.nonce),
                ..draft
            };
            let reply = draft.send(&mock);
            assert_eq!(reply.status, status, "{named:?}");
            assert_eq!(reply.header("Wechatpay-Serial"), Some(certificate));
            assert!(key.as_ref().is_none_or(|key| reply.verifies_by(key)));
        }
    }
    // A rotation applies to all requests.
    mock.rotate(PlatformKey::SecondPublicKey);
    let draft = Draft::new(&mock).without("Wechatpay-Serial");
    assert_eq!(
        draft.send(&mock).header("Wechatpay-Serial"),
        Some(mock.second_public_key_id())
    );
}

#[test]
fn every_response_after_a_rotation_is_signed_with_the_new_key() {
    let mock = mock();
    for (key, name, public) in platform(&mock).into_iter().flatten() {
        mock.rotate(key);
        for _ in 0..2 {
            let reply = Draft::new(&mock).send(&mock);
            assert_eq!(reply.header("Wechatpay-Serial"), Some(name));
            assert!(reply.verifies_by(&public), "{name}");
        }
    }
    mock.rotate(None);
    assert!(Draft::new(&mock).send(&mock).is_correct(&mock));
}

#[test]
fn one_response_can_be_signed_with_another_key() {
    let mock = mock();
    for (key, name, public) in platform(&mock).into_iter().flatten() {
        mock.script([Act::usual().signed_with(key)]);
        let reply = Draft::new(&mock).send(&mock);
        assert_eq!(reply.header("Wechatpay-Serial"), Some(name));
        assert!(reply.verifies_by(&public), "{name}");
        assert!(Draft::new(&mock).send(&mock).is_correct(&mock));
    }
}
