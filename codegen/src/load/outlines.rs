//! The outline of each kind of file.

use super::map::Map;
use super::outline::{Outline, probe};
use super::{KINDS, Read, Reader};
use crate::source::{FileId, SourceFile};
use crate::syntax::Spec;

/// The outline of each kind of file, with the key that identifies the kind.
pub(crate) fn outlines() -> Vec<(&'static str, Outline)> {
    let file = SourceFile::new(String::new(), Vec::new());
    let reader = Reader::new(FileId::default(), &file);
    let outlines = KINDS.map(|(kind, read)| (kind, whole_file(&reader, kind, read)));
    outlines.into()
}

fn whole_file(reader: &Reader<'_>, kind: &'static str, read: Read) -> Outline {
    probe(reader, |entry| {
        let mut map = Map::open_entry(reader, entry, kind)?;
        read(&mut map, &mut Spec::default());
        map.finish();
        Some(())
    })
}
