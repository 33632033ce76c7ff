//! Reads a callback file, which transcribes the page of a callback.

use super::Reader;
use super::map::Map;
use super::node::Entry;
use super::parts::{fingerprint, note, prose, source, statement, text, waiver};
use super::types::type_map;
use crate::syntax::{Callback, Entries, Event, Types};

/// A file that begins with `callback:`.
pub(super) fn read(map: &mut Map<'_>) -> Option<Callback> {
    let callback = map.required("callback", text);
    map.is_named(callback.as_ref());
    let title = map.required("title", text);
    let doc = map.required("doc", prose);
    let source = map.required("source", source);
    let events = map.required("events", events);
    Some(Callback {
        fingerprint: map.optional("fingerprint", fingerprint),
        reply: map.list("reply", statement),
        remarks: map.list("remarks", statement),
        waived: map.list("waived", waiver),
        types: own_types(map),
        notes: map.list("notes", note),
        file: map.reader.file.path.clone(),
        name: callback?,
        title: title?,
        doc: doc?,
        source: source?,
        events: events?,
    })
}

/// A callback is received only, so it has no types for requests.
fn own_types(map: &mut Map<'_>) -> Types {
    Types {
        both: map.optional("types", type_map).unwrap_or_default(),
        ..Types::default()
    }
}

fn events<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Event>> {
    Some(Map::open_entry(reader, entry, "`events`")?.into_entries(event))
}

fn event<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Event> {
    let mut map = Map::open_entry(reader, entry, "an event")?;
    let resource = map.required("resource", text);
    let also = map.list("also", text);
    let title = map.optional("title", text);
    let doc = map.optional("doc", prose);
    let rust_name = map.optional("rust_name", text);
    let original_type = map.optional("original_type", text);
    let remarks = map.list("remarks", statement);
    let notes = map.list("notes", note);
    let fingerprint = map.optional("fingerprint", fingerprint);
    map.finish();
    Some(Event {
        also,
        title,
        doc,
        rust_name,
        original_type,
        resource: resource?,
        remarks,
        notes,
        fingerprint,
    })
}
