//! The result of comparing a page with the spec.

use crate::audit::codes;
use std::collections::{BTreeSet, HashMap};

use wechatpay_codegen::diagnostic::{Code, Diagnostic};
use wechatpay_codegen::source::{Sources, Span};

use super::change::Change;
use super::marks::{self, Cover, Mark};
use super::page::headings::Part;
use super::seen::Beginning;
use super::text::Slice;
use crate::draft::writer;

/// The result for one page.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Number of facts that are the same on the page and in the spec.
    pub(super) matched: usize,
    /// Number of trigger phrases of the page that the spec waives.
    pub(super) waived: usize,
    /// Number of facts of the spec that come after the end of a page whose end was not saved.
    pub(super) unseen: usize,
    /// The beginning, if only the beginning of the page was saved.
    pub(super) beginning: Option<Beginning>,
    /// Whether the end of the part that is being compared was not saved.
    pub(super) is_cut: bool,
    /// All discrepancies.
    pub(super) discrepancies: Vec<Discrepancy>,
    /// Shared facts that this page confirms.
    pub(super) confirmed: Confirmed,
    /// The section of the page that is being compared.
    pub(super) section: &'static str,
    /// All observations, if they are recorded.
    pub(super) observations: Option<Vec<Observation>>,
    /// What covers the parts of the page, if observations are recorded.
    pub(super) marks: Vec<Mark>,
}

/// A discrepancy between a page and the spec.
#[derive(Debug)]
pub(super) struct Discrepancy {
    /// The text and the locations.
    pub(super) diagnostic: Diagnostic,
    /// The fact, if one code covers several facts of the same location.
    topic: String,
    /// Whether only the page or only the spec has the fact.
    pub(super) is_missing: bool,
    /// The change of the spec that makes both sides agree, if exactly one change does.
    change: Option<Change>,
}

impl From<Diagnostic> for Discrepancy {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::new("", diagnostic)
    }
}

impl Discrepancy {
    pub(super) fn new(topic: &str, diagnostic: Diagnostic) -> Self {
        Self {
            diagnostic,
            topic: topic.to_owned(),
            is_missing: false,
            change: None,
        }
    }

    /// Sets the change of the spec that makes both sides agree.
    pub(super) fn change(self, change: impl Into<Option<Change>>) -> Self {
        let change = change.into();
        Self { change, ..self }
    }

    /// The diagnostic with its fix.
    pub(super) fn into_diagnostic(self, sources: &Sources) -> Diagnostic {
        let fix = self.change.as_ref().map(|change| change.fix(sources));
        match (fix, self.change) {
            (Some(None), Some(change)) => self.diagnostic.help(change.message()),
            (fix, _) => Diagnostic {
                fix: fix.flatten(),
                ..self.diagnostic
            },
        }
    }
}

/// A fact of the spec, compared with one section of the page.
#[derive(Clone, Debug)]
pub(super) struct Observation {
    /// Location in the spec.
    span: Span,
    /// The kind of fact.
    code: Code,
    topic: String,
    message: String,
    section: &'static str,
    agrees: bool,
}

/// Facts of shared types. Not every page has to state them, but at least one page must.
#[derive(Debug, Default)]
pub(super) struct Confirmed {
    /// Names of types in listings, with the location of the type in the spec.
    pub(super) names: BTreeSet<(Span, String)>,
    /// Labels of fields, with the location of the field's type in the spec.
    pub(super) labels: BTreeSet<(Span, String)>,
    /// Locations of enum values whose meaning a table states.
    pub(super) meanings: BTreeSet<Span>,
}

impl Confirmed {
    /// Adds the facts that another page confirms.
    pub(super) fn append(&mut self, other: &mut Self) {
        self.names.append(&mut other.names);
        self.labels.append(&mut other.labels);
        self.meanings.append(&mut other.meanings);
    }
}

impl Report {
    /// Counts a fact. If it is not the same on both sides, adds a discrepancy.
    pub(super) fn check<D: Into<Discrepancy>>(
        &mut self,
        is_same: bool,
        discrepancy: impl FnOnce() -> D,
    ) {
        if is_same {
            self.matched += 1;
            if self.observations.is_some() {
                let discrepancy = discrepancy().into();
                self.observe(&discrepancy, true);
                self.mark(&discrepancy, Cover::Matched);
            }
        } else {
            self.push(discrepancy(), false);
        }
    }

    /// Counts a fact that is the same on the page and in the spec, or is waived.
    pub(super) fn covered(&mut self, cover: Cover, spec: Span, page: Span) {
        match cover {
            Cover::Waived => self.waived += 1,
            _ => self.matched += 1,
        }
        self.marks.push(Mark {
            page,
            spec: Some(spec),
            key: "",
            cover,
        });
    }

    /// Like [`Self::check`], for a fact that may be on a part of the page that was not saved.
    pub(super) fn check_stated<D: Into<Discrepancy>>(
        &mut self,
        is_stated: bool,
        is_same: bool,
        discrepancy: impl FnOnce() -> D,
    ) {
        if !is_same && !is_stated && self.is_cut {
            self.unseen += 1;
        } else {
            self.check(is_same, discrepancy);
        }
    }

    /// Starts the comparison of a part of the page.
    pub(super) fn start_part(&mut self, part: Part) {
        let beginning = self.beginning.as_ref();
        self.is_cut = beginning.is_some_and(|beginning| !beginning.is_whole(part));
    }

    /// Starts the comparison of a nested table. It is cut off if it has the last element of the
    /// page. Returns whether the outer table is cut off, for [`Self::end_table`].
    pub(super) fn start_table(&mut self, last: Span) -> bool {
        let is_open = |beginning: &Beginning| beginning.is_open(last);
        let is_cut = self.is_cut && self.beginning.as_ref().is_some_and(is_open);
        std::mem::replace(&mut self.is_cut, is_cut)
    }

    /// Ends the comparison of a nested table.
    pub(super) fn end_table(&mut self, is_cut: bool) {
        self.is_cut = is_cut;
    }

    /// Adds a fact that the spec has behind everything that was seen of this part of the page.
    pub(super) fn absent(&mut self, discrepancy: impl Into<Discrepancy>) {
        if self.is_cut {
            self.unseen += 1;
        } else {
            self.missing(discrepancy);
        }
    }

    /// Adds a fact that differs between the page and the spec.
    pub(super) fn contradiction(&mut self, discrepancy: impl Into<Discrepancy>) {
        self.push(discrepancy, false);
    }

    /// Adds a fact that only the page or only the spec has.
    pub(super) fn missing(&mut self, discrepancy: impl Into<Discrepancy>) {
        self.push(discrepancy, true);
    }

    /// Counts an order. If it is not the same on both sides, adds a discrepancy.
    pub(super) fn check_order(&mut self, discrepancy: Option<Diagnostic>) {
        match discrepancy {
            Some(discrepancy) => self.push(discrepancy, false),
            None => self.matched += 1,
        }
    }

    fn push(&mut self, discrepancy: impl Into<Discrepancy>, is_missing: bool) {
        let mut discrepancy = discrepancy.into();
        if self.is_open(&discrepancy.diagnostic) {
            self.unseen += 1;
            return;
        }
        discrepancy.is_missing = is_missing;
        self.observe(&discrepancy, false);
        let cover = if is_missing {
            Cover::Missing
        } else {
            Cover::Contradicted
        };
        self.mark(&discrepancy, cover);
        self.discrepancies.push(discrepancy);
    }

    fn mark(&mut self, discrepancy: &Discrepancy, cover: Cover) {
        let marks = marks::of(&discrepancy.diagnostic, &discrepancy.topic, cover);
        self.marks.extend(marks);
    }

    /// Whether the place on the page belongs to its last element, which may be cut off.
    fn is_open(&self, diagnostic: &Diagnostic) -> bool {
        let spans = diagnostic.secondary.iter().map(|label| label.span);
        let mut spans = spans.chain([diagnostic.primary.span]);
        let beginning = self.beginning.as_ref();
        beginning.is_some_and(|beginning| spans.any(|span| beginning.is_open(span)))
    }

    fn observe(&mut self, discrepancy: &Discrepancy, agrees: bool) {
        if let Some(observations) = &mut self.observations {
            observations.push(Observation {
                span: discrepancy.diagnostic.primary.span,
                code: discrepancy.diagnostic.code,
                topic: discrepancy.topic.clone(),
                message: discrepancy.diagnostic.message.clone(),
                section: self.section,
                agrees,
            });
        }
    }

    /// Adds a help to each discrepancy about which sections of the page contradict each other.
    pub(super) fn explain_contradictions(&mut self) {
        let observations = self.observations.take().unwrap_or_default();
        // Sections that disagree and that agree, by location, code and topic.
        let mut by_fact: HashMap<(Span, Code, &str), [BTreeSet<&str>; 2]> = HashMap::new();
        // Sections that agree about any fact of a location.
        let mut by_span: HashMap<Span, BTreeSet<&str>> = HashMap::new();
        // Facts that some part of the page confirms.
        let mut confirmed: BTreeSet<(Span, &str)> = BTreeSet::new();
        for observation in &observations {
            let Observation {
                span,
                code,
                topic,
                message,
                section,
                agrees,
            } = observation;
            let sections = by_fact.entry((*span, *code, topic)).or_default();
            sections[usize::from(*agrees)].insert(section);
            if *agrees {
                by_span.entry(*span).or_default().insert(section);
                confirmed.insert((*span, message));
            }
        }
        let none = BTreeSet::new();
        for discrepancy in &mut self.discrepancies {
            let diagnostic = &mut discrepancy.diagnostic;
            let (span, code) = (diagnostic.primary.span, diagnostic.code);
            // Two limits may have the same words.
            if code != codes::PAGE_LIMIT && confirmed.contains(&(span, diagnostic.message.as_str()))
            {
                discrepancy.change = None;
            }
            let (disagreeing, agreeing) =
                match by_fact.get(&(span, code, discrepancy.topic.as_str())) {
                    Some([disagreeing, agreeing]) => (disagreeing, agreeing),
                    None => (&none, &none),
                };
            // A section that states the type or the label of a field also has the field.
            let agreeing = if code == codes::PAGE_FIELD {
                by_span.get(&span).unwrap_or(&none)
            } else {
                agreeing
            };
            let agreeing: Vec<&str> = agreeing.difference(disagreeing).copied().collect();
            if !agreeing.is_empty() && !disagreeing.is_empty() {
                let disagreeing: Vec<&str> = disagreeing.iter().copied().collect();
                discrepancy.change = None;
                diagnostic.help.push(format!(
                    "check the page, which contradicts itself: {} agrees with the spec, but {} does \
                     not",
                    agreeing.join(" and "),
                    disagreeing.join(" and ")
                ));
            }
        }
    }

    /// Removes duplicates. They exist because requests and responses may share a definition.
    pub(super) fn remove_duplicates(&mut self) {
        let mut seen = BTreeSet::new();
        self.discrepancies.retain(|discrepancy| {
            let diagnostic = &discrepancy.diagnostic;
            let labels = diagnostic.secondary.iter();
            let spans: Vec<Span> = labels.map(|label| label.span).collect();
            seen.insert((diagnostic.primary.span, spans, diagnostic.message.clone()))
        });
    }
}

/// A diagnostic with a label in the spec and a label on the page.
pub(super) fn diagnostic(
    code: Code,
    message: impl Into<String>,
    spec: (Span, &str),
    page: (Span, &str),
) -> Diagnostic {
    Diagnostic::error(code, message, spec.0)
        .label(spec.1)
        .also(page.0, page.1)
}

/// The discrepancy for a wrong or missing fingerprint. It shows the page's text, and either the
/// change or the fingerprint to write.
pub(super) fn fingerprint(
    subject: &str,
    spec: (Span, Option<&str>),
    page: (Span, &str),
    change: Option<Change>,
) -> Discrepancy {
    let (message, label) = match spec.1 {
        Some(current) => (
            format!("different text about {subject} on the page"),
            format!("spec: fingerprint {current}"),
        ),
        None => (
            format!("missing fingerprint for the text about {subject}"),
            "spec: no fingerprint".to_owned(),
        ),
    };
    let mut diagnostic = diagnostic(
        codes::PAGE_FINGERPRINT,
        message,
        (spec.0, &label),
        (page.0, "text of the page"),
    )
    .help(format!(
        "compare the spec with this text of the page: {}",
        super::text::without_spaces(page.1)
    ));
    if change.is_none() {
        let fingerprint = super::text::fingerprint(page.1);
        let help = format!("write a statement with `fingerprint: {fingerprint}`");
        diagnostic = diagnostic.help(help);
    }
    Discrepancy::from(diagnostic).change(change)
}

/// The fingerprint of a text of the page, as the value of a key of the spec.
pub(super) fn fingerprint_value(text: &str) -> String {
    writer::fingerprint(&super::text::fingerprint(text))
}

/// The diagnostic for a fingerprint without a matching text on the page.
pub(super) fn orphan_fingerprint(subject: &str, spec: Span, page: Span) -> Diagnostic {
    diagnostic(
        codes::PAGE_FINGERPRINT,
        format!("fingerprint of {subject} without a matching text on the page"),
        (spec, ""),
        (page, "no such text here"),
    )
    .help("correct the fingerprint, or remove it")
}

/// Compares the fingerprint in the spec with a text of the page.
pub(super) fn compare_fingerprint(
    report: &mut Report,
    subject: &str,
    spec: (Span, Option<&str>),
    page: Slice<'_>,
) {
    match spec.1 {
        current if !page.is_blank() => {
            let is_same = current == Some(page.fingerprint().as_str());
            report.check(is_same, || {
                let value = fingerprint_value(page.text);
                let change = Change::set(spec.0, "fingerprint", value);
                fingerprint(subject, spec, (page.span(), page.text), Some(change))
            });
        }
        Some(_) => report.missing(
            Discrepancy::from(orphan_fingerprint(subject, spec.0, page.span()))
                .change(Change::remove(spec.0, "fingerprint")),
        ),
        None => {}
    }
}
