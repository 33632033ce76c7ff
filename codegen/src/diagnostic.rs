//! What is wrong with a spec: where, why, and what to write instead.

mod code;
mod meant;
mod render;

use std::collections::BTreeSet;
use std::fmt;

use crate::source::{SourceFile, Sources, Span};

pub use code::Code;
pub(crate) use code::{declare_code, declare_codes};
pub use meant::closest;
pub(crate) use meant::{here_called, renamed, type_here_called};

/// One finding, with at least one place.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The stable name of this kind of finding.
    pub code: Code,
    /// Whether generation must stop.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that take part in it.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub help: Vec<String>,
    /// The change that mends it, where there is just one.
    pub fix: Option<Fix>,
}

/// A change of the spec after which a finding is gone.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does, in words.
    pub message: String,
    /// What to change, in order of place; none of them overlap.
    pub edits: Vec<Edit>,
}

/// A stretch of a file, and what is to stand there instead.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What is to go; empty where something is only put in.
    pub span: Span,
    /// What is to come.
    pub replacement: String,
}

/// A place in a spec file, and what is to be said of it.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands beside the carets; may be empty.
    pub text: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Worth a look; generation goes on.
    Warning,
}

/// In which form findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Excerpts with carets, for a terminal.
    #[default]
    Human,
    /// One JSON object per line. If not everything is printed, the last one is
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

    /// What stands beside the carets.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place that takes part.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// A change that mends this for certain, of one stretch.
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

    /// The word that was meant where another one stands.
    #[must_use]
    pub fn did_you_mean(self, span: Span, meant: &str) -> Self {
        self.fix(format!("did you mean `{meant}`?"), span, meant)
    }

    /// The text of a file after this finding's change, if it has one there.
    #[must_use]
    pub fn mended(&self, sources: &Sources, file: &SourceFile) -> Option<String> {
        let mut text = file.text.clone();
        for edit in self.fix.as_ref()?.edits.iter().rev() {
            let source = sources.file(edit.span.file);
            if source.path != file.path {
                return None;
            }
            text.replace_range(source.clamp(edit.span), &edit.replacement);
        }
        Some(text)
    }
}

/// All findings of one run, in the order of their places.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Adds several.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        self.all.extend(found);
    }

    pub(crate) fn append(&mut self, mut found: Self) {
        self.all.append(&mut found.all);
    }

    /// Puts them in the order of their places, each once.
    pub fn sort(&mut self) {
        self.all.sort_by_key(|d| (d.primary.span, d.code));
        // What is used in several places is read several times, and told once.
        self.all.dedup_by(|again, first| {
            again.primary.span == first.primary.span
                && again.code == first.code
                && again.message == first.message
        });
    }

    /// Whether generation must stop.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether the model can be compared and shown: nothing of the spec is missing from it, even where the generator
    /// cannot emit all of it.
    #[must_use]
    pub fn leave_a_whole_model(&self) -> bool {
        let mut errors = self.iter().filter(|d| d.severity == Severity::Error);
        errors.all(|error| error.code == Code::NOT_EMITTED)
    }

    /// How many findings there are of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|d| d.severity == severity).count()
    }

    /// The findings, in the order of their places.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// The kinds of findings that there are, each once, in the order of their pages.
    #[must_use]
    pub fn codes(&self) -> Vec<Code> {
        let codes: BTreeSet<_> = self.iter().map(|finding| finding.code).collect();
        codes.into_iter().collect()
    }

    /// All findings as text; of a long list its beginning, errors first, and a count of the others.
    #[must_use]
    pub fn render(&self, sources: &Sources, format: Format) -> String {
        let render = |diagnostic| render::render(diagnostic, sources, format);
        if self.all.len() <= MAX_PRINTED {
            return self.iter().map(render).collect();
        }
        let of = |severity| self.iter().filter(move |d| d.severity == severity);
        let errors = of(Severity::Error).take(MAX_PRINTED);
        let warnings = of(Severity::Warning);
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

    /// Whether there are more already than are printed, so that whatever follows needs no advice.
    pub(crate) fn is_long(&self) -> bool {
        self.all.len() >= MAX_PRINTED
    }
}

/// Nobody reads a longer list.
pub(crate) const MAX_PRINTED: usize = 1000;

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}
