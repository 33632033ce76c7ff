//! Diagnostics: what is wrong with a spec, where, and how to fix it.

mod code;
mod fixes;
mod meant;
mod render;

use std::collections::BTreeSet;
use std::fmt;

use crate::source::{Sources, Span};

pub use code::Code;
pub(crate) use code::{declare_code, declare_codes};
pub use fixes::Fixes;
pub use meant::closest;
pub(crate) use meant::{key_for_foreign_name, renamed, type_for_foreign_name};

/// A diagnostic, with at least one place.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The stable name of this kind of diagnostic.
    pub code: Code,
    /// Whether generation must stop.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// The place of the problem.
    pub primary: Label,
    /// Other places that are involved.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub help: Vec<String>,
    /// The change that fixes the problem, if exactly one change does.
    pub fix: Option<Fix>,
}

/// A change of the spec that fixes the problem of a diagnostic.
#[derive(Clone, Debug)]
pub struct Fix {
    /// The change in words.
    pub message: String,
    /// The edits, in the order of their places. They do not overlap.
    pub edits: Vec<Edit>,
}

/// A range of a file, and the text that replaces it.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The text to remove; empty for an insertion.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

/// A place in a spec file, and a text about it.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The text next to the carets; may be empty.
    pub text: String,
}

/// How severe a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Generation stops.
    Error,
    /// Generation continues.
    Warning,
}

/// The output format of diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Excerpts with carets, for a terminal.
    #[default]
    Human,
    /// One JSON object per line. If not all diagnostics are printed, the last line is
    /// `{"omitted":{"errors":N,"warnings":N}}`.
    Json,
    /// Workflow commands that become annotations in a pull request.
    Github,
}

impl Diagnostic {
    /// An error at a place.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>, span: Span) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            secondary: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>, span: Span) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message, span)
        }
    }

    /// Sets the text next to the carets.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place that is involved.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a help: what to do about the problem.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Sets the change that fixes the problem: one range and its new text.
    #[must_use]
    pub fn fix(
        mut self,
        message: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        let edit = Edit {
            span,
            replacement: replacement.into(),
        };
        self.fix = Some(Fix {
            message: message.into(),
            edits: vec![edit],
        });
        self
    }

    /// Sets a change that replaces a word with the word that was probably meant.
    #[must_use]
    pub fn did_you_mean(self, span: Span, meant: &str) -> Self {
        self.fix(format!("did you mean `{meant}`?"), span, meant)
    }
}

/// All diagnostics of one run, in the order of their places.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Adds several diagnostics.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        self.all.extend(found);
    }

    pub(crate) fn append(&mut self, mut found: Self) {
        self.all.append(&mut found.all);
    }

    /// Sorts the diagnostics by place, and removes duplicates.
    pub fn sort(&mut self) {
        self.all.sort_by_key(|d| (d.primary.span, d.code));
        // A type that is used in several places is checked several times, but reported once.
        self.all.dedup_by(|again, first| {
            again.primary.span == first.primary.span
                && again.code == first.code
                && again.message == first.message
        });
    }

    /// Whether there are errors, so that generation must stop.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether the model can be compared and shown: it has the whole spec, even if the generator
    /// cannot emit all of it.
    #[must_use]
    pub fn leave_a_whole_model(&self) -> bool {
        let mut errors = self.iter().filter(|d| d.severity == Severity::Error);
        errors.all(|error| error.code == Code::NOT_EMITTED)
    }

    /// The number of diagnostics of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|d| d.severity == severity).count()
    }

    /// The diagnostics, in the order of their places.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// The codes of the diagnostics, each once, in the order of their names.
    #[must_use]
    pub fn codes(&self) -> Vec<Code> {
        let codes: BTreeSet<_> = self.iter().map(|diagnostic| diagnostic.code).collect();
        codes.into_iter().collect()
    }

    /// All diagnostics as text. A long list is cut: errors come first, and the rest is counted.
    #[must_use]
    pub fn render(&self, sources: &Sources, format: Format) -> String {
        let render = |diagnostic| render::render(diagnostic, sources, format);
        if self.all.len() <= MAX_PRINTED {
            return self.iter().map(render).collect();
        }
        let with = |severity| self.iter().filter(move |d| d.severity == severity);
        let errors = with(Severity::Error).take(MAX_PRINTED);
        let warnings = with(Severity::Warning);
        let left = |severity, printed| self.count(severity).saturating_sub(printed);
        let errors_left = left(Severity::Error, MAX_PRINTED);
        let printed_warnings = MAX_PRINTED.saturating_sub(self.count(Severity::Error));
        let warnings_left = left(Severity::Warning, printed_warnings);
        let mut text: String = errors
            .chain(warnings)
            .take(MAX_PRINTED)
            .map(render)
            .collect();
        text.push_str(&render::omitted(errors_left, warnings_left, format));
        text
    }

    /// Whether there are more diagnostics than are printed, so that further ones need no help.
    pub(crate) fn is_long(&self) -> bool {
        self.all.len() >= MAX_PRINTED
    }
}

/// The maximum number of diagnostics that are printed.
pub(crate) const MAX_PRINTED: usize = 1000;

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}
