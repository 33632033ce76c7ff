//! Whether a request was signed by the merchant: checked like WeChat Pay does, with the mock's own
//! code.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use crate::authorization::Authorization;
use crate::fault::SignatureFault;
use crate::http::Request;
use crate::keys::{Keys, MCHID, MERCHANT_SERIAL_NO};
use crate::signature::request_message;

/// The largest difference between a request's timestamp and the mock's clock, in seconds.
const LARGEST_SKEW: u64 = 300;

/// Checks `Authorization` headers and remembers the nonces of accepted requests.
pub(crate) struct Authenticator {
    keys: &'static Keys,
    used: Mutex<HashSet<String>>,
}

impl Authenticator {
    pub(crate) fn new(keys: &'static Keys) -> Self {
        Self {
            keys,
            used: Mutex::default(),
        }
    }

    /// Accepts a request, or returns what is wrong with its signature.
    /// `signed` is the part of the body that the merchant signs.
    pub(crate) fn admit(
        &self,
        request: &Request,
        signed: &[u8],
        now: i64,
    ) -> Result<(), SignatureFault> {
        let authorization = Authorization::from_headers(&request.headers)?;
        if authorization.mchid != MCHID {
            return Err(SignatureFault::Mchid);
        }
        if !is_same_serial(authorization.serial_no, MERCHANT_SERIAL_NO) {
            return Err(SignatureFault::SerialNo);
        }
        if authorization.seconds.abs_diff(now) > LARGEST_SKEW {
            return Err(SignatureFault::Stale);
        }
        let Authorization {
            timestamp,
            nonce_str,
            ..
        } = authorization;
        let message = message(request, signed, timestamp, nonce_str);
        if !self
            .keys
            .merchant
            .accepts(&message, authorization.signature)
        {
            return Err(SignatureFault::Mismatch);
        }
        self.use_nonce(authorization.nonce_str)
    }

    /// A nonce counts as used only after a request with a valid signature.
    fn use_nonce(&self, nonce: &str) -> Result<(), SignatureFault> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(nonce.to_owned())
            .then_some(())
            .ok_or(SignatureFault::NonceReused)
    }
}

/// Whether two serial numbers are the same hexadecimal number. Case and leading zeros do not
/// matter.
fn is_same_serial(one: &str, other: &str) -> bool {
    let number = |serial: &str| serial.trim_start_matches('0').to_ascii_uppercase();
    number(one) == number(other)
}

/// The message that the merchant should have signed.
pub(crate) fn message(request: &Request, signed: &[u8], timestamp: &str, nonce: &str) -> Vec<u8> {
    request_message(&request.method, &request.target, timestamp, nonce, signed)
}

#[cfg(test)]
mod tests {
    use rsa::RsaPrivateKey;
    use rsa::pkcs1v15::SigningKey;
    use rsa::pkcs8::DecodePrivateKey as _;

    use super::*;
    use crate::http::Headers;
    use crate::signature::{Signer, base64};

    const NOW: i64 = 1_700_000_000;

    fn authenticator() -> Authenticator {
        Authenticator::new(Keys::shared().unwrap())
    }

    fn admit(authenticator: &Authenticator, request: &Request) -> Result<(), SignatureFault> {
        authenticator.admit(request, &request.body, NOW)
    }

    /// A request that the merchant signed at this time, before `change` touches its Authorization
    /// header.
    fn signed(timestamp: i64, nonce: &str, change: impl Fn(String) -> String) -> Request {
        let key = RsaPrivateKey::from_pkcs8_pem(&Keys::shared().unwrap().merchant_key_pem).unwrap();
        let body = br#"{"a":1}"#;
        let message = [
            format!("PATCH\n/v3/a?b=c\n{timestamp}\n{nonce}\n").as_bytes(),
            body,
            b"\n",
        ]
        .concat();
        let signature = base64(&Signer(SigningKey::new(key)).sign(&message));
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{MCHID}\",nonce_str=\"{nonce}\",timestamp=\"{timestamp}\",\
             serial_no=\"{MERCHANT_SERIAL_NO}\",signature=\"{signature}\""
        );
        Request {
            method: "PATCH".to_owned(),
            target: "/v3/a?b=c".to_owned(),
            headers: Headers::from_iter([("Authorization", change(authorization))]),
            body: body.to_vec(),
            keep_alive: true,
        }
    }

    #[test]
    fn a_signed_request_is_admitted_once() {
        let authenticator = authenticator();
        let request = signed(NOW, "once", |same| same);
        assert_eq!(admit(&authenticator, &request), Ok(()));
        assert_eq!(
            admit(&authenticator, &request),
            Err(SignatureFault::NonceReused)
        );
        assert_eq!(
            admit(&authenticator, &signed(NOW, "twice", |same| same)),
            Ok(())
        );
    }

    #[test]
    fn request_timestamps_may_differ_by_at_most_300_seconds() {
        for (skew, expected) in [
            (-301, Err(SignatureFault::Stale)),
            (-300, Ok(())),
            (-299, Ok(())),
            (299, Ok(())),
            (300, Ok(())),
            (301, Err(SignatureFault::Stale)),
        ] {
            assert_eq!(
                admit(&authenticator(), &signed(NOW + skew, "n", |same| same)),
                expected,
                "{skew}"
            );
        }
        for (timestamp, now) in [(i64::MAX, i64::MIN), (0, i64::MIN), (i64::MAX, 0)] {
            assert_eq!(
                authenticator().admit(&signed(timestamp, "n", |same| same), br#"{"a":1}"#, now),
                Err(SignatureFault::Stale)
            );
        }
    }

    #[test]
    fn each_part_of_the_authorization_header_is_checked() {
        type Change = fn(String) -> String;
        let changes: [(Change, SignatureFault); 8] = [
            (
                |value| value.replace(MCHID, "1900000002"),
                SignatureFault::Mchid,
            ),
            (
                |value| value.replace(MERCHANT_SERIAL_NO, "00"),
                SignatureFault::SerialNo,
            ),
            (
                |value| value.replace(MERCHANT_SERIAL_NO, &MERCHANT_SERIAL_NO[1..]),
                SignatureFault::SerialNo,
            ),
            (
                |value| value.replace(MERCHANT_SERIAL_NO, &format!("{MERCHANT_SERIAL_NO}0")),
                SignatureFault::SerialNo,
            ),
            (
                |value| value.replace(MERCHANT_SERIAL_NO, ""),
                SignatureFault::SerialNo,
            ),
            (
                |value| value.replace("\"nonce\"", "\"other\""),
                SignatureFault::Mismatch,
            ),
            (
                |value| value.replace("1700000000", "1700000001"),
                SignatureFault::Mismatch,
            ),
            (
                |value| value.replace("WECHATPAY2", "WECHATPAY3"),
                SignatureFault::Scheme,
            ),
        ];
        for (change, fault) in changes {
            assert_eq!(
                admit(&authenticator(), &signed(NOW, "nonce", change)),
                Err(fault)
            );
        }
    }

    #[test]
    fn serial_numbers_compare_as_hexadecimal_numbers() {
        let lower = MERCHANT_SERIAL_NO.to_lowercase();
        let mixed = format!("{}{}", &MERCHANT_SERIAL_NO[..20], &lower[20..]);
        for serial in [
            format!("00{MERCHANT_SERIAL_NO}"),
            format!("0{lower}"),
            lower,
            mixed,
        ] {
            let request = signed(NOW, "nonce", |value| {
                value.replace(MERCHANT_SERIAL_NO, &serial)
            });
            assert_eq!(admit(&authenticator(), &request), Ok(()), "{serial}");
        }
    }

    #[test]
    fn each_part_of_the_signed_message_is_checked() {
        let changes: [fn(&mut Request); 4] = [
            |request| request.method = "POST".to_owned(),
            |request| request.target = "/v3/a?b=d".to_owned(),
            |request| request.target = "/v3/a".to_owned(),
            |request| request.body.push(b' '),
        ];
        for change in changes {
            let mut request = signed(NOW, "nonce", |same| same);
            change(&mut request);
            assert_eq!(
                admit(&authenticator(), &request),
                Err(SignatureFault::Mismatch)
            );
        }
    }

    #[test]
    fn a_rejected_request_does_not_use_up_its_nonce() {
        let authenticator = authenticator();
        let mut request = signed(NOW, "nonce", |same| same);
        request.body.clear();
        assert_eq!(
            admit(&authenticator, &request),
            Err(SignatureFault::Mismatch)
        );
        assert_eq!(
            admit(&authenticator, &signed(NOW, "nonce", |same| same)),
            Ok(())
        );
    }

    #[test]
    fn exactly_one_authorization_header_is_required() {
        let mut request = signed(NOW, "nonce", |same| same);
        request.headers = Headers::default();
        assert_eq!(
            admit(&authenticator(), &request),
            Err(SignatureFault::Missing)
        );
        request.headers = Headers::from_iter([("Authorization", "a b"), ("authorization", "a b")]);
        assert!(matches!(
            admit(&authenticator(), &request),
            Err(SignatureFault::Malformed(_))
        ));
    }
}
