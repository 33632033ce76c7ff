//! Which part of a page is covered by what, for a report that shows the page.

use wechatpay_codegen::diagnostic::{Code, Diagnostic};
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
    /// The item of the spec, if there is one.
    pub(crate) spec: Option<Span>,
    /// The key of the item that has the fact; empty for the item itself.
    pub(crate) key: &'static str,
    pub(crate) cover: Cover,
}

/// The marks of a comparison: each place of a discrepancy, or of a fact that agrees.
pub(super) fn of(diagnostic: &Diagnostic, topic: &str, cover: Cover) -> Vec<Mark> {
    let spec = diagnostic.primary.span;
    let is_unread = diagnostic.code == codes::PAGE_UNREAD && cover != Cover::Matched;
    let cover = if is_unread { Cover::Unread } else { cover };
    let mark = |page, spec| Mark {
        page,
        spec,
        key: key(diagnostic.code, topic),
        cover,
    };
    if diagnostic.secondary.is_empty() {
        return vec![mark(spec, None)];
    }
    let labels = diagnostic.secondary.iter();
    labels.map(|label| mark(label.span, Some(spec))).collect()
}

/// The key that has a fact.
fn key(code: Code, topic: &str) -> &'static str {
    let keys = [
        ("title", "title"),
        ("title for `source:`", "source.page"),
        ("date", "source.updated"),
        ("audience", "audience"),
        ("success status", "response"),
        ("rate limit", "rate_limit"),
        ("hosts", "hosts"),
        ("label of a host", "title"),
        ("table", "table"),
        ("status", "status"),
        ("code", "code"),
        ("retry advice", "retryable"),
        ("caption of a sample", "title"),
        ("method of a sample", "method"),
        ("URL of a sample", "path"),
    ];
    let of_code = [
        (codes::PAGE_PRESENCE, "presence"),
        (codes::PAGE_LABEL, "title"),
        (codes::PAGE_FIELD_TYPE, "type"),
        (codes::PAGE_FINGERPRINT, "fingerprint"),
    ];
    let of_code = of_code.into_iter().find(|(other, _)| *other == code);
    let of_topic = keys.into_iter().find(|(name, _)| *name == topic);
    let key = of_code.map(|(_, key)| key);
    key.or(of_topic.map(|(_, key)| key)).unwrap_or_default()
}
