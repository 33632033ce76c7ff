//! Limits, conditions, defaults and units that a text states, against a field's; and that no such word is passed over.

use crate::audit::codes;
use std::ops::Range;

use crate::audit::findings::{Findings, differs};
use crate::audit::page::table::Row;
use crate::audit::prose::Prose;
use crate::audit::said::{self, Said};
use crate::audit::squeezed::Squeezed;
use crate::audit::text::Slice;
use crate::audit::triggers;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::{Statement, Waiver};
use wechatpay_codegen::source::Span;

/// One text of a page and what it states.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) said: Vec<(Said, Range<usize>)>,
    squeezed: Squeezed,
    prose: Prose,
}

impl Text {
    pub(super) fn of(slice: Slice<'_>) -> Self {
        let mut text = Self::unread(Prose::of(slice));
        text.said = said::read(&text.squeezed.text);
        text
    }

    /// A text in which nothing but a sentence of its own counts.
    pub(super) fn unread(prose: Prose) -> Self {
        Self {
            said: Vec::new(),
            squeezed: prose.squeezed(),
            prose,
        }
    }

    /// The texts of a row that are about its field.
    pub(super) fn of_row(row: &Row<'_>) -> Vec<Self> {
        let texts = std::iter::once(row.text).chain(row.remarks.iter().copied());
        texts.map(Self::of).collect()
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.squeezed.span(range)
    }

    pub(super) fn words(&self, range: &Range<usize>) -> &str {
        self.squeezed.text.get(range.clone()).unwrap_or_default()
    }
}

/// What the spec has beside a text for which it has no key.
#[derive(Debug)]
pub(super) struct Beside<'m> {
    /// What the text is about.
    pub(super) what: String,
    /// Where the spec has it.
    pub(super) span: Span,
    /// Where the page has it.
    pub(super) page: Span,
    /// Of sentences that the spec has in our words.
    pub(super) fingerprints: Vec<&'m str>,
    /// Words that state nothing that the spec could hold.
    pub(super) waived: &'m [Waiver],
}

/// The fingerprints of statements.
pub(super) fn fingerprints<'m>(
    statements: impl IntoIterator<Item = &'m Statement>,
) -> Vec<&'m str> {
    let statements = statements.into_iter();
    let known = statements.filter_map(|statement| statement.fingerprint.as_deref());
    known.collect()
}

/// Every telling word is part of something read, or of a statement's sentence, or waived; and no waiver is idle.
pub(super) fn words(beside: &Beside<'_>, texts: &[Text], findings: &mut Findings) {
    let mut used = vec![false; beside.waived.len()];
    for text in texts {
        let read: Vec<Range<usize>> = text.said.iter().map(|(_, range)| range.clone()).collect();
        let found = triggers::find(&text.squeezed.text, &read);
        if found.is_empty() {
            continue;
        }
        let mut prose = text.prose.clone();
        for known in &beside.fingerprints {
            prose.cover(known);
        }
        for word in found {
            let span = text.span(&word);
            if prose.covers(span.start) {
                findings.matched += 1;
                continue;
            }
            let all = &text.squeezed.text;
            let mut waivers = beside.waived.iter();
            let waiver = waivers.position(|waiver| triggers::stands_in(all, &word, &waiver.words));
            if let Some(used) = waiver.and_then(|at| used.get_mut(at)) {
                *used = true;
                findings.waived += 1;
            } else {
                findings.missing(passed_over(beside, text, &word));
            }
        }
    }
    for (waiver, used) in beside.waived.iter().zip(used) {
        if !used {
            let message = format!("`{}` needs no waiver here", waiver.words);
            let place = (beside.page, "no such word here, or the spec states it");
            findings.missing(differs(
                codes::PAGE_PROSE,
                message,
                (waiver.span, ""),
                place,
            ));
        }
    }
}

fn passed_over(beside: &Beside<'_>, text: &Text, word: &Range<usize>) -> Diagnostic {
    let words = text.words(word);
    let message = format!(
        "nothing in the spec stands for `{words}` in the page's text about {}",
        beside.what
    );
    let place = (text.span(word), "this limits or asks something");
    differs(codes::PAGE_PROSE, message, (beside.span, ""), place)
        .help("transcribe it: a limit, a condition, a default, a unit, or a statement below `server:` or `remarks:` with the sentence's fingerprint")
        .help("if the language has no place for it, name it below `waived:` with a reason")
}
