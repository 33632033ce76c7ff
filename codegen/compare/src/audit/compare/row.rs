//! One row of a field table against its field: presence, type, label, text, remarks.

use crate::audit::codes;
use crate::audit::findings::{Findings, baseless, compare_text, differs, fingerprint};
use crate::audit::page::table::Row;
use crate::audit::prose::Prose;
use wechatpay_codegen::model::{Field, Presence};
use wechatpay_codegen::source::Span;

use super::limits::{self, At};
use super::notation;

/// All that the row says of the field itself.
pub(super) fn compare(at: &At<'_, '_>, row: &Row<'_>, field: &Field, findings: &mut Findings) {
    presence(row, field, findings);
    notation::compare(row, field, findings);
    label(row, field, findings);
    let what = format!("`{}`", field.wire_name);
    let spec = (field.span, field.fingerprint.as_deref());
    let text = if row.text.is_blank() {
        row.name.part(0..0)
    } else {
        row.text
    };
    compare_text(findings, &what, spec, text);
    remarks(row, field, findings);
    limits::compare(at, row, field, findings);
}

/// A field that no table shows states nothing that only a table can state.
pub(super) fn not_shown(at: &At<'_, '_>, field: &Field, page: Span, findings: &mut Findings) {
    let is_time = at.page.is_time_in_go(&field.wire_name);
    let mut statements = field.remarks.iter().chain(&field.server);
    let is_silent = matches!(field.presence, Presence::Undocumented);
    let claims = [
        (!is_silent, "presence"),
        (field.title.is_some(), "label"),
        (field.fingerprint.is_some(), "fingerprint"),
        (
            !limits::is_silent(field, is_time),
            "limit, condition, default, unit or format",
        ),
        (!field.waived.is_empty(), "waiver"),
        (
            statements.any(|statement| statement.fingerprint.is_some()),
            "statement's fingerprint",
        ),
    ];
    let claimed = claims.iter().filter(|(claim, _)| *claim);
    let claimed: Vec<&str> = claimed.map(|(_, what)| *what).collect();
    findings.fact(claimed.is_empty(), || {
        let (name, claimed) = (&field.wire_name, claimed.join(", "));
        let message = format!("no table of the page shows `{name}` here, but the spec has its {claimed}");
        let place = (page, "not shown below this");
        differs(codes::PAGE_FIELD, message, (field.span, ""), place)
            .help("what no table shows is `presence: undocumented`, and has no label, limit and fingerprint")
    });
}

fn presence(row: &Row<'_>, field: &Field, findings: &mut Findings) {
    let (printed, says) = match &field.presence {
        Presence::Required => (Some(true), "required"),
        Presence::Optional => (Some(false), "optional"),
        Presence::Undocumented => (None, "undocumented"),
        Presence::Conditional(when) if when.printed_required => {
            (Some(true), "conditional, printed as required")
        }
        Presence::Conditional(_) => (Some(false), "conditional"),
    };
    findings.fact(printed == Some(row.is_required()), || {
        let message = format!(
            "the spec and the page disagree about the presence of `{}`",
            field.wire_name
        );
        let theirs = format!("the page: {}", row.presence.text);
        let ours = format!("the spec: {says}");
        differs(
            codes::PAGE_PRESENCE,
            message,
            (field.span, &ours),
            (row.presence.span(), &theirs),
        )
    });
}

fn label(row: &Row<'_>, field: &Field, findings: &mut Findings) {
    let theirs = row.label.map(|label| label.text);
    findings.fact(theirs == field.title.as_deref(), || {
        let message = format!(
            "the spec and the page disagree about the label of `{}`",
            field.wire_name
        );
        let ours = format!("the spec: {}", field.title.as_deref().unwrap_or("none"));
        let says = format!("the page: {}", theirs.unwrap_or("none"));
        let place = row.label.unwrap_or(row.name).span();
        differs(
            codes::PAGE_LABEL,
            message,
            (field.span, &ours),
            (place, &says),
        )
    });
}

/// Every 注 has its remark; every other remark is a sentence of the row.
fn remarks(row: &Row<'_>, field: &Field, findings: &mut Findings) {
    let what = format!("`{}`", field.wire_name);
    let statements = || field.remarks.iter().chain(&field.server);
    for remark in &row.remarks {
        let hash = remark.fingerprint();
        let known = statements().any(|ours| ours.fingerprint.as_ref() == Some(&hash));
        findings.fact(known, || {
            let page = (remark.span(), remark.text);
            fingerprint(&format!("{what} (注)"), (field.span, None), page)
        });
    }
    let mut prose = Prose::default();
    prose.open(row.whole);
    for remark in &row.remarks {
        prose.open(*remark);
    }
    for ours in statements() {
        if let Some(known) = &ours.fingerprint {
            findings.fact(prose.cover(known), || {
                baseless(&what, ours.span, row.name.span())
            });
        }
    }
}

/// A row without 可选取值 is no enum.
pub(super) fn no_values(row: &Row<'_>, field: &Field, findings: &mut Findings) {
    findings.fact(!row.is_list, || {
        let message = format!(
            "the page lists values for `{}`, which is no enum in the spec",
            field.wire_name
        );
        let place = (row.name.span(), "可选取值 below this");
        differs(codes::PAGE_FIELD_TYPE, message, (field.span, ""), place)
    });
    for (value, _) in &row.values {
        let message = format!(
            "the page lists the value `{}` for `{}`, which is no enum in the spec",
            value.text, field.wire_name
        );
        findings.missing(differs(
            codes::PAGE_VALUE,
            message,
            (field.span, ""),
            (value.span(), "on the page"),
        ));
    }
}
