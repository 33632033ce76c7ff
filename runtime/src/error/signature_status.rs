//! Where a response comes from, as its signature says.

/// What the signature of a response says about where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureStatus {
    /// It is WeChat Pay's.
    Verified,
    /// It carries no signature, or lacks a header that one needs. That is normal for a 401, and for gateways.
    Unsigned,
    /// It carries a signature that does not hold, so that it may be anybody's.
    Failed,
}
