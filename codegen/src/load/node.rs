//! YAML as a tree with places: the only user of the YAML library.
//!
//! Scalars keep the text as written, such as `20/s`, `007` or `1e5`. The readers decide the types.

mod unreadable;

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options::NonFiniteFloatPolicy;
use serde_yaml::{DuplicateKeyPolicy, Error, Location, MergeKeyPolicy};

use super::{Reader, conflict};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{Span, Spanned};

/// A key and its value.
pub(super) struct Entry {
    pub(super) key: Spanned<String>,
    pub(super) value: Spanned<Node>,
}

/// A YAML value.
#[derive(Debug)]
pub(super) enum Node {
    /// No value after the colon, `~` or `null`.
    Empty,
    /// A text. Plain scalars are kept as written; quoted, folded and block texts are decoded.
    Scalar(String),
    /// A sequence.
    List(Vec<Spanned<Node>>),
    /// A mapping, with duplicates, in order.
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
    /// Any value. A reader that gets it records its outline. Files do not contain it.
    Probe,
}

impl Node {
    /// What this is, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Empty => "no value",
            Self::Scalar(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Probe => "any value",
        }
    }
}

/// The maximum number of nodes per file: about eight times the nodes of all APIv3 pages together.
const MAX_NODES: usize = 8_000_000;

/// The maximum number of nested maps and lists. The spec language needs ten.
const MAX_DEPTH: usize = 64;

/// Reads a whole file, or reports why it cannot be read.
pub(super) fn parse(reader: &Reader<'_>) -> Option<Spanned<Node>> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_depth: MAX_DEPTH,
            max_events: 2 * MAX_NODES,
            max_nodes: MAX_NODES,
            max_total_scalar_bytes: usize::MAX,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        reject_unsupported_tags: true,
        strict_booleans: true,
        with_snippet: false,
    };
    match serde_yaml::from_str_with_options(&reader.file.text, options) {
        Ok(raw) => {
            let before = reader.found.borrow().len();
            let root = place(reader, raw);
            let found = reader.found.borrow();
            let mut new = found.iter().skip(before);
            new.all(|diagnostic| diagnostic.severity == Severity::Warning)
                .then_some(root)
        }
        Err(error) => {
            let span = error
                .location()
                .map_or_else(|| reader.span(0, 0), |location| locate(reader, location));
            let error = error.without_snippet();
            let span = match error {
                Error::MultipleDocuments { .. } => unreadable::separator_before(reader, span),
                _ => span,
            };
            let left_over = conflict::left_over(reader);
            reader.report(left_over.unwrap_or_else(|| unreadable::diagnostic(reader, error, span)));
            None
        }
    }
}

fn locate(reader: &Reader<'_>, location: Location) -> Span {
    let span = location.span();
    let (start, len) = match (span.byte_offset(), span.byte_len()) {
        (Some(start), Some(len)) => (to_usize(start), to_usize(len)),
        // Scanner errors know the line and the column only.
        _ => (
            reader
                .file
                .offset(to_usize(location.line()), to_usize(location.column())),
            1,
        ),
    };
    reader.span(start, start.saturating_add(len))
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A value of the YAML library, before its places become spans.
enum Raw {
    Empty,
    Typed,
    Text(String),
    List(Vec<serde_yaml::Spanned<Raw>>),
    Map(Vec<(serde_yaml::Spanned<Raw>, serde_yaml::Spanned<Raw>)>),
}

fn place(reader: &Reader<'_>, raw: serde_yaml::Spanned<Raw>) -> Spanned<Node> {
    let mut span = locate(reader, raw.referenced);
    // A block text's own place reaches into the next line.
    span.end = span.start + reader.file.text[reader.file.clamp(span)].trim_end().len();
    report_tag(reader, span);
    let node = match raw.value {
        Raw::Empty => Node::Empty,
        Raw::Typed => scalar(reader, span, None),
        Raw::Text(text) => scalar(reader, span, Some(text)),
        Raw::List(items) => Node::List(items.into_iter().map(|item| place(reader, item)).collect()),
        Raw::Map(entries) => Node::Map(
            entries
                .into_iter()
                .map(|(key, value)| (self::key(reader, key), place(reader, value)))
                .collect(),
        ),
    };
    let span = match node {
        Node::Scalar(_) => within_quotes(reader, span),
        _ => span,
    };
    Spanned::new(node, span)
}

/// A key as it was written. A key cannot be null, a list or a map.
fn key(reader: &Reader<'_>, raw: serde_yaml::Spanned<Raw>) -> Spanned<String> {
    let span = locate(reader, raw.referenced);
    let written = reader.file.text[reader.file.clamp(span)].trim_end();
    let whole = reader.span(span.start, span.start + written.len());
    let text = match raw.value {
        Raw::Text(text) => text,
        Raw::Typed => written.to_owned(),
        Raw::Empty if written.is_empty() || written.starts_with(':') => {
            let message = "invalid YAML: colon without a key";
            reader.report(
                Diagnostic::error(Code::YAML, message, span)
                    .help("write the key, or put a text that begins with `:` in quotes"),
            );
            String::new()
        }
        Raw::Empty => {
            let message = format!("key `{written}`, which YAML reads as no value");
            reader.report(Diagnostic::error(Code::YAML, message, whole).fix(
                "put it in quotes",
                whole,
                format!("\"{written}\""),
            ));
            String::new()
        }
        Raw::List(_) | Raw::Map(_) => {
            let message = "key that is not a text";
            reader.report(
                Diagnostic::error(Code::YAML, message, span)
                    .help("put a text that begins with `?`, `[` or `{` in quotes"),
            );
            String::new()
        }
    };
    let span = within_quotes(reader, span);
    reader.report_escaped(&Spanned::new(&*text, span), false);
    Spanned::new(text, span)
}

/// A scalar as it was written. `decoded` is the library's value of a quoted, folded or block text.
fn scalar(reader: &Reader<'_>, span: Span, decoded: Option<String>) -> Node {
    let written = &reader.file.text[reader.file.clamp(span)];
    let quoted = written.starts_with(['"', '\'']);
    if !quoted && !written.starts_with(['|', '>']) {
        report_cut(reader, span);
    }
    if let Some(decoded) = &decoded {
        let place = within_quotes(reader, span);
        reader.report_escaped(&Spanned::new(decoded, place), true);
    }
    if quoted || written.contains('\n') {
        Node::Scalar(decoded.unwrap_or_else(|| written.trim_matches(['"', '\'']).to_owned()))
    } else {
        Node::Scalar(written.to_owned())
    }
}

/// Warns about ` #` directly after a value, because a value that contains ` #` ends there. Intended
/// comments have two spaces before them.
fn report_cut(reader: &Reader<'_>, value: Span) {
    let rest = &reader.file.text[reader.file.clamp(value).end..];
    if rest.starts_with(" #") {
        let rest = rest.lines().next().unwrap_or_default();
        let span = reader.span(value.end + 1, value.end + rest.trim_end().len());
        reader.report(
            Diagnostic::warning(Code::YAML, "comment directly after a value", span)
                .also(value, "the whole value")
                .help("quote the value if this is a part of it; write two spaces before a comment"),
        );
    }
}

/// The place of a scalar without its quotes, so that a fix can insert another word.
fn within_quotes(reader: &Reader<'_>, span: Span) -> Span {
    let written = &reader.file.text[reader.file.clamp(span)];
    let is_quoted =
        |quote| written.len() > 2 && written.starts_with(quote) && written.ends_with(quote);
    if is_quoted('"') || is_quoted('\'') {
        return reader.span(span.start + 1, span.end - 1);
    }
    span
}

/// Reports a tag. The keys decide the types of values, so a tag could only contradict them. The
/// library accepts the tags that it knows without an error.
fn report_tag(reader: &Reader<'_>, value: Span) {
    let text = &reader.file.text;
    let start = reader.file.clamp(value).start;
    let before = text[..start].trim_end();
    let word = before.rfind([' ', '[', '{', ',', '\n']);
    let word = word.map_or(0, |at| at + 1);
    let is_comment = || {
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        before[line..].contains('#')
    };
    let tag = if text[start..].starts_with('!') {
        let end = text[start..].find(char::is_whitespace);
        start..end.map_or(text.len(), |end| start + end)
    } else if before[word..].starts_with('!') && !is_comment() {
        word..before.len()
    } else {
        return;
    };
    let message = format!("unsupported YAML tag `{}`", &text[tag.clone()]);
    let rest = text[tag.end..].chars().take_while(|c| *c == ' ').count();
    let span = reader.span(tag.start, tag.end);
    let gone = reader.span(tag.start, tag.end + rest);
    reader.report(Diagnostic::error(Code::YAML_FEATURE, message, span).fix(
        "delete the tag",
        gone,
        "",
    ));
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list or a map")
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}
