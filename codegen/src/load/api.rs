//! Reads the api file and service files.

use super::Reader;
use super::map::Map;
use super::node::Entry;
use super::operation::row;
use super::parts::{boolean, fingerprint, note, prose, text};
use super::types::types;
use crate::syntax::{Api, Entries, Host, Row, Service};

/// A file that begins with `api:`.
pub(super) fn api(map: &mut Map<'_>) -> Option<Api> {
    let api = map.required("api", text);
    let hosts = map.required("hosts", hosts);
    let errors = map.list("errors", common_row);
    Some(Api {
        name: api?,
        hosts: hosts?,
        errors,
    })
}

fn hosts<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Host>> {
    let host = |reader, entry| {
        let mut map = Map::open_entry(reader, entry, "a host")?;
        let title = map.required("title", text);
        let url = map.required("url", text);
        let doc = map.required("doc", prose);
        let fingerprint = map.optional("fingerprint", fingerprint);
        map.finish();
        Some(Host {
            title: title?,
            url: url?,
            doc: doc?,
            fingerprint,
        })
    };
    Some(Map::open_entry(reader, entry, "`hosts`")?.into_entries(host))
}

fn common_row<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Row> {
    let mut map = Map::open(reader, entry.value, "a common error row")?;
    let row = row(&mut map);
    map.finish();
    row
}

/// A file that begins with `service:`.
pub(super) fn service(map: &mut Map<'_>) -> Option<Service> {
    let service = map.required("service", text);
    let doc = map.required("doc", prose);
    let uses = map.list("uses", text);
    let on_by_default = map.optional("on_by_default", boolean).unwrap_or(true);
    let types = types(map);
    let notes = map.list("notes", note);
    Some(Service {
        name: service?,
        file: map.reader.file.path.clone(),
        doc: doc?,
        uses,
        on_by_default,
        types,
        notes,
    })
}
