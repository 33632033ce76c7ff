//! Compares sentences about the whole operation, and reports unread texts.

use crate::audit::change::Change;
use crate::audit::codes;
use crate::audit::marks::Cover;
use crate::audit::page::headings::Part;
use crate::audit::page::{Block, Page};
use crate::audit::prose::Uncovered;
use crate::audit::report::{
    Discrepancy, Report, fingerprint, fingerprint_value, orphan_fingerprint,
};
use crate::audit::scope::Scope;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::Operation;
use wechatpay_codegen::source::Span;

use super::coverage::{Coverage, Text, Waivers, check_triggers, fingerprints};
use super::rules;

/// Checks that each fingerprint has a sentence, that each sentence has a fingerprint, and that no
/// text is unread.
pub(super) fn compare(scope: &Scope<'_>, page: &Page<'_>, report: &mut Report) {
    report.start_part(Part::Overview);
    let mut prose = page.prose.clone();
    let mut orphans = Vec::new();
    for sentence in sentences(scope.operation) {
        let Some(known) = sentence.fingerprint else {
            continue;
        };
        match prose.cover(known) {
            Some(page) => report.covered(Cover::Note, sentence.span, page),
            None => orphans.push(sentence),
        }
    }
    head(scope, page, report);
    rules::compare(scope, page, &mut prose, report);
    report.start_part(Part::Overview);
    sentences_without_counterpart(scope.operation, page, &orphans, &prose.uncovered(), report);
    for slice in &page.unread {
        let message = "unread text on the page";
        report.missing(
            Diagnostic::error(codes::PAGE_UNREAD, message, slice.span())
                .help("check whether the page was saved completely"),
        );
    }
}

/// A sentence about the whole operation, in the spec.
#[derive(Clone, Copy)]
struct Sentence<'m> {
    block: Block,
    span: Span,
    fingerprint: Option<&'m str>,
}

fn sentences(operation: &Operation) -> Vec<Sentence<'_>> {
    let introduction = Sentence {
        block: Block::Introduction,
        span: operation.span,
        fingerprint: operation.fingerprint.as_deref(),
    };
    let mut sentences = vec![introduction];
    for (block, statements) in [
        (Block::Prerequisite, &operation.prerequisites),
        (Block::Remark, &operation.remarks),
    ] {
        sentences.extend(statements.iter().map(|statement| Sentence {
            block,
            span: statement.span,
            fingerprint: statement.fingerprint.as_deref(),
        }));
    }
    sentences
}

/// Reports the fingerprints without a sentence and the sentences without a fingerprint. If one of
/// each is left in the same part of the page, the sentence has changed.
fn sentences_without_counterpart(
    operation: &Operation,
    page: &Page<'_>,
    orphans: &[Sentence<'_>],
    uncovered: &[Uncovered],
    report: &mut Report,
) {
    let block_of = |text: &Uncovered| {
        let mut blocks = page.blocks.iter();
        let found = blocks.find(|(_, slice)| {
            (slice.start..slice.start + slice.text.len()).contains(&text.span.start)
        });
        found.map(|(block, _)| *block)
    };
    let introduction = Sentence {
        block: Block::Introduction,
        span: operation.span,
        fingerprint: None,
    };
    let is_silent = operation.fingerprint.is_none();
    let changed = |block: Block| {
        let mut texts = uncovered
            .iter()
            .filter(|text| block_of(text) == Some(block));
        let mut known = orphans.iter().filter(|orphan| orphan.block == block);
        let new = (block == Block::Introduction && is_silent).then_some(&introduction);
        match (
            texts.next(),
            texts.next(),
            known.next().or(new),
            known.next(),
        ) {
            (Some(text), None, Some(sentence), None) => {
                let value = fingerprint_value(&text.text);
                Some(Change::set(sentence.span, "fingerprint", value).around())
            }
            _ => None,
        }
    };
    for orphan in orphans {
        report.check_stated(false, false, || {
            let diagnostic = orphan_fingerprint("the operation", orphan.span, page.top());
            Discrepancy::from(diagnostic).change(changed(orphan.block))
        });
    }
    for text in uncovered {
        let (spec, page) = ((operation.span, None), (text.span, text.text.as_str()));
        let change = block_of(text).and_then(changed);
        report.missing(fingerprint("the operation", spec, page, change));
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
