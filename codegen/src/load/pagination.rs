//! `pagination:` and `partial_result:` of an operation.

use super::Reader;
use super::map::Map;
use super::node::Entry;
use super::parts::{prose, text};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::{PagePosition, Pagination, PartialResult};

pub(super) fn partial_result<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<PartialResult> {
    let mut map = Map::open_entry(reader, entry, "`partial_result`")?;
    let refused = map.required("refused", text);
    let doc = map.optional("doc", prose);
    map.finish();
    Some(PartialResult {
        refused: refused?,
        doc,
    })
}

/// The list, and either a token or an offset.
pub(super) fn pagination<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Pagination> {
    let mut map = Map::open_entry(reader, entry, "`pagination`")?;
    let (span, by_token, by_offset) = (map.span(), map.place_of("token"), map.place_of("offset"));
    let items = map.required("items", text);
    let total = map.optional("total", text);
    let token = map.optional("token", token);
    let offset = map.optional("offset", offset);
    let is_misspelled = map.keys().next().is_some();
    map.finish();
    match (by_token, by_offset) {
        (None, None) if !is_misspelled => {
            let message = "`pagination` without `token:` and `offset:`";
            reader.report(
                Diagnostic::error(Code::MISSING_KEY, message, span)
                    .help("write the fields of the token or of the offset"),
            );
        }
        (Some(first), Some(second)) => {
            let message = "`pagination` with both `token:` and `offset:`";
            reader.report(
                Diagnostic::error(Code::MISPLACED_KEY, message, second)
                    .also(first, "the other one")
                    .help("keep one of the two"),
            );
            return None;
        }
        _ => {}
    }
    Some(Pagination {
        items: items?,
        total,
        position: token.or(offset)?,
    })
}

fn token<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<PagePosition> {
    let mut map = Map::open_entry(reader, entry, "`token`")?;
    let request = map.required("request", text);
    let response = map.required("response", text);
    map.finish();
    Some(PagePosition::Token {
        request: request?,
        response: response?,
    })
}

fn offset<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<PagePosition> {
    let mut map = Map::open_entry(reader, entry, "`offset`")?;
    let offset = map.required("offset", text);
    let limit = map.required("limit", text);
    map.finish();
    Some(PagePosition::Offset {
        offset: offset?,
        limit: limit?,
    })
}
