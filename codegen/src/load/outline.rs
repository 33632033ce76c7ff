//! What the readers take, told by the readers themselves: each is run on a probe, which stands for any value.
//!
//! Nothing lists the keys of the language a second time, so whatever is made of an outline cannot drift from the readers.

use super::Reader;
use super::node::{Entry, Node};
use crate::source::{Span, Spanned};

/// What a reader takes.
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
    /// A list, or a single item that stands for a list of one.
    List(Box<Self>),
    /// A map from names that the page gives.
    Names(Box<Self>),
    /// A map of keys that the language knows, and what messages call it.
    Keys(&'static str, Vec<Key>),
    /// A map if it is one, otherwise something shorter.
    Either(Box<Self>, Box<Self>),
}

/// A key of the language.
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

/// What a reader says when it is given the probe.
pub(super) fn of<T>(reader: &Reader<'_>, read: impl FnOnce(Entry) -> Option<T>) -> Outline {
    let nowhere = Span::default();
    read(Entry {
        key: Spanned::new(String::new(), nowhere),
        value: Spanned::new(Node::Probe, nowhere),
    });
    reader.outline.take().unwrap_or_default()
}
