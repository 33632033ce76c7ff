//! The merchant's identity: number, key and certificate serial, and the `Authorization` header.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::call::nonce::Nonce;
use crate::client::build_error::{BuildError, Problem, Problems};
use crate::endpoint::Method;
use crate::keys::certificate::MerchantCertificate;
use crate::keys::key_error::is_file_name;
use crate::keys::pem::{CryptoError, PrivateKey};
use crate::text::unexpected_character;

/// The identity that signs requests: merchant number, certificate serial and private key.
#[derive(Clone, Debug)]
pub struct Credential {
    mchid: Mchid,
    serial_no: SerialNo,
    key: PrivateKey,
}

impl Credential {
    /// A credential of the merchant `mchid`. The merchant API certificate of `key` has the serial
    /// `serial_no` (hex).
    ///
    /// # Errors
    /// If `mchid` or `serial_no` is malformed. The error lists both if both are.
    pub fn new(mchid: &str, serial_no: &str, key: PrivateKey) -> Result<Self, BuildError> {
        let mut problems = Problems::default();
        let mchid = problems.record(Mchid::parse(mchid));
        let serial_no = problems.record(SerialNo::parse(serial_no));
        problems.finish(
            mchid
                .zip(serial_no)
                .map(|(mchid, serial_no)| Self::from_parts(mchid, serial_no, key)),
        )
    }

    /// A credential of the merchant `mchid` with its API certificate and the key that belongs to
    /// it.
    ///
    /// `now` is the local time in Unix seconds.
    ///
    /// # Errors
    /// If `mchid` is malformed, if the certificate is not valid at `now`, or if `key` does not
    /// belong to it. The error lists everything that is wrong.
    pub fn of_certificate(
        mchid: &str,
        certificate: &MerchantCertificate,
        key: PrivateKey,
        now: i64,
    ) -> Result<Self, BuildError> {
        let mut problems = Problems::default();
        let mchid = problems.record(Mchid::parse(mchid));
        problems.record(certificate.check(now));
        problems.record(certificate.check_key(&key));
        let serial_no = SerialNo::from_certificate(certificate);
        problems.finish(mchid.map(|mchid| Self::from_parts(mchid, serial_no, key)))
    }

    pub(crate) fn from_parts(mchid: Mchid, serial_no: SerialNo, key: PrivateKey) -> Self {
        Self {
            mchid,
            serial_no,
            key,
        }
    }

    #[cfg(feature = "encrypted-fields")]
    pub(crate) fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// The merchant number.
    pub(crate) fn mchid(&self) -> &str {
        &self.mchid.0
    }

    /// The value of the `Authorization` header for exactly these bytes.
    pub(crate) fn authorization(
        &self,
        method: Method,
        target: &str,
        timestamp: i64,
        nonce: &Nonce,
        body: &[u8],
    ) -> Result<String, CryptoError> {
        let nonce = nonce.as_str();
        let mut message = format!("{method}\n{target}\n{timestamp}\n{nonce}\n").into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        let signature = STANDARD.encode(self.key.sign(&message)?);
        let (Mchid(mchid), SerialNo(serial_no)) = (&self.mchid, &self.serial_no);
        Ok(format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",nonce_str=\"{nonce}\",\
             timestamp=\"{timestamp}\",serial_no=\"{serial_no}\",signature=\"{signature}\""
        ))
    }
}

/// A merchant number: up to 32 digits.
#[derive(Clone, Debug)]
pub(crate) struct Mchid(String);

impl Mchid {
    pub(crate) const SETTING: &'static str = "mchid";

    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        const EXPECTED: &str =
            "must be the merchant number, digits only, such as `1900000001` (not an AppID)";
        let found =
            if (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
                return Ok(Self(text.to_owned()));
            } else if text.is_empty() {
                Some("is empty".to_owned())
            } else if let Some(kind) = Kind::detect(text).filter(|kind| *kind != Kind::AppId) {
                Some(format!("is {kind}"))
            } else {
                unexpected_character(text)
            };
        let text = match found {
            Some(found) => format!("{found}: it {EXPECTED}").into(),
            None => Cow::Borrowed(EXPECTED),
        };
        Err(Problem::new(Self::SETTING, text))
    }
}

/// The serial of the merchant's API certificate: up to 40 upper-case hex digits.
#[derive(Clone, Debug)]
pub(crate) struct SerialNo(String);

impl SerialNo {
    pub(crate) const SETTING: &'static str = "merchant_serial_no";

    pub(crate) fn from_certificate(certificate: &MerchantCertificate) -> Self {
        Self(certificate.serial_no().to_owned())
    }

    /// Checks that this is the serial of the certificate. Leading zeros do not matter.
    pub(crate) fn check_same(&self, certificate: &MerchantCertificate) -> Result<(), Problem> {
        let number = |serial_no: &str| serial_no.trim_start_matches('0').to_owned();
        if number(&self.0) == number(certificate.serial_no()) {
            return Ok(());
        }
        Err(Problem::new(
            Self::SETTING,
            format!(
                "`{}` is not the serial of `merchant_certificate`, which is `{}`: remove the call \
                 of `.merchant_serial_no(…)`",
                self.0,
                certificate.serial_no()
            ),
        ))
    }

    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        const EXPECTED: &str = "must be the serial of the merchant API certificate: up to 40 hex \
                                digits, without colons or spaces";
        let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let found = match Kind::detect(text).filter(|kind| *kind != Kind::Serial) {
            _ if (1..=40).contains(&text.len()) && is_hex => {
                return Ok(Self(text.to_ascii_uppercase()));
            }
            _ if text.is_empty() => Some("is empty".to_owned()),
            Some(Kind::PublicKeyId) => {
                return Err(Problem::new(
                    Self::SETTING,
                    "is the id of a WeChat Pay public key: use the serial of the merchant's own \
                     API certificate",
                ));
            }
            Some(kind) => Some(format!("is {kind}")),
            None if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(
                "is a decimal number, as some tools print serials (`openssl x509 -serial` prints \
                 hex)"
                    .to_owned(),
            ),
            None if is_hex => Some(format!("has {} hex digits", text.len())),
            None => unexpected_character(text)
                .or_else(|| text.contains(':').then(|| "contains colons".to_owned()))
                .or_else(|| {
                    let prefix = ["0x", "0X", "serial=", "serial:"];
                    let prefix = prefix.iter().find(|prefix| text.starts_with(*prefix))?;
                    Some(format!("starts with `{prefix}`"))
                }),
        };
        let text = match found {
            Some(found) => format!("{found}: it {EXPECTED}").into(),
            None => Cow::Borrowed(EXPECTED),
        };
        Err(Problem::new(Self::SETTING, text))
    }

    /// Rejects a serial that equals the merchant number.
    pub(crate) fn check_differs(text: &str, mchid: Option<&str>) -> Result<(), Problem> {
        if mchid != Some(text) || text.is_empty() {
            return Ok(());
        }
        Err(Problem::new(
            Self::SETTING,
            "is the same as `mchid`: use the serial of the merchant API certificate, as `openssl \
             x509 -serial` prints it",
        ))
    }
}

/// What a text probably is, judging by its form, if it was given for the wrong setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pem,
    FileName,
    PublicKeyId,
    AppId,
    Serial,
}

impl Kind {
    pub(crate) fn detect(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let has_letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
        let is_app_id =
            |rest: &str| rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if text.contains("-----BEGIN") {
            Some(Self::Pem)
        } else if is_file_name(text.as_bytes()) {
            Some(Self::FileName)
        } else if text.starts_with("PUB_KEY_ID_") {
            Some(Self::PublicKeyId)
        } else if text.strip_prefix("wx").is_some_and(is_app_id) {
            Some(Self::AppId)
        } else if text.len() == 40 && is_hex && has_letters {
            Some(Self::Serial)
        } else {
            None
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pem => "the contents of a PEM file",
            Self::FileName => "the name of a file",
            Self::PublicKeyId => "the id of a WeChat Pay public key",
            Self::AppId => "an AppID",
            Self::Serial => "the serial of a certificate",
        })
    }
}
