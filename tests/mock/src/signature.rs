//! The two signed messages of APIv3, and their signatures with RSA and SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
#[cfg(feature = "encrypted-fields")]
use rsa::{RsaPrivateKey, RsaPublicKey};

/// The message that a merchant signs: five lines, each ended by LF, with target and body exactly as
/// received.
pub(crate) fn request_message(
    method: &str,
    target: &str,
    timestamp: &str,
    nonce: &str,
    body: &[u8],
) -> Vec<u8> {
    lines(&[
        method.as_bytes(),
        target.as_bytes(),
        timestamp.as_bytes(),
        nonce.as_bytes(),
        body,
    ])
}

/// The message that WeChat Pay signs: three lines, each ended by LF.
pub(crate) fn response_message(timestamp: &str, nonce: &str, body: &[u8]) -> Vec<u8> {
    lines(&[timestamp.as_bytes(), nonce.as_bytes(), body])
}

fn lines(lines: &[&[u8]]) -> Vec<u8> {
    let mut message = Vec::new();
    for line in lines {
        message.extend_from_slice(line);
        message.push(b'\n');
    }
    message
}

/// A private key that signs.
pub(crate) struct Signer(pub(crate) SigningKey<Sha256>);

impl Signer {
    /// The key, which also decrypts.
    #[cfg(feature = "encrypted-fields")]
    pub(crate) fn private_key(&self) -> &RsaPrivateKey {
        self.0.as_ref()
    }

    /// The bytes of the signature. A 2048-bit key cannot fail here. If it did, every client would
    /// reject the empty signature.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0
            .try_sign(message)
            .map(|signature| signature.to_vec())
            .unwrap_or_default()
    }
}

/// A public key that verifies signatures.
pub(crate) struct Verifier(pub(crate) VerifyingKey<Sha256>);

impl Verifier {
    /// The key, which also encrypts.
    #[cfg(feature = "encrypted-fields")]
    pub(crate) fn public_key(&self) -> &RsaPublicKey {
        self.0.as_ref()
    }

    /// Whether this text is the standard padded Base64 of a valid signature.
    pub(crate) fn accepts(&self, message: &[u8], signature: &str) -> bool {
        STANDARD
            .decode(signature)
            .ok()
            .and_then(|bytes| Signature::try_from(bytes.as_slice()).ok())
            .is_some_and(|signature| self.0.verify(message, &signature).is_ok())
    }
}

/// Standard padded Base64.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use rsa::pkcs8::DecodePublicKey as _;
    use rsa::sha2::Digest as _;
    use rsa::traits::PublicKeyParts as _;
    use rsa::{BigUint, RsaPublicKey};
    use serde_json::Value;

    use super::*;
    use crate::keys::{Keys, PlatformKey};

    fn vectors() -> Value {
        serde_json::from_str(include_str!("../vectors/signatures.json")).unwrap()
    }

    fn verifier() -> Verifier {
        let key =
            RsaPublicKey::from_public_key_pem(include_str!("../vectors/public_key.pem")).unwrap();
        Verifier(VerifyingKey::new(key))
    }

    fn text<'a>(vector: &'a Value, key: &str) -> &'a str {
        vector[key].as_str().unwrap()
    }

    /// The message of a test vector: that of a request or of a response.
    fn message(vector: &Value) -> Vec<u8> {
        let (timestamp, nonce) = (text(vector, "timestamp"), text(vector, "nonce"));
        let body = text(vector, "body").as_bytes();
        match vector.get("method") {
            Some(_) => request_message(
                text(vector, "method"),
                text(vector, "target"),
                timestamp,
                nonce,
                body,
            ),
            None => response_message(timestamp, nonce, body),
        }
    }

    #[test]
    fn signatures_made_by_openssl_are_accepted() {
        let vectors = vectors();
        let good: Vec<_> = ["requests", "responses"]
            .iter()
            .flat_map(|key| vectors[key].as_array().unwrap())
            .collect();
        assert_eq!(good.len(), 5);
        for vector in good {
            let message = message(vector);
            assert_eq!(
                message.len() as u64,
                vector["message_length"].as_u64().unwrap(),
                "{}",
                vector["name"]
            );
            assert!(
                verifier().accepts(&message, text(vector, "signature")),
                "{}",
                vector["name"]
            );
        }
    }

    #[test]
    fn signatures_by_openssl_with_other_parameters_are_rejected() {
        let vectors = vectors();
        let refused = vectors["refused"].as_array().unwrap();
        assert_eq!(refused.len(), 5);
        for vector in refused {
            assert!(
                !verifier().accepts(&message(vector), text(vector, "signature")),
                "{}",
                vector["name"]
            );
        }
    }

    #[test]
    fn a_signature_with_any_bit_flipped_is_rejected() {
        let vectors = vectors();
        let vector = &vectors["requests"][0];
        let signature = STANDARD.decode(text(vector, "signature")).unwrap();
        for bit in 0..signature.len() * 8 {
            let mut damaged = signature.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(
                !verifier().accepts(&message(vector), &base64(&damaged)),
                "bit {bit}"
            );
        }
    }

    #[test]
    fn a_signature_in_another_encoding_is_rejected() {
        let vectors = vectors();
        let vector = &vectors["requests"][0];
        let good = text(vector, "signature");
        let stretched = {
            let mut bytes = STANDARD.decode(good).unwrap();
            bytes.insert(0, 0);
            base64(&bytes)
        };
        for bad in [
            "",
            "=",
            "not Base64",
            good.trim_end_matches('='),
            &format!("{good}\n"),
            &good[4..],
            &stretched,
        ] {
            assert!(!verifier().accepts(&message(vector), bad), "{bad:?}");
        }
    }

    /// Decrypts the signature with plain modular arithmetic and compares it with a handwritten
    /// EMSA-PKCS1-v1_5 encoding.
    #[test]
    fn the_mock_signs_with_pkcs1_v1_5_and_sha_256() {
        const DIGEST_INFO: &[u8] =
            b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";
        let keys = Keys::shared().unwrap();
        let key =
            RsaPublicKey::from_public_key_pem(keys.public_key_pem(PlatformKey::PublicKey)).unwrap();
        let message = response_message("1700000002", "nonce", "{\"券\":1}".as_bytes());

        let signature = keys.signer(PlatformKey::PublicKey).sign(&message);
        let undone = BigUint::from_bytes_be(&signature)
            .modpow(key.e(), key.n())
            .to_bytes_be();

        let digest = Sha256::digest(&message);
        let padding = vec![0xff; 256 - 3 - DIGEST_INFO.len() - digest.len()];
        // The leading zero byte is not part of the number.
        let expected = [
            &[1],
            padding.as_slice(),
            &[0],
            DIGEST_INFO,
            digest.as_slice(),
        ]
        .concat();
        assert_eq!(signature.len(), 256);
        assert_eq!(undone, expected);
    }

    #[test]
    fn an_empty_body_adds_an_empty_line_to_the_signed_message() {
        assert_eq!(
            request_message("GET", "/v3/a?b=c", "1", "n", b""),
            b"GET\n/v3/a?b=c\n1\nn\n\n"
        );
        assert_eq!(response_message("1", "n", b""), b"1\nn\n\n");
    }
}
