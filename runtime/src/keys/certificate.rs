//! X.509 certificates of APIv3: the merchant's own, and those of the platform.

mod validity;
mod x509;

use std::fmt;
use std::path::Path;

use crate::client::build_error::Problem;
use crate::keys::key_error::{Expected, KeyError};
use crate::keys::pem::{self, PrivateKey, PublicKey};
use validity::{Utc, Validity};

/// The serial, the key and the validity of a certificate.
///
/// The issuer is not checked. Like a public key, a certificate is trusted because of the source
/// from which the user got it.
#[derive(Clone)]
struct Certificate {
    serial_no: String,
    public_key: PublicKey,
    validity: Validity,
}

impl Certificate {
    fn from_pem(file: &[u8], expected: Expected) -> Result<Self, KeyError> {
        let block = pem::only_block(file, expected)?;
        let fields = x509::read(&block.contents).map_err(|found| KeyError::new(expected, found))?;
        Ok(Self {
            public_key: PublicKey::from_spki(fields.public_key)
                .map_err(|found| KeyError::new(expected, found))?,
            serial_no: fields.serial_no,
            validity: fields.validity,
        })
    }

    fn check(&self, now: i64, renewal: &'static str, setting: &'static str) -> Result<(), Problem> {
        let Validity {
            not_before,
            not_after,
        } = self.validity;
        let (fault, limit, remedy) = if self.validity.contains(now) {
            return Ok(());
        } else if now < not_before {
            ("is not valid before", not_before, "use it after that time")
        } else {
            ("was valid until", not_after, renewal)
        };
        Err(Problem::new(
            setting,
            format!(
                "the certificate {} {fault} {}, and the local clock says {}: {remedy}; if the \
                 clock is wrong, set it",
                self.serial_no,
                Utc(limit),
                Utc(now)
            ),
        ))
    }
}

/// Omits the key.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}, {})", self.serial_no, self.validity)
    }
}

macro_rules! certificate {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Certificate);

        impl $name {
            /// Reads a certificate from the contents of a PEM file: one certificate with an RSA key
            /// of 2048 to 8192 bits.
            ///
            /// # Errors
            /// If the file contains anything else, or several certificates. The error says what the
            /// file is and where to find the right one. An expired certificate can be read; the
            /// client rejects it later.
            pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
                Certificate::from_pem(pem.as_ref(), Expected::$name).map(Self)
            }

            /// Reads the file at `path`, like [`from_pem`](Self::from_pem).
            ///
            /// # Errors
            /// The same as for `from_pem`, and if the file cannot be read. The error names the
            /// file.
            pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
                pem::from_file(path.as_ref(), Expected::$name, Self::from_pem)
            }

            /// The serial in the form of WeChat Pay and `openssl x509 -serial`: upper-case hex, two
            /// digits per octet.
            #[must_use]
            pub fn serial_no(&self) -> &str {
                &self.0.serial_no
            }

            /// The first second of its validity, in Unix seconds.
            #[must_use]
            pub fn not_before(&self) -> i64 {
                self.0.validity.not_before
            }

            /// The last second of its validity, in Unix seconds.
            #[must_use]
            pub fn not_after(&self) -> i64 {
                self.0.validity.not_after
            }

            /// Whether the certificate is valid at `now`, in Unix seconds.
            #[must_use]
            pub fn is_valid_at(&self, now: i64) -> bool {
                self.0.validity.contains(now)
            }

            /// The public key in the certificate.
            #[must_use]
            pub fn public_key(&self) -> &PublicKey {
                &self.0.public_key
            }
        }

        /// Shows serial and validity, but no key.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{:?}", stringify!($name), self.0)
            }
        }
    };
}

certificate! {
    /// The merchant API certificate: the file `apiclient_cert.pem`, created together with
    /// `apiclient_key.pem`.
    ///
    /// Each request names its serial.
    MerchantCertificate
}

certificate! {
    /// A certificate of WeChat Pay's platform (`wechatpay_….pem`), which verifies responses.
    ///
    /// It is for merchants that do not use a [`PublicKey`] yet. `/v3/certificates` and WeChat Pay's
    /// download tool provide it. The merchant's own `…_cert.zip` does not contain it.
    PlatformCertificate
}

impl MerchantCertificate {
    pub(crate) const SETTING: &'static str = "merchant_certificate";

    /// Rejects a certificate that is not valid at `now`.
    pub(crate) fn check(&self, now: i64) -> Result<(), Problem> {
        const RENEWAL: &str = "apply for a new one on the merchant platform (API security), and \
                               use it together with its new `apiclient_key.pem`";
        self.0.check(now, RENEWAL, Self::SETTING)
    }

    /// Rejects a key that does not belong to this certificate.
    pub(crate) fn check_key(&self, key: &PrivateKey) -> Result<(), Problem> {
        if key.is_private_half_of(self.public_key()) {
            return Ok(());
        }
        Err(Problem::new(
            Self::SETTING,
            format!(
                "the certificate {} does not belong to the key given as `merchant_key`: use the \
                 `apiclient_cert.pem` and `apiclient_key.pem` of one application for one merchant",
                self.serial_no()
            ),
        ))
    }
}

impl PlatformCertificate {
    pub(crate) const SETTING: &'static str = "platform_certificate";

    /// Whether this is the serial of the certificate. Leading zeros and letter case do not matter.
    #[cfg(feature = "platform-certificates")]
    pub(crate) fn has_serial_no(&self, serial_no: &str) -> bool {
        let digits = |text| str::trim_start_matches(text, '0');
        digits(self.serial_no()).eq_ignore_ascii_case(digits(serial_no))
    }

    /// Rejects a certificate that is not valid at `now`.
    pub(crate) fn check(&self, now: i64) -> Result<(), Problem> {
        const RENEWAL: &str = "download the platform's current certificates, or migrate to the \
                               WeChat Pay public key on the merchant platform";
        self.0.check(now, RENEWAL, Self::SETTING)
    }

    /// Rejects a certificate that has expired at `now`. A certificate that is not valid yet is
    /// accepted.
    pub(crate) fn check_not_expired(&self, now: i64) -> Result<(), Problem> {
        if now < self.not_before() {
            return Ok(());
        }
        self.check(now)
    }
}
