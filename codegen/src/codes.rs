//! All kinds of diagnostics, stage by stage.

use crate::diagnostic::{Code, closest};
use crate::{audit, lint, load, resolve, samples};

impl Code {
    /// Every code, in the order of the stages that report them.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        let stages = [
            load::codes::CODES,
            resolve::codes::CODES,
            lint::codes::CODES,
            samples::codes::CODES,
            audit::codes::CODES,
        ];
        stages.into_iter().flatten().copied()
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
