//! The resolved spec: plain data, every decision taken.
//!
//! Everything that prints or compares (the emitters, `openapi`, `mock_data`, `audit`, `facts`) reads this and nothing above it.
//! Order is the page's order; Rust names are final and free of collisions.

mod conditions;
mod fields;
mod keys;
mod messages;
mod operation;

pub use conditions::{
    Checks, Condition, Conditional, Constraint, FieldCheck, Presence, Rule, RuleKind, Test,
};
pub use fields::{
    Choice, Direction, Elsewhere, Enum, Field, Limits, Place, Struct, Type, Value, Variant,
    VariantField,
};
pub use keys::Keys;
pub use operation::{DocumentedError, Method, Operation, RateLimit, Row, Sample};

use crate::named_list::NamedList;
use crate::source::Span;

/// The whole spec.
#[derive(Clone, Debug)]
pub struct Model {
    /// What holds for every page.
    pub api: Api,
    /// One per folder, in order of name.
    pub services: Vec<Service>,
    /// Where each key of the spec stands.
    pub keys: Keys,
}

/// What holds for every page.
#[derive(Clone, Debug)]
pub struct Api {
    /// Name and version, as `APIv3`.
    pub name: String,
    /// The hosts, main one first.
    pub hosts: Vec<Host>,
    /// The error rows that every page repeats.
    pub errors: Vec<Row>,
}

/// A host.
#[derive(Clone, Debug)]
pub struct Host {
    /// Where the spec says it.
    pub span: Span,
    /// By which operations refer to it, as `main`.
    pub name: String,
    /// The page's label.
    pub title: String,
    /// Scheme and host.
    pub url: String,
    /// What it is for.
    pub doc: String,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
}

/// A Rust module and Cargo feature.
#[derive(Clone, Debug)]
pub struct Service {
    /// Name of module and feature.
    pub name: String,
    /// What it is for.
    pub doc: String,
    /// Where its pages are silent or at odds.
    pub notes: Vec<Note>,
    /// The folder that it came from, as shown in file headers.
    pub folder: String,
    /// In order of file name.
    pub operations: Vec<Operation>,
    /// Structs of requests, in order of first mention.
    pub requests: NamedList<Struct>,
    /// Structs of responses, in order of first mention.
    pub responses: NamedList<Struct>,
    /// Enums of either direction, in order of first mention.
    pub enums: NamedList<Enum>,
}

/// A sentence of the page in our words.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Where the spec says it.
    pub span: Span,
    /// The sentence.
    pub doc: String,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
}

/// Words of the page that state nothing that the spec could hold, and why.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Where the spec says it.
    pub span: Span,
    /// The page's words.
    pub words: String,
    /// Why nothing stands for them.
    pub reason: String,
}

impl Service {
    /// The struct that a name means on an operation's page: the page's own definition, else the service's, else that of
    /// another page, of which this page's is a twin.
    #[must_use]
    pub fn structure(&self, direction: Direction, name: &str, file: &str) -> Option<&Struct> {
        let all = match direction {
            Direction::Request => &self.requests,
            Direction::Response => &self.responses,
        };
        let named = || all.find_all(name);
        named()
            .find(|model| model.file.as_deref() == Some(file))
            .or_else(|| named().find(|model| model.file.is_none()))
            .or_else(|| named().next())
    }

    /// A struct of requests by its Rust name.
    #[must_use]
    pub fn request(&self, name: &str) -> Option<&Struct> {
        self.requests.find(name)
    }

    /// An enum by its Rust name. All of one name have the same values.
    #[must_use]
    pub fn enumeration(&self, name: &str) -> Option<&Enum> {
        self.enums.find(name)
    }

    /// The enum that a name means on an operation's page: the page's own definition before that of another.
    #[must_use]
    pub fn enumeration_on(&self, name: &str, file: &str) -> Option<&Enum> {
        let mut named = self.enums.find_all(name);
        let own = named.find(|model| model.file.as_deref() == Some(file));
        own.or_else(|| self.enumeration(name))
    }

    /// Each operation's request, and its response if it has one.
    pub fn messages(&self) -> impl Iterator<Item = (&Operation, Direction, &Struct)> {
        self.operations.iter().flat_map(move |operation| {
            let sides = [
                (Direction::Request, Some(&operation.request)),
                (Direction::Response, operation.response.as_ref()),
            ];
            sides.into_iter().filter_map(move |(direction, name)| {
                let model = self.structure(direction, name?, &operation.file)?;
                Some((operation, direction, model))
            })
        })
    }
}

/// Where the page is cut off, silent or at odds, and the side that we take.
#[derive(Clone, Debug)]
pub struct Note {
    /// `contradiction`, `cut off`, `silent`, `unlisted` or `difference`.
    pub kind: String,
    /// What each place says.
    pub says: Vec<String>,
    /// What we do.
    pub we: String,
}
