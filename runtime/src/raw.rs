//! Calls beyond what the spec describes: operations without types, and fields that no type has yet.

pub(crate) mod extended;
pub(crate) mod untyped;

pub use extended::Extended;
pub use untyped::{AnyCode, Json, Untyped};
