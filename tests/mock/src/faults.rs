//! Misbehavior on demand.

mod act;
mod delivery;
mod edit;
mod script;
mod tamper;

pub(crate) use act::ResponseSource;
pub use act::{Act, http_date};
pub use delivery::{Delivery, Place};
pub use edit::Edit;
pub(crate) use script::Script;
pub use tamper::Tamper;
pub(crate) use tamper::{PROBE, flip_a_bit};
