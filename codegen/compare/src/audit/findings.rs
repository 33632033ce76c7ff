//! What was compared, and what did not agree.

use crate::audit::codes;
use std::collections::{BTreeSet, HashMap};

use wechatpay_codegen::diagnostic::{Code, Diagnostic};
use wechatpay_codegen::source::Span;

use super::text::Slice;

/// What one run, or one page of it, found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// How many facts were compared and are the same.
    pub(super) matched: usize,
    /// How many words of the page the spec waives.
    pub(super) waived: usize,
    /// What did not agree.
    pub(super) all: Vec<Finding>,
    /// What some page has shown to be true.
    pub(super) proven: Proven,
    /// Which of the page's descriptions is being compared.
    pub(super) speaker: &'static str,
    /// Who said what, once somebody wants to know.
    pub(super) witnesses: Option<Vec<Witness>>,
}

/// Something that does not agree.
#[derive(Debug)]
pub(super) struct Finding {
    /// What is shown of it.
    pub(super) diagnostic: Diagnostic,
    /// Which fact of its place it is about, where one code has several.
    topic: String,
    /// Whether only one of page and spec has it.
    pub(super) is_missing: bool,
}

/// A difference, and which fact of its place it is about, where one code has several.
pub(super) struct Discrepancy {
    diagnostic: Diagnostic,
    topic: String,
}

impl From<Diagnostic> for Discrepancy {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::about("", diagnostic)
    }
}

impl Discrepancy {
    pub(super) fn about(topic: &str, diagnostic: Diagnostic) -> Self {
        Self {
            diagnostic,
            topic: topic.to_owned(),
        }
    }
}

/// What one of the page's descriptions says of something in the spec.
#[derive(Clone, Debug)]
pub(super) struct Witness {
    /// Where the spec has it.
    of: Span,
    /// What it is about.
    code: Code,
    topic: String,
    speaker: &'static str,
    agrees: bool,
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
    pub(super) fn fact<D: Into<Discrepancy>>(&mut self, right: bool, finding: impl FnOnce() -> D) {
        if right {
            self.matched += 1;
            if self.witnesses.is_some() {
                self.witness(&finding().into(), true);
            }
        } else {
            self.push(finding(), false);
        }
    }

    /// Counts a fact that page and spec have, each its own way.
    pub(super) fn wrong(&mut self, finding: impl Into<Discrepancy>) {
        self.push(finding, false);
    }

    /// Counts a fact that only one of page and spec has.
    pub(super) fn missing(&mut self, finding: impl Into<Discrepancy>) {
        self.push(finding, true);
    }

    /// Counts that things stand in the right order, or tells which do not.
    pub(super) fn order(&mut self, wrong: Option<Diagnostic>) {
        match wrong {
            Some(finding) => self.push(finding, false),
            None => self.matched += 1,
        }
    }

    fn push(&mut self, found: impl Into<Discrepancy>, is_missing: bool) {
        let found = found.into();
        self.witness(&found, false);
        self.all.push(Finding {
            diagnostic: found.diagnostic,
            topic: found.topic,
            is_missing,
        });
    }

    fn witness(&mut self, found: &Discrepancy, agrees: bool) {
        if let Some(witnesses) = &mut self.witnesses {
            witnesses.push(Witness {
                of: found.diagnostic.primary.span,
                code: found.diagnostic.code,
                topic: found.topic.clone(),
                speaker: self.speaker,
                agrees,
            });
        }
    }

    /// Adds to each finding which of the page's own descriptions disagree about it.
    pub(super) fn explain(&mut self) {
        let witnesses = self.witnesses.take().unwrap_or_default();
        // Who agrees and who does not, by place, code and topic; and who agrees about a place at all.
        let mut speakers: HashMap<(Span, Code, &str), [BTreeSet<&str>; 2]> = HashMap::new();
        let mut agreeing: HashMap<Span, BTreeSet<&str>> = HashMap::new();
        for witness in &witnesses {
            let Witness {
                of,
                code,
                topic,
                speaker,
                agrees,
            } = witness;
            let of_fact = speakers.entry((*of, *code, topic)).or_default();
            of_fact[usize::from(*agrees)].insert(speaker);
            if *agrees {
                agreeing.entry(*of).or_default().insert(speaker);
            }
        }
        let nobody = BTreeSet::new();
        for finding in &mut self.all {
            let (of, code) = (finding.diagnostic.primary.span, finding.diagnostic.code);
            let (against, with) = match speakers.get(&(of, code, finding.topic.as_str())) {
                Some([against, with]) => (against, with),
                None => (&nobody, &nobody),
            };
            // Whoever states a field's type or label has the field.
            let with = if code == codes::PAGE_FIELD {
                agreeing.get(&of).unwrap_or(&nobody)
            } else {
                with
            };
            let with: Vec<&str> = with.difference(against).copied().collect();
            if !with.is_empty() && !against.is_empty() {
                let against: Vec<&str> = against.iter().copied().collect();
                let text = format!(
                    "the page disagrees with itself: as the spec says {}, otherwise {}",
                    with.join(" and "),
                    against.join(" and ")
                );
                finding.diagnostic.help.push(text);
            }
        }
    }

    /// Drops what was found twice: one definition of the spec may serve both directions.
    pub(super) fn once(&mut self) {
        let mut seen = BTreeSet::new();
        self.all.retain(|finding| {
            let finding = &finding.diagnostic;
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
        codes::PAGE_FINGERPRINT,
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
        codes::PAGE_FINGERPRINT,
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
        Some(_) => findings.missing(baseless(what, spec.0, page.span())),
        None => {}
    }
}
