//! Error tables, and the codes in them.

use super::scope::{Room, collision, rust_name};
use super::service::Resolver;
use super::types::{UNKNOWN_VARIANT, unknown_variant};
use super::{optional, row, unknown};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Enum, ErrorRow, Row, Value};
use crate::names;
use crate::source::Spanned;
use crate::syntax::{self, Text};

/// The rows of a page, in its order.
pub(super) fn rows(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) -> Vec<ErrorRow> {
    report_repeated(page, resolver);
    let mut rows = Vec::new();
    for syntax in &page.errors {
        match syntax {
            syntax::ErrorRow::Own { row: own, table } => {
                rows.extend(row(own, resolver.diagnostics).map(|row| ErrorRow {
                    table: optional(table.as_ref()),
                    common: false,
                    row,
                }));
            }
            syntax::ErrorRow::Common { common, table } => {
                rows.extend(common_row(common, resolver).map(|row| ErrorRow {
                    table: optional(table.as_ref()),
                    common: true,
                    row,
                }));
            }
        }
    }
    report_copies(&rows, resolver);
    rows
}

/// A row of `api:` that one table has twice. A code of the page's own may stand in several rows with several meanings.
fn report_repeated(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let mut seen: Vec<(&Text, Option<&str>)> = Vec::new();
    for row in &page.errors {
        let syntax::ErrorRow::Common { common, table } = row else {
            continue;
        };
        let table = table.as_ref().map(|table| table.value.as_str());
        let mut before = seen.iter();
        if let Some((first, _)) = before.find(|(c, t)| c.value == common.value && *t == table) {
            let message = format!("the row `{}` stands twice in one table", common.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::DuplicateDefinition, message, common.span)
                    .label("again here")
                    .also(first.span, "first here")
                    .help("delete one of the two"),
            );
        }
        seen.push((common, table));
    }
}

/// A row of the page's own that stands there word for word a second time.
fn report_copies(rows: &[ErrorRow], resolver: &mut Resolver<'_, '_>) {
    for (index, second) in rows.iter().enumerate().filter(|(_, row)| !row.common) {
        let is_copied = |first: &&ErrorRow| {
            let (a, b) = (&first.row, &second.row);
            first.table == second.table
                && (a.status, &a.code, &a.meaning, &a.remedy)
                    == (b.status, &b.code, &b.meaning, &b.remedy)
        };
        if let Some(first) = rows.iter().take(index).find(is_copied) {
            let message = format!("the row `{}` stands twice in one table", second.row.code);
            resolver.diagnostics.push(
                Diagnostic::error(Code::DuplicateDefinition, message, second.row.span)
                    .label("again here")
                    .also(first.row.span, "first here")
                    .help("delete one of the two, or write what tells them apart"),
            );
        }
    }
}

/// The row of a code that every page repeats.
fn common_row(code: &Text, resolver: &mut Resolver<'_, '_>) -> Option<Row> {
    let all = &resolver.api?.errors;
    let row = all.iter().find(|row| row.code == code.value).cloned();
    if row.is_none() {
        let codes = all.iter().map(|row| row.code.as_str());
        let what = "error row common to all pages with the code";
        let diagnostic = unknown(Code::UnknownReference, what, code, codes);
        resolver.diagnostics.push(diagnostic);
    }
    row
}

/// The codes of the rows, each once, in order.
pub(super) fn codes<'a>(
    page: &'a syntax::Operation,
    rows: &[ErrorRow],
    resolver: &mut Resolver<'a, '_>,
) -> Enum {
    let name = names::error_code_type(&page.name.value);
    resolver.take_name(&[Room::Service], &name, page.name.span);
    let mut values: Vec<Value> = Vec::new();
    for ErrorRow { row, .. } in rows {
        if values.iter().any(|value| value.wire_name == row.code) {
            continue;
        }
        let wire = Spanned::new(row.code.clone(), row.span);
        let given = given_name(&row.code, page, resolver);
        let name = rust_name(&wire, given, names::variant, resolver.diagnostics);
        report_second(row, &name, &values, resolver);
        values.push(Value {
            span: row.span,
            name,
            wire_name: row.code.clone(),
            title: None,
            doc: None,
            fingerprint: None,
            remarks: Vec::new(),
            waived: Vec::new(),
            notes: Vec::new(),
        });
    }
    Enum {
        of_integers: false,
        span: page.name.span,
        wire_name: name.clone(),
        also_called: Vec::new(),
        name,
        title: None,
        doc: None,
        values,
        notes: Vec::new(),
        file: Some(page.file.clone()),
        is_twin: false,
    }
}

/// The name that some row of a code gives it.
fn given_name<'a>(
    code: &str,
    page: &'a syntax::Operation,
    resolver: &Resolver<'a, '_>,
) -> Option<&'a Text> {
    let own = page.errors.iter().filter_map(|row| match row {
        syntax::ErrorRow::Own { row, .. } => Some(&**row),
        syntax::ErrorRow::Common { .. } => None,
    });
    let common = resolver.spec.api.iter().flat_map(|api| &api.errors);
    own.chain(common)
        .filter(|row| row.code.value == code)
        .find_map(|row| row.rust_name.as_ref())
}

/// Two codes that differ on the wire alone, or one that every list of codes has already.
fn report_second(row: &Row, name: &str, before: &[Value], resolver: &mut Resolver<'_, '_>) {
    let first = before.iter().find(|value| value.name == name);
    let diagnostic = match first {
        Some(first) => collision(name, first.span, row.span),
        None if name == UNKNOWN_VARIANT => unknown_variant(row.span),
        None => return,
    };
    resolver.diagnostics.push(diagnostic);
}
