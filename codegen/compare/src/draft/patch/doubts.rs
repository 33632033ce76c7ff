//! The discrepancies of an audit by line of the spec, and the new sentences of the page.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_codegen::diagnostic::{Code, Diagnostics};
use wechatpay_codegen::source::{FileId, SourceFile, Sources, Span};

use crate::audit::codes;
use crate::audit::text::fingerprint;

/// The discrepancies between a spec file and a page.
pub(super) struct Doubts {
    /// The codes by line.
    codes: BTreeMap<usize, BTreeSet<&'static str>>,
    /// Fingerprints of sentences of the page for which the spec has none, by line of the element
    /// that should have them.
    sentences: BTreeMap<usize, Vec<String>>,
    /// Lines of statements whose sentences are not on the page.
    orphans: BTreeSet<usize>,
    /// Discrepancies in other files.
    pub(super) elsewhere: Vec<String>,
}

impl Doubts {
    pub(super) fn new(found: &Diagnostics, sources: &Sources, spec: FileId, page: FileId) -> Self {
        let mut doubts = Self {
            codes: BTreeMap::new(),
            sentences: BTreeMap::new(),
            orphans: BTreeSet::new(),
            elsewhere: Vec::new(),
        };
        for diagnostic in found.iter() {
            let place = diagnostic.primary.span;
            if place.file != spec {
                let path = &sources.file(place.file).path;
                doubts
                    .elsewhere
                    .push(format!("{path}: {}", diagnostic.message));
                continue;
            }
            let (line, _) = sources.file(spec).position(place.start);
            let codes = doubts.codes.entry(line).or_default();
            codes.insert(diagnostic.code.as_str());
            let on_page = diagnostic.secondary.iter().map(|label| label.span);
            let on_page: Vec<Span> = on_page.filter(|span| span.file == page).collect();
            doubts.add_sentences(line, diagnostic.code, &on_page, sources.file(page));
        }
        doubts
    }

    fn add_sentences(&mut self, line: usize, code: Code, on_page: &[Span], page: &SourceFile) {
        let text = |span: &Span| page.text.get(span.start..span.end);
        let words = on_page.iter().filter_map(text);
        if code == codes::PAGE_PROSE {
            let clauses = on_page.iter().map(|span| clause(&page.text, *span));
            let sentences = self.sentences.entry(line).or_default();
            sentences.extend(clauses.map(fingerprint));
        } else if code == codes::PAGE_FINGERPRINT {
            let words: Vec<&str> = words.filter(|words| !words.trim().is_empty()).collect();
            if words.is_empty() {
                self.orphans.insert(line);
            }
            let sentences = self.sentences.entry(line).or_default();
            sentences.extend(words.into_iter().map(fingerprint));
        }
    }

    /// Whether the audit reports one of these kinds at a line.
    pub(super) fn has(&self, line: usize, codes: &[Code]) -> bool {
        let found = self.codes.get(&line);
        found.is_some_and(|found| codes.iter().any(|code| found.contains(code.as_str())))
    }

    /// Whether the audit reports one of these kinds anywhere in the file.
    pub(super) fn has_anywhere(&self, code: Code) -> bool {
        self.codes
            .values()
            .any(|codes| codes.contains(code.as_str()))
    }

    /// New sentences of the page about the element at a line.
    pub(super) fn sentences(&self, line: usize) -> &[String] {
        self.sentences.get(&line).map_or(&[], Vec::as_slice)
    }
}

/// The clause around a place.
fn clause(text: &str, place: Span) -> &str {
    let is_end = |c: char| matches!(c, ',' | '，' | '。' | ';' | '；' | '\n');
    let before = text.get(..place.start).unwrap_or_default();
    let start = before.rfind(is_end).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let behind = text.get(place.end..).unwrap_or_default();
    let end = behind.find(is_end).map_or(text.len(), |at| place.end + at);
    text.get(start..end).unwrap_or_default()
}
