//! Outlines: what each reader accepts. A reader records its own outline when it is run on a probe,
//! which represents any value.
//!
//! No other code lists the keys of the spec language, so an outline always matches the readers.

use super::Reader;
use super::node::{Entry, Node};
use crate::source::{Span, Spanned};

/// What a reader accepts.
#[derive(Debug, Default)]
pub(crate) enum Outline {
    /// Any scalar.
    #[default]
    Text,
    /// A whole number.
    Integer,
    /// A scalar in a notation of its own.
    Notation(Notation),
    /// One of a few words.
    Words(Vec<&'static str>),
    /// A list. A single item without a dash is a list of one.
    List(Box<Self>),
    /// A map whose keys are names from the page.
    Names(Box<Self>),
    /// A map of keys of the spec language, with the name that messages use for the map.
    Keys(&'static str, Vec<Key>),
    /// A map, or a shorter form.
    Either(Box<Self>, Box<Self>),
    /// A list of maps, or a scalar.
    ListOr(Box<Self>, Box<Self>),
}

/// A key of the spec language.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) value: Outline,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Notation {
    Alphabet,
    Condition,
    Date,
    Fingerprint,
    RateLimit,
    Type,
}

/// The outline that a reader records when it is run on the probe.
pub(super) fn probe<T>(reader: &Reader<'_>, read: impl FnOnce(Entry) -> Option<T>) -> Outline {
    let nowhere = Span::default();
    read(Entry {
        key: Spanned::new(String::new(), nowhere),
        value: Spanned::new(Node::Probe, nowhere),
    });
    reader.outline.take().unwrap_or_default()
}
