//! Sentences about the whole operation, rules that stand in a field's text, and what no reader could place.

use crate::audit::findings::{Findings, baseless, fingerprint};
use crate::audit::page::Page;
use crate::audit::prose::Prose;
use crate::audit::reach::Reach;
use crate::audit::table::Row;
use crate::diagnostic::{Code, Diagnostic};

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
    rules(reach, page, &mut prose, findings);
    for bare in prose.bare() {
        let spec = (operation.span, None);
        findings.wrong(fingerprint("the operation", spec, (bare.span, &bare.text)));
    }
    for slice in &page.unread {
        let message = "this text of the page could not be placed";
        findings.wrong(Diagnostic::error(Code::PageUnread, message, slice.span()));
    }
}

/// A rule's sentence may stand in the head or in any field's text.
fn rules(reach: &Reach<'_>, page: &Page<'_>, head: &mut Prose, findings: &mut Findings) {
    let mut texts = Prose::default();
    for rows in [
        &page.header,
        &page.path,
        &page.query,
        &page.body,
        &page.answer,
    ] {
        for row in rows {
            open(row, &mut texts);
        }
    }
    for rule in reach.structs.iter().flat_map(|(_, found)| &found.rules) {
        if let Some(known) = &rule.fingerprint {
            let found = head.cover_sentence(known)
                || texts.cover_sentence(known)
                || head.cover_stretch(known)
                || texts.cover_stretch(known);
            let page = page.top();
            findings.fact(found, || baseless("a rule", rule.span, page));
        }
    }
}

fn open(row: &Row<'_>, texts: &mut Prose) {
    texts.open(row.whole);
    for row in &row.rows {
        open(row, texts);
    }
}
