//! Rules over several fields of one object.

use std::collections::BTreeSet;

use super::writer::Writer;
use crate::audit::page::table::Row;
use crate::audit::page_claims::{self, PageClaim};
use crate::audit::text::Slice;

/// Writes the rules that the rows of an object state.
pub(super) fn write(rows: &[&Row<'_>], all: &[&Row<'_>], out: &mut Writer<'_>, indent: usize) {
    let mut part = out.part();
    let mut groups: Vec<BTreeSet<String>> = Vec::new();
    for row in rows {
        for claim in page_claims::of_row(row, all) {
            let (fields, is_exact) = match claim {
                PageClaim::AtMostOne(fields) => (fields, false),
                PageClaim::ExactlyOne(fields) => (fields, true),
                _ => continue,
            };
            if !groups.contains(&fields) {
                group(&fields, is_exact.then_some(row.text), &mut part, indent + 1);
                groups.push(fields);
            }
        }
        for (value, meaning) in &row.values {
            allowed(row, *value, *meaning, &mut part, indent + 1);
        }
    }
    if !part.text.is_empty() {
        out.blank();
        out.open(indent, "rules");
        out.text.push_str(&part.text);
    }
}

fn group(fields: &BTreeSet<String>, exact: Option<Slice<'_>>, out: &mut Writer<'_>, indent: usize) {
    let first = fields.iter().next().map_or("", String::as_str);
    out.line(indent, &format!("- id: one_with_{first}"));
    out.open(indent + 1, "at_most_one_of");
    for field in fields {
        out.line(indent + 2, &format!("- {field}"));
    }
    out.line(indent + 1, "doc: TODO");
    if let Some(text) = exact {
        out.todo(
            indent + 1,
            text,
            "that one of them must be present has no key",
        );
    }
}

/// Values of another field that a value of this field allows.
fn allowed(
    row: &Row<'_>,
    value: Slice<'_>,
    meaning: Slice<'_>,
    out: &mut Writer<'_>,
    indent: usize,
) {
    for (claim, _) in page_claims::read(&meaning.without_spaces()) {
        let PageClaim::Allowed(field, values) = claim else {
            continue;
        };
        let id = format!("{field}_of_{}", value.text.to_ascii_lowercase());
        out.line(indent, &format!("- id: {id}"));
        out.open(indent + 1, "allowed");
        out.open(indent + 2, "when");
        out.key(indent + 3, row.name.text, value.text);
        out.key(indent + 2, "field", &field);
        let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
        values.sort_by_key(|value| meaning.text.rfind(value));
        out.list(indent + 2, "values", &values);
        out.line(indent + 1, "doc: TODO");
    }
}
