//! Types that cannot stand where they do.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Direction, Place};
use crate::resolve::Resolved;
use crate::scope::{Object, Scope};
use crate::syntax::{Field, Operation, Shape, Text, TypeExpr};

declare_rule! {
    /// A type that cannot stand in this place.
    ///
    /// A type that cannot stand in this place: a response that is an enum, a path value that is a
    /// number, an object in a query.
    ///
    /// ## Why it matters
    ///
    /// There is no way to send or to read it.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      card_id:
    /// -      type: integer
    /// +      type: string
    /// ```
    ///
    /// ## What to do
    ///
    /// Path values are strings, queries have scalars and lists of them, headers one scalar, responses
    /// are structs, and only an enum selects.
    TYPE_MISFIT = "type-misfit", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    let scope = &service.scope;
    for page in service.pages.iter().copied() {
        let request = Object::of_request(page);
        diagnostics.extend(response(page, scope));
        diagnostics.extend(idempotency_key(page, &request, scope));
        report_parameters(&request, scope, diagnostics);
    }
    let requests = service.objects();
    for object in requests.filter(|object| object.direction == Direction::Request) {
        for (_, field) in object.fields_in(Place::Body) {
            diagnostics.extend(discriminator(field, &object, scope));
        }
    }
}

/// What a named type is, and nothing where it could not be resolved.
fn shape<'a>(ty: &TypeExpr, object: &Object<'_>, scope: &Scope<'a>) -> Option<&'a Shape> {
    let id = scope.type_of(ty, object)?;
    Some(&scope.get(id).ty.shape)
}

fn misfit(message: impl Into<String>, at: &Text) -> Diagnostic {
    Diagnostic::error(Code::TYPE_MISFIT, message, at.span)
}

fn response(page: &Operation, scope: &Scope<'_>) -> Option<Diagnostic> {
    let body = page.response.body.as_ref()?;
    let id = scope.find(&body.value, Direction::Response, Some(&page.file))?;
    let definition = scope.get(id);
    let report = || {
        misfit("a response is a struct", body)
            .also(definition.name.span, "this is an enum")
            .help("name a type that has `fields:`")
    };
    matches!(definition.ty.shape, Shape::Enum { .. }).then(report)
}

/// The runtime looks for the number as a text.
fn idempotency_key(page: &Operation, request: &Object<'_>, scope: &Scope<'_>) -> Option<Diagnostic> {
    let name = page.idempotency_key.as_ref()?;
    let (_, field) = request.field_in(Place::Body, &name.value)?;
    let is_other = match &field.ty.value {
        TypeExpr::Integer | TypeExpr::Boolean | TypeExpr::Array(_) => true,
        TypeExpr::String { .. } | TypeExpr::Unread => false,
        named @ TypeExpr::Named(_) => {
            let shape = shape(named, request, scope);
            let is_text = |shape: &Shape| {
                let Shape::Enum { of_integers, .. } = shape else {
                    return false;
                };
                !of_integers
            };
            shape.is_some_and(|shape| !is_text(shape))
        }
    };
    let report = || {
        let message = format!("the idempotency key `{}` is not a string", name.value);
        misfit(message, name)
            .also(field.ty.span, "its type")
            .help("name a string of the body, or leave `idempotency_key:` out")
    };
    is_other.then(report)
}

/// Parameters have types that can be sent where they stand.
fn report_parameters(request: &Object<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (place, wire, field) in request.fields() {
        let ty = &field.ty;
        let (fits, message, help) = match place {
            Place::Query | Place::Header => (
                can_be_sent(place, &ty.value, request, scope),
                format!("`{}` cannot travel outside the body", wire.value),
                if place == Place::Query {
                    "a query holds scalars, and lists of scalars"
                } else {
                    "a header holds one scalar"
                },
            ),
            Place::Path if is_time(field) => (
                false,
                format!("the path parameter `{}` is a time", wire.value),
                "leave `format:` out: a path has texts that are sent as they are",
            ),
            Place::Path => (
                is_text(field, request, scope),
                format!("the path parameter `{}` is a string", wire.value),
                "write `type: string` or `string(N)`; a path has no other type",
            ),
            Place::Body => continue,
        };
        if !fits {
            let diagnostic = Diagnostic::error(Code::TYPE_MISFIT, message, ty.span);
            diagnostics.push(diagnostic.help(help));
        }
    }
}

fn can_be_sent(place: Place, ty: &TypeExpr, request: &Object<'_>, scope: &Scope<'_>) -> bool {
    match ty {
        TypeExpr::Array(inner) => {
            place == Place::Query && can_be_sent(Place::Header, inner, request, scope)
        }
        named @ TypeExpr::Named(_) => {
            !matches!(shape(named, request, scope), Some(Shape::Struct { .. }))
        }
        _ => true,
    }
}

fn is_time(field: &Field) -> bool {
    let is_text = matches!(field.ty.value, TypeExpr::String { .. });
    let mut format = field.format.iter();
    is_text && format.any(|format| format.value == "rfc3339")
}

/// Whether a parameter is a text, as far as is known.
fn is_text(field: &Field, request: &Object<'_>, scope: &Scope<'_>) -> bool {
    match &field.ty.value {
        TypeExpr::String { .. } | TypeExpr::Unread => true,
        named @ TypeExpr::Named(_) => shape(named, request, scope).is_none(),
        TypeExpr::Integer | TypeExpr::Boolean | TypeExpr::Array(_) => false,
    }
}

fn discriminator(field: &Field, object: &Object<'_>, scope: &Scope<'_>) -> Option<Diagnostic> {
    let selects = field.selects.as_ref()?;
    let can_select = match &field.ty.value {
        TypeExpr::Unread => true,
        named @ TypeExpr::Named(_) => {
            !matches!(shape(named, object, scope), Some(Shape::Struct { .. }))
        }
        _ => false,
    };
    let report = || {
        misfit("only an enum can select", selects)
            .also(field.ty.span, "its type")
            .help("give the field a type that has `values:`")
    };
    (!can_select).then(report)
}
