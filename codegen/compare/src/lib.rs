//! Compares and explains specs.
//!
//! - [`audit`] compares a spec with the pages from which it was transcribed.
//! - [`draft`] writes the first version of a spec from a page.
//! - [`diff`] compares two versions of a spec.
//! - [`why`] shows the pages, facts and Rust items of one element.
//!
//! The crate reads the model and the sources from `wechatpay-codegen`, and never writes a file.
//! `facts` splits the model into single facts for `diff` and `why`.

pub mod audit;
pub mod codes;
pub mod diff;
pub mod draft;
mod facts;
pub mod why;

pub use facts::{Line, Spec};
