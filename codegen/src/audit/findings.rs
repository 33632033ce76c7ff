//! What was compared, and what did not agree.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

use super::text::Slice;

/// What one run, or one page of it, found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// How many facts were compared.
    pub(super) facts: usize,
    /// What did not agree.
    pub(super) all: Vec<Diagnostic>,
    /// What some page has shown to be true.
    pub(super) proven: Proven,
}

/// Facts of shared types that no page alone has to show, but one of all the pages must.
#[derive(Debug, Default)]
pub(super) struct Proven {
    /// Names under which a type stands in a listing, by the type's place in the spec.
    pub(super) names: BTreeSet<(Span, String)>,
    /// Labels of fields, by the place in the spec of the type that they have.
    pub(super) labels: BTreeSet<(Span, String)>,
    /// Enum values whose meaning some table states, by their place in the spec.
    pub(super) meanings: BTreeSet<Span>,
}

impl Proven {
    /// Adds what another page has shown.
    pub(super) fn append(&mut self, other: &mut Self) {
        self.names.append(&mut other.names);
        self.labels.append(&mut other.labels);
        self.meanings.append(&mut other.meanings);
    }
}

impl Findings {
    /// Counts a fact, and tells what is wrong with it if it is not right.
    pub(super) fn fact(&mut self, right: bool, finding: impl FnOnce() -> Diagnostic) {
        self.facts += 1;
        if !right {
            self.all.push(finding());
        }
    }

    /// Counts a fact that is wrong.
    pub(super) fn wrong(&mut self, finding: Diagnostic) {
        self.fact(false, || finding);
    }

    /// Counts that things stand in the right order, or tells which do not.
    pub(super) fn order(&mut self, wrong: Option<Diagnostic>) {
        self.facts += 1;
        self.all.extend(wrong);
    }

    /// Drops what was found twice: one definition of the spec may serve both directions.
    pub(super) fn once(&mut self) {
        let mut seen = BTreeSet::new();
        self.all.retain(|finding| {
            let places: Vec<Span> = finding.secondary.iter().map(|label| label.span).collect();
            seen.insert((finding.primary.span, places, finding.message.clone()))
        });
    }
}

/// A finding that shows the spec's place and the page's.
pub(super) fn differs(
    code: Code,
    message: impl Into<String>,
    spec: (Span, &str),
    page: (Span, &str),
) -> Diagnostic {
    Diagnostic::error(code, message, spec.0)
        .label(spec.1)
        .also(page.0, page.1)
}

/// The finding about a fingerprint; it shows the page's text and what belongs into the spec.
pub(super) fn fingerprint(
    what: &str,
    spec: (Span, Option<&str>),
    page: (Span, &str),
) -> Diagnostic {
    let (message, says) = match spec.1 {
        Some(found) => (
            format!("the page's text about {what} is not the one that was transcribed"),
            format!("fingerprint: {found}"),
        ),
        None => (
            format!("the page has a text about {what}, the spec no fingerprint of it"),
            "no fingerprint".to_owned(),
        ),
    };
    differs(
        Code::PageFingerprint,
        message,
        (spec.0, &says),
        (page.0, "the page's text"),
    )
    .help(format!("the page says: {}", super::text::squeeze(page.1)))
    .help(format!(
        "once the transcription is right, write `fingerprint: {}`",
        super::text::fingerprint(page.1)
    ))
}

/// A fingerprint for which the page has no text.
pub(super) fn baseless(what: &str, spec: Span, page: Span) -> Diagnostic {
    let message =
        format!("the spec has a fingerprint of a text about {what} that the page does not have");
    differs(
        Code::PageFingerprint,
        message,
        (spec, ""),
        (page, "here the page has no such text"),
    )
    .help("leave the fingerprint out, or correct it")
}

/// Compares the fingerprint of a text that must stand at one place.
pub(super) fn compare_text(
    findings: &mut Findings,
    what: &str,
    spec: (Span, Option<&str>),
    page: Slice<'_>,
) {
    match spec.1 {
        found if !page.is_blank() => {
            let right = found == Some(page.fingerprint().as_str());
            findings.fact(right, || fingerprint(what, spec, (page.span(), page.text)));
        }
        Some(_) => findings.wrong(baseless(what, spec.0, page.span())),
        None => {}
    }
}
