//! One binary for all that is tested from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod arrows;
mod audit;
mod call;
mod diagnostics;
mod golden;
mod requests;
mod runtime;
mod small_spec;
mod spec_facts;
