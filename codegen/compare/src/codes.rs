//! The codes of all diagnostics, those of the generator first.

use wechatpay_codegen::diagnostic::{Code, closest};

use crate::audit;

/// Every code.
pub fn all() -> impl Iterator<Item = Code> + Clone {
    let of_audit = audit::codes::CODES.iter().copied();
    wechatpay_codegen::codes().chain(of_audit)
}

/// The code of this name.
#[must_use]
pub fn named(name: &str) -> Option<Code> {
    all().find(|code| code.as_str() == name)
}

/// The code whose name was probably meant.
#[must_use]
pub fn closest_to(name: &str) -> Option<Code> {
    closest(name, all().map(Code::as_str)).and_then(named)
}
