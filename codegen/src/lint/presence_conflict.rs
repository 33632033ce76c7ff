//! Presences that contradict what they stand beside.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Place;
use crate::resolve::Resolved;
use crate::scope::Object;
use crate::syntax::{Presence, RuleKind};

declare_rule! {
    /// What is said of when a field is there contradicts itself.
    ///
    /// What is said of when a field is there contradicts itself: two kinds of condition at once, a
    /// path value that may be left out, required fields of which only one may be given.
    ///
    /// ## Why it matters
    ///
    /// No request could keep both.
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
    /// Keep what binds. If the page says both, record it in a note of the kind `contradiction`,
    /// with the side that we take.
    PRESENCE_CONFLICT = "presence-conflict", check
}

// Two kinds of condition at once are reported where the keys are read, in `load`.
fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        report_optional_path_values(&object, diagnostics);
        report_exclusive_requirements(&object, diagnostics);
    }
}

/// A path value is always there.
fn report_optional_path_values(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    for (wire, parameter) in object.fields_in(Place::Path) {
        if !matches!(parameter.presence.value, Presence::Required) {
            let message = format!("the path parameter `{}` cannot be left out", wire.value);
            diagnostics.push(
                Diagnostic::error(Code::PRESENCE_CONFLICT, message, parameter.presence.span)
                    .help("write `presence: required`, and a note if the page says otherwise"),
            );
        }
    }
}

/// Of fields that exclude each other none is required.
fn report_exclusive_requirements(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    let kinds = object.rules.iter().map(|rule| &rule.kind);
    let fields = kinds.filter_map(|kind| match kind {
        RuleKind::AtMostOneOf(fields) => Some(fields),
        _ => None,
    });
    for field in fields.flatten() {
        if let Some((_, found)) = object.field(&field.value)
            && matches!(found.presence.value, Presence::Required)
        {
            let message = format!(
                "`{}` is required, so that no other could be given",
                field.value
            );
            diagnostics.push(
                Diagnostic::error(Code::PRESENCE_CONFLICT, message, field.span)
                    .also(found.presence.span, "required here")
                    .help("make it optional, or take it out of the rule; add a note if the page says both"),
            );
        }
    }
}
