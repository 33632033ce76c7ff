//! What several tests share: specs, random values, sockets, crates made of generated files.

pub(crate) mod patches;
pub(crate) mod random;
pub(crate) mod scrutiny;
pub(crate) mod small_spec;
pub(crate) mod wire;
pub(crate) mod workbench;
