//! The result of checking the signature of a response.

/// What the signature of a response says about the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureStatus {
    /// The signature is valid: the response comes from WeChat Pay.
    Verified,
    /// The response has no signature, or lacks a header that a signature needs.
    ///
    /// This is normal for a 401 and for responses of gateways.
    Unsigned,
    /// The response has a signature, but it is not valid. Anyone may have sent the response.
    Failed,
}
