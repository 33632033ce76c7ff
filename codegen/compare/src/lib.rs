//! Compares what the spec says: [`audit`] with the pages that it was transcribed from, [`diff`] with
//! another version of it. [`why`] shows where a fact comes from and what it became.
//!
//! It reads the model and the sources that `wechatpay-codegen` made, and writes no file. `facts`
//! takes the model apart into single facts, which `diff` and `why` read.

pub mod audit;
pub mod codes;
pub mod diff;
mod facts;
pub mod why;

pub use facts::{Line, Spec};
