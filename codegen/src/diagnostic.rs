//! What is wrong with a spec: where, why, and what to write instead.

mod render;

use std::fmt;

use crate::source::{Sources, Span};

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
    /// One JSON object a line.
    Json,
    /// Workflow commands that become annotations in a pull request.
    Github,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// The stable names of all kinds of findings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// The name, as it is printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

codes! {
    /// The file is not UTF-8.
    NotUtf8 = "not-utf8",
    /// A control or bidirectional character that could hide what a line says.
    ControlCharacter = "control-character",
    /// The YAML parser could not read the file.
    Yaml = "yaml",
    /// A key stands twice in one map.
    DuplicateKey = "duplicate-key",
    /// A key that the language does not have.
    UnknownKey = "unknown-key",
    /// A key that must be there is not.
    MissingKey = "missing-key",
    /// A value of the wrong shape.
    WrongShape = "wrong-shape",
    /// A value that is not one of those allowed.
    BadValue = "bad-value",
    /// A name that Rust or the wire cannot carry.
    BadName = "bad-name",
    /// Two things would get one Rust name.
    NameCollision = "name-collision",
    /// Two operations or types of one name.
    DuplicateDefinition = "duplicate-definition",
    /// A reference to a type that nobody defines.
    UnknownType = "unknown-type",
    /// A reference to a field that is not there.
    UnknownField = "unknown-field",
    /// A reference to an enum value that is not there.
    UnknownValue = "unknown-value",
    /// A reference to something else that is not there.
    UnknownReference = "unknown-reference",
    /// A type that contains itself by value.
    RecursiveType = "recursive-type",
    /// A type that nothing uses.
    UnusedType = "unused-type",
    /// The path template and the path parameters disagree.
    PathMismatch = "path-mismatch",
    /// A limit that contradicts its type or another limit.
    LimitConflict = "limit-conflict",
    /// A sample that does not fit what the spec says.
    Sample = "sample",
    /// The spec language has it, this generator does not emit it yet.
    NotEmitted = "not-emitted",
    /// A page names no operation, or one that the spec does not have.
    PageOperation = "page-operation",
    /// A text of a page that the audit could not read or place.
    PageUnread = "page-unread",
    /// Title, date, host, limit or another fact that a page states once is not the spec's.
    PageFact = "page-fact",
    /// Only one of page and spec has a type.
    PageType = "page-type",
    /// Only one of page and spec has a field.
    PageField = "page-field",
    /// A field has another type on the page.
    PageFieldType = "page-field-type",
    /// A field travels in the body on one side only.
    PagePlace = "page-place",
    /// A field has another presence on the page.
    PagePresence = "page-presence",
    /// A field or value has another label on the page.
    PageLabel = "page-label",
    /// Only one of page and spec has a value of an enum.
    PageValue = "page-value",
    /// Things stand in another order on the page.
    PageOrder = "page-order",
    /// An error row differs, or only one of page and spec has it.
    PageError = "page-error-row",
    /// A printed sample differs.
    PageSample = "page-sample",
    /// A text of the page and its fingerprint do not belong together.
    PageFingerprint = "page-fingerprint",
    /// A limit, condition, default, unit or rule is not the same in spec and page, or only one of them has it.
    PageLimit = "page-limit",
    /// A word of the page limits or asks something, and nothing in the spec stands for it.
    PageProse = "page-prose",
}

impl Diagnostic {
    pub(crate) fn error(code: Code, message: impl Into<String>, span: Span) -> Self {
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
        }
    }

    pub(crate) fn warning(code: Code, message: impl Into<String>, span: Span) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message, span)
        }
    }

    pub(crate) fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    pub(crate) fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}

/// All findings of one run, in the order of their places.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    pub(crate) fn sort(&mut self) {
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

    /// How many findings there are of one severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|d| d.severity == severity).count()
    }

    /// The findings, in the order of their places.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// All findings as text.
    #[must_use]
    pub fn render(&self, sources: &Sources, format: Format) -> String {
        self.iter()
            .map(|diagnostic| render::render(diagnostic, sources, format))
            .collect()
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// The candidate that was probably meant: close in spelling, not just anything.
pub(crate) fn closest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}
