//! What the language has and the generator does not emit yet.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Direction, Place, Struct};
use crate::resolve::Resolved;
use crate::scope::{Object, Scope};
use crate::source::Span;
use crate::syntax::{Condition, Field, Operation, Presence, Text};

declare_rule! {
    /// The spec language has it, this generator does not emit it yet.
    ///
    /// The language has it, and this version of the generator does not emit it yet.
    ///
    /// ## Why it matters
    ///
    /// Nothing is dropped silently: a field whose value must be encrypted would otherwise be sent
    /// as it is.
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
    /// Leave it out for now, and the operation too if it cannot be called without it.
    NOT_EMITTED = "not-emitted", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for page in service.pages.iter().copied() {
        diagnostics.extend(request_number(page));
    }
    for object in service.objects() {
        for (_, _, field) in object.fields() {
            diagnostics.extend(encrypted(field));
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

/// The runtime looks for the number in the body: elsewhere it would be documented and never used.
fn request_number(page: &Operation) -> Option<Diagnostic> {
    let name = page.request_number.as_ref()?;
    let is_in = |object: Object<'_>, place| {
        let found = object.field_in(place, &name.value);
        found.map(|(wire, _)| wire.span)
    };
    let request = || Object::of_request(page);
    if is_in(request(), Place::Body).is_some() {
        return None;
    }
    let header = is_in(Object::of_runtime_headers(page), Place::Header);
    let header = header.or_else(|| is_in(request(), Place::Header));
    let header = header.map(|span| ("a header", span));
    let path = || Some(("a path parameter", is_in(request(), Place::Path)?));
    let query = || Some(("a query parameter", is_in(request(), Place::Query)?));
    let (what, span) = header.or_else(path).or_else(query)?;
    let message = format!("the request number `{}` is {what}", name.value);
    Some(
        not_emitted(message, name.span)
            .also(span, "it is described here")
            .help("leave `request_number:` out: only a field of the body is supported yet"),
    )
}

fn encrypted(field: &Field) -> Option<Diagnostic> {
    let sensitive = field.sensitive.as_ref();
    let text = sensitive.filter(|sensitive| sensitive.value == "encrypted")?;
    let message = "the generator does not emit `sensitive: encrypted` yet";
    let diagnostic = not_emitted(message, text.span);
    Some(diagnostic.help("leave it out for now; nothing else stands in for it"))
}

/// A discriminator decides for itself: it may neither depend on another field nor decide about what
/// is outside the body.
fn report_dependencies(object: &Object<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let is_discriminator = |(_, field): &(&Text, &Field)| {
        let is_enum = || scope.values_of(&field.ty.value, object).is_some();
        object.direction == Direction::Request && field.selects.is_some() && is_enum()
    };
    for (wire, field) in object.fields_in(Place::Body).filter(is_discriminator) {
        let depends = matches!(field.presence.value, Presence::Conditional(_));
        let (message, span) = if depends {
            let message = "a field that selects cannot itself depend on another";
            (message, field.presence.span)
        } else if let Some(part) = part_outside(wire, object) {
            let message = "a parameter outside the body cannot depend on a field that selects";
            (message, part.span)
        } else {
            continue;
        };
        diagnostics.push(
            not_emitted(message, span)
                .help("leave `selects` out here: the fields then stand by themselves"),
        );
    }
}

/// A parameter outside the body that depends on a discriminator.
fn part_outside<'a>(discriminator: &Text, object: &Object<'a>) -> Option<&'a Text> {
    let is_on_it =
        |condition: &Condition| object.sibling_name(&condition.subject) == discriminator.value;
    let mut outside = object.fields().filter(|(place, ..)| *place != Place::Body);
    let (_, part, _) = outside.find(|(_, _, field)| match &field.presence.value {
        Presence::Conditional(conditional) => {
            let mut conditions = conditional.lists().into_iter().flatten();
            conditions.any(is_on_it)
        }
        _ => false,
    })?;
    Some(part)
}

/// A choice prints its fields, so none of them may be hidden.
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
        let message = "the generator does not emit `sensitive` beside `selects` yet";
        diagnostics.push(
            not_emitted(message, field.span)
                .help("leave `selects` out: the fields then stand by themselves"),
        );
    }
}
