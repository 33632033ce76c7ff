//! Named types: structs and enums.

use super::Reader;
use super::field::{fields, rule};
use super::map::{Entry, Map, map_or};
use super::parts::{fingerprint, note, one_of, prose, statement, text, waiver};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Entries, Shape, Type, Types, Value};

/// The three maps of types that a service or an operation may have.
pub(super) fn types(map: &mut Map<'_>) -> Types {
    Types {
        both: map.optional("types", type_map).unwrap_or_default(),
        request: map.optional("request_types", type_map).unwrap_or_default(),
        response: map.optional("response_types", type_map).unwrap_or_default(),
    }
}

fn type_map<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Type>> {
    Some(Map::of(reader, entry, "this map of types")?.into_entries(named_type))
}

fn named_type<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Type> {
    let mut map = Map::of(reader, entry, "a type")?;
    let fields = map.optional("fields", fields);
    let values = map.optional("values", values);
    let (of, ruled) = (map.place_of("of"), map.place_of("rules"));
    let of_integers = map.optional("of", integers).is_some();
    let rules = map.list("rules", rule);
    if fields.is_some() && values.is_none() {
        report_misplaced(
            map.reader,
            of,
            "`of:` is for enums: delete it, or write `values:`",
        );
    }
    if values.is_some() && fields.is_none() {
        report_misplaced(
            map.reader,
            ruled,
            "`rules:` are for structs: delete them, or write `fields:`",
        );
    }
    let shape = match (fields, values) {
        (Some(fields), None) => Some(Shape::Struct { fields, rules }),
        (None, Some(values)) => Some(Shape::Enum {
            values,
            of_integers,
        }),
        _ => {
            reader.report(
                Diagnostic::error(
                    Code::MissingKey,
                    "a type is either a struct or an enum",
                    map.span(),
                )
                .help("give it `fields:` (a struct) or `values:` (an enum), not both"),
            );
            None
        }
    };
    let title = map.optional("title", text);
    let doc = map.optional("doc", prose);
    let rust_name = map.optional("rust_name", text);
    let also_called = map.list("also_called", text);
    let notes = map.list("notes", note);
    map.finish();
    Some(Type {
        title,
        doc,
        rust_name,
        also_called,
        notes,
        shape: shape?,
    })
}

/// A key that the other kind of type has.
fn report_misplaced(reader: &Reader<'_>, place: Option<Span>, help: &str) {
    if let Some(span) = place {
        let message = "this key does not go with this kind of type";
        reader.report(Diagnostic::error(Code::UnknownKey, message, span).help(help));
    }
}

/// What the values of an enum are, where they are no texts.
fn integers(reader: &Reader<'_>, entry: Entry) -> Option<()> {
    one_of(reader, entry, &[("integer", ())])
}

fn values<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Value>> {
    Some(Map::of(reader, entry, "this map of values")?.into_entries(value))
}

/// A value with its meaning, or a bare meaning.
fn value<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Value> {
    map_or(reader, entry, full_value, |reader, entry| {
        Some(bare_value(reader, entry))
    })
}

fn bare_value(reader: &Reader<'_>, entry: Entry) -> Value {
    Value {
        title: None,
        doc: prose(reader, entry),
        rust_name: None,
        fingerprint: None,
        remarks: Vec::new(),
        waived: Vec::new(),
        notes: Vec::new(),
    }
}

fn full_value<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Value> {
    let mut map = Map::of(reader, entry, "an enum value")?;
    let value = Value {
        title: map.optional("title", text),
        doc: map.optional("doc", prose),
        rust_name: map.optional("rust_name", text),
        fingerprint: map.optional("fingerprint", fingerprint),
        remarks: map.list("remarks", statement),
        waived: map.list("waived", waiver),
        notes: map.list("notes", note),
    };
    map.finish();
    Some(value)
}
