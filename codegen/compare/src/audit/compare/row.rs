//! Compares a row of a field table with its field: presence, type, label, text and remarks.

use crate::audit::change::Change;
use crate::audit::codes;
use crate::audit::marks::Cover;
use crate::audit::page::table::Row;
use crate::audit::prose::Prose;
use crate::audit::report::{
    Discrepancy, Report, compare_fingerprint, diagnostic, fingerprint, fingerprint_value,
    orphan_fingerprint,
};
use crate::audit::text::Slice;
use crate::draft::writer::scalar;
use wechatpay_codegen::model::{Field, Presence, Statement};
use wechatpay_codegen::source::Span;

use super::limits::{self, Context};
use super::notation;

/// Compares everything that a row states about its field.
pub(super) fn compare(
    context: &Context<'_, '_>,
    row: &Row<'_>,
    field: &Field,
    report: &mut Report,
) {
    presence(row, field, report);
    notation::compare(row, field, report);
    label(row, field, report);
    let subject = format!("`{}`", field.wire_name);
    let spec = (field.span, field.fingerprint.as_deref());
    let text = if row.text.is_blank() {
        row.name.part(0..0)
    } else {
        row.text
    };
    compare_fingerprint(report, &subject, spec, text);
    remarks(row, field, report);
    limits::compare(context, row, field, report);
}

/// Checks that a field without a table row has no facts that only a table can state. `is_behind` is
/// whether the row may come after all rows that were seen.
pub(super) fn without_row(
    context: &Context<'_, '_>,
    field: &Field,
    (page_span, is_behind): (Span, bool),
    report: &mut Report,
) {
    let is_time = context.page.is_time_in_go(&field.wire_name);
    let mut statements = field.remarks.iter().chain(&field.server);
    let is_undocumented = matches!(field.presence, Presence::Undocumented);
    let facts = [
        (!is_undocumented, "presence"),
        (field.title.is_some(), "label"),
        (field.fingerprint.is_some(), "fingerprint"),
        (
            !limits::is_silent(field, is_time),
            "limit, condition, default, unit or format",
        ),
        (!field.waived.is_empty(), "waiver"),
        (
            statements.any(|statement| statement.fingerprint.is_some()),
            "fingerprint of a statement",
        ),
    ];
    let unexpected = facts.iter().filter(|(exists, _)| *exists);
    let unexpected: Vec<&str> = unexpected.map(|(_, fact)| *fact).collect();
    report.check_stated(!is_behind, unexpected.is_empty(), || {
        let (name, unexpected) = (&field.wire_name, unexpected.join(", "));
        diagnostic(
            codes::PAGE_FIELD,
            format!("field `{name}` without a table row on the page"),
            (field.span, &format!("spec: {unexpected}")),
            (page_span, "no row for it below this"),
        )
        .help("use `presence: undocumented`, and remove label, limits and fingerprints")
    });
}

fn presence(row: &Row<'_>, field: &Field, report: &mut Report) {
    let (printed, shown) = match &field.presence {
        Presence::Required => (Some(true), "required"),
        Presence::Optional => (Some(false), "optional"),
        Presence::Undocumented => (None, "undocumented"),
        Presence::Conditional(when) if when.printed_required => {
            (Some(true), "conditional, printed as required")
        }
        Presence::Conditional(_) => (Some(false), "conditional"),
    };
    report.check(printed == row.is_required(), || {
        let diagnostic = diagnostic(
            codes::PAGE_PRESENCE,
            format!("different presence of `{}` on the page", field.wire_name),
            (field.span, &format!("spec: {shown}")),
            (row.presence.span(), &format!("page: {}", row.presence.text)),
        );
        Discrepancy::from(diagnostic).change(presence_change(row, field))
    });
}

/// The presence that the page prints. A condition stays, with the word of the page.
fn presence_change(row: &Row<'_>, field: &Field) -> Change {
    let is_conditional = matches!(field.presence, Presence::Conditional(_));
    let word = match row.is_required() {
        Some(true) => "required",
        Some(false) => "optional",
        None => "undocumented",
    };
    match row.is_required() {
        Some(true) if is_conditional => {
            Change::set(field.span, "printed", word).within(&["presence"])
        }
        Some(false) if is_conditional => {
            Change::remove(field.span, "printed").within(&["presence"])
        }
        _ => Change::set(field.span, "presence", word),
    }
}

fn label(row: &Row<'_>, field: &Field, report: &mut Report) {
    let on_page = row.label.map(|label| label.text);
    let in_spec = field.title.as_deref();
    report.check(on_page == in_spec, || {
        let diagnostic = diagnostic(
            codes::PAGE_LABEL,
            format!("different label of `{}` on the page", field.wire_name),
            (field.span, &format!("spec: {}", in_spec.unwrap_or("none"))),
            (
                row.label.unwrap_or(row.name).span(),
                &format!("page: {}", on_page.unwrap_or("none")),
            ),
        );
        Discrepancy::from(diagnostic).change(Change::to(field.span, "title", on_page.map(scalar)))
    });
}

/// Checks that each 注 has a remark, and that each other remark is a sentence of the row.
fn remarks(row: &Row<'_>, field: &Field, report: &mut Report) {
    let subject = format!("`{}`", field.wire_name);
    let statements = || field.remarks.iter().chain(&field.server);
    let is_known = |remark: &Slice<'_>| {
        let hash = remark.fingerprint();
        statements().any(|statement| statement.fingerprint.as_ref() == Some(&hash))
    };
    let outdated = outdated(row, field, is_known);
    for remark in &row.remarks {
        report.check(is_known(remark), || {
            let page = (remark.span(), remark.text);
            let change = outdated.map(|statement| {
                let value = fingerprint_value(remark.text);
                Change::set(statement.span, "fingerprint", value).around()
            });
            fingerprint(&format!("{subject} (注)"), (field.span, None), page, change)
        });
    }
    let mut prose = Prose::default();
    prose.open(row.full_text);
    for remark in &row.remarks {
        prose.open(*remark);
    }
    for statement in statements() {
        if let Some(known) = &statement.fingerprint {
            match prose.cover(known) {
                Some(page) => report.covered(Cover::Note, statement.span, page),
                None => report.contradiction(orphan_fingerprint(
                    &subject,
                    statement.span,
                    row.name.span(),
                )),
            }
        }
    }
}

/// The remark of the spec whose text has changed, if exactly one text and one remark have no
/// counterpart.
fn outdated<'m>(
    row: &Row<'_>,
    field: &'m Field,
    is_known: impl Fn(&Slice<'_>) -> bool,
) -> Option<&'m Statement> {
    let mut unknown = row.remarks.iter().filter(|remark| !is_known(remark));
    let has_text = |statement: &&Statement| {
        let fingerprint = statement.fingerprint.as_ref();
        let mut remarks = row.remarks.iter();
        remarks.any(|remark| fingerprint == Some(&remark.fingerprint()))
    };
    let mut outdated = field
        .remarks
        .iter()
        .filter(|statement| !has_text(statement));
    match (
        unknown.next(),
        unknown.next(),
        outdated.next(),
        outdated.next(),
    ) {
        (Some(_), None, Some(statement), None) => Some(statement),
        _ => None,
    }
}

/// Checks that the row of a field that is not an enum has no 可选取值.
pub(super) fn no_values(row: &Row<'_>, field: &Field, report: &mut Report) {
    let name = &field.wire_name;
    report.check(!row.has_values, || {
        diagnostic(
            codes::PAGE_FIELD_TYPE,
            format!("different type of `{name}` on the page"),
            (field.span, "spec: not an enum"),
            (row.name.span(), "page: values below 可选取值"),
        )
    });
    for (value, _) in &row.values {
        report.missing(diagnostic(
            codes::PAGE_VALUE,
            format!("value `{}` of `{name}` missing in the spec", value.text),
            (field.span, "spec: not an enum"),
            (value.span(), "on the page"),
        ));
    }
}
