//! Types that the service already has.

use wechatpay_codegen::model::{Enum, Field, Presence, Service, Struct};

use crate::audit::page::table::Row;
use crate::audit::text::Slice;

/// A shared type of a service.
pub(super) enum Known<'m> {
    Struct(&'m Struct),
    Enum(&'m Enum),
}

/// The type of a service that all its operations share.
pub(super) fn find<'m>(service: Option<&'m Service>, name: &str) -> Option<Known<'m>> {
    let service = service?;
    let is_called = |wire_name: &str, also_called: &[String], file: &Option<String>| {
        file.is_none() && (wire_name == name || also_called.iter().any(|other| other == name))
    };
    let mut structs = service.requests.iter().chain(service.responses.iter());
    let mut enums = service.enums.iter();
    let found = structs.find(|known| is_called(&known.wire_name, &known.also_called, &known.file));
    found.map(Known::Struct).or_else(|| {
        enums
            .find(|known| is_called(&known.wire_name, &known.also_called, &known.file))
            .map(Known::Enum)
    })
}

impl Known<'_> {
    /// What the page says differently.
    pub(super) fn differences(
        &self,
        name: &str,
        listed: &[String],
        rows: &[&Row<'_>],
        values: &[Slice<'_>],
    ) -> Vec<String> {
        match self {
            Known::Struct(structure) => structure_differences(structure, name, listed, rows),
            Known::Enum(known) => {
                let mut on_page: Vec<&str> = values.iter().map(|value| value.text).collect();
                let mut in_spec: Vec<&str> = known
                    .values
                    .iter()
                    .map(|value| value.wire_name.as_str())
                    .collect();
                on_page.sort_unstable();
                in_spec.sort_unstable();
                let is_same = on_page.is_empty() || on_page == in_spec;
                let difference = format!(
                    "enum `{name}`: page has {}; spec has {}",
                    on_page.join(", "),
                    in_spec.join(", ")
                );
                (!is_same).then_some(difference).into_iter().collect()
            }
        }
    }
}

fn structure_differences(
    structure: &Struct,
    name: &str,
    listed: &[String],
    rows: &[&Row<'_>],
) -> Vec<String> {
    let mut found = Vec::new();
    let row_names = rows.iter().map(|row| row.name.text);
    for field in listed.iter().map(String::as_str).chain(row_names) {
        if structure.field(field).is_none() {
            found.push(format!("struct `{name}`: field `{field}` only on the page"));
        }
    }
    for field in &structure.fields {
        let row = rows.iter().find(|row| row.name.text == field.wire_name);
        let is_unknown = listed.is_empty() && rows.is_empty();
        let is_listed = listed.contains(&field.wire_name) || row.is_some() || is_unknown;
        if !is_listed {
            found.push(format!(
                "struct `{name}`: field `{}` only in the spec",
                field.wire_name
            ));
        }
        found.extend(row.and_then(|row| field_difference(field, name, row)));
    }
    found.dedup();
    found
}

fn field_difference(field: &Field, owner: &str, row: &Row<'_>) -> Option<String> {
    let is_required = matches!(field.presence, Presence::Required);
    let is_conditional = matches!(
        field.presence,
        Presence::Conditional(_) | Presence::Undocumented
    );
    let facts = [
        (
            !is_conditional && row.is_required() != Some(is_required),
            "presence",
        ),
        (
            row.label.map(|label| label.text) != field.title.as_deref(),
            "label",
        ),
        (
            !row.text.is_blank() && field.fingerprint.as_ref() != Some(&row.text.fingerprint()),
            "description",
        ),
    ];
    let different: Vec<&str> = facts
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, what)| *what)
        .collect();
    let message = format!(
        "struct `{owner}`: field `{}` differs in {}",
        field.wire_name,
        different.join(", ")
    );
    (!different.is_empty()).then_some(message)
}
