//! Who signs requests: the merchant's number, key and certificate serial, and the `Authorization` header they make.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::build_error::{BuildError, Problem, Problems};
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
