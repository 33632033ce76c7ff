//! Rules over several fields: what fields' texts and enum values' meanings state, against the spec's.

use crate::audit::codes;
use std::collections::BTreeSet;

use crate::audit::findings::{Findings, baseless, differs};
use crate::audit::page::Page;
use crate::audit::page::table::Row;
use crate::audit::prose::Prose;
use crate::audit::reach::Reach;
use crate::audit::said::Said;
use crate::audit::text::Slice;
use wechatpay_codegen::model::{Condition, Rule, RuleKind, Test, Value};

use super::stated::{self, Beside, Text, words};

/// Groups of fields of which at most one is there.
pub(super) fn groups<'r>(reach: &'r Reach<'_>) -> impl Iterator<Item = (&'r Rule, &'r [String])> {
    all(reach).filter_map(|rule| match &rule.kind {
        RuleKind::AtMostOneOf(fields) => Some((rule, fields.as_slice())),
        _ => None,
    })
}

fn all<'r>(reach: &'r Reach<'_>) -> impl Iterator<Item = &'r Rule> {
    reach.structs.iter().flat_map(|(_, found)| &found.rules)
}

/// Of sentences that rules stand for.
pub(super) fn fingerprints<'r>(reach: &'r Reach<'_>) -> impl Iterator<Item = &'r str> {
    all(reach).filter_map(|rule| rule.fingerprint.as_deref())
}

/// What stands beside a value of an enum field.
pub(super) fn compare_value(
    reach: &Reach<'_>,
    row: &Row<'_>,
    value: &Value,
    meaning: Slice<'_>,
    findings: &mut Findings,
) {
    let mut text = Text::of(meaning);
    // A value has no limits of its own: what is not a rule must be a statement.
    text.said
        .retain(|(said, _)| matches!(said, Said::Allowed(..)));
    for (said, range) in &text.said {
        let right = all(reach).any(|rule| is_said(rule, row.name.text, &value.wire_name, said));
        findings.fact(right, || {
            let message = format!(
                "the page states `{}` about `{}`, no rule of the spec does",
                text.words(range),
                value.wire_name
            );
            let place = (text.span(range), "the page's words");
            differs(codes::PAGE_LIMIT, message, (value.span, ""), place)
        });
    }
    let beside = Beside {
        what: format!("the value `{}`", value.wire_name),
        span: value.span,
        page: row.name.span(),
        fingerprints: stated::fingerprints(&value.remarks),
        waived: &value.waived,
    };
    words(&beside, &[text], findings);
}

/// Whether a rule says what stands beside a value of a field.
fn is_said(rule: &Rule, of: &str, value: &str, said: &Said) -> bool {
    let (
        RuleKind::Allowed {
            when,
            field,
            values,
        },
        Said::Allowed(other, allowed),
    ) = (&rule.kind, said)
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
        ] => subject == of && values.iter().map(String::as_str).eq([value]),
        _ => false,
    };
    applies && field == other && values.iter().collect::<BTreeSet<_>>() == allowed.iter().collect()
}

/// Every rule is stated somewhere, or has the fingerprint of its sentence.
pub(super) fn compare(
    reach: &Reach<'_>,
    page: &Page<'_>,
    head: &mut Prose,
    findings: &mut Findings,
) {
    let mut rows = Vec::new();
    for table in [
        &page.header,
        &page.path,
        &page.query,
        &page.body,
        &page.response,
    ] {
        for row in table {
            collect(row, &mut rows);
        }
    }
    let mut texts = Prose::default();
    for row in &rows {
        texts.open(row.whole);
    }
    for rule in all(reach) {
        if let Some(known) = &rule.fingerprint {
            let found = head.cover_sentence(known)
                || texts.cover_sentence(known)
                || head.cover_stretch(known)
                || texts.cover_stretch(known);
            findings.fact(found, || baseless("a rule", rule.span, page.top()));
            continue;
        }
        findings.fact(rows.iter().any(|row| states(row, rule)), || {
            let message = "the page does not state this rule";
            differs(codes::PAGE_LIMIT, message, (rule.span, ""), (page.top(), "nowhere in its tables"))
                .help("where the page has it in other words, give the rule the `fingerprint` of its sentence")
        });
    }
}

fn collect<'r, 'a>(row: &'r Row<'a>, rows: &mut Vec<&'r Row<'a>>) {
    rows.push(row);
    for row in &row.rows {
        collect(row, rows);
    }
}

fn states(row: &Row<'_>, rule: &Rule) -> bool {
    match &rule.kind {
        RuleKind::AtMostOneOf(fields) => {
            let fields: BTreeSet<String> = fields.iter().cloned().collect();
            let texts = Text::of_row(row);
            let mut said = texts.iter().flat_map(|text| &text.said);
            said.any(|(said, _)| *said == Said::AtMostOne(fields.clone()))
        }
        RuleKind::Allowed { .. } => row.values.iter().any(|(value, meaning)| {
            let text = Text::of(*meaning);
            let mut said = text.said.iter();
            said.any(|(said, _)| is_said(rule, row.name.text, value.text, said))
        }),
        RuleKind::Server => false,
    }
}
