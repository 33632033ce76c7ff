//! Calls that the spec does not describe: operations without types, and fields that no type has
//! yet.

pub(crate) mod extras;
pub(crate) mod request;

pub use extras::RequestWithExtras;
pub use request::{AnyCode, Json, RawRequest};
