//! The commands as a maintainer runs them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod arguments;
mod audit;
mod changes;
mod desk;
mod folders;
mod generate;
#[path = "../../src/git.rs"]
mod git;
mod interrupts;
mod lint;
mod obstacles;
mod openapi;
mod readers;
mod same_bytes;
mod writes;
