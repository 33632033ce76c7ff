//! Fields and values that the page describes but the spec does not.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use crate::syntax::{Field, Presence, Text};

declare_rule! {
    /// A missing description of something that the page describes.
    ///
    /// A field or value has a fingerprint (the hash of a sentence of the page), so the page
    /// describes it, but the spec has no description. Or a rule with `server: true` has no `doc:`.
    ///
    /// ## Why it matters
    ///
    /// The documentation would say that the page has no description, which is wrong. For a field or
    /// value this is a warning, and generation continues. The description on the page may consist
    /// of a condition or a limit only. Then the fingerprint belongs to the condition or limit, and
    /// no description is missing.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    colour:
    ///      type: Colour
    ///      presence: optional
    /// -    fingerprint: 60f81420
    /// +    doc: The colour that the card gets.
    /// +    fingerprint: 60f81420
    /// ```
    ///
    /// ## What to do
    ///
    /// Write the description below `doc:` in our own words. If the page has only a label, delete
    /// the fingerprint. If a field has neither `doc:` nor a fingerprint, the documentation says
    /// that the page has no description.
    MISSING_DOC = "missing-doc", check
}

// `load` reports a missing `doc:` of an operation, service or host.
fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        for (_, wire, field) in object.fields() {
            if let (Some(fingerprint), false) = (&field.fingerprint, is_described(field)) {
                diagnostics.push(undescribed(wire, fingerprint));
            }
        }
    }
    for (values, _) in service.enums() {
        for (wire, value) in values {
            if let (Some(fingerprint), None) = (&value.fingerprint, &value.doc) {
                diagnostics.push(undescribed(wire, fingerprint));
            }
        }
    }
}

/// Whether the spec states a fact about a field. The page may state only a condition or a limit.
fn is_described(field: &Field) -> bool {
    let words = [
        &field.doc,
        &field.format,
        &field.unit,
        &field.default,
        &field.alphabet,
    ];
    matches!(field.presence.value, Presence::Conditional(_))
        || words.iter().any(|word| word.is_some())
        || field.limits.each().iter().any(|(_, limit)| limit.is_some())
        || !(field.server.is_empty() && field.remarks.is_empty() && field.waived.is_empty())
}

/// The diagnostic for a fingerprint of a sentence for which the spec states no fact.
fn undescribed(wire: &Text, fingerprint: &Text) -> Diagnostic {
    let message = format!(
        "missing description of `{}`, which the page describes",
        wire.value
    );
    Diagnostic::warning(Code::MISSING_DOC, message, wire.span)
        .also(fingerprint.span, "fingerprint of the page's sentence")
        .help(
            "describe it below `doc:` in our own words, or delete the fingerprint if the page is \
                silent",
        )
}
