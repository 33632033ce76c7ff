//! Shared helpers: specs, random values, sockets, and crates made of generated files.

pub(crate) mod golden_mock;
pub(crate) mod invariants;
pub(crate) mod patches;
pub(crate) mod random;
pub(crate) mod scratch_crate;
pub(crate) mod small_spec;
pub(crate) mod vectors;
pub(crate) mod wire;
