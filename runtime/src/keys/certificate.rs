//! The two kinds of X.509 certificates of APIv3: the merchant's own, and those of the platform.

mod validity;
mod x509;

use std::fmt;
use std::path::Path;

use crate::client::build_error::Problem;
use crate::keys::key_error::{KeyError, Wanted};
use crate::keys::pem::{self, PrivateKey, PublicKey};
use validity::{Utc, Validity};

/// A certificate's serial, key and time of validity. Who issued it is not looked at: as with a public key, it is
/// trusted because of where the user got it from.
#[derive(Clone)]
struct Certificate {
    serial_no: String,
    public_key: PublicKey,
    validity: Validity,
}

impl Certificate {
    fn from_pem(file: &[u8], wanted: Wanted) -> Result<Self, KeyError> {
        let block = pem::only_block(file, wanted)?;
        let fields = x509::read(&block.contents).map_err(|found| KeyError::new(wanted, found))?;
        Ok(Self {
            public_key: PublicKey::from_spki(fields.public_key)
                .map_err(|found| KeyError::new(wanted, found))?,
            serial_no: fields.serial_no,
            validity: fields.validity,
        })
    }

    fn check(&self, now: i64, renewal: &'static str, setting: &'static str) -> Result<(), Problem> {
        let Validity {
            not_before,
            not_after,
        } = self.validity;
        let (fault, at, remedy) = if self.validity.contains(now) {
            return Ok(());
        } else if now < not_before {
            ("is not valid before", not_before, "use it from then on")
        } else {
            ("was valid until", not_after, renewal)
        };
        Err(Problem::new(
            setting,
            format!(
                "the certificate {} {fault} {}, and the local clock says {}: {remedy}; if the clock is wrong, set it",
                self.serial_no,
                Utc(at),
                Utc(now)
            ),
        ))
    }
}

/// No key.
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
            /// Reads the contents of a PEM file that holds one certificate, with an RSA key of 2048 to 8192 bits.
            ///
            /// # Errors
            /// Where the file holds anything else, or several certificates; the error names what it is and where the
            /// right file is found. An expired certificate is read: its use is refused.
            pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
                Certificate::from_pem(pem.as_ref(), Wanted::$name).map(Self)
            }

            /// [`from_pem`](Self::from_pem) with the contents of the file at `path`.
            ///
            /// # Errors
            /// As there, and where the file cannot be read; the error names the file.
            pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
                pem::from_file(path.as_ref(), Wanted::$name, Self::from_pem)
            }

            /// The serial as WeChat Pay and `openssl x509 -serial` write it: upper-case hex, two digits an octet.
            #[must_use]
            pub fn serial_no(&self) -> &str {
                &self.0.serial_no
            }

            /// The first second at which it is valid, in Unix seconds.
            #[must_use]
            pub fn not_before(&self) -> i64 {
                self.0.validity.not_before
            }

            /// The last second at which it is valid, in Unix seconds.
            #[must_use]
            pub fn not_after(&self) -> i64 {
                self.0.validity.not_after
            }

            /// Whether it is valid at `now`, in Unix seconds.
            #[must_use]
            pub fn is_valid_at(&self, now: i64) -> bool {
                self.0.validity.contains(now)
            }

            /// The key that it certifies.
            #[must_use]
            pub fn public_key(&self) -> &PublicKey {
                &self.0.public_key
            }
        }

        /// Serial and validity, no key.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{:?}", stringify!($name), self.0)
            }
        }
    };
}

certificate! {
    /// The merchant's API certificate: the file `apiclient_cert.pem`, made together with `apiclient_key.pem`. Requests
    /// name its serial.
    MerchantCertificate
}

certificate! {
    /// A certificate of WeChat Pay's platform (`wechatpay_….pem`), which verifies responses where the merchant has not
    /// moved to a [`PublicKey`] yet. It is what `/v3/certificates` and WeChat Pay's download tool give; nothing in the
    /// merchant's own `…_cert.zip` is one.
    PlatformCertificate
}

impl MerchantCertificate {
    pub(crate) const SETTING: &'static str = "merchant_certificate";

    /// Refuses a certificate that is not valid at `now`.
    pub(crate) fn check(&self, now: i64) -> Result<(), Problem> {
        const RENEWAL: &str = "apply for a new one on the merchant platform (API security), and give it together with \
                               its own new `apiclient_key.pem`";
        self.0.check(now, RENEWAL, Self::SETTING)
    }

    /// Refuses a key that is not the one this certificate was made for.
    pub(crate) fn check_key(&self, key: &PrivateKey) -> Result<(), Problem> {
        if key.is_private_half_of(self.public_key()) {
            return Ok(());
        }
        Err(Problem::new(
            Self::SETTING,
            format!(
                "the certificate {} is not that of the key given as `merchant_key`: `apiclient_cert.pem` and \
                 `apiclient_key.pem` have to come out of one application, for one merchant",
                self.serial_no()
            ),
        ))
    }
}

impl PlatformCertificate {
    pub(crate) const SETTING: &'static str = "platform_certificate";

    /// Refuses a certificate that is not valid at `now`.
    pub(crate) fn check(&self, now: i64) -> Result<(), Problem> {
        const RENEWAL: &str = "download the platform's current certificates, or move to the WeChat Pay public key on \
                               the merchant platform";
        self.0.check(now, RENEWAL, Self::SETTING)
    }

    /// Refuses a certificate that has expired by `now`; one that is not valid yet may wait for its time.
    pub(crate) fn check_not_expired(&self, now: i64) -> Result<(), Problem> {
        if now < self.not_before() {
            return Ok(());
        }
        self.check(now)
    }
}
