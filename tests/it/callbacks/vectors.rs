//! The test vectors of APIv3, if there are any: see `tests/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use wechatpay_runtime::call::Keyring;
use wechatpay_runtime::callback::{ApiKey, CallbackHeaders, CallbackReceiver, Event, Refused};
use wechatpay_runtime::{PlatformCertificate, PublicKey, error::VerificationError};

use super::fixture::API_KEY;
use crate::support::vectors::vectors;

/// A signed request or response.
#[derive(Deserialize)]
struct Vector {
    id: String,
    now: Option<i64>,
    headers: BTreeMap<String, String>,
    body: Option<String>,
    body_base64: Option<String>,
    verification_key: Option<String>,
    api_v3_key: Option<String>,
    expected_plaintext: Option<String>,
    expected: serde_json::Value,
}

impl Vector {
    fn receive(&self, folder: &Path, api_key: &str) -> Result<Event, Refused> {
        let receiver = CallbackReceiver::new(self.keyring(folder), ApiKey::new(api_key).unwrap());
        let body = match (&self.body, &self.body_base64) {
            (_, Some(base64)) => STANDARD.decode(base64).unwrap(),
            (body, None) => body.clone().unwrap_or_default().into_bytes(),
        };
        let headers: CallbackHeaders = self.headers.iter().collect();
        receiver.receive(headers, &body, self.now.unwrap_or(NOW))
    }

    /// Whether the timestamp has a sign, which is malformed before it is wrong.
    fn has_sign(&self) -> bool {
        let timestamp = self.headers.get("Wechatpay-Timestamp");
        timestamp.is_some_and(|text| text.starts_with('-'))
    }

    /// The key of the vector, under the name that its headers have for it.
    fn keyring(&self, folder: &Path) -> Keyring {
        let name = self
            .verification_key
            .as_deref()
            .unwrap_or("go_certificate_F576");
        let pem = fs::read(folder.join(format!("keys/{name}.pem"))).unwrap();
        if name.contains("certificate") {
            let certificate = PlatformCertificate::from_pem(pem).unwrap();
            Keyring::of_certificate(certificate, NOW).unwrap()
        } else {
            let key = PublicKey::from_pem(pem).unwrap();
            Keyring::new(&self.headers["Wechatpay-Serial"], key).unwrap()
        }
    }
}

/// A time at which the certificates of the vectors are valid.
const NOW: i64 = 1_722_850_421;

#[test]
fn callbacks_with_keys_of_32_bytes_are_decrypted_and_those_with_16_refused() {
    let Some((folder, vectors)) = vectors::<Vector>("callback") else {
        return;
    };
    let mut decrypted = 0;
    for vector in &vectors {
        let key = vector.api_v3_key.as_deref().unwrap();
        if key.len() == 32 {
            let event = vector.receive(&folder, key).unwrap();
            assert_eq!(Some(event.resource()), vector.expected_plaintext.as_deref());
            assert_eq!(vector.expected["event_type"], event.event_type());
            decrypted += 1;
        } else {
            let error = ApiKey::new(key).unwrap_err().to_string();
            assert!(error.contains("has 16 bytes instead of 32"), "{error}");
            // The signature of the vendor's own callback is valid; only the key is missing.
            let refused = vector.receive(&folder, API_KEY).unwrap_err();
            assert_eq!(refused, Refused::NoMatchingApiKey, "{}", vector.id);
        }
    }
    assert_eq!((decrypted, vectors.len()), (3, 4));
}

#[test]
fn probes_are_refused_by_name() {
    let Some((folder, vectors)) = vectors::<Vector>("probe") else {
        return;
    };
    for vector in &vectors {
        let refused = vector.receive(&folder, API_KEY).unwrap_err();
        // The body and some headers of one vector are unknown.
        let whole = vector.headers.len() >= 4;
        assert!(refused.is_probe() || !whole, "{}: {refused}", vector.id);
        assert_eq!(refused.reply().status(), 401);
    }
    assert_eq!(vectors.len(), 4);
}

/// Callbacks are signed like responses.
#[test]
fn signatures_of_responses_are_verified_in_the_same_way() {
    use VerificationError as Error;
    let Some((folder, vectors)) = vectors::<Vector>("answer") else {
        return;
    };
    for vector in &vectors {
        let refused = vector.receive(&folder, API_KEY).unwrap_err();
        let fits = match (vector.expected.as_str().unwrap(), &refused) {
            ("verified", Refused::NotAnEvent { .. }) => true,
            (expected, Refused::Unverified(why)) => match why {
                Error::ClockSkew { .. } => expected == "skew",
                Error::MalformedHeader(_) if vector.has_sign() => expected == "skew",
                Error::MalformedHeader(_) => expected == "malformed header",
                // The body of a statement is not what is signed; callbacks have no such rule.
                Error::WrongSignature => {
                    expected == "bad signature" || vector.id == "answer-overseas-statement"
                }
                Error::UnknownSerial(_) => expected == "unknown serial",
                Error::MissingHeader(_) => expected == "missing header",
                Error::UnknownSignatureType(_) => expected.contains("signature type"),
                _ => false,
            },
            _ => false,
        };
        assert!(fits, "{}: {refused:?}", vector.id);
    }
    assert_eq!(vectors.len(), 23);
}
