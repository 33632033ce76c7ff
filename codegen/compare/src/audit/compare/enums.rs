//! Compares the enum values of listings and field tables with those of the model.

use crate::audit::align::align;
use crate::audit::change::Change;
use crate::audit::codes;
use crate::audit::listing::{EnumList, Listing};
use crate::audit::marks::Cover;
use crate::audit::page::table::Row;
use crate::audit::report::{Discrepancy, Report, compare_fingerprint, diagnostic};
use crate::audit::scope::{Scope, is_called};
use crate::audit::text::{Slice, without_spaces};
use crate::draft::writer::{self, scalar};
use wechatpay_codegen::model::Enum;

use super::listed_types::{extra_type, missing_type, report_duplicates};
use super::order::out_of_order;
use super::rules;

/// Compares all enums of a listing.
pub(super) fn compare_listing(scope: &Scope<'_>, listing: &Listing<'_>, report: &mut Report) {
    for spec_enum in &scope.enums {
        let is_same = |list: &&EnumList<'_>| {
            is_called(&spec_enum.wire_name, &spec_enum.also_called, list.name.text)
        };
        let lists: Vec<_> = listing.enums.iter().filter(is_same).collect();
        report.check(!lists.is_empty(), || {
            missing_type(&spec_enum.wire_name, spec_enum.span, listing)
        });
        for list in lists {
            report
                .confirmed
                .names
                .insert((spec_enum.span, list.name.text.to_owned()));
            values(spec_enum, &list.values, list.name, report);
        }
    }
    for list in &listing.enums {
        let is_known = scope
            .enums
            .iter()
            .any(|known| is_called(&known.wire_name, &known.also_called, list.name.text));
        report.check(is_known, || extra_type(scope, list.name, listing.language));
    }
    report_duplicates(
        listing.enums.iter().map(|list| list.name),
        listing.language,
        report,
    );
}

/// Compares the values below 可选取值 of a row, with their meanings. A nested row may be cut off
/// before the first value.
pub(super) fn compare_row(
    scope: &Scope<'_>,
    spec_enum: &Enum,
    row: &Row<'_>,
    is_nested: bool,
    report: &mut Report,
) {
    let is_complete = row.has_values && (is_nested || !row.values.is_empty());
    report.check(is_complete, || {
        diagnostic(
            codes::PAGE_VALUE,
            format!("values of `{}` missing on the page", spec_enum.wire_name),
            (spec_enum.span, "spec: an enum"),
            (row.name.span(), "page: no values"),
        )
    });
    if row.values.is_empty() {
        return;
    }
    let names: Vec<Slice<'_>> = row.values.iter().map(|(name, _)| *name).collect();
    values(spec_enum, &names, row.name, report);
    for (name, meaning) in &row.values {
        let mut spec_values = spec_enum.values.iter();
        let Some(value) = spec_values.find(|value| value.wire_name == name.text) else {
            continue;
        };
        report.confirmed.meanings.insert(value.span);
        let subject = format!("the value `{}`", name.text);
        let spec = (value.span, value.fingerprint.as_deref());
        let page = if meaning.is_blank() {
            name.part(0..0)
        } else {
            *meaning
        };
        compare_fingerprint(report, &subject, spec, page);
        rules::compare_value(scope, row, value, *meaning, report);
        let title = value.title.as_deref().unwrap_or_default();
        let has_title = meaning.without_spaces().contains(&without_spaces(title));
        report.check(has_title, || {
            let diagnostic = diagnostic(
                codes::PAGE_LABEL,
                format!("different label of the value `{}` on the page", name.text),
                (value.span, &format!("spec: {title}")),
                (name.span(), "page: another text"),
            );
            let label = writer::label(*meaning);
            let change = label.map(|label| Change::set(value.span, "title", scalar(label.text)));
            Discrepancy::from(diagnostic).change(change)
        });
    }
}

fn values(spec_enum: &Enum, listed: &[Slice<'_>], owner: Slice<'_>, report: &mut Report) {
    let on_page: Vec<&str> = listed.iter().map(|value| value.text).collect();
    let in_spec: Vec<&str> = spec_enum
        .values
        .iter()
        .map(|value| value.wire_name.as_str())
        .collect();
    let alignment = align(&on_page, &in_spec);
    for (left, right) in &alignment.pairs {
        if let (Some(value), Some(known)) = (listed.get(*left), spec_enum.values.get(*right)) {
            report.covered(Cover::Matched, known.span, value.span());
        }
    }
    for extra in alignment.left.iter().filter_map(|index| listed.get(*index)) {
        let (name, value) = (&spec_enum.wire_name, extra.text);
        report.missing(diagnostic(
            codes::PAGE_VALUE,
            format!("value `{value}` of `{name}` missing in the spec"),
            (spec_enum.span, ""),
            (extra.span(), "on the page"),
        ));
    }
    let missing = alignment.right.iter();
    for missing in missing.filter_map(|index| spec_enum.values.get(*index)) {
        report.missing(diagnostic(
            codes::PAGE_VALUE,
            format!("value `{}` missing on the page", missing.wire_name),
            (missing.span, ""),
            (owner.span(), "not among these values"),
        ));
    }
    let inversion = alignment.inversion().and_then(|(first, second)| {
        let (first, moved) = (listed.get(first.0)?, listed.get(second.0)?);
        let spec_span = spec_enum.values.get(second.1)?.span;
        Some(out_of_order(*first, *moved, spec_span))
    });
    report.check_order(inversion);
}
