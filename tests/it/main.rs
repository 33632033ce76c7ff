//! One binary for all that is tested from outside.

mod arrows;
mod call;
mod diagnostics;
mod golden;
mod requests;
mod small_spec;
mod spec_facts;
