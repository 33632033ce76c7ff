//! Who signs requests: the merchant's number, key and certificate serial, and the `Authorization` header they make.

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
use crate::text::odd_character;

/// The identity that signs requests.
#[derive(Clone, Debug)]
pub struct Credential {
    mchid: Mchid,
    serial_no: SerialNo,
    key: PrivateKey,
}

impl Credential {
    /// A credential of the merchant `mchid`, whose API certificate has the serial `serial_no` (hex) and belongs to
    /// `key`.
    ///
    /// # Errors
    /// Where `mchid` or `serial_no` is malformed; both are named if both are.
    pub fn new(mchid: &str, serial_no: &str, key: PrivateKey) -> Result<Self, BuildError> {
        let mut problems = Problems::default();
        let mchid = problems.take(Mchid::parse(mchid));
        let serial_no = problems.take(SerialNo::parse(serial_no));
        problems.finish(
            mchid
                .zip(serial_no)
                .map(|(mchid, serial_no)| Self::of(mchid, serial_no, key)),
        )
    }

    /// A credential of the merchant `mchid`, whose API certificate is `certificate`, made for `key`, at the local time
    /// `now` in Unix seconds.
    ///
    /// # Errors
    /// Where `mchid` is malformed, the certificate is not valid at `now`, or `key` is not its key; everything that is
    /// wrong at once.
    pub fn of_certificate(
        mchid: &str,
        certificate: &MerchantCertificate,
        key: PrivateKey,
        now: i64,
    ) -> Result<Self, BuildError> {
        let mut problems = Problems::default();
        let mchid = problems.take(Mchid::parse(mchid));
        problems.take(certificate.check(now));
        problems.take(certificate.check_key(&key));
        let serial_no = SerialNo::of(certificate);
        problems.finish(mchid.map(|mchid| Self::of(mchid, serial_no, key)))
    }

    pub(crate) fn of(mchid: Mchid, serial_no: SerialNo, key: PrivateKey) -> Self {
        Self {
            mchid,
            serial_no,
            key,
        }
    }

    /// The merchant number.
    pub(crate) fn mchid(&self) -> &str {
        &self.mchid.0
    }

    /// The value of the `Authorization` header for these exact bytes.
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
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",nonce_str=\"{nonce}\",timestamp=\"{timestamp}\",\
             serial_no=\"{serial_no}\",signature=\"{signature}\""
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
            "must be the merchant number, digits only, as in `1900000001` (not an AppID)";
        let found =
            if (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
                return Ok(Self(text.to_owned()));
            } else if text.is_empty() {
                Some("is empty".to_owned())
            } else if let Some(kind) = Kind::of(text).filter(|kind| *kind != Kind::AppId) {
                Some(format!("is {kind}"))
            } else {
                odd_character(text)
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

    pub(crate) fn of(certificate: &MerchantCertificate) -> Self {
        Self(certificate.serial_no().to_owned())
    }

    /// The same number as another's, which a user may have written with leading zeros or without.
    pub(crate) fn check_same(&self, certificate: &MerchantCertificate) -> Result<(), Problem> {
        let number = |serial_no: &str| serial_no.trim_start_matches('0').to_owned();
        if number(&self.0) == number(certificate.serial_no()) {
            return Ok(());
        }
        Err(Problem::new(
            Self::SETTING,
            format!(
                "`{}` is not the serial of the certificate given as `merchant_certificate`, which is `{}`: leave \
                 `.merchant_serial_no(…)` out",
                self.0,
                certificate.serial_no()
            ),
        ))
    }

    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        const EXPECTED: &str = "must be the serial of the merchant API certificate: up to 40 hex digits, without colons \
                                or spaces";
        let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let found = match Kind::of(text).filter(|kind| *kind != Kind::Serial) {
            _ if (1..=40).contains(&text.len()) && is_hex => {
                return Ok(Self(text.to_ascii_uppercase()));
            }
            _ if text.is_empty() => Some("is empty".to_owned()),
            Some(Kind::PublicKeyId) => {
                return Err(Problem::new(
                    Self::SETTING,
                    "is the id of a WeChat Pay public key: give the serial of the merchant's own API certificate",
                ));
            }
            Some(kind) => Some(format!("is {kind}")),
            None if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(
                "is a number in decimal, as some tools print serials (`openssl x509 -serial` prints hex)"
                    .to_owned(),
            ),
            None if is_hex => Some(format!("has {} hex digits", text.len())),
            None => odd_character(text)
                .or_else(|| text.contains(':').then(|| "has colons in it".to_owned()))
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

    /// Refuses what was given as the merchant number too.
    pub(crate) fn check_differs(text: &str, mchid: Option<&str>) -> Result<(), Problem> {
        if mchid != Some(text) || text.is_empty() {
            return Ok(());
        }
        Err(Problem::new(
            Self::SETTING,
            "is the same as `mchid`: give the serial of the merchant API certificate, as `openssl x509 -serial` prints it",
        ))
    }
}

/// What a text is that was given in the place of another setting, as far as its form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pem,
    FileName,
    PublicKeyId,
    AppId,
    Serial,
}

impl Kind {
    pub(crate) fn of(text: &str) -> Option<Self> {
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
