//! YAML as a tree with places: the only user of the YAML library.
//!
//! Scalars keep the text as written, so that `20/s`, `007` or `1e5` mean what they look like; the readers decide types.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options::NonFiniteFloatPolicy;
use serde_yaml::{DuplicateKeyPolicy, Location, MergeKeyPolicy};

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};

/// A YAML value.
#[derive(Debug)]
pub(super) enum Node {
    /// No value after the colon, `~` or `null`.
    Empty,
    /// Text, as written or, if quoted, folded or a block, as meant.
    Scalar(String),
    /// A sequence.
    List(Vec<Spanned<Node>>),
    /// A mapping, with duplicates, in order.
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
    /// Any value: readers that are given it tell their outline. No file has it.
    Probe,
}

impl Node {
    /// What this is, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Empty => "nothing",
            Self::Scalar(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Probe => "any value",
        }
    }
}

/// Reads a whole file, or reports why it cannot be read.
pub(super) fn parse(reader: &Reader<'_>) -> Option<Spanned<Node>> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_depth: 64,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        reject_unsupported_tags: true,
        strict_booleans: true,
        with_snippet: false,
    };
    match serde_yaml::from_str_with_options(&reader.file.text, options) {
        Ok(raw) => Some(place(reader, raw)),
        Err(error) => {
            let span = error
                .location()
                .map_or_else(|| reader.span(0, 0), |location| locate(reader, location));
            reader.report(
                Diagnostic::error(Code::Yaml, first_line(&error), span)
                    .help("the rest of this file was not read"),
            );
            None
        }
    }
}

/// The library's message without the place that it appends.
fn first_line(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    let end = line.rfind(" at line ").unwrap_or(line.len());
    format!("this is not YAML that the spec may use: {}", &line[..end])
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

/// What the library hands out, before places are turned into ours.
enum Raw {
    Empty,
    Typed,
    Text(String),
    List(Vec<serde_yaml::Spanned<Raw>>),
    Map(Vec<(serde_yaml::Spanned<String>, serde_yaml::Spanned<Raw>)>),
}

fn place(reader: &Reader<'_>, raw: serde_yaml::Spanned<Raw>) -> Spanned<Node> {
    let mut span = locate(reader, raw.referenced);
    // A block text's own place reaches into the next line.
    span.end = span.start + reader.file.text[reader.file.clamp(span)].trim_end().len();
    let node = match raw.value {
        Raw::Empty => Node::Empty,
        Raw::Typed => scalar(reader, span, None),
        Raw::Text(text) => scalar(reader, span, Some(text)),
        Raw::List(items) => Node::List(items.into_iter().map(|item| place(reader, item)).collect()),
        Raw::Map(entries) => Node::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let key_span = locate(reader, key.referenced);
                    (Spanned::new(key.value, key_span), place(reader, value))
                })
                .collect(),
        ),
    };
    Spanned::new(node, span)
}

/// A scalar as it was written; `decoded` is what the library made of a quoted, folded or block text.
fn scalar(reader: &Reader<'_>, span: Span, decoded: Option<String>) -> Node {
    let written = &reader.file.text[reader.file.clamp(span)];
    let quoted = written.starts_with(['"', '\'']);
    if quoted || written.contains('\n') {
        Node::Scalar(decoded.unwrap_or_else(|| written.trim_matches(['"', '\'']).to_owned()))
    } else {
        Node::Scalar(written.to_owned())
    }
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
