//! Keys that change while a client is running.

use wechatpay_api::{Outcome, PlatformCertificate, PublicKey, error::VerificationError};
use wechatpay_mock::{Act, Mock, PlatformKey, Tamper};

use super::harness::{self, AnyClient, ClientKind};
use super::scenario::CallKind;

fn client(client_kind: ClientKind, mock: &Mock) -> AnyClient {
    AnyClient::new(
        client_kind,
        crate::call::settings(mock).options(harness::options()),
    )
}

fn second_public_key(mock: &Mock) -> PublicKey {
    PublicKey::from_pem(mock.second_public_key_pem()).unwrap()
}

/// The reason why a response failed verification.
#[track_caller]
fn unverified(client: &AnyClient, number: &str) -> VerificationError {
    let error = harness::call(client, CallKind::Numbered, number).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    error.verification().unwrap().clone()
}

#[test]
fn a_running_client_accepts_a_new_platform_key_once_it_is_added() {
    for client_kind in ClientKind::ALL {
        let mock = harness::mock();
        let client = client(client_kind, &mock);
        harness::call(&client, CallKind::Numbered, "1").unwrap();

        mock.rotate(PlatformKey::SecondPublicKey);
        let unknown = VerificationError::UnknownSerial(mock.second_public_key_id().to_owned());
        assert_eq!(unverified(&client, "2"), unknown);

        let mut keyring = client.keyring();
        keyring
            .add(mock.second_public_key_id(), second_public_key(&mock))
            .unwrap();
        client.set_keyring(keyring);
        harness::call(&client, CallKind::Numbered, "3").unwrap();

        // Requests name the first key until it is removed.
        let asked = || {
            let requests = mock.requests();
            requests
                .last()
                .unwrap()
                .header("Wechatpay-Serial")
                .unwrap()
                .to_owned()
        };
        assert_eq!(asked(), mock.public_key_id());
        let mut keyring = client.keyring();
        keyring.remove(mock.public_key_id()).unwrap();
        client.set_keyring(keyring);
        mock.rotate(None);
        harness::call(&client, CallKind::Numbered, "4").unwrap();
        assert_eq!(asked(), mock.second_public_key_id());
    }
}

#[test]
fn a_client_uses_certificates_and_public_keys_at_the_same_time() {
    for client_kind in ClientKind::ALL {
        let mock = harness::mock();
        let certificate = PlatformCertificate::from_pem(mock.platform_certificate_pem()).unwrap();
        let settings = crate::call::settings(&mock)
            .platform_certificate(certificate)
            .options(harness::options());
        let client = AnyClient::new(client_kind, settings);
        for (number, key) in [PlatformKey::PublicKey, PlatformKey::Certificate]
            .into_iter()
            .enumerate()
        {
            mock.rotate(key);
            harness::call(&client, CallKind::Numbered, &number.to_string()).unwrap();
        }
    }
}

#[test]
fn a_signature_by_another_known_key_than_the_named_one_is_rejected() {
    for client_kind in ClientKind::ALL {
        let mock = harness::mock();
        let client = client(client_kind, &mock);
        let mut keyring = client.keyring();
        keyring
            .add(mock.second_public_key_id(), second_public_key(&mock))
            .unwrap();
        client.set_keyring(keyring);
        let named = Tamper::Serial(mock.public_key_id().to_owned());
        mock.script([Act::tamper(named).signed_with(PlatformKey::SecondPublicKey)]);
        assert_eq!(unverified(&client, "1"), VerificationError::WrongSignature);
    }
}
