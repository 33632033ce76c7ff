//! Compares error rows: table, status, code, texts and order.

use crate::audit::align::{Alignment, align};
use crate::audit::change::Change;
use crate::audit::codes;
use crate::audit::page::Page;
use crate::audit::page::errors::ErrorLine;
use crate::audit::page::headings::Part;
use crate::audit::report::{self, Discrepancy, Report, diagnostic, fingerprint_value};
use crate::audit::scope::Scope;
use crate::audit::text::{Slice, fingerprint};
use crate::draft::writer::scalar;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::DocumentedError;
use wechatpay_codegen::source::Span;

/// Compares all error rows of a page.
pub(super) fn compare(scope: &Scope<'_>, page: &Page<'_>, report: &mut Report) {
    let errors = &scope.operation.errors;
    let alignment = pairs(&page.errors, errors);
    let extra = alignment.left.iter();
    for extra in extra.filter_map(|index| page.errors.get(*index)) {
        let (status, code) = (extra.status.text, extra.code.text);
        report.missing(
            diagnostic(
                codes::PAGE_ERROR_ROW,
                format!("error row `{status} {code}` missing in the spec"),
                (scope.operation.span, ""),
                (extra.line.span(), "on the page"),
            )
            .help(format!(
                "add it with `fingerprint: {}`",
                fingerprint(&extra.text())
            )),
        );
    }
    report.start_part(Part::Errors);
    let last_pair = alignment.pairs.iter().map(|(_, row)| *row).max();
    let missing = alignment.right.iter();
    for (index, missing) in missing.filter_map(|index| Some((*index, errors.get(*index)?))) {
        let (status, code) = (missing.row.status, &missing.row.code);
        let line = page.errors.first().map(|line| line.line).or(page.title);
        let page_span = line.map(Slice::span).unwrap_or_default();
        let discrepancy = diagnostic(
            codes::PAGE_ERROR_ROW,
            format!("error row `{status} {code}` missing on the page"),
            (missing.row.span, ""),
            (page_span, "not in these tables"),
        );
        if Some(index) > last_pair {
            report.absent(discrepancy);
        } else {
            report.missing(discrepancy);
        }
    }
    for (line, row) in &alignment.pairs {
        if let (Some(line), Some(row)) = (page.errors.get(*line), errors.get(*row)) {
            compare_row(line, row, report);
        }
    }
    report.check_order(order(&alignment, page, errors));
}

/// The discrepancy for the first row in a different order.
fn order(alignment: &Alignment, page: &Page<'_>, errors: &[DocumentedError]) -> Option<Diagnostic> {
    let (first, second) = alignment.inversion()?;
    let (first, moved) = (page.errors.get(first.0)?, page.errors.get(second.0)?);
    let row = &errors.get(second.1)?.row;
    let message = format!(
        "different order of the error row `{}` on the page",
        row.code
    );
    Some(diagnostic(
        codes::PAGE_ORDER,
        message,
        (row.span, "spec: before this row of the page"),
        (
            moved.line.span(),
            &format!("page: after {}", first.line.text),
        ),
    ))
}

/// Pairs rows with the same code and text, then rows with the same code, then rows with the same
/// text.
fn pairs(page_rows: &[ErrorLine<'_>], errors: &[DocumentedError]) -> Alignment {
    let lines: Vec<Key<'_>> = page_rows
        .iter()
        .map(|line| (line.code.text, Some(fingerprint(&line.text()))))
        .collect();
    let rows: Vec<Key<'_>> = errors
        .iter()
        .map(|error| (error.row.code.as_str(), error.row.fingerprint.clone()))
        .collect();
    let mut alignment = align(&lines, &rows);
    for is_same in [
        |a: &Key<'_>, b: &Key<'_>| a.0 == b.0,
        |a: &Key<'_>, b: &Key<'_>| a.1 == b.1,
    ] {
        alignment.left.retain(|left| {
            let Some(line) = lines.get(*left) else {
                return false;
            };
            let mut unpaired = alignment.right.iter();
            let Some(index) =
                unpaired.position(|right| rows.get(*right).is_some_and(|row| is_same(line, row)))
            else {
                return true;
            };
            alignment.pairs.push((*left, alignment.right.remove(index)));
            false
        });
    }
    alignment.pairs.sort_unstable();
    alignment
}

/// Code and fingerprint of a row.
type Key<'a> = (&'a str, Option<String>);

fn compare_row(line: &ErrorLine<'_>, error: &DocumentedError, report: &mut Report) {
    let row = &error.row;
    let status = row.status.to_string();
    let table = line.table.map(|table| table.text);
    let page_span = line.line.span();
    let facts: [(&'static str, _, _); 3] = [
        ("table", error.table.as_deref(), table),
        ("status", Some(status.as_str()), Some(line.status.text)),
        ("code", Some(row.code.as_str()), Some(line.code.text)),
    ];
    // A row of the api file belongs to other pages, too.
    let is_own = row.span.file == error.span.file;
    for (fact, spec, page) in facts {
        report.check(spec == page, || {
            let value = page.map(|page| {
                if fact == "status" {
                    page.to_owned()
                } else {
                    scalar(page)
                }
            });
            let change = Change::to(error.span, fact, value).around();
            different(fact, error, spec, (page_span, page))
                .change((is_own || fact == "table").then_some(change))
        });
    }
    let text = line.text();
    let advises_retry = line.is_retryable();
    report.check(row.retryable == advises_retry, || {
        let shown = |retryable| {
            if retryable {
                "retryable: true"
            } else {
                "retryable: false"
            }
        };
        different(
            "retry advice",
            error,
            Some(shown(row.retryable)),
            (page_span, Some(shown(advises_retry))),
        )
        .change(retryable_change(row.span, advises_retry))
    });
    let is_same = row.fingerprint.as_ref() == Some(&fingerprint(&text));
    report.check(is_same, || {
        let value = fingerprint_value(&text);
        report::fingerprint(
            &format!("the error row `{} {}`", row.status, row.code),
            (row.span, row.fingerprint.as_deref()),
            (page_span, &text),
            Some(Change::set(row.span, "fingerprint", value).around()),
        )
    });
}

fn retryable_change(row: Span, advises_retry: bool) -> Change {
    let value = advises_retry.then(|| "true".to_owned());
    Change::to(row, "retryable", value).around()
}

fn different(
    fact: &str,
    error: &DocumentedError,
    spec: Option<&str>,
    page: (Span, Option<&str>),
) -> Discrepancy {
    let code = &error.row.code;
    let diagnostic = diagnostic(
        codes::PAGE_ERROR_ROW,
        format!("different {fact} of the error row `{code}` on the page"),
        (error.row.span, &format!("spec: {}", spec.unwrap_or("none"))),
        (page.0, &format!("page: {}", page.1.unwrap_or("none"))),
    );
    Discrepancy::new(fact, diagnostic)
}
