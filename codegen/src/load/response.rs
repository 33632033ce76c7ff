//! `response:` of an operation.

use super::Reader;
use super::map::{Map, map_or};
use super::node::Entry;
use super::parts::{grade, integer, only_true, text};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::syntax::{Response, Text};

/// A type's name, which means 200 with that body, or a map.
pub(super) fn response<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Response> {
    map_or(reader, entry, full_response, usual_response)
}

fn usual_response(reader: &Reader<'_>, entry: Entry) -> Option<Response> {
    let key = entry.key.span;
    let body = text(reader, entry)?;
    Some(Response {
        status: Spanned::new(200, key),
        body: Some(body),
        file: None,
        grade: None,
    })
}

fn full_response<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Response> {
    let mut map = Map::open_entry(reader, entry, "`response`")?;
    let status = map.required("status", integer);
    let is_named = map.has("body") || map.has("file");
    let body = map.optional("body", text);
    let file = map.optional("file", file);
    let grade = map.optional("grade", grade);
    let is_misspelled = map.keys().next().is_some();
    map.finish();
    let status = status?;
    // A misspelled or unreadable body has been reported.
    let is_missing = !is_named && !is_misspelled;
    let found = match (&body, file) {
        (body, Some(file)) => unexpected_file(&status, body.as_ref(), file),
        (Some(body), None) => unexpected_body(&status, body),
        (None, None) => is_missing.then(|| missing_body(&status)).flatten(),
    };
    if let Some(found) = found {
        reader.report(found);
    }
    Some(Response {
        status,
        body,
        file,
        grade,
    })
}

/// The flag that the file is sent without a signature.
fn file<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Span> {
    let key = entry.key.span;
    let mut map = Map::open_entry(reader, entry, "`file`")?;
    let unsigned = map.required("unsigned", only_true);
    map.finish();
    unsigned.map(|()| key)
}

/// Statuses whose responses have no body, whatever a page says.
const WITHOUT_BODY: [i64; 2] = [204, 205];

/// Statuses whose responses may have no body. Any other successful response has one. A client that
/// expects no body would fail if the body is not JSON, such as a file.
const MAY_LACK_BODY: [i64; 3] = [202, 204, 205];

fn unexpected_body(status: &Spanned<i64>, body: &Text) -> Option<Diagnostic> {
    let message = format!(
        "`body:` for status {}, whose response has no body",
        status.value
    );
    let found = Diagnostic::error(Code::BAD_VALUE, message, status.span)
        .also(body.span, "the type of the body")
        .help("write the status that the page prints for this body, or delete `body:`");
    WITHOUT_BODY.contains(&status.value).then_some(found)
}

fn unexpected_file(status: &Spanned<i64>, body: Option<&Text>, file: Span) -> Option<Diagnostic> {
    if let Some(body) = body {
        let message = "response with `body:` and `file:`";
        let found = Diagnostic::error(Code::BAD_VALUE, message, file);
        return Some(
            found
                .also(body.span, "the type of the body")
                .help("delete `body:` if the response is a file, and `file:` if it is JSON"),
        );
    }
    let message = format!("file in the response with status {}", status.value);
    let found = Diagnostic::error(Code::BAD_VALUE, message, status.span)
        .also(file, "the file")
        .help("write `status: 200`");
    (status.value != 200).then_some(found)
}

fn missing_body(status: &Spanned<i64>) -> Option<Diagnostic> {
    let is_success = (200..300).contains(&status.value);
    let message = format!("missing body of the response with status {}", status.value);
    let found = Diagnostic::error(Code::BAD_VALUE, message, status.span)
        .label("status without `body:`")
        .help("name the type of the response below `body:`")
        .help("write `status: 204` if the page says that the response has no body")
        .help("write `file:` with `unsigned: true` if the response is a file instead of JSON");
    (is_success && !MAY_LACK_BODY.contains(&status.value)).then_some(found)
}
