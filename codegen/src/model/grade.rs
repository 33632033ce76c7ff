//! How well the page is known from which a part of the spec was transcribed.

/// How `from` names the source of a field with the grade `secondary`.
pub const SECONDARY_SOURCE: &str = "other descriptions";

/// The grade of the evidence for a part of the spec.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grade {
    /// The whole page was transcribed and audited.
    #[default]
    Full,
    /// Only a part of the page was seen, such as its beginning.
    Partial,
    /// The page does not say it, or was not seen; other descriptions say it.
    Secondary,
}

impl Grade {
    /// All grades, each with its word in the spec language.
    pub(crate) const WORDS: [(&'static str, Self); 3] = [
        ("full", Self::Full),
        ("partial", Self::Partial),
        ("secondary", Self::Secondary),
    ];

    /// The word of the spec language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::Secondary => "secondary",
        }
    }

    /// The word, where the evidence is less than the whole page.
    #[must_use]
    pub fn limited(self) -> Option<&'static str> {
        (self != Self::Full).then_some(self.as_str())
    }
}
