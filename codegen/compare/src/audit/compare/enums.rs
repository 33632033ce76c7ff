//! Enums: the values that listings and field tables give, against the model's.

use crate::audit::align::align;
use crate::audit::codes;
use crate::audit::findings::{Findings, compare_text, differs};
use crate::audit::listing::{EnumList, Listing};
use crate::audit::page::table::Row;
use crate::audit::reach::{Reach, is_called};
use crate::audit::text::{Slice, squeeze};
use wechatpay_codegen::model::Enum;

use super::listed_types::{extra_type, missing_type, repeated};
use super::order::out_of_order;
use super::rules;

/// Every enum of a listing.
pub(super) fn compare_listing(reach: &Reach<'_>, listing: &Listing<'_>, findings: &mut Findings) {
    for ours in &reach.enums {
        let is_ours =
            |list: &&EnumList<'_>| is_called(&ours.wire_name, &ours.also_called, list.name.text);
        let found: Vec<_> = listing.enums.iter().filter(is_ours).collect();
        findings.fact(!found.is_empty(), || {
            missing_type(&ours.wire_name, ours.span, listing)
        });
        for list in found {
            findings
                .proven
                .names
                .insert((ours.span, list.name.text.to_owned()));
            values(ours, &list.values, list.name, findings);
        }
    }
    for list in &listing.enums {
        let known = reach
            .enums
            .iter()
            .any(|ours| is_called(&ours.wire_name, &ours.also_called, list.name.text));
        findings.fact(known, || extra_type(reach, list.name, listing.language));
    }
    repeated(
        listing.enums.iter().map(|list| list.name),
        listing.language,
        findings,
    );
}

/// The values below 可选取值 of a row, with their meanings; a nested row may be cut off before the first.
pub(super) fn compare_row(
    reach: &Reach<'_>,
    ours: &Enum,
    row: &Row<'_>,
    is_nested: bool,
    findings: &mut Findings,
) {
    let is_whole = row.is_list && (is_nested || !row.values.is_empty());
    findings.fact(is_whole, || {
        let message = format!("the page lists no values of `{}` here", ours.wire_name);
        let place = (row.name.span(), "below this");
        differs(
            codes::PAGE_VALUE,
            message,
            (ours.span, "an enum in the spec"),
            place,
        )
    });
    if row.values.is_empty() {
        return;
    }
    let names: Vec<Slice<'_>> = row.values.iter().map(|(name, _)| *name).collect();
    values(ours, &names, row.name, findings);
    for (name, meaning) in &row.values {
        let mut all = ours.values.iter();
        let Some(value) = all.find(|value| value.wire_name == name.text) else {
            continue;
        };
        findings.proven.meanings.insert(value.span);
        let what = format!("the value `{}`", name.text);
        let spec = (value.span, value.fingerprint.as_deref());
        let page = if meaning.is_blank() {
            name.part(0..0)
        } else {
            *meaning
        };
        compare_text(findings, &what, spec, page);
        rules::compare_value(reach, row, value, *meaning, findings);
        let title = value.title.as_deref().unwrap_or_default();
        findings.fact(meaning.squeezed().contains(&squeeze(title)), || {
            let message = format!("the page does not call the value `{}` so", name.text);
            differs(
                codes::PAGE_LABEL,
                message,
                (value.span, title),
                (name.span(), "the page's words"),
            )
        });
    }
}

fn values(ours: &Enum, listed: &[Slice<'_>], place: Slice<'_>, findings: &mut Findings) {
    let theirs: Vec<&str> = listed.iter().map(|value| value.text).collect();
    let known: Vec<&str> = ours
        .values
        .iter()
        .map(|value| value.wire_name.as_str())
        .collect();
    let alignment = align(&theirs, &known);
    findings.matched += alignment.pairs.len();
    for extra in alignment.left.iter().filter_map(|at| listed.get(*at)) {
        let message = format!(
            "the spec's `{}` has no value `{}`",
            ours.wire_name, extra.text
        );
        findings.missing(differs(
            codes::PAGE_VALUE,
            message,
            (ours.span, ""),
            (extra.span(), "on the page"),
        ));
    }
    for missing in alignment.right.iter().filter_map(|at| ours.values.get(*at)) {
        let message = format!(
            "the page does not list the value `{}` here",
            missing.wire_name
        );
        findings.missing(differs(
            codes::PAGE_VALUE,
            message,
            (missing.span, ""),
            (place.span(), "not among its values"),
        ));
    }
    let wrong = alignment.disorder().and_then(|(first, second)| {
        let (first, moved) = (listed.get(first.0)?, listed.get(second.0)?);
        Some(out_of_order(
            *first,
            *moved,
            ours.values.get(second.1)?.span,
        ))
    });
    findings.order(wrong);
}
