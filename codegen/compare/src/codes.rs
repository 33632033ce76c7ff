//! The codes of the generator's diagnostics and of the audit's discrepancies.

use wechatpay_codegen::diagnostic::{Code, closest};

use crate::audit;

/// All codes, those of the generator first.
pub fn all() -> impl Iterator<Item = Code> + Clone {
    let audit_codes = audit::codes::CODES.iter().copied();
    wechatpay_codegen::codes().chain(audit_codes)
}

/// The code with this name.
#[must_use]
pub fn named(name: &str) -> Option<Code> {
    all().find(|code| code.as_str() == name)
}

/// The code with the most similar name.
#[must_use]
pub fn closest_to(name: &str) -> Option<Code> {
    closest(name, all().map(Code::as_str)).and_then(named)
}
