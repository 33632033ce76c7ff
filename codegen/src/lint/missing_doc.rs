//! Fields and values that the page describes and the spec does not.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use crate::syntax::{Field, Presence, Text};

declare_rule! {
    /// The page describes something, and the spec does not.
    ///
    /// The page describes something, as its fingerprint tells, and the spec does not; or a rule for
    /// the server alone says nothing.
    ///
    /// ## Why it matters
    ///
    /// Users would be told that the page has no description, which is not so. A condition or a
    /// limit may be all that the page says; its fingerprint is then that of the condition, and
    /// nothing is missing. For a field or value this is a warning: generation goes on.
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
    /// Say it in our own words below `doc:`. If the page really has only a label, leave the
    /// fingerprint out: a missing `doc:` without a fingerprint says that the page is silent.
    MISSING_DOC = "missing-doc", check
}

// A `doc:` that every file must have is asked for where it is read, in `load`.
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

/// Whether a field says anything; a condition or a limit may be all that the page says.
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

/// The page has a sentence, as its fingerprint shows, and the spec says nothing in its place.
fn undescribed(wire: &Text, fingerprint: &Text) -> Diagnostic {
    let message = format!("the page describes `{}`, and nothing here does", wire.value);
    Diagnostic::warning(Code::MISSING_DOC, message, wire.span)
        .also(fingerprint.span, "of this sentence")
        .help(
            "say it in our words below `doc:`, or leave the fingerprint out if the page is silent",
        )
}
