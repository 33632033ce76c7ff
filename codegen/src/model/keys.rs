//! Where each key of the spec stands, as its reader found it.

use std::collections::HashMap;

use crate::source::{FileId, Span};

/// Where each key of the spec stands.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// The keys of a map, each with its first byte, by the first byte of what the map describes.
    maps: HashMap<(FileId, usize), Box<[Key]>>,
}

type Key = (&'static str, usize);

impl Keys {
    /// The place of a key in the map that describes a thing. In `source.page`, `page` is a key of
    /// the map below `source`; where there is no such map, `source` itself is meant.
    #[must_use]
    pub fn find(&self, thing: Span, path: &str) -> Option<Span> {
        let place = path.split('.').try_fold(thing, |at, name| {
            let keys = self.maps.get(&(at.file, at.start)).ok_or(at)?;
            let (_, start) = keys.iter().find(|(key, _)| *key == name).ok_or(at)?;
            Ok(Span {
                start: *start,
                end: *start,
                ..at
            })
        });
        let found = place.unwrap_or_else(|deepest: Span| deepest);
        (found != thing).then_some(found)
    }

    /// Keeps the keys of the map that describes the thing at a place.
    pub(crate) fn insert(&mut self, thing: Span, keys: &[Key]) {
        self.maps.insert((thing.file, thing.start), keys.into());
    }

    /// Adds the keys of other files.
    pub(crate) fn append(&mut self, more: Self) {
        self.maps.extend(more.maps);
    }
}
