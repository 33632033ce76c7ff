//! All kinds of diagnostics, stage by stage.

use crate::diagnostic::{Code, closest};
use crate::{audit, lint, load, resolve, samples};

impl Code {
    /// Every code, in the order of the stages that report them.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        let before = [load::codes::CODES, resolve::codes::CODES].into_iter();
        let after = [samples::codes::CODES, audit::codes::CODES].into_iter();
        let before = before.flatten().copied();
        before.chain(lint::codes()).chain(after.flatten().copied())
    }

    /// The code of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|code| code.as_str() == name)
    }

    /// The code whose name was probably meant.
    #[must_use]
    pub fn closest(name: &str) -> Option<Self> {
        closest(name, Self::all().map(Self::as_str)).and_then(Self::named)
    }
}
