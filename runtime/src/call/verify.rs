//! Whether a response comes from WeChat Pay: every check on its `Wechatpay-*` headers, and the signature.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

use crate::keys::keyring::Keyring;
use crate::text::Excerpt;

/// How far a response's timestamp may lie from the local clock, in seconds, either way.
pub(crate) const MAX_SKEW: u64 = 300;

const TIMESTAMP: &str = "Wechatpay-Timestamp";
const NONCE: &str = "Wechatpay-Nonce";
const SERIAL: &str = "Wechatpay-Serial";
const SIGNATURE: &str = "Wechatpay-Signature";
const SIGNATURE_TYPE: &str = "Wechatpay-Signature-Type";
const ONLY_TYPE: &str = "WECHATPAY2-SHA256-RSA2048";
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// Checks a response against the keys held and the local time `now`, in Unix seconds.
pub(crate) fn verify(
    headers: &HeaderMap,
    body: &[u8],
    keyring: &Keyring,
    now: i64,
) -> Result<(), VerificationError> {
    if is_unsigned(headers) {
        return Err(VerificationError::Unsigned);
    }
    Signed::read(headers)?.verify(body, keyring, now)
}

/// Why a response cannot be taken for WeChat Pay's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerificationError {
    /// There is no signature header at all.
    Unsigned,
    /// One of the headers is missing while others are there.
    MissingHeader(&'static str),
    /// One of the headers is there more than once.
    RepeatedHeader(&'static str),
    /// One of the headers holds something other than visible ASCII characters.
    UnreadableHeader(&'static str),
    /// One of the headers is empty, or not in its format: a timestamp that is no decimal number, a signature that is
    /// no Base64.
    MalformedHeader(&'static str),
    /// The signature is of a type that this crate does not implement. A long name is cut.
    UnknownSignatureType(String),
    /// The signature is wrong on purpose: at times WeChat Pay tests in this way whether responses are verified.
    Probe,
    /// The response names a key that this client does not hold. A long name is cut.
    UnknownSerial(String),
    /// The signature is not that of the key named, for these headers and this body.
    WrongSignature,
    /// The signature cannot be checked, as the body is encoded in this way (`Content-Encoding`, as
    /// in `gzip`), although the request asked for `identity`. Nothing is decompressed here.
    ContentEncoding(String),
    /// The signature is right, but the timestamp is more than 300 seconds from the local clock.
    ClockSkew {
        /// The response's timestamp, in Unix seconds.
        timestamp: i64,
        /// The local clock, in Unix seconds.
        now: i64,
    },
}

impl fmt::Display for VerificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsigned => f.write_str(
                "the response is not signed: something other than WeChat Pay may have given it, such as a proxy or gateway",
            ),
            Self::MissingHeader(name) => write!(f, "the header {name} is missing"),
            Self::RepeatedHeader(name) => write!(f, "the header {name} is there more than once"),
            Self::UnreadableHeader(name) => write!(f, "the header {name} holds characters that are not visible ASCII"),
            Self::MalformedHeader(name) => write!(f, "the header {name} is malformed"),
            Self::UnknownSignatureType(name) => {
                write!(f, "its signature is of the type `{}`, which this crate does not implement", Excerpt(name))
            }
            Self::Probe => f.write_str(
                "WeChat Pay put a wrong signature on it on purpose, to test that answers are verified: nothing has to \
                 be mended here",
            ),
            Self::UnknownSerial(serial) => write!(
                f,
                "it is signed with the key `{}`, which this client does not hold: get that key from the merchant \
                 platform and add it",
                Excerpt(serial)
            ),
            Self::WrongSignature => f.write_str(
                "its signature does not fit: the response was altered on its way, or the file given for this key id is \
                 another key's",
            ),
            Self::ContentEncoding(coding) => write!(
                f,
                "its body is encoded as `{}` (`Content-Encoding`), although the request asked for `identity`, so that its \
                 signature cannot be checked: look for a proxy or gateway that compresses responses",
                Excerpt(coding)
            ),
            Self::ClockSkew { timestamp, now } => write!(
                f,
                "its timestamp {timestamp} is {} s from the local clock ({now}), more than {MAX_SKEW}: the local clock \
                 may be wrong, or the response is an old one played back",
                now.abs_diff(*timestamp)
            ),
        }
    }
}

impl std::error::Error for VerificationError {}

/// The signature headers of a response, each there exactly once.
struct Signed<'a> {
    timestamp: &'a str,
    nonce: &'a str,
    serial: &'a str,
    signature: &'a str,
    signature_type: Option<&'a str>,
}

impl<'a> Signed<'a> {
    fn read(headers: &'a HeaderMap) -> Result<Self, VerificationError> {
        let required = |name| single(headers, name)?.ok_or(VerificationError::MissingHeader(name));
        Ok(Self {
            timestamp: required(TIMESTAMP)?,
            nonce: required(NONCE)?,
            serial: required(SERIAL)?,
            signature: required(SIGNATURE)?,
            signature_type: single(headers, SIGNATURE_TYPE)?,
        })
    }

    /// In the order that explains best: a probe or an unknown key before the signature that cannot fit because of it,
    /// the time last, because it means something only once it is known to be WeChat Pay's.
    fn verify(&self, body: &[u8], keyring: &Keyring, now: i64) -> Result<(), VerificationError> {
        if let Some(other) = self.signature_type.filter(|name| *name != ONLY_TYPE) {
            return Err(VerificationError::UnknownSignatureType(
                Excerpt(other).to_string(),
            ));
        }
        if self.signature.starts_with(PROBE) {
            return Err(VerificationError::Probe);
        }
        let timestamp = self.timestamp()?;
        let signature = self.signature()?;
        let key = keyring
            .named(self.serial)
            .ok_or_else(|| VerificationError::UnknownSerial(Excerpt(self.serial).to_string()))?;
        if !key.verifies(&self.message(body), &signature) {
            return Err(VerificationError::WrongSignature);
        }
        if now.abs_diff(timestamp) > MAX_SKEW {
            return Err(VerificationError::ClockSkew { timestamp, now });
        }
        Ok(())
    }

    /// Digits only: `parse` alone would take a sign.
    fn timestamp(&self) -> Result<i64, VerificationError> {
        let digits = self.timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits {
            self.timestamp.parse().ok()
        } else {
            None
        };
        number.ok_or(VerificationError::MalformedHeader(TIMESTAMP))
    }

    fn signature(&self) -> Result<Vec<u8>, VerificationError> {
        STANDARD
            .decode(self.signature)
            .map_err(|_| VerificationError::MalformedHeader(SIGNATURE))
    }

    fn message(&self, body: &[u8]) -> Vec<u8> {
        let parts = [
            self.timestamp.as_bytes(),
            b"\n",
            self.nonce.as_bytes(),
            b"\n",
            body,
            b"\n",
        ];
        parts.concat()
    }
}

fn is_unsigned(headers: &HeaderMap) -> bool {
    [TIMESTAMP, NONCE, SERIAL, SIGNATURE]
        .iter()
        .all(|name| !headers.contains_key(*name))
}

/// The value of a header that must not be there twice, must not be empty and must be visible ASCII.
fn single<'a>(
    headers: &'a HeaderMap,
    name: &'static str,
) -> Result<Option<&'a str>, VerificationError> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(VerificationError::RepeatedHeader(name));
    }
    match value.to_str() {
        Ok("") => Err(VerificationError::MalformedHeader(name)),
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(VerificationError::UnreadableHeader(name)),
    }
}
