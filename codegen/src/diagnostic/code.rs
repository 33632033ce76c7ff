//! Kinds of diagnostics: their stable names, and the pages that explain them.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A kind of diagnostic: its stable name, and the page that explains it.
///
/// A name keeps its meaning forever. A kind may cover more problems later, or be removed. But its
/// name is never given to another kind.
#[derive(Clone, Copy)]
pub struct Code {
    name: &'static str,
    /// The summary in one line, an empty line, and the page below its heading. Each line begins
    /// with the space of a doc comment.
    docs: &'static str,
}

impl Code {
    /// A code with its documentation in the form of a doc comment: a summary of one line, an empty
    /// line, and the page.
    #[must_use]
    pub const fn new(name: &'static str, docs: &'static str) -> Self {
        Self { name, docs }
    }

    /// The name, as it is printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.name
    }

    /// What it means, in one line.
    #[must_use]
    pub fn summary(self) -> &'static str {
        self.docs.lines().next().unwrap_or_default().trim()
    }

    /// What it means, why it matters, an example and what to do, as Markdown.
    #[must_use]
    pub fn page(self) -> String {
        let lines = self.docs.lines().skip(2);
        let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.fold(format!("# {}\n\n", self.name), |page, line| {
            page + line + "\n"
        })
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(other.name)
    }
}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// Declares a constant of [`Code`]. Its doc comment is the page that `--explain` prints: the first
/// line summarizes it in lists, and is not repeated on the page.
macro_rules! declare_code {
    ($(#[doc = $line:literal])+ $constant:ident = $name:literal) => {
        impl $crate::diagnostic::Code {
            $(#[doc = $line])+
            pub const $constant: Self = Self::new($name, concat!($($line, "\n"),+));
        }
    };
}

/// Declares several codes, and their list `CODES`.
macro_rules! declare_codes {
    ($($(#[doc = $line:literal])+ $constant:ident = $name:literal;)+) => {
        $($crate::diagnostic::declare_code! { $(#[doc = $line])+ $constant = $name })+

        /// What this stage reports, in the order of its work.
        pub(crate) const CODES: &[$crate::diagnostic::Code] =
            &[$($crate::diagnostic::Code::$constant),+];
    };
}

pub(crate) use {declare_code, declare_codes};
