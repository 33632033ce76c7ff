//! Compares two specs by meaning.
//!
//! The result lists what was added, removed, renamed, loosened, tightened or only documented in
//! other words, and what breaks. Order, comments and layout do not matter.
//!
//! - `matching` pairs the nodes of both trees of facts.
//! - `compare` walks the pairs and collects the changes.
//! - `strictness` decides which of two facts is stricter.
//! - `items` finds the Rust items that break, and `names` the new names of renamed types.
//! - `impact` classifies changes.
//! - `page_grades` reports a changed grade of a page once.
//! - `render` prints them.
//! - `version` proposes the version of the next release.
//!
//! The kind of a fact does not decide whether a change breaks compilation. Both crates are
//! generated. A change breaks compilation if one of its Rust items was removed, has another type,
//! or is new and must be set.

mod compare;
mod impact;
mod items;
mod matching;
mod names;
mod page_grades;
mod render;
mod strictness;
mod version;

use crate::facts::{FactKind, Line, Spec};

pub use render::Style;
pub use version::{NotAVersion, next};

/// What changed between two specs.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The changes, grouped by operation, in the order of the page.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// The wire path after the change. If the element was removed: the path before the change.
    pub path: String,
    /// The affected operations, as `service.operation`. If empty: all operations.
    pub operations: Vec<String>,
    /// The kind of the changed element, for example `request field`.
    pub element: &'static str,
    /// The changed fact, for example `presence`. If `None`: the element as a whole.
    pub fact: Option<&'static str>,
    /// The kind of change.
    pub kind: Kind,
    /// Text of the old spec.
    pub before: Option<SpecText>,
    /// Text of the new spec.
    pub after: Option<SpecText>,
    /// The reason why two elements were recognized as one renamed element.
    pub evidence: Option<&'static str>,
    /// The consequence for users of the crate.
    pub users: Users,
    /// The consequence for messages.
    pub wire: Wire,
    /// The Rust items that break.
    pub broken: Vec<Broken>,
}

/// A text of one of the two specs, and its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecText {
    /// The text, in one line.
    pub text: String,
    /// Its location. If the text is absent: the location of its element.
    pub line: Option<Line>,
}

/// A Rust item that breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The path, for example `cards::request::PaintCardRequest::colour`.
    pub item: String,
    /// The old types. `None` if the item is new and must be set.
    pub before: Option<String>,
    /// The new types. `None` if the item was removed.
    pub after: Option<String>,
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The element or fact is new.
    Added,
    /// The element or fact was removed.
    Removed,
    /// The element has another name.
    Renamed,
    /// The fact is less strict than before.
    Loosened,
    /// The fact is stricter than before.
    Tightened,
    /// The fact is different, but neither stricter nor less strict.
    Changed,
    /// Only the documentation changed.
    Redocumented,
}

/// The consequence of a change for users of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Users {
    /// Code that compiled before may no longer compile.
    BreaksCompilation,
    /// Requests that worked before may be refused or may have another meaning.
    BreaksAtRunTime,
    /// The crate offers more. Existing code is not affected.
    Additive,
    /// The crate now behaves as the page says. Existing code does not have to change.
    Fix,
    /// Only the documentation changes.
    Documentation,
}

/// The consequence of a change for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// Some requests that were accepted before are refused.
    FewerRequests,
    /// Some requests that were refused before are accepted.
    MoreRequests,
    /// Requests change.
    RequestChanges,
    /// Responses change.
    ResponseChanges,
    /// Messages do not change.
    Unchanged,
}

macro_rules! names {
    ($type:ident: $($variant:ident = $name:literal,)+) => {
        impl $type {
            /// The name in all output formats.
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
    Redocumented = "documentation changed",
}

names! { Users:
    BreaksCompilation = "breaks compilation",
    BreaksAtRunTime = "breaks at run time",
    Additive = "additive",
    Fix = "fix",
    Documentation = "documentation",
}

names! { Wire:
    FewerRequests = "fewer requests accepted",
    MoreRequests = "more requests accepted",
    RequestChanges = "request changes",
    ResponseChanges = "response changes",
    Unchanged = "unchanged",
}

/// Compares two specs.
#[must_use]
pub fn diff(before: Spec<'_>, after: Spec<'_>) -> Diff {
    Diff {
        changes: compare::compare(before, after),
    }
}

/// The names of all facts that can change, as in [`Change::fact`].
pub fn facts() -> impl Iterator<Item = &'static str> {
    let excluded = [FactKind::WireName, FactKind::Code, FactKind::RustItem];
    let kinds = FactKind::ALL
        .iter()
        .filter(move |kind| !excluded.contains(kind));
    kinds.map(|kind| kind.name())
}

impl Diff {
    /// The most severe consequence for users. `None` if nothing changed.
    #[must_use]
    pub fn users(&self) -> Option<Users> {
        self.changes.iter().map(|change| change.users).min()
    }
}
