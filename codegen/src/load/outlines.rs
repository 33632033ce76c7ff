//! What each kind of file takes.

use super::map::Map;
use super::outline::{Outline, of};
use super::{KINDS, Read, Reader};
use crate::source::{FileId, SourceFile};
use crate::syntax::Spec;

/// What each kind of file takes, with the key that says its kind.
pub(crate) fn outlines() -> Vec<(&'static str, Outline)> {
    let file = SourceFile::new(String::new(), Vec::new());
    let reader = Reader::new(FileId::default(), &file);
    let outlines = KINDS.map(|(kind, read)| (kind, whole_file(&reader, kind, read)));
    outlines.into()
}

fn whole_file(reader: &Reader<'_>, kind: &'static str, read: Read) -> Outline {
    of(reader, |entry| {
        let mut map = Map::of(reader, entry, kind)?;
        read(&mut map, &mut Spec::default());
        map.finish();
        Some(())
    })
}
