//! The error rows: table, status, code, texts, order.

use crate::audit::align::{Alignment, align};
use crate::audit::codes;
use crate::audit::findings::{self, Discrepancy, Findings, differs};
use crate::audit::page::Page;
use crate::audit::page::errors::ErrorLine;
use crate::audit::reach::Reach;
use crate::audit::text::{Slice, fingerprint};
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::DocumentedError;

/// All rows of a page.
pub(super) fn compare(reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    let ours = &reach.operation.errors;
    let alignment = pairs(&page.errors, ours);
    for extra in alignment.left.iter().filter_map(|at| page.errors.get(*at)) {
        let message = format!(
            "the spec has no such error row: {} {}",
            extra.status.text, extra.code.text
        );
        let place = (extra.line.span(), "on the page");
        findings.missing(
            differs(
                codes::PAGE_ERROR_ROW,
                message,
                (reach.operation.span, ""),
                place,
            )
            .help(format!("its fingerprint is {}", fingerprint(&extra.text()))),
        );
    }
    for missing in alignment.right.iter().filter_map(|at| ours.get(*at)) {
        let message = format!(
            "the page has no such error row: {} {}",
            missing.row.status, missing.row.code
        );
        let place = page.errors.first().map(|line| line.line).or(page.title);
        let place = (
            place.map(Slice::span).unwrap_or_default(),
            "not in these tables",
        );
        findings.missing(differs(
            codes::PAGE_ERROR_ROW,
            message,
            (missing.row.span, ""),
            place,
        ));
    }
    for (line, row) in &alignment.pairs {
        if let (Some(line), Some(row)) = (page.errors.get(*line), ours.get(*row)) {
            pair(line, row, findings);
        }
    }
    findings.order(disorder(&alignment, page, ours));
}

/// The first row that stands elsewhere than on the page.
fn disorder(
    alignment: &Alignment,
    page: &Page<'_>,
    ours: &[DocumentedError],
) -> Option<Diagnostic> {
    let (first, second) = alignment.disorder()?;
    let (first, moved) = (page.errors.get(first.0)?, page.errors.get(second.0)?);
    let spec = ours.get(second.1)?.row.span;
    let message = "the error rows stand in another order than on the page";
    let after = format!("on the page behind: {}", first.line.text);
    let place = (moved.line.span(), after.as_str());
    Some(differs(
        codes::PAGE_ORDER,
        message,
        (spec, "in the spec before it"),
        place,
    ))
}

/// Rows that are the same; then, among those left, rows of one code; then rows of one text.
fn pairs(theirs: &[ErrorLine<'_>], ours: &[DocumentedError]) -> Alignment {
    let text = |line: &ErrorLine<'_>| Some(fingerprint(&line.text()));
    let lines: Vec<_> = theirs
        .iter()
        .map(|line| (line.code.text, text(line)))
        .collect();
    let rows: Vec<_> = ours
        .iter()
        .map(|row| (row.row.code.as_str(), row.row.fingerprint.clone()))
        .collect();
    let mut all = align(&lines, &rows);
    for same in [
        |a: &Key<'_>, b: &Key<'_>| a.0 == b.0,
        |a: &Key<'_>, b: &Key<'_>| a.1 == b.1,
    ] {
        all.left.retain(|left| {
            let Some(line) = lines.get(*left) else {
                return false;
            };
            let mut free = all.right.iter();
            let Some(at) =
                free.position(|right| rows.get(*right).is_some_and(|row| same(line, row)))
            else {
                return true;
            };
            all.pairs.push((*left, all.right.remove(at)));
            false
        });
    }
    all.pairs.sort_unstable();
    all
}

/// Code and fingerprint of a row.
type Key<'a> = (&'a str, Option<String>);

fn pair(line: &ErrorLine<'_>, ours: &DocumentedError, findings: &mut Findings) {
    let row = &ours.row;
    let status = row.status.to_string();
    let table = line.table.map(|table| table.text);
    let place = line.line.span();
    let facts = [
        ("table", ours.table.as_deref(), table),
        ("status", Some(status.as_str()), Some(line.status.text)),
        ("code", Some(row.code.as_str()), Some(line.code.text)),
    ];
    for (what, spec, theirs) in facts {
        findings.fact(spec == theirs, || {
            disagree(what, ours, spec, (place, theirs))
        });
    }
    let text = line.text();
    let advises_retry = text.contains("重试") || text.contains("降低调用");
    findings.fact(row.retryable == advises_retry, || {
        let says = |retryable| {
            if retryable {
                "retryable: true"
            } else {
                "retryable: false"
            }
        };
        disagree(
            "advice to retry",
            ours,
            Some(says(row.retryable)),
            (place, Some(says(advises_retry))),
        )
    });
    let right = row.fingerprint.as_ref() == Some(&fingerprint(&text));
    findings.fact(right, || {
        let what = format!("the error row {} {}", row.status, row.code);
        findings::fingerprint(
            &what,
            (row.span, row.fingerprint.as_deref()),
            (place, &text),
        )
    });
}

fn disagree(
    what: &str,
    ours: &DocumentedError,
    spec: Option<&str>,
    page: (wechatpay_codegen::source::Span, Option<&str>),
) -> Discrepancy {
    let message = format!(
        "the spec and the page disagree about the {what} of the row {}",
        ours.row.code
    );
    let says = format!("the spec: {}", spec.unwrap_or("none"));
    let theirs = format!("the page: {}", page.1.unwrap_or("none"));
    let diagnostic = differs(
        codes::PAGE_ERROR_ROW,
        message,
        (ours.row.span, &says),
        (page.0, &theirs),
    );
    Discrepancy::about(what, diagnostic)
}
