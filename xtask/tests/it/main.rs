//! The commands as a maintainer runs them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod arguments;
mod audit;
mod blocked_paths;
mod changes;
mod closed_outputs;
mod determinism;
mod draft;
mod fix;
mod folders;
mod generate;
#[path = "../../src/git.rs"]
mod git;
mod interrupts;
mod lint;
mod openapi;
mod workspace;
mod writes;
