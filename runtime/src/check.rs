//! The rules of a page that no type can express, and how a request breaks them.
//!
//! A client checks each request before it sends it; [`Operation::validate`](crate::Operation::validate)
//! does the same alone.

pub(crate) mod alphabet;
pub(crate) mod checker;
pub(crate) mod condition;
pub(crate) mod each;
pub(crate) mod field;
mod path;
mod rfc3339;
pub(crate) mod subject;
pub(crate) mod value;
mod violation;

pub use violation::{Actual, Rule, Test, Violation, Violations, When};
