//! Compares rules over several fields with the texts of fields and the meanings of enum values.

use crate::audit::codes;
use crate::audit::marks::Cover;
use std::collections::BTreeSet;

use crate::audit::page::Page;
use crate::audit::page::headings::Part;
use crate::audit::page::table::Row;
use crate::audit::page_claims::PageClaim;
use crate::audit::prose::Prose;
use crate::audit::report::{Report, diagnostic, orphan_fingerprint};
use crate::audit::scope::Scope;
use crate::audit::text::Slice;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::{Condition, Direction, Rule, RuleKind, Test, Value};

use super::coverage::{self, Coverage, Text, Waivers, check_triggers};

/// Groups of fields of which at most one may be present.
pub(super) fn exclusive_groups<'r>(scope: &'r Scope<'_>) -> impl Iterator<Item = &'r [String]> {
    rules(scope).filter_map(|rule| match &rule.kind {
        RuleKind::Count(count, fields) if count.excludes() => Some(fields.as_slice()),
        _ => None,
    })
}

fn rules<'r>(scope: &'r Scope<'_>) -> impl Iterator<Item = &'r Rule> {
    rules_by_direction(scope).map(|(_, rule)| rule)
}

fn rules_by_direction<'r>(scope: &'r Scope<'_>) -> impl Iterator<Item = (Direction, &'r Rule)> {
    let structs = scope.structs.iter();
    structs.flat_map(|(direction, structure)| structure.rules.iter().map(|rule| (*direction, rule)))
}

/// The fingerprints of the sentences that rules cover.
pub(super) fn fingerprints<'r>(scope: &'r Scope<'_>) -> impl Iterator<Item = &'r str> {
    rules(scope).filter_map(|rule| rule.fingerprint.as_deref())
}

/// Compares the meaning of an enum value.
pub(super) fn compare_value(
    scope: &Scope<'_>,
    row: &Row<'_>,
    value: &Value,
    meaning: Slice<'_>,
    report: &mut Report,
) {
    let mut text = Text::new(meaning);
    // A value has no limits of its own. Only rules and statements can cover its text.
    text.claims
        .retain(|(claim, _)| matches!(claim, PageClaim::Allowed(..)));
    for (claim, range) in &text.claims {
        let is_covered =
            rules(scope).any(|rule| is_same(rule, row.name.text, &value.wire_name, claim));
        report.check(is_covered, || {
            let (words, name) = (text.words(range), &value.wire_name);
            diagnostic(
                codes::PAGE_LIMIT,
                format!("claim `{words}` about `{name}` without a rule in the spec"),
                (value.span, ""),
                (text.span(range), "text of the page"),
            )
        });
    }
    let coverage = Coverage {
        subject: format!("the value `{}`", value.wire_name),
        spec_span: value.span,
        page_span: row.name.span(),
        is_whole_page: false,
        fingerprints: coverage::fingerprints(&value.remarks),
    };
    check_triggers(&coverage, &[text], Waivers::new(&value.waived), report);
}

/// Whether a rule equals a claim in the meaning of a value of a field.
fn is_same(rule: &Rule, field_name: &str, value: &str, claim: &PageClaim) -> bool {
    let (
        RuleKind::Allowed {
            when,
            field,
            values,
        },
        PageClaim::Allowed(other, allowed),
    ) = (&rule.kind, claim)
    else {
        return false;
    };
    let applies = match when.as_slice() {
        [
            Condition {
                subject,
                test: Test::OneOf(values),
                ..
            },
        ] => subject == field_name && values.iter().map(String::as_str).eq([value]),
        _ => false,
    };
    applies && field == other && values.iter().collect::<BTreeSet<_>>() == allowed.iter().collect()
}

/// Checks that the page states each rule, or has the sentence of the rule's fingerprint.
pub(super) fn compare(scope: &Scope<'_>, page: &Page<'_>, head: &mut Prose, report: &mut Report) {
    let rows = page.all_rows();
    let mut texts = Prose::default();
    for row in &rows {
        texts.open(row.full_text);
    }
    for (direction, rule) in rules_by_direction(scope) {
        report.start_part(match direction {
            Direction::Request => Part::Form,
            Direction::Response => Part::Response,
        });
        if let Some(known) = &rule.fingerprint {
            let place = head
                .cover_sentence(known)
                .or_else(|| texts.cover_sentence(known))
                .or_else(|| head.cover_range(known))
                .or_else(|| texts.cover_range(known));
            match place {
                Some(place) => report.covered(Cover::Note, rule.span, place),
                None => report.check_stated(false, false, || {
                    orphan_fingerprint("a rule", rule.span, page.top())
                }),
            }
            continue;
        }
        let is_stated = rows.iter().any(|row| states(row, &rows, rule));
        report.check_stated(false, is_stated, || unstated(rule, page));
    }
}

fn unstated(rule: &Rule, page: &Page<'_>) -> Diagnostic {
    diagnostic(
        codes::PAGE_LIMIT,
        "rule missing on the page",
        (rule.span, ""),
        (page.top(), "not in the tables of this page"),
    )
    .help("if the page states it in other words, add the `fingerprint` of the sentence")
}

fn states(row: &Row<'_>, rows: &[&Row<'_>], rule: &Rule) -> bool {
    match &rule.kind {
        RuleKind::Count(_, fields) => {
            let fields: BTreeSet<String> = fields.iter().cloned().collect();
            let texts = Text::of_row(row, rows);
            let mut claims = texts.iter().flat_map(|text| &text.claims);
            claims.any(|(claim, _)| match claim {
                PageClaim::AtMostOne(named) | PageClaim::ExactlyOne(named) => *named == fields,
                _ => false,
            })
        }
        RuleKind::Allowed { .. } => row.values.iter().any(|(value, meaning)| {
            let text = Text::new(*meaning);
            let mut claims = text.claims.iter();
            claims.any(|(claim, _)| is_same(rule, row.name.text, value.text, claim))
        }),
        RuleKind::Server => false,
    }
}
