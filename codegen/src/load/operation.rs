//! One page: an operation.

use super::Reader;
use super::field::{fields, rule};
use super::map::{Entry, Map, map_or};
use super::outline::Notation;
use super::parts::{
    boolean, decimal, fingerprint, integer, notation, note, one_of, prose, source, statement, text,
    text_map, waiver,
};
use super::types::types;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::{ErrorRow, Method, Operation, Parameters, RateLimit, Response, Row, Sample};

/// A file that begins with `operation:`.
pub(super) fn read(map: &mut Map<'_>) -> Option<Operation> {
    let operation = map.required("operation", text);
    map.is_named(operation.as_ref());
    let title = map.required("title", text);
    let doc = map.required("doc", prose);
    let source = map.required("source", source);
    let method = map.required("method", method);
    let path = map.required("path", text);
    let hosts = map.required_list("hosts", text);
    let audience = map.required_list("audience", text);
    let errors = map.required_list("errors", error_row);
    let response = map.required("response", response);
    let parameters = map.optional("parameters", parameters).unwrap_or_default();
    let body = map.optional("body", fields);
    Some(Operation {
        fingerprint: map.optional("fingerprint", fingerprint),
        rate_limit: map.optional("rate_limit", rate_limit),
        prerequisites: map.list("prerequisites", statement),
        remarks: map.list("remarks", statement),
        waived: map.list("waived", waiver),
        request_number: map.optional("request_number", text),
        request: map.optional("request", text),
        rules: map.list("rules", rule),
        samples: map.list("samples", sample),
        types: types(map),
        notes: map.list("notes", note),
        file: map.reader.file.path.clone(),
        parameters,
        body,
        name: operation?,
        title: title?,
        doc: doc?,
        source: source?,
        audience: audience?,
        method: method?,
        path: path?,
        hosts: hosts?,
        response: response?,
        errors: errors?,
    })
}

fn method(reader: &Reader<'_>, entry: Entry) -> Option<Spanned<Method>> {
    let span = entry.value.span;
    let words = [
        ("GET", Method::Get),
        ("POST", Method::Post),
        ("PUT", Method::Put),
        ("PATCH", Method::Patch),
        ("DELETE", Method::Delete),
    ];
    Some(Spanned::new(one_of(reader, entry, &words)?, span))
}

/// `20/s`, `1000/min`, `1000/min per interface`.
fn rate_limit(reader: &Reader<'_>, entry: Entry) -> Option<RateLimit> {
    let text = notation(reader, entry, Notation::RateLimit)?;
    if let Some(limit) = parse_rate_limit(&text.value) {
        return Some(limit);
    }
    let message = format!("`{}` is not a rate limit", text.value);
    let diagnostic = Diagnostic::error(Code::BadValue, message, text.span);
    let meant = text.value.to_lowercase().replace(['+', '_', ','], "");
    let meant = meant
        .replace("second", "s")
        .replace("sec", "s")
        .replace("minute", "min");
    let meant = meant
        .replace("hour", "h")
        .replace("day", "d")
        .replace(" /", "/")
        .replace("/ ", "/");
    let meant = if meant.ends_with("/m") {
        meant + "in"
    } else {
        meant
    };
    reader.report(if parse_rate_limit(&meant).is_some() {
        diagnostic.fix(format!("write `{meant}`"), text.span, meant)
    } else {
        diagnostic
            .help("write as in `20/s`, `1000/min`, `10/h`, `10/d` or `1000/min per interface`")
    });
    None
}

fn parse_rate_limit(text: &str) -> Option<RateLimit> {
    let (rate, interface_level) = match text.strip_suffix(" per interface") {
        Some(rate) => (rate, true),
        None => (text, false),
    };
    let (requests, unit) = rate.split_once('/')?;
    let per_seconds = match unit {
        "s" => 1,
        "min" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => return None,
    };
    let requests = decimal(requests).filter(|requests| *requests > 0)?;
    Some(RateLimit {
        requests,
        per_seconds,
        interface_level,
    })
}

fn parameters<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Parameters> {
    let mut map = Map::of(reader, entry, "`parameters`")?;
    let headers = map.optional("header", fields).unwrap_or_default();
    let (runtime_header, header) = headers
        .into_iter()
        .partition(|(_, header)| header.set_by.is_some());
    let parameters = Parameters {
        runtime_header,
        header,
        path: map.optional("path", fields).unwrap_or_default(),
        query: map.optional("query", fields).unwrap_or_default(),
    };
    map.finish();
    Some(parameters)
}

/// A type's name, which means 200 with that body, or a map.
fn response<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Response> {
    map_or(reader, entry, full_response, usual_response)
}

fn usual_response(reader: &Reader<'_>, entry: Entry) -> Option<Response> {
    let key = entry.key.span;
    let body = text(reader, entry)?;
    Some(Response {
        status: Spanned::new(200, key),
        body: Some(body),
    })
}

fn full_response<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Response> {
    let mut map = Map::of(reader, entry, "`response`")?;
    let status = map.required("status", integer);
    let body = map.optional("body", text);
    map.finish();
    Some(Response {
        status: status?,
        body,
    })
}

fn error_row<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<ErrorRow> {
    let mut map = Map::open(reader, entry.value, "an error row")?;
    let table = map.optional("table", text);
    let row = match map.optional("common", text) {
        Some(common) => {
            map.is_named(Some(&common));
            Some(ErrorRow::Common { common, table })
        }
        None => row(&mut map).map(|row| ErrorRow::Own {
            row: Box::new(row),
            table,
        }),
    };
    map.finish();
    row
}

/// The content of an error row.
pub(super) fn row(map: &mut Map<'_>) -> Option<Row> {
    let status = map.required("status", integer);
    let code = map.required("code", text);
    map.is_named(code.as_ref());
    let meaning = map.required("meaning", prose);
    let remedy = map.required("remedy", prose);
    Some(Row {
        rust_name: map.optional("rust_name", text),
        repeat: map.optional("repeat", boolean).unwrap_or(false),
        own_attempt: map.optional("own_attempt", boolean).unwrap_or(false),
        fingerprint: map.optional("fingerprint", fingerprint),
        notes: map.list("notes", note),
        status: status?,
        code: code?,
        meaning: meaning?,
        remedy: remedy?,
    })
}

fn sample<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Sample> {
    let mut map = Map::open(reader, entry.value, "a sample")?;
    let sample = Sample {
        span: map.span(),
        ours: map.optional("ours", boolean).unwrap_or(false),
        title: map.optional("title", text),
        path: map.optional("path", text_map).unwrap_or_default(),
        query: map.optional("query", text_map).unwrap_or_default(),
        header: map.optional("header", text_map).unwrap_or_default(),
        request: map.optional("request", text),
        response: map.optional("response", text),
        breaks: map.list("breaks", text),
    };
    map.finish();
    Some(sample)
}
