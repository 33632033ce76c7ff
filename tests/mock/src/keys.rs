//! The key pairs: the merchant's pair, which the client uses, and the platform's pairs, which sign
//! the responses.

mod certificate;
mod platform;

use std::io;
use std::sync::OnceLock;
use std::thread;

use rsa::pkcs1v15::{SigningKey, VerifyingKey};
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::rand_core::OsRng;
use rsa::{RsaPrivateKey, RsaPublicKey};

use crate::signature::{Signer, Verifier};

pub use platform::PlatformKey;

/// The merchant that the mock knows.
pub(crate) const MCHID: &str = "1900000001";
/// The serial number of that merchant's API certificate.
pub(crate) const MERCHANT_SERIAL_NO: &str = "4B8C1F0E6A52D97730C6E1A5F92B84D06E3A7C15";

const BITS: usize = 2048;

/// All keys, each in the form that its user needs.
pub(crate) struct Keys {
    pub(crate) merchant: Verifier,
    pub(crate) merchant_key_pem: String,
    pub(crate) merchant_certificate_pem: String,
    pub(crate) platform_certificate_pem: String,
    pub(crate) second_platform_certificate_pem: String,
    public_key: KeyPair,
    certificate: KeyPair,
    second: KeyPair,
}

/// A key pair of the platform.
struct KeyPair {
    signer: Signer,
    public: RsaPublicKey,
    public_key_pem: String,
}

impl Keys {
    /// The keys of this process. They are generated at the first use, so that a test binary
    /// generates them once, however many mocks it starts.
    pub(crate) fn shared() -> io::Result<&'static Self> {
        static KEYS: OnceLock<Result<Keys, String>> = OnceLock::new();
        KEYS.get_or_init(Self::generate)
            .as_ref()
            .map_err(|error| io::Error::other(error.as_str()))
    }

    /// Signs with one of the platform's keys.
    pub(crate) fn signer(&self, key: PlatformKey) -> &Signer {
        &self.pair(key).signer
    }

    /// The public half of a key, as SPKI PEM.
    pub(crate) fn public_key_pem(&self, key: PlatformKey) -> &str {
        &self.pair(key).public_key_pem
    }

    /// A certificate of a key, as PEM, that is valid from the first to the last time.
    #[cfg(feature = "platform-certificates")]
    pub(crate) fn certificate(
        &self,
        key: PlatformKey,
        validity: (i64, i64),
    ) -> Result<String, String> {
        self.pair(key).certified_during(key, validity)
    }

    fn pair(&self, key: PlatformKey) -> &KeyPair {
        match key {
            PlatformKey::PublicKey => &self.public_key,
            PlatformKey::Certificate => &self.certificate,
            PlatformKey::SecondPublicKey | PlatformKey::SecondCertificate => &self.second,
        }
    }

    fn generate() -> Result<Self, String> {
        // The search for primes takes most of the time, so each key has its own thread.
        let [merchant, public_key, certificate, second] = thread::scope(|scope| {
            [(); 4]
                .map(|()| scope.spawn(generate_key))
                .map(|key| key.join().map_err(|_| "a key could not be made")?)
        });
        let merchant = merchant?;
        let public = RsaPublicKey::from(&merchant);
        let merchant_key_pem = merchant
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|e| e.to_string())?
            .to_string();
        let merchant_certificate_pem = certificate::self_signed(
            &public,
            &Signer(SigningKey::new(merchant)),
            MERCHANT_SERIAL_NO,
            MCHID,
            platform::VALIDITY,
        )?;
        let (certificate, second) = (KeyPair::new(certificate?)?, KeyPair::new(second?)?);
        Ok(Self {
            merchant: Verifier(VerifyingKey::new(public)),
            merchant_key_pem,
            merchant_certificate_pem,
            platform_certificate_pem: certificate.certified(PlatformKey::Certificate)?,
            second_platform_certificate_pem: second.certified(PlatformKey::SecondCertificate)?,
            public_key: KeyPair::new(public_key?)?,
            certificate,
            second,
        })
    }
}

impl KeyPair {
    fn new(key: RsaPrivateKey) -> Result<Self, String> {
        let public = RsaPublicKey::from(&key);
        Ok(Self {
            public_key_pem: public
                .to_public_key_pem(LineEnding::LF)
                .map_err(|e| e.to_string())?,
            public,
            signer: Signer(SigningKey::new(key)),
        })
    }

    fn certified(&self, name: PlatformKey) -> Result<String, String> {
        self.certified_during(name, name.validity())
    }

    fn certified_during(&self, name: PlatformKey, validity: (i64, i64)) -> Result<String, String> {
        let common_name = "wechatpay-mock platform";
        certificate::self_signed(
            &self.public,
            &self.signer,
            name.name(),
            common_name,
            validity,
        )
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
    fn pem_texts_contain_the_keys_in_use() {
        let keys = Keys::shared().unwrap();
        assert!(
            keys.merchant_key_pem
                .starts_with("-----BEGIN PRIVATE KEY-----\n")
        );
        let merchant = RsaPrivateKey::from_pkcs8_pem(&keys.merchant_key_pem).unwrap();
        assert_eq!(merchant.n().bits(), 2048);
        let by_merchant = base64(&Signer(SigningKey::new(merchant)).sign(b"message"));
        assert!(keys.merchant.accepts(b"message", &by_merchant));

        for key in [
            PlatformKey::PublicKey,
            PlatformKey::Certificate,
            PlatformKey::SecondPublicKey,
        ] {
            let pem = keys.public_key_pem(key);
            assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\n"));
            let public = RsaPublicKey::from_public_key_pem(pem).unwrap();
            assert_eq!(public.n().bits(), 2048);
            let by_platform = base64(&keys.signer(key).sign(b"message"));
            assert!(Verifier(VerifyingKey::new(public)).accepts(b"message", &by_platform));
            assert!(!keys.merchant.accepts(b"message", &by_platform));
        }
        for pem in [
            &keys.merchant_certificate_pem,
            &keys.platform_certificate_pem,
            &keys.second_platform_certificate_pem,
        ] {
            assert!(pem.starts_with("-----BEGIN CERTIFICATE-----\n"));
        }
    }

    #[test]
    fn the_platform_has_three_different_key_pairs() {
        let keys = Keys::shared().unwrap();
        let pem = |key| keys.public_key_pem(key);
        assert_ne!(pem(PlatformKey::PublicKey), pem(PlatformKey::Certificate));
        assert_ne!(
            pem(PlatformKey::PublicKey),
            pem(PlatformKey::SecondPublicKey)
        );
        assert_ne!(
            pem(PlatformKey::Certificate),
            pem(PlatformKey::SecondCertificate)
        );
        assert_eq!(
            pem(PlatformKey::SecondPublicKey),
            pem(PlatformKey::SecondCertificate)
        );
    }

    #[test]
    fn all_mocks_of_a_process_share_one_set_of_keys() {
        assert!(ptr::eq(Keys::shared().unwrap(), Keys::shared().unwrap()));
    }

    #[test]
    fn key_ids_and_serials_have_the_form_of_real_ones() {
        let is_serial = |text: &str| {
            text.len() == 40
                && text
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
        };
        let is_id = |text: &str| {
            let digits = text.strip_prefix("PUB_KEY_ID_").unwrap_or_default();
            digits.len() == 28 && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        assert!(MCHID.bytes().all(|byte| byte.is_ascii_digit()));
        assert!(is_serial(MERCHANT_SERIAL_NO));
        assert!(is_serial(PlatformKey::Certificate.name()));
        assert!(is_serial(PlatformKey::SecondCertificate.name()));
        assert!(is_id(PlatformKey::PublicKey.name()));
        assert!(is_id(PlatformKey::SecondPublicKey.name()));
    }
}
