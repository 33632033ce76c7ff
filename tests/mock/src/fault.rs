//! Faults of the signature of a request.

use std::fmt;

/// The reason why a request does not count as signed by the merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureFault {
    /// The `Authorization` header is missing.
    Missing,
    /// The header does not have the form
    /// `SCHEME mchid="…",nonce_str="…",timestamp="…",serial_no="…",signature="…"`.
    Malformed(&'static str),
    /// The scheme is not `WECHATPAY2-SHA256-RSA2048`.
    Scheme,
    /// `mchid` names another merchant.
    Mchid,
    /// `serial_no` is not the serial of the merchant's certificate.
    SerialNo,
    /// `timestamp` differs from the mock's clock by more than 300 seconds.
    Stale,
    /// `nonce_str` was used in an earlier request.
    NonceReused,
    /// The signature is not the merchant's signature of the received message.
    Mismatch,
}

impl SignatureFault {
    /// The field that the service names in its error response.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Missing | Self::Malformed(_) | Self::Scheme => "Authorization",
            Self::Mchid => "mchid",
            Self::SerialNo => "serial_no",
            Self::Stale => "timestamp",
            Self::NonceReused => "nonce_str",
            Self::Mismatch => "signature",
        }
    }
}

impl fmt::Display for SignatureFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the Authorization header is missing",
            Self::Malformed(why) => {
                return write!(f, "the Authorization header is malformed: {why}");
            }
            Self::Scheme => "the Authorization scheme is not WECHATPAY2-SHA256-RSA2048",
            Self::Mchid => "mchid is not a known merchant",
            Self::SerialNo => "serial_no is not the merchant's certificate",
            Self::Stale => "timestamp is more than 300 seconds away from the server's clock",
            Self::NonceReused => "nonce_str was used before",
            Self::Mismatch => "sign not match",
        })
    }
}

impl std::error::Error for SignatureFault {}
