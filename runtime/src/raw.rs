//! Calls that the spec does not describe: operations without types, and fields that no type has
//! yet.

pub(crate) mod extras;
mod json_text;
pub(crate) mod request;
mod unknown_choice;

pub use extras::RequestWithExtras;
pub use json_text::{JsonText, ReceivedJson};
pub use request::{AnyCode, Json, RawRequest};
pub use unknown_choice::UnknownChoice;
