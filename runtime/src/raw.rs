//! Calls beyond what the spec describes: operations without types, and fields that no type has yet.

pub(crate) mod extras;
pub(crate) mod request;

pub use extras::RequestWithExtras;
pub use request::{AnyCode, Json, RawRequest};
