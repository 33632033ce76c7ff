//! One binary for all integration tests.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod architecture;
mod audit;
mod call;
mod callbacks;
mod counts;
mod coupon_life;
mod dependencies;
mod diagnostics;
mod diff;
mod evidence;
mod example_calls;
mod faults;
mod field_docs;
mod fuzzing;
mod generated_names;
mod golden;
mod golden_pairs;
mod lists;
mod messages;
mod mistakes;
mod mock_checks;
mod openapi;
mod packages;
mod page_facts;
mod random_specs;
mod requests;
mod responses;
mod rules;
mod runtime;
mod schema;
mod spec_damage;
mod spec_evidence;
mod spec_facts;
mod stored_requests;
mod support;
mod times;
mod translations;
mod uploads;
mod validate;
mod versions;
mod why;
