//! The two key pairs: the merchant's, which the client is given, and the platform's, which signs the answers.

use std::io;
use std::sync::OnceLock;

use rsa::pkcs1v15::{SigningKey, VerifyingKey};
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::rand_core::OsRng;
use rsa::{RsaPrivateKey, RsaPublicKey};

use crate::signature::{Signer, Verifier};

/// The merchant that the mock knows.
pub(crate) const MCHID: &str = "1900000001";
/// The serial number of that merchant's API certificate.
pub(crate) const MERCHANT_SERIAL_NO: &str = "4B8C1F0E6A52D97730C6E1A5F92B84D06E3A7C15";
/// The id of the platform's public key.
pub(crate) const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000000012025010100000001";

const BITS: usize = 2048;

/// Both key pairs, each in the form that its holder needs.
pub(crate) struct Keys {
    pub(crate) merchant: Verifier,
    pub(crate) merchant_key_pem: String,
    pub(crate) platform: Signer,
    pub(crate) public_key_pem: String,
}

impl Keys {
    /// The keys of this process, made when first asked for: a test binary pays for one generation, however many mocks
    /// it starts.
    pub(crate) fn of_this_process() -> io::Result<&'static Self> {
        static KEYS: OnceLock<Result<Keys, String>> = OnceLock::new();
        KEYS.get_or_init(Self::generate)
            .as_ref()
            .map_err(|error| io::Error::other(error.as_str()))
    }

    fn generate() -> Result<Self, String> {
        let merchant = generate_key()?;
        let platform = generate_key()?;
        Ok(Self {
            merchant: Verifier(VerifyingKey::new(RsaPublicKey::from(&merchant))),
            merchant_key_pem: merchant
                .to_pkcs8_pem(LineEnding::LF)
                .map_err(|e| e.to_string())?
                .to_string(),
            public_key_pem: RsaPublicKey::from(&platform)
                .to_public_key_pem(LineEnding::LF)
                .map_err(|e| e.to_string())?,
            platform: Signer(SigningKey::new(platform)),
        })
    }
}

fn generate_key() -> Result<RsaPrivateKey, String> {
    RsaPrivateKey::new(&mut OsRng, BITS).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
    use rsa::traits::PublicKeyParts as _;

    use super::*;
    use crate::signature::base64;

    #[test]
    fn pems_hold_the_keys_in_use() {
        let keys = Keys::of_this_process().unwrap();
        assert!(
            keys.merchant_key_pem
                .starts_with("-----BEGIN PRIVATE KEY-----\n")
        );
        assert!(
            keys.public_key_pem
                .starts_with("-----BEGIN PUBLIC KEY-----\n")
        );

        let merchant = RsaPrivateKey::from_pkcs8_pem(&keys.merchant_key_pem).unwrap();
        let platform = RsaPublicKey::from_public_key_pem(&keys.public_key_pem).unwrap();
        assert_eq!((merchant.n().bits(), platform.n().bits()), (2048, 2048));
        assert_ne!(merchant.n(), platform.n());

        let by_merchant = base64(&Signer(SigningKey::new(merchant)).sign(b"message"));
        assert!(keys.merchant.accepts(b"message", &by_merchant));
        let by_platform = base64(&keys.platform.sign(b"message"));
        assert!(Verifier(VerifyingKey::new(platform)).accepts(b"message", &by_platform));
        assert!(!keys.merchant.accepts(b"message", &by_platform));
    }

    #[test]
    fn one_process_has_one_set() {
        assert!(ptr::eq(
            Keys::of_this_process().unwrap(),
            Keys::of_this_process().unwrap()
        ));
    }

    #[test]
    fn names_have_the_forms_of_the_real_ones() {
        assert!(MCHID.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(MERCHANT_SERIAL_NO.len(), 40);
        assert!(
            MERCHANT_SERIAL_NO
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
        );
        assert!(
            PUBLIC_KEY_ID
                .strip_prefix("PUB_KEY_ID_")
                .unwrap()
                .bytes()
                .all(|byte| byte.is_ascii_digit())
        );
    }
}
