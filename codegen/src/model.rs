//! The resolved spec, as plain data.
//!
//! The emitters, `openapi`, `mock_data`, `audit` and `facts` read only the model, not the syntax
//! tree. Lists have the page's order. Rust names are final and free of collisions.

mod callback;
mod conditions;
mod encrypted;
mod fields;
mod grade;
mod keys;
mod messages;
mod operation;

pub use callback::{Callback, Event};
pub use conditions::{
    Checks, Condition, Conditional, Constraint, Count, FieldCheck, FromSource, Presence, Rule,
    RuleKind, Test,
};
pub use encrypted::{EncryptedFields, MAX_OBJECTS, Unlisted};
pub use fields::{
    Choice, Direction, Elsewhere, Enum, Field, Form, FormPart, Limits, Place, Struct, Type, Value,
    Variant, VariantField,
};
pub use grade::{Grade, SECONDARY_SOURCE};
pub use keys::Keys;
pub use operation::{
    Comparison, DocumentedError, Download, IdempotencyKey, Method, NamedField, Operation,
    PagePosition, Pagination, PartialResult, RateLimit, Recovery, RecoveryAction, Row, Sample,
};

use crate::named_list::NamedList;
use crate::source::Span;

/// The whole spec.
#[derive(Clone, Debug)]
pub struct Model {
    /// The api file: facts that every page repeats.
    pub api: Api,
    /// One service per folder, in the order of names.
    pub services: Vec<Service>,
    /// The place of each key of the spec.
    pub keys: Keys,
}

/// The api file: facts that every page repeats.
#[derive(Clone, Debug)]
pub struct Api {
    /// Name and version, such as `APIv3`.
    pub name: String,
    /// The hosts, the main host first.
    pub hosts: Vec<Host>,
    /// The error rows that every page repeats.
    pub errors: Vec<Row>,
}

/// A host.
#[derive(Clone, Debug)]
pub struct Host {
    /// The place in the spec.
    pub span: Span,
    /// The name by which operations refer to the host, such as `main`.
    pub name: String,
    /// The page's label.
    pub title: String,
    /// Scheme and host.
    pub url: String,
    /// The purpose.
    pub doc: String,
    /// The fingerprint of the page's sentence.
    pub fingerprint: Option<String>,
}

/// A Rust module and Cargo feature.
#[derive(Clone, Debug)]
pub struct Service {
    /// The name of the module and the feature.
    pub name: String,
    /// The purpose.
    pub doc: String,
    /// Places where its pages are cut off, silent or contradictory.
    pub notes: Vec<Note>,
    /// The services whose types it names, directly or through each other.
    pub uses: Vec<String>,
    /// Whether the crate has its feature by default.
    pub on_by_default: bool,
    /// The folder of the service, as file headers show it.
    pub folder: String,
    /// The operations, in the order of file names.
    pub operations: Vec<Operation>,
    /// The callbacks, in the order of file names.
    pub callbacks: Vec<Callback>,
    /// Structs of requests, in order of first mention. Those of used services are included.
    pub requests: NamedList<Struct>,
    /// Structs of responses, in order of first mention. Those of used services are included.
    pub responses: NamedList<Struct>,
    /// Enums of either direction, in order of first mention. Those of used services are included.
    pub enums: NamedList<Enum>,
}

/// A sentence of the page in our words.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The place in the spec.
    pub span: Span,
    /// The sentence.
    pub doc: String,
    /// The fingerprint of the page's sentence.
    pub fingerprint: Option<String>,
}

/// Words of the page that are not in the spec, and the reason.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The place in the spec.
    pub span: Span,
    /// The page's words.
    pub words: String,
    /// Why the spec has no fact for them.
    pub reason: String,
}

impl Service {
    /// The struct that a name means on an operation's page: the page's own definition, or else that
    /// of the service, or else that of another page, of which this page's definition is a
    /// duplicate.
    #[must_use]
    pub fn structure(&self, direction: Direction, name: &str, file: &str) -> Option<&Struct> {
        let all = match direction {
            Direction::Request => &self.requests,
            Direction::Response => &self.responses,
        };
        let named = || all.find_all(name);
        named()
            .find(|structure| structure.file.as_deref() == Some(file))
            .or_else(|| named().find(|structure| structure.file.is_none()))
            .or_else(|| named().next())
    }

    /// Whether the response of an operation is a file, or has the address of one.
    #[must_use]
    pub fn has_downloads(&self) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|operation| operation.download.is_some() || operation.responds_with_file)
    }

    /// Whether an operation sends a file.
    #[must_use]
    pub fn has_uploads(&self) -> bool {
        self.requests.iter().any(|request| request.form.is_some())
    }

    /// A struct of requests by its Rust name.
    #[must_use]
    pub fn request(&self, name: &str) -> Option<&Struct> {
        self.requests.find(name)
    }

    /// The structs of a direction that are its own.
    pub fn own_structs(&self, direction: Direction) -> impl Iterator<Item = &Struct> + Clone {
        let all = match direction {
            Direction::Request => &self.requests,
            Direction::Response => &self.responses,
        };
        all.iter().filter(|structure| structure.service.is_none())
    }

    /// The enums that are its own, each once.
    pub fn own_enums(&self) -> impl Iterator<Item = &Enum> + Clone {
        let is_own = |model: &&Enum| model.service.is_none() && !model.is_duplicate;
        self.enums.iter().filter(is_own)
    }

    /// An enum by its Rust name. All enums of one name have the same values.
    #[must_use]
    pub fn enumeration(&self, name: &str) -> Option<&Enum> {
        self.enums.find(name)
    }

    /// The enum that a name means on an operation's page: the page's own definition, or else
    /// another one.
    #[must_use]
    pub fn enumeration_on(&self, name: &str, file: &str) -> Option<&Enum> {
        let mut named = self.enums.find_all(name);
        let own = named.find(|structure| structure.file.as_deref() == Some(file));
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

/// A place where the page is cut off, silent or contradictory, and the side that we take.
#[derive(Clone, Debug)]
pub struct Note {
    /// `contradiction`, `cut off`, `silent`, `unlisted` or `difference`.
    pub kind: String,
    /// What each place says.
    pub says: Vec<String>,
    /// What we do.
    pub we: String,
}
