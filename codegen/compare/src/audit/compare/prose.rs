//! Sentences about the whole operation, and what no reader could place.

use crate::audit::codes;
use crate::audit::findings::{Findings, baseless, fingerprint};
use crate::audit::page::Page;
use crate::audit::reach::Reach;
use wechatpay_codegen::diagnostic::Diagnostic;

use super::rules;
use super::stated::{Beside, Text, fingerprints, words};

/// Every fingerprint has its sentence, every sentence its fingerprint, and nothing was left unread.
pub(super) fn compare(reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    let operation = reach.operation;
    let top = page.top();
    let mut prose = page.prose.clone();
    let statements = operation.prerequisites.iter().chain(&operation.remarks);
    let statements = statements.map(|statement| (statement.span, statement.fingerprint.as_ref()));
    let intro = [(operation.span, operation.fingerprint.as_ref())];
    for (span, known) in intro.into_iter().chain(statements) {
        if let Some(known) = known {
            findings.fact(prose.cover(known), || baseless("the operation", span, top));
        }
    }
    head(reach, page, findings);
    rules::compare(reach, page, &mut prose, findings);
    for bare in prose.bare() {
        let spec = (operation.span, None);
        findings.missing(fingerprint("the operation", spec, (bare.span, &bare.text)));
    }
    for slice in &page.unread {
        let message = "this text of the page could not be placed";
        findings.missing(Diagnostic::error(codes::PAGE_UNREAD, message, slice.span()));
    }
}

/// Every telling word of the head is part of a statement, or waived; the introduction's fingerprint alone is not enough.
fn head(reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    let operation = reach.operation;
    let mut fingerprints = fingerprints(operation.prerequisites.iter().chain(&operation.remarks));
    fingerprints.extend(rules::fingerprints(reach));
    let beside = Beside {
        what: "the operation".to_owned(),
        span: operation.span,
        page: page.top(),
        fingerprints,
        waived: &operation.waived,
    };
    let texts: Vec<Text> = page.prose.split().into_iter().map(Text::unread).collect();
    words(&beside, &texts, findings);
}
