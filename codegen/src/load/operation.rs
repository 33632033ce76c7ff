//! Reads an operation file, which transcribes one page.

use super::Reader;
use super::download::download;
use super::field::{fields, rule};
use super::form::form;
use super::map::{Map, items, list_or};
use super::node::Entry;
use super::outline::Notation;
use super::pagination::{pagination, partial_result};
use super::parts::{
    block, boolean, decimal, fingerprint, grade, integer, notation, note, one_of, prose, source,
    statement, text, text_map, waiver, word_of,
};
use super::recovery::recovery;
use super::response::response;
use super::types::types;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::source::Spanned;
use crate::syntax::{
    DocumentedError, Entries, Method, Operation, Parameters, RateLimit, Row, Sample, Text,
};

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
    let errors = map.required("errors", errors);
    let response = map.required("response", response);
    let parameters = map.optional("parameters", parameters).unwrap_or_default();
    let body = map.optional("body", fields);
    let form = map.optional("form", form);
    Some(Operation {
        fingerprint: map.optional("fingerprint", fingerprint),
        rate_limit: map.optional("rate_limit", rate_limit),
        prerequisites: map.list("prerequisites", statement),
        remarks: map.list("remarks", statement),
        waived: map.list("waived", waiver),
        idempotency_key: map.optional("idempotency_key", text),
        idempotent: map.optional("idempotent", prose),
        recovery: map.optional("recovery", recovery),
        partial_result: map.optional("partial_result", partial_result),
        pagination: map.optional("pagination", pagination),
        download: map.optional("download", download),
        request: map.optional("request", text),
        rules: map.list("rules", rule),
        samples: map.list("samples", sample),
        types: types(map),
        notes: map.list("notes", note),
        file: map.reader.file.path.clone(),
        parameters,
        body,
        form,
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
    let message = format!("invalid rate limit `{}`", text.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, text.span);
    reader.report(match rate_limit_meant(&text.value) {
        Some(meant) => diagnostic.fix(format!("write `{meant}`"), text.span, meant),
        None => diagnostic
            .help("write it as in `20/s`, `1000/min`, `10/h`, `10/d` or `1000/min per interface`"),
    });
    None
}

/// Units of time in other notations, and in this one.
const PERIODS: [(&str, &str); 16] = [
    ("s", "s"),
    ("sec", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("秒", "s"),
    ("m", "min"),
    ("min", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("分钟", "min"),
    ("h", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("d", "d"),
    ("day", "d"),
    ("days", "d"),
];

/// The rate limit that was meant: `1,000 / Minute`, `20 per second`.
fn rate_limit_meant(text: &str) -> Option<String> {
    let lower = text.to_lowercase().replace(['+', '_', ','], "");
    let (requests, rest) = lower
        .split_once('/')
        .or_else(|| lower.split_once(" per "))?;
    let mut words = rest.split_whitespace();
    let period = words.next()?;
    let exact = PERIODS.iter().find(|(word, _)| *word == period);
    let (_, unit) = exact.or_else(|| {
        let near = closest(period, PERIODS.iter().map(|(word, _)| *word))?;
        PERIODS.iter().find(|(word, _)| *word == near)
    })?;
    let level = words.collect::<Vec<_>>().join(" ");
    let per_interface = "per interface";
    let is_level = level == per_interface || closest(&level, [per_interface]).is_some();
    let level = match level.as_str() {
        "" => String::new(),
        _ if is_level => format!(" {per_interface}"),
        _ => return None,
    };
    let meant = format!("{}/{unit}{level}", requests.trim());
    parse_rate_limit(&meant).is_some().then_some(meant)
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
    let mut map = Map::open_entry(reader, entry, "`parameters`")?;
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

/// The rows of the page, or `undocumented` if its list was not seen.
fn errors<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Vec<DocumentedError>> {
    list_or(reader, entry, error_row, |reader, entry| {
        word_of(reader, entry, &["undocumented"]).map(|_| Vec::new())
    })
}

fn error_row<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<DocumentedError> {
    let mut map = Map::open(reader, entry.value, "an error row")?;
    let table = map.optional("table", text);
    let grade = map.optional("grade", grade);
    let is_common = map.has("common");
    let common = map.optional("common", text);
    let row = if is_common {
        map.is_named(common.as_ref());
        common.map(|common| DocumentedError::Common {
            common,
            table,
            grade,
        })
    } else {
        let row = row(&mut map).map(Box::new);
        row.map(|row| DocumentedError::Own { row, table, grade })
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
        retryable: map.optional("retryable", boolean).unwrap_or(false),
        may_follow_own_attempt: map
            .optional("may_follow_own_attempt", boolean)
            .unwrap_or(false),
        fingerprint: map.optional("fingerprint", fingerprint),
        notes: map.list("notes", note),
        status: status?,
        code: code?,
        meaning: meaning?,
        remedy: remedy?,
    })
}

/// The values of a query. A name can have several.
fn query_values<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Text>> {
    let values = |reader, entry| Some(items(reader, entry, text));
    let lists = Map::open_entry(reader, entry, "a map of values")?.into_entries(values);
    let mut pairs = Vec::new();
    for (name, values) in &lists {
        pairs.extend(values.iter().map(|value| (name.clone(), value.clone())));
    }
    Some(pairs.into())
}

fn sample<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Sample> {
    let mut map = Map::open(reader, entry.value, "a sample")?;
    let sample = Sample {
        span: map.span(),
        ours: map.optional("ours", boolean).unwrap_or(false),
        title: map.optional("title", text),
        path: map.optional("path", text_map).unwrap_or_default(),
        query: map.optional("query", query_values).unwrap_or_default(),
        header: map.optional("header", text_map).unwrap_or_default(),
        request: map.optional("request", block),
        response: map.optional("response", block),
        breaks: map.list("breaks", text),
    };
    map.finish();
    Some(sample)
}
