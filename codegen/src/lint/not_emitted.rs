//! Features of the spec language that the generator does not support yet.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Direction, Place, Struct};
use crate::resolve::Resolved;
use crate::scope::{Object, Scope, Subject};
use crate::source::Span;
use crate::syntax::{Field, Operation, Presence, Text};

declare_rule! {
    /// A feature of the spec language that this generator does not support yet.
    ///
    /// The spec language has this feature, but this version of the generator emits no code for it.
    ///
    /// ## Why it matters
    ///
    /// The generator never ignores a feature silently. If it did, a value that must be encrypted
    /// could be sent as plain text.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    colour:
    ///      type: Colour
    ///      presence: optional
    /// -    sensitive: encrypted
    /// ```
    ///
    /// ## What to do
    ///
    /// Leave the feature out for now. If the operation cannot be called without it, leave out the
    /// operation, too.
    NOT_EMITTED = "not-emitted", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for page in service.pages.iter().copied() {
        diagnostics.extend(brand_mode(page));
    }
    for object in service.objects() {
        for (_, _, field) in object.fields() {
            diagnostics.extend(encrypted(field));
            diagnostics.extend(json_in_text(field));
        }
        report_dependencies(&object, &service.scope, diagnostics);
    }
    for request in &service.model.requests {
        report_sensitive(request, diagnostics);
    }
}

fn not_emitted(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error(Code::NOT_EMITTED, message, span)
}

/// Reports a path of brand mode, whose calls are signed in another way.
fn brand_mode(page: &Operation) -> Option<Diagnostic> {
    let message = "unsupported path of brand mode";
    let report = || {
        let diagnostic = not_emitted(message, page.path.span);
        diagnostic.help("leave the operation out; brand mode is not supported yet")
    };
    page.path.value.starts_with("/brand/").then(report)
}

fn json_in_text(field: &Field) -> Option<Diagnostic> {
    let format = field
        .format
        .as_ref()
        .filter(|format| format.value == "json")?;
    let diagnostic = not_emitted("unsupported `format: json`", format.span);
    Some(diagnostic.help("delete it for now; callers then write the JSON as a text"))
}

fn encrypted(field: &Field) -> Option<Diagnostic> {
    let sensitive = field.sensitive.as_ref();
    let text = sensitive.filter(|sensitive| sensitive.value == "encrypted")?;
    let message = "unsupported `sensitive: encrypted`";
    let diagnostic = not_emitted(message, text.span);
    Some(diagnostic.help("delete it for now; no other key replaces it"))
}

/// Reports a discriminator that depends on another field, or on which a parameter outside the body
/// depends.
fn report_dependencies(object: &Object<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if object.direction == Direction::Response {
        return;
    }
    let outside = dependent_parameters(object);
    for (wire, field) in object.fields_in(Place::Body) {
        // Another rule reports `selects` on a field that is not an enum.
        if field.selects.is_none() || scope.values_of(&field.ty.value, object).is_none() {
            continue;
        }
        let (message, span) = if matches!(field.presence.value, Presence::Conditional(_)) {
            let message = "conditional presence of a field with `selects`";
            (message, field.presence.span)
        } else if let Some(parameter) = outside.get(wire.value.as_str()) {
            let message = "parameter that depends on a field with `selects`";
            (message, parameter.span)
        } else {
            continue;
        };
        diagnostics.push(
            not_emitted(message, span)
                .help("delete `selects` here; each field then has a setter of its own"),
        );
    }
}

/// The fields on which parameters outside the body depend, each with the first such parameter.
fn dependent_parameters<'a>(object: &Object<'a>) -> HashMap<&'a str, &'a Text> {
    let mut dependent = HashMap::new();
    for (place, parameter, field) in object.fields() {
        let (false, Presence::Conditional(conditional)) =
            (place == Place::Body, &field.presence.value)
        else {
            continue;
        };
        for condition in conditional.lists().into_iter().flatten() {
            if let Subject::Sibling(name) = object.subject(&condition.subject) {
                dependent.entry(name).or_insert(parameter);
            }
        }
    }
    dependent
}

/// Reports sensitive fields in a choice, because `Debug` of a choice shows its fields.
fn report_sensitive(request: &Struct, diagnostics: &mut Diagnostics) {
    let mut chosen = request.chosen_fields();
    chosen.extend(
        request
            .choices
            .iter()
            .map(|choice| choice.discriminator.as_str()),
    );
    let sensitive = request
        .fields
        .iter()
        .filter(|field| field.sensitive.is_some());
    for field in sensitive.filter(|field| chosen.contains(field.wire_name.as_str())) {
        let message = "unsupported combination of `sensitive` and `selects`";
        diagnostics.push(
            not_emitted(message, field.span)
                .help("delete `selects`; each field then has a setter of its own"),
        );
    }
}
