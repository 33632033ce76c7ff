//! One binary for all that is tested from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod arrows;
mod audit;
mod call;
mod dependencies;
mod diagnostics;
mod diff;
mod faults;
mod fuzzing;
mod golden;
mod golden_pairs;
mod messages;
mod mistakes;
mod mock_checks;
mod obstacles;
mod openapi;
mod page_facts;
mod random_specs;
mod requests;
mod responses;
mod rules;
mod runtime;
mod schema;
mod spec_damage;
mod spec_facts;
mod support;
mod ten_calls;
mod times;
mod validate;
mod why;
