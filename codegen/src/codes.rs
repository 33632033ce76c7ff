//! The codes of all diagnostics.

use crate::diagnostic::Code;
use crate::{lint, load, resolve, samples};

/// Every code that [`read`](crate::read) reports, in the order of the stages.
pub fn codes() -> impl Iterator<Item = Code> + Clone {
    let before = [load::codes::CODES, resolve::codes::CODES].into_iter();
    let after = samples::codes::CODES.iter();
    let before = before.flatten().copied();
    before.chain(lint::codes()).chain(after.copied())
}
