//! Verifies that a response or a callback comes from WeChat Pay: checks the `Wechatpay-*` headers
//! and the signature.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

use crate::error::kind::{ErrorKind, HasKind, impl_kind};
use crate::keys::keyring::Keyring;
use crate::text::Excerpt;

/// The maximum difference between a response's timestamp and the local clock, in seconds.
pub(crate) const MAX_SKEW: u64 = 300;

const TIMESTAMP: &str = "Wechatpay-Timestamp";
const NONCE: &str = "Wechatpay-Nonce";
const SERIAL: &str = "Wechatpay-Serial";
const SIGNATURE: &str = "Wechatpay-Signature";
const SIGNATURE_TYPE: &str = "Wechatpay-Signature-Type";
const ONLY_TYPE: &str = "WECHATPAY2-SHA256-RSA2048";
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// All headers that take part in the verification.
#[cfg(feature = "callbacks")]
pub(crate) const HEADERS: [&str; 5] = [TIMESTAMP, NONCE, SERIAL, SIGNATURE, SIGNATURE_TYPE];

/// Verifies a response with the client's keys at the local time `now`, in Unix seconds.
pub(crate) fn verify(
    headers: &HeaderMap,
    body: &[u8],
    keyring: &Keyring,
    now: i64,
) -> Result<(), VerificationError> {
    let signed = Signed::read(headers)?;
    let timestamp = signed.check_format()?;
    signed.check_signature(body, keyring)?;
    // The time is checked last, because it means nothing before the signature is verified.
    check_clock(timestamp, now)
}

/// The serial of the platform certificate that signed a response, if the keyring does not have it.
///
/// `None` for a probe, for a response without a complete signature and for a public key: another
/// list of certificates would not help.
#[cfg(feature = "platform-certificates")]
pub(crate) fn unknown_certificate<'a>(
    headers: &'a HeaderMap,
    keyring: &Keyring,
) -> Option<&'a str> {
    let signed = Signed::read(headers).ok()?;
    signed.check_format().ok()?;
    let is_certificate = signed.serial.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_certificate && keyring.find(signed.serial).is_none()).then_some(signed.serial)
}

/// Verifies a callback with the keys at the local time `now`, in Unix seconds.
///
/// The time is checked before the signature: anyone can send callbacks, and old ones that are sent
/// again should cost little.
#[cfg(feature = "callbacks")]
pub(crate) fn verify_callback(
    headers: &HeaderMap,
    body: &[u8],
    keyring: &Keyring,
    now: i64,
) -> Result<(), VerificationError> {
    let signed = Signed::read(headers)?;
    check_clock(signed.check_format()?, now)?;
    signed.check_signature(body, keyring)
}

/// The reason why a response cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerificationError {
    /// The response has none of the signature headers.
    Unsigned,
    /// This header is missing, while other signature headers are present.
    MissingHeader(&'static str),
    /// This header occurs more than once.
    RepeatedHeader(&'static str),
    /// This header contains characters that are not visible ASCII.
    UnreadableHeader(&'static str),
    /// This header is empty or has a wrong format: a timestamp that is not a decimal number, or a
    /// signature that is not Base64.
    MalformedHeader(&'static str),
    /// The signature has a type that this crate does not implement. A long name is cut.
    UnknownSignatureType(String),
    /// The signature is wrong on purpose.
    ///
    /// WeChat Pay sends such responses from time to time, to test whether clients verify responses.
    Probe,
    /// The response names a key that this client does not have. A long name is cut.
    UnknownSerial(String),
    /// The signature does not match the named key, the headers and the body.
    WrongSignature,
    /// The signature cannot be checked because the body has this `Content-Encoding`, for example
    /// `gzip`.
    ///
    /// The request asked for `identity`. This crate decompresses nothing.
    ContentEncoding(String),
    /// The timestamp differs from the local clock by more than 300 seconds. The signature of a
    /// response is valid in this case; the signature of a callback was not checked.
    ClockSkew {
        /// The timestamp of the response, in Unix seconds.
        timestamp: i64,
        /// The local clock, in Unix seconds.
        now: i64,
    },
}

impl HasKind for VerificationError {
    fn error_kind(&self) -> ErrorKind {
        match self {
            Self::Unsigned => ErrorKind::Unsigned,
            Self::MissingHeader(_)
            | Self::RepeatedHeader(_)
            | Self::UnreadableHeader(_)
            | Self::MalformedHeader(_) => ErrorKind::BadSignatureHeader,
            Self::UnknownSignatureType(_) => ErrorKind::UnknownSignatureType,
            Self::Probe => ErrorKind::Probe,
            Self::UnknownSerial(_) => ErrorKind::UnknownKey,
            Self::WrongSignature => ErrorKind::WrongSignature,
            Self::ContentEncoding(_) => ErrorKind::EncodedBody,
            Self::ClockSkew { .. } => ErrorKind::ClockSkew,
        }
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsigned => f.write_str(
                "the response is not signed: it may come from something other than WeChat Pay, \
                 such as a proxy or gateway",
            ),
            Self::MissingHeader(name) => write!(f, "the header {name} is missing"),
            Self::RepeatedHeader(name) => write!(f, "the header {name} occurs more than once"),
            Self::UnreadableHeader(name) => write!(
                f,
                "the header {name} contains characters that are not visible ASCII"
            ),
            Self::MalformedHeader(name) => write!(f, "the header {name} is malformed"),
            Self::UnknownSignatureType(name) => {
                write!(
                    f,
                    "its signature has the type `{}`, which this crate does not implement",
                    Excerpt(name)
                )
            }
            Self::Probe => f.write_str(
                "WeChat Pay sent a wrong signature on purpose, to test whether responses are \
                 verified: there is nothing to fix",
            ),
            Self::UnknownSerial(serial) => write!(
                f,
                "it is signed with the key `{}`, which this client does not have: download that \
                 key from the merchant platform and add it",
                Excerpt(serial)
            ),
            Self::WrongSignature => f.write_str(
                "its signature does not match: either the response was changed on its way, or the \
                 file given for this key id contains another key",
            ),
            Self::ContentEncoding(coding) => write!(
                f,
                "its body is encoded as `{}` (`Content-Encoding`), although the request asked for \
                 `identity`, so its signature cannot be checked: look for a proxy or gateway that \
                 compresses responses",
                Excerpt(coding)
            ),
            Self::ClockSkew { timestamp, now } => write!(
                f,
                "its timestamp {timestamp} differs from the local clock ({now}) by {} s, which is \
                 more than {MAX_SKEW} s: either the local clock is wrong, or this is an old \
                 response that was sent again",
                now.abs_diff(*timestamp)
            ),
        }
    }
}

impl_kind!(VerificationError);

impl std::error::Error for VerificationError {}

/// The signature headers of a response. Each occurs exactly once.
struct Signed<'a> {
    timestamp: &'a str,
    nonce: &'a str,
    serial: &'a str,
    signature: &'a str,
    signature_type: Option<&'a str>,
}

impl<'a> Signed<'a> {
    fn read(headers: &'a HeaderMap) -> Result<Self, VerificationError> {
        if is_unsigned(headers) {
            return Err(VerificationError::Unsigned);
        }
        let required = |name| single(headers, name)?.ok_or(VerificationError::MissingHeader(name));
        Ok(Self {
            timestamp: required(TIMESTAMP)?,
            nonce: required(NONCE)?,
            serial: required(SERIAL)?,
            signature: required(SIGNATURE)?,
            signature_type: single(headers, SIGNATURE_TYPE)?,
        })
    }

    /// Checks everything that needs no key, and returns the timestamp.
    ///
    /// A signature that is wrong on purpose is reported first, because it explains the rest.
    fn check_format(&self) -> Result<i64, VerificationError> {
        if let Some(other) = self.signature_type.filter(|name| *name != ONLY_TYPE) {
            return Err(VerificationError::UnknownSignatureType(
                Excerpt(other).to_string(),
            ));
        }
        if self.signature.starts_with(PROBE) {
            return Err(VerificationError::Probe);
        }
        let timestamp = self.timestamp()?;
        self.signature().map(|_| timestamp)
    }

    /// An unknown key is reported before a wrong signature, because it explains it.
    fn check_signature(&self, body: &[u8], keyring: &Keyring) -> Result<(), VerificationError> {
        let key = keyring
            .find(self.serial)
            .ok_or_else(|| VerificationError::UnknownSerial(Excerpt(self.serial).to_string()))?;
        if key.verifies(&self.message(body), &self.signature()?) {
            Ok(())
        } else {
            Err(VerificationError::WrongSignature)
        }
    }

    /// Only digits are allowed; `parse` alone would also accept a sign.
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

fn check_clock(timestamp: i64, now: i64) -> Result<(), VerificationError> {
    if now.abs_diff(timestamp) > MAX_SKEW {
        return Err(VerificationError::ClockSkew { timestamp, now });
    }
    Ok(())
}

fn is_unsigned(headers: &HeaderMap) -> bool {
    [TIMESTAMP, NONCE, SERIAL, SIGNATURE]
        .iter()
        .all(|name| !headers.contains_key(*name))
}

/// The value of a header that must occur at most once, must not be empty and must be visible ASCII.
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
