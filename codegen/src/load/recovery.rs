//! `recovery:` of an operation: what settles an unknown outcome.

use super::Reader;
use super::map::Map;
use super::node::Entry;
use super::parts::{prose, text, word_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Recovery, RecoveryAction};

/// A repetition, or a query with or without a comparison.
pub(super) fn recovery<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Recovery> {
    let mut map = Map::open_entry(reader, entry, "`recovery`")?;
    let span = map.span();
    let places = ["repeat", "query", "field", "equals"].map(|key| map.place_of(key));
    let repeat = map.optional("repeat", same_bytes);
    let query = map.optional("query", text);
    let field = map.optional("field", text);
    let equals = map.optional("equals", text);
    let doc = map.required("doc", prose);
    let is_misspelled = map.keys().next().is_some();
    map.finish();
    if !is_misspelled && let Some(found) = problem(span, places) {
        reader.report(found);
        return None;
    }
    let action = match (repeat, query) {
        (Some(()), None) => RecoveryAction::Repeat,
        (None, Some(operation)) => RecoveryAction::Query {
            operation,
            comparison: field.zip(equals),
        },
        // This has been reported.
        _ => return None,
    };
    Some(Recovery { action, doc: doc? })
}

fn same_bytes(reader: &Reader<'_>, entry: Entry) -> Option<()> {
    word_of(reader, entry, &["the same bytes"]).map(|_| ())
}

/// The diagnostic for keys that do not belong together.
fn problem(span: Span, places: [Option<Span>; 4]) -> Option<Diagnostic> {
    let [repeat, query, field, equals] = places;
    let report = |code, message: &str, span| Diagnostic::error(code, message, span);
    match (repeat, query) {
        (None, None) => {
            let message = "`recovery` without `repeat:` and `query:`";
            let found = report(Code::MISSING_KEY, message, span);
            return Some(
                found.help("write `repeat: the same bytes`, or an operation below `query:`"),
            );
        }
        (Some(first), Some(second)) => {
            let message = "`recovery` with both `repeat:` and `query:`";
            let found = report(Code::MISPLACED_KEY, message, second);
            return Some(
                found
                    .also(first, "the other one")
                    .help("keep one of the two"),
            );
        }
        _ => {}
    }
    match (field, equals) {
        (Some(only), None) | (None, Some(only)) => {
            let message = "`recovery` with only one of `field:` and `equals:`";
            let found = report(Code::MISSING_KEY, message, only);
            Some(found.help("name the field of the response and the field of the request"))
        }
        (Some(only), Some(_)) if query.is_none() => {
            let message = "`field` of a recovery without `query:`";
            let found = report(Code::MISPLACED_KEY, message, only);
            Some(found.help("delete `field:` and `equals:`; a repeated call compares nothing"))
        }
        _ => None,
    }
}
