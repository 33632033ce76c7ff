//! Features of the spec language that the generator does not support yet.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Direction, MAX_OBJECTS, Place, Service, Struct, Unlisted};
use crate::resolve::Resolved;
use crate::scope::{Object, Scope, Subject};
use crate::source::Span;
use crate::syntax::{Operation, Presence, Text};

declare_rule! {
    /// A feature of the spec language that this generator does not support yet.
    ///
    /// The spec language has this feature, but this version of the generator emits no code for it.
    ///
    /// ## Why it matters
    ///
    /// The generator never ignores a feature silently. If it did, a call could have another effect
    /// than its page says.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///  method: PATCH
    /// -path: /brand/cards/{card_id}
    /// +path: /v3/cards/{card_id}
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
        report_dependencies(&object, &service.scope, diagnostics);
    }
    for request in &service.model.requests {
        report_sensitive(request, diagnostics);
        diagnostics.extend(unlisted(request, &service.model));
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

/// Reports encrypted fields that the runtime could not find.
fn unlisted(request: &Struct, service: &Service) -> Option<Diagnostic> {
    request.operation.as_ref()?;
    Some(match service.encrypted_fields(request).err()? {
        Unlisted::TooMany => {
            let message = format!("more than {MAX_OBJECTS} objects with encrypted fields");
            not_emitted(message, request.span)
                .help("leave the operation out; so many encrypted fields are not supported")
        }
        Unlisted::InForm(span) => not_emitted("encrypted fields in a form with a file", span)
            .help("leave the field out; the JSON of a form cannot be encrypted in parts"),
        Unlisted::Dot(span) => not_emitted("`.` in the name of an encrypted field", span)
            .help("leave the field out; its name cannot be part of a path"),
        Unlisted::InJson(span) => {
            not_emitted("encrypted fields in a text that contains JSON", span)
                .help("leave the field out; such a text cannot be encrypted in parts")
        }
    })
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

/// Reports sensitive fields that select a choice, because `Debug` of a choice shows its variant.
fn report_sensitive(request: &Struct, diagnostics: &mut Diagnostics) {
    let choices = request.choices.iter();
    let selecting = choices.filter_map(|choice| request.field(&choice.discriminator));
    for field in selecting.filter(|field| field.sensitive.is_some()) {
        let message = "unsupported combination of `sensitive` and `selects`";
        diagnostics.push(
            not_emitted(message, field.span)
                .help("delete `selects`; each field then has a setter of its own"),
        );
    }
}
