//! Compares sentences about the whole operation, and reports unread texts.

use crate::audit::codes;
use crate::audit::page::Page;
use crate::audit::page::headings::Part;
use crate::audit::report::{Report, fingerprint, orphan_fingerprint};
use crate::audit::scope::Scope;
use wechatpay_codegen::diagnostic::Diagnostic;

use super::coverage::{Coverage, Text, Waivers, check_triggers, fingerprints};
use super::rules;

/// Checks that each fingerprint has a sentence, that each sentence has a fingerprint, and that no
/// text is unread.
pub(super) fn compare(scope: &Scope<'_>, page: &Page<'_>, report: &mut Report) {
    let operation = scope.operation;
    let top = page.top();
    report.start_part(Part::Overview);
    let mut prose = page.prose.clone();
    let statements = operation.prerequisites.iter().chain(&operation.remarks);
    let statements = statements.map(|statement| (statement.span, statement.fingerprint.as_ref()));
    let introduction = [(operation.span, operation.fingerprint.as_ref())];
    for (span, known) in introduction.into_iter().chain(statements) {
        if let Some(known) = known {
            report.check_stated(false, prose.cover(known), || {
                orphan_fingerprint("the operation", span, top)
            });
        }
    }
    head(scope, page, report);
    rules::compare(scope, page, &mut prose, report);
    for uncovered in prose.uncovered() {
        let spec = (operation.span, None);
        let sentence = (uncovered.span, uncovered.text.as_str());
        report.missing(fingerprint("the operation", spec, sentence));
    }
    for slice in &page.unread {
        let message = "unread text on the page";
        report.missing(
            Diagnostic::error(codes::PAGE_UNREAD, message, slice.span())
                .help("check whether the page was saved completely"),
        );
    }
}

/// Checks that a statement or a waiver covers each trigger phrase of the head. The fingerprint of
/// the introduction is not enough.
fn head(scope: &Scope<'_>, page: &Page<'_>, report: &mut Report) {
    let operation = scope.operation;
    let mut fingerprints = fingerprints(operation.prerequisites.iter().chain(&operation.remarks));
    fingerprints.extend(rules::fingerprints(scope));
    let coverage = Coverage {
        subject: "the operation".to_owned(),
        spec_span: operation.span,
        page_span: page.top(),
        is_whole_page: true,
        fingerprints,
    };
    let texts: Vec<Text> = page
        .prose
        .split()
        .into_iter()
        .map(Text::without_claims)
        .collect();
    check_triggers(&coverage, &texts, Waivers::new(&operation.waived), report);
}
