//! Checks that the spec covers every trigger phrase of a text.

use crate::audit::codes;
use std::ops::Range;

use crate::audit::page::table::Row;
use crate::audit::page_claims::{self, PageClaim};
use crate::audit::prose::Prose;
use crate::audit::report::{Report, diagnostic};
use crate::audit::text::Slice;
use crate::audit::triggers;
use crate::audit::without_spaces::TextWithoutSpaces;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::{Statement, Waiver};
use wechatpay_codegen::source::Span;

/// A text of a page and its claims.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) claims: Vec<(PageClaim, Range<usize>)>,
    without_spaces: TextWithoutSpaces,
    prose: Prose,
}

impl Text {
    pub(super) fn new(slice: Slice<'_>) -> Self {
        let mut text = Self::without_claims(Prose::new(slice));
        text.claims = page_claims::read(&text.without_spaces.text);
        text
    }

    /// A text whose claims do not count. Only statements and waivers can cover its trigger phrases.
    pub(super) fn without_claims(prose: Prose) -> Self {
        Self {
            claims: Vec::new(),
            without_spaces: prose.without_spaces(),
            prose,
        }
    }

    /// The texts of a row about its field.
    pub(super) fn of_row(row: &Row<'_>) -> Vec<Self> {
        let texts = std::iter::once(row.text).chain(row.remarks.iter().copied());
        texts.map(Self::new).collect()
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.without_spaces.span(range)
    }

    pub(super) fn words(&self, range: &Range<usize>) -> &str {
        self.without_spaces
            .text
            .get(range.clone())
            .unwrap_or_default()
    }
}

/// The statements and waivers that may cover the trigger phrases of a text.
#[derive(Debug)]
pub(super) struct Coverage<'m> {
    /// The subject of the text.
    pub(super) subject: String,
    /// The location of the subject in the spec.
    pub(super) spec_span: Span,
    /// The location of the subject on the page.
    pub(super) page_span: Span,
    /// The fingerprints of sentences that statements cover.
    pub(super) fingerprints: Vec<&'m str>,
    /// Waived phrases.
    pub(super) waivers: &'m [Waiver],
}

/// The fingerprints of statements.
pub(super) fn fingerprints<'m>(
    statements: impl IntoIterator<Item = &'m Statement>,
) -> Vec<&'m str> {
    let statements = statements.into_iter();
    let fingerprints = statements.filter_map(|statement| statement.fingerprint.as_deref());
    fingerprints.collect()
}

/// Checks that a claim, a statement or a waiver covers each trigger phrase, and that each waiver is
/// necessary.
pub(super) fn check_triggers(coverage: &Coverage<'_>, texts: &[Text], report: &mut Report) {
    let mut used = vec![false; coverage.waivers.len()];
    for text in texts {
        let claims = text.claims.iter();
        let claims: Vec<Range<usize>> = claims.map(|(_, range)| range.clone()).collect();
        let phrases = triggers::find(&text.without_spaces.text, &claims);
        if phrases.is_empty() {
            continue;
        }
        let mut prose = text.prose.clone();
        for fingerprint in &coverage.fingerprints {
            prose.cover(fingerprint);
        }
        for phrase in phrases {
            let span = text.span(&phrase);
            if prose.covers(span.start) {
                report.matched += 1;
                continue;
            }
            let whole = &text.without_spaces.text;
            let mut waivers = coverage.waivers.iter();
            let waiver =
                waivers.position(|waiver| triggers::is_within(whole, &phrase, &waiver.words));
            if let Some(used) = waiver.and_then(|index| used.get_mut(index)) {
                *used = true;
                report.waived += 1;
            } else {
                report.missing(uncovered(coverage, text, &phrase));
            }
        }
    }
    for (waiver, used) in coverage.waivers.iter().zip(used) {
        if !used {
            report.missing(unnecessary_waiver(coverage, waiver));
        }
    }
}

fn unnecessary_waiver(coverage: &Coverage<'_>, waiver: &Waiver) -> Diagnostic {
    diagnostic(
        codes::PAGE_PROSE,
        format!("unnecessary waiver for `{}`", waiver.words),
        (waiver.span, ""),
        (
            coverage.page_span,
            "no such phrase here, or the spec covers it",
        ),
    )
    .help("remove the waiver")
}

fn uncovered(coverage: &Coverage<'_>, text: &Text, phrase: &Range<usize>) -> Diagnostic {
    let message = format!(
        "phrase `{}` about {} without a counterpart in the spec",
        text.words(phrase),
        coverage.subject
    );
    diagnostic(
        codes::PAGE_PROSE,
        message,
        (coverage.spec_span, ""),
        (text.span(phrase), "a limit or a requirement"),
    )
    .help(
        "transcribe it as a limit, condition, default or unit, or as a statement below `server:` \
         or `remarks:` with the fingerprint of the sentence",
    )
    .help("if no key can express it, list the phrase below `waived:` with a reason")
}
