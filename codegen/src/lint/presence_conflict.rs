//! Presences that contradict other statements.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Place;
use crate::resolve::Resolved;
use crate::scope::Object;
use crate::syntax::{Presence, RuleKind};

declare_rule! {
    /// Statements about the presence of a field that contradict each other.
    ///
    /// Examples: two kinds of condition at once, a path parameter that may be absent, or required
    /// fields of which a request may have only one.
    ///
    /// ## Why it matters
    ///
    /// No request could satisfy both.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      presence:
    /// -      only_when:
    /// -        colour: DARK
    ///        required_when:
    ///          colour: DARK
    /// ```
    ///
    /// ## What to do
    ///
    /// Keep the statement that applies. If the page states both, add a note of the kind
    /// `contradiction` that says which of them the spec follows.
    PRESENCE_CONFLICT = "presence-conflict", check
}

// `load` reports two kinds of condition at once.
fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        report_optional_path_values(&object, diagnostics);
        report_exclusive_requirements(&object, diagnostics);
    }
}

/// Reports path parameters that are not required.
fn report_optional_path_values(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    for (wire, parameter) in object.fields_in(Place::Path) {
        if !matches!(parameter.presence.value, Presence::Required) {
            let message = format!("path parameter `{}` that is not required", wire.value);
            diagnostics.push(
                Diagnostic::error(Code::PRESENCE_CONFLICT, message, parameter.presence.span)
                    .help("write `presence: required`, and a note if the page says otherwise"),
            );
        }
    }
}

/// Reports required fields in a rule over the number of fields.
fn report_exclusive_requirements(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    let kinds = object.rules.iter().map(|rule| &rule.kind);
    let fields = kinds.flat_map(|kind| match kind {
        RuleKind::Count(count, fields) => fields.iter().map(|field| (*count, field)).collect(),
        _ => Vec::new(),
    });
    for (count, field) in fields {
        if let Some((_, found)) = object.field(&field.value)
            && matches!(found.presence.value, Presence::Required)
        {
            let message = format!("required field `{}` in `{}`", field.value, count.key());
            diagnostics.push(
                Diagnostic::error(Code::PRESENCE_CONFLICT, message, field.span)
                    .also(found.presence.span, "required here")
                    .help(
                        "make it optional, or remove it from the rule; add a note if the page \
                        says both",
                    ),
            );
        }
    }
}
