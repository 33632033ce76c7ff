//! Checks of a request: the rules of its page that types cannot express, and the rules that it
//! breaks.
//!
//! A client checks each request before it sends it.
//! [`Operation::validate`](crate::Operation::validate) runs the same checks without a client.

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
