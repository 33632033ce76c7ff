//! `download:` of an operation.

use super::Reader;
use super::map::Map;
use super::node::Entry;
use super::parts::{only_true, text};
use crate::syntax::Download;

/// The fields of the response, and the flag that the file is sent without a signature.
pub(super) fn download<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Download> {
    let mut map = Map::open_entry(reader, entry, "`download`")?;
    let url = map.required("url", text);
    let hash_type = map.required("hash_type", text);
    let hash_value = map.required("hash_value", text);
    let unsigned = map.required("unsigned", only_true);
    map.finish();
    unsigned?;
    Some(Download {
        url: url?,
        hash_type: hash_type?,
        hash_value: hash_value?,
    })
}
