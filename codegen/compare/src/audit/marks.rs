//! Which part of a page is covered by what, for a report that shows the page.

use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::source::Span;

use super::codes;

/// How the spec covers a part of a page, the least serious first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cover {
    /// A fact of the spec is the same.
    Matched,
    /// A statement of the spec has the fingerprint of the words.
    Note,
    /// A waiver has the words.
    Waived,
    /// No reader understood the text.
    Unread,
    /// Only the page or only the spec has the fact.
    Missing,
    /// The page and the spec have different facts.
    Contradicted,
}

impl Cover {
    /// All kinds, in the order of the report.
    pub(crate) const ALL: [Self; 6] = [
        Self::Matched,
        Self::Waived,
        Self::Note,
        Self::Missing,
        Self::Contradicted,
        Self::Unread,
    ];
}

/// A part of a page, and what covers it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) page: Span,
    /// The place in the spec, if there is one.
    pub(crate) spec: Option<Span>,
    pub(crate) cover: Cover,
}

/// The marks of a comparison: each place of a discrepancy, or of a fact that agrees.
pub(super) fn of(diagnostic: &Diagnostic, cover: Cover) -> impl Iterator<Item = Mark> {
    let spec = diagnostic.primary.span;
    let cover = if diagnostic.code == codes::PAGE_UNREAD {
        Cover::Unread
    } else {
        cover
    };
    let on_page = diagnostic.secondary.iter().map(|label| label.span);
    let places: Vec<Span> = on_page.collect();
    let alone = places.is_empty().then_some(Mark {
        page: spec,
        spec: None,
        cover,
    });
    let marks = places.into_iter().map(move |page| Mark {
        page,
        spec: Some(spec),
        cover,
    });
    marks.chain(alone)
}
