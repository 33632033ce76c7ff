//! Compares and explains specs.
//!
//! - [`audit`] compares a spec with the pages from which it was transcribed.
//! - [`draft`] writes the first version of a spec from a page.
//! - [`diff`] compares two versions of a spec.
//! - [`side_by_side()`] shows pages next to the spec and the generated code, as HTML.
//! - [`why`] shows the pages, facts and Rust items of one element.
//!
//! The crate reads the model and the sources from `wechatpay-codegen`, and never writes a file.
//! `facts` splits the model into single facts for `diff` and `why`.

pub mod audit;
pub mod codes;
pub mod diff;
pub mod draft;
mod facts;
mod side_by_side;
pub mod why;

pub use facts::{Line, Spec};
pub use side_by_side::side_by_side;
