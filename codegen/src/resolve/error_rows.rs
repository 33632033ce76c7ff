//! Resolves error tables and their codes.

use std::collections::{HashMap, HashSet};

use super::api::row;
use super::copies::optional;
use super::enums::{UNKNOWN_VARIANT, unknown_variant};
use super::resolver::Resolver;
use super::rust_names::{Namespace, collision, rust_name};
use super::unknown::unknown;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DocumentedError, Enum, Row, Value};
use crate::names;
use crate::source::{Span, Spanned};
use crate::syntax::{self, Text};

/// The rows of a page, in its order.
pub(super) fn rows(
    page: &syntax::Operation,
    resolver: &mut Resolver<'_, '_>,
) -> Vec<DocumentedError> {
    report_repeated(page, resolver);
    let mut rows = Vec::new();
    for syntax in &page.errors {
        match syntax {
            syntax::DocumentedError::Own {
                row: own,
                table,
                grade,
            } => {
                rows.extend(row(own, resolver.diagnostics).map(|row| DocumentedError {
                    span: own.code.span,
                    table: optional(table.as_ref()),
                    common: false,
                    grade: grade.unwrap_or(page.source.grade),
                    row,
                }));
            }
            syntax::DocumentedError::Common {
                common,
                table,
                grade,
            } => {
                rows.extend(common_row(common, resolver).map(|row| DocumentedError {
                    span: common.span,
                    table: optional(table.as_ref()),
                    common: true,
                    grade: grade.unwrap_or(page.source.grade),
                    row,
                }));
            }
        }
    }
    report_copies(&rows, resolver);
    rows
}

/// Reports a common row that a table has twice. A code of the page's own rows may appear several
/// times with different meanings.
fn report_repeated(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let mut seen: HashMap<(&str, Option<&str>), Span> = HashMap::new();
    for row in &page.errors {
        let syntax::DocumentedError::Common { common, table, .. } = row else {
            continue;
        };
        let table = table.as_ref().map(|table| table.value.as_str());
        let first = *seen.entry((&common.value, table)).or_insert(common.span);
        if first != common.span {
            let message = format!("duplicate error row `{}` in a table", common.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::DUPLICATE_DEFINITION, message, common.span)
                    .label("again here")
                    .also(first, "first here")
                    .help("delete one of the two"),
            );
        }
    }
}

/// Reports an own row of the page that a table has twice with the same words.
fn report_copies(rows: &[DocumentedError], resolver: &mut Resolver<'_, '_>) {
    let mut seen: HashMap<_, Span> = HashMap::new();
    for second in rows {
        let row = &second.row;
        let words = (&row.code, &row.meaning, &row.remedy);
        let first = seen.entry((&second.table, row.status, words));
        let first = *first.or_insert(row.span);
        if first != row.span && !second.common {
            let message = format!("duplicate error row `{}` in a table", second.row.code);
            resolver.diagnostics.push(
                Diagnostic::error(Code::DUPLICATE_DEFINITION, message, second.row.span)
                    .label("again here")
                    .also(first, "first here")
                    .help("delete one of the two, or write how they differ"),
            );
        }
    }
}

/// The common error row of a code.
fn common_row(code: &Text, resolver: &mut Resolver<'_, '_>) -> Option<Row> {
    let all = &resolver.shared.api?.errors;
    let row = all.iter().find(|row| row.code == code.value).cloned();
    if row.is_none() {
        let codes = all.iter().map(|row| row.code.as_str());
        let what = "common error row";
        let diagnostic = unknown(
            Code::UNKNOWN_REFERENCE,
            what,
            code,
            codes,
            resolver.diagnostics.is_long(),
        );
        resolver.diagnostics.push(diagnostic);
    }
    row
}

/// The enum of the codes of the rows, each once, in order.
pub(super) fn codes<'a>(
    page: &'a syntax::Operation,
    rows: &[DocumentedError],
    resolver: &mut Resolver<'a, '_>,
) -> Enum {
    let name = names::error_code_type(&page.name.value);
    resolver.use_name(&[Namespace::Service], &name, page.name.span);
    let mut values: Vec<Value> = Vec::new();
    let given = given_names(page, resolver);
    let mut codes: HashSet<&str> = HashSet::new();
    let mut named: HashMap<String, Span> = HashMap::new();
    for DocumentedError { row, .. } in rows {
        if !codes.insert(&row.code) {
            continue;
        }
        let wire = Spanned::new(row.code.clone(), row.span);
        let given = given.get(row.code.as_str()).copied();
        let name = rust_name(&wire, given, names::variant, resolver.diagnostics);
        report_second(row, &name, named.get(&name).copied(), resolver);
        named.entry(name.clone()).or_insert(row.span);
        values.push(Value {
            span: row.span,
            name,
            wire_name: row.code.clone(),
            grade: page.source.grade,
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
        grade: page.source.grade,
        span: page.name.span,
        wire_name: name.clone(),
        also_called: Vec::new(),
        name,
        title: None,
        doc: None,
        values: values.into(),
        notes: Vec::new(),
        file: Some(page.file.clone()),
        service: None,
        is_duplicate: false,
    }
}

/// The `rust_name:` of each code. If a code has several, the first one.
fn given_names<'a>(
    page: &'a syntax::Operation,
    resolver: &Resolver<'a, '_>,
) -> HashMap<&'a str, &'a Text> {
    let own = page.errors.iter().filter_map(|row| match row {
        syntax::DocumentedError::Own { row, .. } => Some(&**row),
        syntax::DocumentedError::Common { .. } => None,
    });
    let common = resolver.shared.spec.api.iter().flat_map(|api| &api.errors);
    let mut names = HashMap::new();
    for row in own.chain(common) {
        if let Some(name) = &row.rust_name {
            names.entry(row.code.value.as_str()).or_insert(name);
        }
    }
    names
}

/// Reports a code whose Rust name another code has, or that every enum has.
fn report_second(row: &Row, name: &str, first: Option<Span>, resolver: &mut Resolver<'_, '_>) {
    let diagnostic = match first {
        Some(first) => collision(name, first, row.span),
        None if name == UNKNOWN_VARIANT => unknown_variant(row.span),
        None => return,
    };
    resolver.diagnostics.push(diagnostic);
}
