//! Named types: structs and enums.

use super::Reader;
use super::field::{fields, rule};
use super::map::{Map, map_or};
use super::node::Entry;
use super::parts::{fingerprint, grade, note, one_of, prose, statement, text, waiver};
use super::type_expr::is_type_name;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Entries, Shape, Text, Type, Types, Value};

/// The three maps of types that a service or an operation may have.
pub(super) fn types(map: &mut Map<'_>) -> Types {
    Types {
        both: map.optional("types", type_map).unwrap_or_default(),
        request: map.optional("request_types", type_map).unwrap_or_default(),
        response: map.optional("response_types", type_map).unwrap_or_default(),
    }
}

pub(super) fn type_map<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Type>> {
    Some(Map::open_entry(reader, entry, "a map of types")?.into_entries(named_type))
}

fn named_type<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Type> {
    let name = entry.key.clone();
    let mut map = Map::open_entry(reader, entry, "a type")?;
    report_name(reader, &name);
    let shape = shape(&mut map);
    let title = map.optional("title", text);
    let doc = map.optional("doc", prose);
    let rust_name = map.optional("rust_name", text);
    let also_called = map.list("also_called", text);
    let grade = map.optional("grade", grade);
    let notes = map.list("notes", note);
    map.finish();
    Some(Type {
        title,
        doc,
        rust_name,
        also_called,
        grade,
        notes,
        shape: shape?,
    })
}

/// Reports a name that no reference to a type could have.
fn report_name(reader: &Reader<'_>, name: &Text) {
    if !name.value.is_ascii() || is_type_name(&name.value) {
        return;
    }
    let message = format!("invalid type name `{}`", name.value);
    reader.report(
        Diagnostic::error(Code::BAD_NAME, message, name.span)
            .help("write it in CamelCase with letters and digits, as the page's listings do"),
    );
}

/// The shape of a type: a struct if it has `fields:`, an enum if it has `values:`.
fn shape(map: &mut Map<'_>) -> Option<Shape> {
    let (value_type, ruled) = (map.place_of("value_type"), map.place_of("rules"));
    let (fielded, valued) = (map.place_of("fields"), map.place_of("values"));
    let fields = map.optional("fields", fields);
    let values = map.optional("values", values);
    let of_integers = map.optional("value_type", integers).is_some();
    let rules = map.list("rules", rule);
    if fielded.is_some() && valued.is_none() {
        let help = "delete `value_type:`, which is for enums, or write `values:`";
        report_misplaced(map.reader, value_type, "`value_type` on a struct", help);
    }
    if valued.is_some() && fielded.is_none() {
        let help = "delete `rules:`, which are for structs, or write `fields:`";
        report_misplaced(map.reader, ruled, "`rules` on an enum", help);
    }
    match (fielded, valued) {
        (Some(_), None) => fields.map(|fields| Shape::Struct { fields, rules }),
        (None, Some(_)) => values.map(|values| Shape::Enum {
            values,
            of_integers,
        }),
        (None, None) => {
            let message = "type without `fields:` or `values:`";
            map.reader.report(
                Diagnostic::error(Code::MISSING_KEY, message, map.span())
                    .help("add `fields:` for a struct, or `values:` for an enum"),
            );
            None
        }
        (Some(first), Some(second)) => {
            let message = "type with both `fields:` and `values:`";
            map.reader.report(
                Diagnostic::error(Code::MISPLACED_KEY, message, second)
                    .label("makes it an enum")
                    .also(first, "makes it a struct")
                    .help("keep one of the two, and define a type of its own for the other"),
            );
            None
        }
    }
}

/// Reports a key that only the other kind of type has.
fn report_misplaced(reader: &Reader<'_>, place: Option<Span>, message: &str, help: &str) {
    if let Some(span) = place {
        reader.report(Diagnostic::error(Code::MISPLACED_KEY, message, span).help(help));
    }
}

/// Reads `value_type: integer`.
fn integers(reader: &Reader<'_>, entry: Entry) -> Option<()> {
    one_of(reader, entry, &[("integer", ())])
}

fn values<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Value>> {
    Some(Map::open_entry(reader, entry, "a map of values")?.into_entries(value))
}

/// A value with its meaning, or a bare meaning.
fn value<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Value> {
    map_or(reader, entry, full_value, |reader, entry| {
        Some(bare_value(reader, entry))
    })
}

fn bare_value(reader: &Reader<'_>, entry: Entry) -> Value {
    Value {
        grade: None,
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
    let mut map = Map::open_entry(reader, entry, "an enum value")?;
    let value = Value {
        grade: map.optional("grade", grade),
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
