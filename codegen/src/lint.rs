//! Judges.

pub(crate) mod codes;
