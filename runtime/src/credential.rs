//! Who signs requests: the merchant's number, key and certificate serial, and the `Authorization` header they make.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::build_error::{BuildError, Problem, Problems};
use crate::certificate::MerchantCertificate;
use crate::nonce::Nonce;
use crate::operation::Method;
use crate::pem::{CryptoError, PrivateKey};

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
        if (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Problem::new(
                Self::SETTING,
                "must be the merchant number, digits only, as in `1900000001` (not an AppID)",
            ))
        }
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
        if text.starts_with("PUB_KEY_ID_") {
            Err(Problem::new(
                Self::SETTING,
                "is the id of a WeChat Pay public key: give the serial of the merchant's own API certificate",
            ))
        } else if (1..=40).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            Ok(Self(text.to_ascii_uppercase()))
        } else {
            Err(Problem::new(
                Self::SETTING,
                "must be the serial of the merchant API certificate: up to 40 hex digits, without colons or spaces",
            ))
        }
    }
}
