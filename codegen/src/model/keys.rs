//! The places of the keys of the spec.

use std::collections::HashMap;

use crate::source::{FileId, Span};

/// The places of the keys of the spec.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// The keys of each map, each with its first byte, by the first byte of the item that the map
    /// describes.
    maps: HashMap<(FileId, usize), Box<[Key]>>,
}

type Key = (&'static str, usize);

impl Keys {
    /// The place of a key in the map that describes an item. In `source.page`, `page` is a key of
    /// the map below `source`. If there is no such map, the result is the place of `source` itself.
    #[must_use]
    pub fn find(&self, item: Span, path: &str) -> Option<Span> {
        let place = path.split('.').try_fold(item, |place, name| {
            let keys = self.maps.get(&(place.file, place.start)).ok_or(place)?;
            let (_, start) = keys.iter().find(|(key, _)| *key == name).ok_or(place)?;
            Ok(Span {
                start: *start,
                end: *start,
                ..place
            })
        });
        let found = place.unwrap_or_else(|deepest: Span| deepest);
        (found != item).then_some(found)
    }

    /// Adds the keys of the map that describes an item.
    pub(crate) fn insert(&mut self, item: Span, keys: &[Key]) {
        self.maps.insert((item.file, item.start), keys.into());
    }

    /// Adds the keys of other files.
    pub(crate) fn append(&mut self, more: Self) {
        self.maps.extend(more.maps);
    }
}
