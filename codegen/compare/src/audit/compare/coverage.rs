//! Checks that the spec covers every trigger phrase of a text.

use crate::audit::change::Change;
use crate::audit::codes;
use crate::audit::marks::Cover;
use std::ops::Range;

use crate::audit::page::table::Row;
use crate::audit::page_claims::resolve::resolve;
use crate::audit::page_claims::{self, PageClaim};
use crate::audit::prose::Prose;
use crate::audit::report::{Discrepancy, Report, diagnostic};
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
    /// Claims for which the spec has no key.
    without_key: Vec<Range<usize>>,
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
            without_key: Vec::new(),
            without_spaces: prose.without_spaces(),
            prose,
        }
    }

    /// The texts of a row about its field. `rows` are those that the claims may name.
    pub(super) fn of_row(row: &Row<'_>, rows: &[&Row<'_>]) -> Vec<Self> {
        let slices = std::iter::once(row.text).chain(row.remarks.iter().copied());
        let text = |(slice, claims): (Slice<'_>, &Vec<(PageClaim, Range<usize>)>)| {
            let mut text = Self::without_claims(Prose::new(slice));
            let claims = claims.iter();
            let resolved = claims.map(|(claim, range)| (resolve(claim, row, rows), range.clone()));
            text.claims = resolved.collect();
            text
        };
        slices.zip(&row.claims).map(text).collect()
    }

    /// Keeps the claims for which the spec has a key. The others become trigger phrases.
    pub(super) fn set_aside(&mut self, has_key: impl Fn(&PageClaim) -> bool) {
        let claims = std::mem::take(&mut self.claims).into_iter();
        let (kept, others): (Vec<_>, Vec<_>) = claims.partition(|(claim, _)| has_key(claim));
        self.claims = kept;
        self.without_key = others.into_iter().map(|(_, range)| range).collect();
    }

    /// The trigger phrases outside the claims. A claim without a key is one, too.
    fn phrases(&self) -> Vec<Range<usize>> {
        let claims: Vec<Range<usize>> =
            self.claims.iter().map(|(_, range)| range.clone()).collect();
        let mut phrases = triggers::find(&self.without_spaces.text, &claims);
        for range in &self.without_key {
            let overlaps =
                |phrase: &Range<usize>| phrase.start < range.end && range.start < phrase.end;
            if !phrases.iter().any(overlaps) {
                phrases.push(range.clone());
            }
        }
        phrases
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
    /// Whether the texts are those about the operation.
    pub(super) is_whole_page: bool,
    /// The fingerprints of sentences that statements cover.
    pub(super) fingerprints: Vec<&'m str>,
}

/// Waived phrases, and those that were necessary.
#[derive(Debug)]
pub(super) struct Waivers<'m> {
    waivers: &'m [Waiver],
    used: Vec<bool>,
}

impl<'m> Waivers<'m> {
    pub(super) fn new(waivers: &'m [Waiver]) -> Self {
        let used = vec![false; waivers.len()];
        Self { waivers, used }
    }

    /// Whether a waiver contains the phrase.
    fn waive(&mut self, text: &Text, phrase: &Range<usize>) -> bool {
        let whole = &text.without_spaces.text;
        let mut waivers = self.waivers.iter();
        let found = waivers.position(|waiver| triggers::is_within(whole, phrase, &waiver.words));
        self.mark(found)
    }

    /// Whether a waiver has words of the claim, or contains it.
    pub(super) fn waive_claim(&mut self, text: &Text, claim: &Range<usize>) -> bool {
        let words = text.words(claim);
        let mut waivers = self.waivers.iter();
        let found = waivers.position(|waiver| words.contains(&waiver.words));
        self.mark(found) || self.waive(text, claim)
    }

    fn mark(&mut self, found: Option<usize>) -> bool {
        let used = found.and_then(|index| self.used.get_mut(index));
        used.map(|used| *used = true).is_some()
    }
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
pub(super) fn check_triggers(
    coverage: &Coverage<'_>,
    texts: &[Text],
    mut waivers: Waivers<'_>,
    report: &mut Report,
) {
    for text in texts {
        let phrases = text.phrases();
        if phrases.is_empty() {
            continue;
        }
        let mut prose = text.prose.clone();
        for fingerprint in &coverage.fingerprints {
            prose.cover(fingerprint);
        }
        for phrase in phrases {
            let page = text.span(&phrase);
            if prose.covers(page.start) {
                report.covered(Cover::Note, coverage.spec_span, page);
            } else if waivers.waive_claim(text, &phrase) {
                report.covered(Cover::Waived, coverage.spec_span, page);
            } else {
                report.missing(uncovered(coverage, text, &phrase));
            }
        }
    }
    let is_only = waivers.waivers.len() == 1;
    for (waiver, used) in waivers.waivers.iter().zip(waivers.used) {
        if !used {
            let change = Change::remove(coverage.spec_span, "waived");
            let discrepancy = Discrepancy::from(unnecessary_waiver(coverage, waiver))
                .change(is_only.then_some(change));
            if coverage.is_whole_page {
                report.absent(discrepancy);
            } else {
                report.missing(discrepancy);
            }
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
