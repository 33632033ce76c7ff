//! Compares two specs by meaning: what was added, removed, renamed, loosened, tightened or described anew, and whom it
//! breaks. Order, comments and layout mean nothing.
//!
//! `matching` pairs the things of both trees of facts, `compare` walks the pairs, `order` tells which of two facts asks for more,
//! `items` finds the Rust items that break (`names`: what renamed types are called), `judge` classifies, `render` prints, `version` proposes what the release is called.
//!
//! Whether something breaks compilation is not judged by kind of fact: both crates are generated, and a change breaks
//! exactly if one of the Rust items behind it is gone, has another type, or is new and has to be given.

mod compare;
mod items;
mod judge;
mod matching;
mod names;
mod order;
mod render;
mod version;

use crate::facts::{FactKind, Line, Spec};

pub use render::Style;
pub use version::{NotAVersion, next};

/// What changed between two specs.
#[derive(Clone, Debug)]
pub struct Diff {
    /// Grouped by operation, in the page's order.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// The wire path after the change; before it, if it is gone.
    pub path: String,
    /// The operations that it concerns, as `service.operation`; none: all of them.
    pub operations: Vec<String>,
    /// What kind of thing changed, as `field of requests`.
    pub what: &'static str,
    /// What of it changed, as `presence`; `None`: the thing as such.
    pub fact: Option<&'static str>,
    /// How it changed.
    pub kind: Kind,
    /// What the spec said.
    pub before: Option<Said>,
    /// What it says.
    pub after: Option<Said>,
    /// Of a renaming: by what both were taken for one.
    pub evidence: Option<&'static str>,
    /// What it means for who uses the crate.
    pub users: Users,
    /// What it means for the messages.
    pub wire: Wire,
    /// The Rust items that break: what each was, and what it is.
    pub broken: Vec<Broken>,
}

/// What one of the two specs says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// In one line.
    pub text: String,
    /// Where the spec says it, or would.
    pub line: Option<Line>,
}

/// A Rust item that no longer is what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// As `cards::request::PaintCardRequest::colour`.
    pub item: String,
    /// Its types before; `None` where it is new and has to be given.
    pub before: Option<String>,
    /// Its types after; `None` where it is gone.
    pub after: Option<String>,
}

/// How something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// It asks for less than before.
    Loosened,
    /// It asks for more than before.
    Tightened,
    /// It is something else; neither more nor less.
    Changed,
    /// It is described in other words.
    Redocumented,
}

/// What a change means for who uses the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Users {
    /// Code that compiled may not.
    BreaksCompilation,
    /// Code that worked may be refused, or means something else.
    BreaksAtRunTime,
    /// There is more to use; nothing that was written changes.
    Additive,
    /// The crate behaves as the page says now; nothing that was written has to change.
    Fix,
    /// Only words.
    Documentation,
}

/// What a change means for the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// Requests that were accepted no longer are.
    RequestAcceptedLess,
    /// Requests that were refused are accepted.
    RequestAcceptedMore,
    /// Requests are something else.
    RequestDiffers,
    /// Responses are something else.
    Response,
    /// None.
    None,
}

macro_rules! names {
    ($type:ident: $($variant:ident = $name:literal,)+) => {
        impl $type {
            /// What people and programs read.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

names! { Kind:
    Added = "added",
    Removed = "removed",
    Renamed = "renamed",
    Loosened = "loosened",
    Tightened = "tightened",
    Changed = "changed",
    Redocumented = "re-documented",
}

names! { Users:
    BreaksCompilation = "breaks compilation",
    BreaksAtRunTime = "breaks at run time",
    Additive = "additive",
    Fix = "fix",
    Documentation = "documentation",
}

names! { Wire:
    RequestAcceptedLess = "request accepted less",
    RequestAcceptedMore = "request accepted more",
    RequestDiffers = "request differs",
    Response = "response",
    None = "none",
}

/// Compares two specs.
#[must_use]
pub fn diff(before: Spec<'_>, after: Spec<'_>) -> Diff {
    Diff {
        changes: compare::compare(before, after),
    }
}

/// Every kind of fact that can change, as [`Change::fact`] names it.
pub fn facts() -> impl Iterator<Item = &'static str> {
    let alone = [FactKind::WireName, FactKind::Code, FactKind::RustItem];
    let kinds = FactKind::ALL
        .iter()
        .filter(move |kind| !alone.contains(kind));
    kinds.map(|kind| kind.name())
}

impl Diff {
    /// The gravest thing that the changes mean for users; `None` if nothing changed.
    #[must_use]
    pub fn users(&self) -> Option<Users> {
        self.changes.iter().map(|change| change.users).min()
    }
}
