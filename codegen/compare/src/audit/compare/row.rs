//! Compares a row of a field table with its field: presence, type, label, text and remarks.

use crate::audit::codes;
use crate::audit::page::table::Row;
use crate::audit::prose::Prose;
use crate::audit::report::{
    Report, compare_fingerprint, diagnostic, fingerprint, orphan_fingerprint,
};
use wechatpay_codegen::model::{Field, Presence};
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
        diagnostic(
            codes::PAGE_PRESENCE,
            format!("different presence of `{}` on the page", field.wire_name),
            (field.span, &format!("spec: {shown}")),
            (row.presence.span(), &format!("page: {}", row.presence.text)),
        )
    });
}

fn label(row: &Row<'_>, field: &Field, report: &mut Report) {
    let on_page = row.label.map(|label| label.text);
    let in_spec = field.title.as_deref();
    report.check(on_page == in_spec, || {
        diagnostic(
            codes::PAGE_LABEL,
            format!("different label of `{}` on the page", field.wire_name),
            (field.span, &format!("spec: {}", in_spec.unwrap_or("none"))),
            (
                row.label.unwrap_or(row.name).span(),
                &format!("page: {}", on_page.unwrap_or("none")),
            ),
        )
    });
}

/// Checks that each 注 has a remark, and that each other remark is a sentence of the row.
fn remarks(row: &Row<'_>, field: &Field, report: &mut Report) {
    let subject = format!("`{}`", field.wire_name);
    let statements = || field.remarks.iter().chain(&field.server);
    for remark in &row.remarks {
        let hash = remark.fingerprint();
        let is_known = statements().any(|statement| statement.fingerprint.as_ref() == Some(&hash));
        report.check(is_known, || {
            let page = (remark.span(), remark.text);
            fingerprint(&format!("{subject} (注)"), (field.span, None), page)
        });
    }
    let mut prose = Prose::default();
    prose.open(row.full_text);
    for remark in &row.remarks {
        prose.open(*remark);
    }
    for statement in statements() {
        if let Some(known) = &statement.fingerprint {
            report.check(prose.cover(known), || {
                orphan_fingerprint(&subject, statement.span, row.name.span())
            });
        }
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
