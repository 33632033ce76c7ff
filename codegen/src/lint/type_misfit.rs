//! Types that are not possible in their place.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Direction, Place};
use crate::resolve::Resolved;
use crate::scope::{Object, Scope};
use crate::syntax::{Field, Method, Operation, Shape, Text, TypeExpr};

declare_rule! {
    /// A type that is not possible in this place.
    ///
    /// The type cannot be used in this place. Examples: a response that is an enum, a path
    /// parameter that is a list, an object in a query.
    ///
    /// ## Why it matters
    ///
    /// The client could neither send nor read such a value.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      card_id:
    /// -      type: array[string]
    /// +      type: string
    /// ```
    ///
    /// ## What to do
    ///
    /// Use a type that fits the place. A query parameter is a scalar, a list of scalars, or
    /// `json[T]`. A path parameter or a header is one scalar. A response is a struct, or the file
    /// that a GET receives. A field with `selects:` is an enum.
    TYPE_MISFIT = "type-misfit", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    let scope = &service.scope;
    for page in service.pages.iter().copied() {
        let request = Object::of_request(page);
        diagnostics.extend(response(page, scope));
        diagnostics.extend(file(page));
        diagnostics.extend(idempotency_key(page, &request, scope));
        report_parameters(&request, scope, diagnostics);
    }
    for callback in service.callbacks {
        for (_, event) in &callback.events {
            diagnostics.extend(resource(&event.resource, &callback.file, scope));
        }
    }
    for object in service.objects() {
        let fields = object.fields();
        for (_, _, field) in fields {
            diagnostics.extend(encrypted(field, &object, scope));
            diagnostics.extend(json_of_enum(field, &object, scope));
        }
    }
    let requests = service.objects();
    for object in requests.filter(|object| object.direction == Direction::Request) {
        for (_, field) in object.fields_in(Place::Body) {
            diagnostics.extend(discriminator(field, &object, scope));
        }
    }
}

/// The shape of a named type, if it could be resolved.
fn shape<'a>(ty: &TypeExpr, object: &Object<'_>, scope: &Scope<'a>) -> Option<&'a Shape> {
    let id = scope.type_of(ty, object)?;
    Some(&scope.get(id).ty.shape)
}

fn misfit(message: impl Into<String>, text: &Text) -> Diagnostic {
    Diagnostic::error(Code::TYPE_MISFIT, message, text.span)
}

fn response(page: &Operation, scope: &Scope<'_>) -> Option<Diagnostic> {
    let body = page.response.body.as_ref()?;
    let id = scope.find(&body.value, Direction::Response, Some(&page.file))?;
    let definition = scope.get(id);
    let report = || {
        misfit(
            format!("enum `{}` as the type of a response", body.value),
            body,
        )
        .also(definition.name.span, "the enum")
        .help("name a type that has `fields:`")
    };
    matches!(definition.ty.shape, Shape::Enum { .. }).then(report)
}

/// Reports a file that is not received by a GET. The client asks for a file once, and a call with an
/// effect needs retries and an outcome.
fn file(page: &Operation) -> Option<Diagnostic> {
    let file = page.response.file?;
    let report = || {
        Diagnostic::error(
            Code::TYPE_MISFIT,
            "file as the response of another method than GET",
            file,
        )
        .also(page.method.span, "the method")
        .help("delete the operation for now; only the response of a GET can be a file")
    };
    (page.method.value != Method::Get).then(report)
}

fn resource(name: &Text, file: &str, scope: &Scope<'_>) -> Option<Diagnostic> {
    let definition = scope.get(scope.find(&name.value, Direction::Response, Some(file))?);
    let report = || {
        misfit(
            format!("enum `{}` as the type of a resource", name.value),
            name,
        )
        .also(definition.name.span, "the enum")
        .help("name a type that has `fields:`")
    };
    matches!(definition.ty.shape, Shape::Enum { .. }).then(report)
}

/// Reports an idempotency key that is not a string, because the runtime reads it as a string.
fn idempotency_key(
    page: &Operation,
    request: &Object<'_>,
    scope: &Scope<'_>,
) -> Option<Diagnostic> {
    let name = page.idempotency_key.as_ref()?;
    let (_, _, field) = request.idempotency_key(&name.value)?;
    let is_other = match &field.ty.value {
        TypeExpr::Integer
        | TypeExpr::Boolean
        | TypeExpr::Array(_)
        | TypeExpr::Json(_)
        | TypeExpr::File
        | TypeExpr::Object => true,
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
        let message = format!(
            "idempotency key `{}` of a type other than string",
            name.value
        );
        misfit(message, name)
            .also(field.ty.span, "its type")
            .help("name a string of the request, or delete `idempotency_key:`")
    };
    is_other.then(report)
}

/// Reports parameters of types that cannot be sent in their place.
fn report_parameters(request: &Object<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (place, wire, field) in request.fields() {
        let ty = &field.ty;
        let help = match place {
            Place::Path => "use one scalar in a path",
            Place::Query => "use a scalar, a list of scalars or `json[T]` in a query",
            Place::Header => "use one scalar in a header",
            Place::Body | Place::File => continue,
        };
        if !can_be_sent(place, &ty.value, request, scope) {
            let message = format!("type of `{}` that is possible only in the body", wire.value);
            let diagnostic = Diagnostic::error(Code::TYPE_MISFIT, message, ty.span);
            diagnostics.push(diagnostic.help(help));
        }
    }
}

/// Reports an encrypted field that is not a string or a list of strings.
fn encrypted(field: &Field, object: &Object<'_>, scope: &Scope<'_>) -> Option<Diagnostic> {
    let word = field.sensitive.as_ref()?;
    let is_text = match field.ty.value.item() {
        TypeExpr::String { .. } | TypeExpr::Unread => true,
        named @ TypeExpr::Named(_) => shape(named, object, scope).is_none(),
        _ => false,
    };
    let report = || {
        misfit(
            "`sensitive: encrypted` on a field that is not a string",
            word,
        )
        .also(field.ty.span, "its type")
        .help("write it at the strings inside, or write `sensitive: personal`")
    };
    (field.is_encrypted() && !is_text).then(report)
}

/// Reports a text with the JSON of an enum.
fn json_of_enum(field: &Field, object: &Object<'_>, scope: &Scope<'_>) -> Option<Diagnostic> {
    let inner = match &field.ty.value {
        TypeExpr::Array(inner) => &**inner,
        other => other,
    };
    let TypeExpr::Json(inner) = inner else {
        return None;
    };
    let is_enum = matches!(shape(inner, object, scope), Some(Shape::Enum { .. }));
    let report = || {
        Diagnostic::error(Code::TYPE_MISFIT, "`json[…]` of an enum", field.ty.span)
            .help("name a type that has `fields:`, or write the enum itself")
    };
    is_enum.then(report)
}

fn can_be_sent(place: Place, ty: &TypeExpr, request: &Object<'_>, scope: &Scope<'_>) -> bool {
    match ty {
        TypeExpr::Array(inner) => {
            place == Place::Query && can_be_sent(Place::Header, inner, request, scope)
        }
        named @ TypeExpr::Named(_) => {
            !matches!(shape(named, request, scope), Some(Shape::Struct { .. }))
        }
        TypeExpr::Json(_) => place == Place::Query,
        TypeExpr::Object => false,
        _ => true,
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
        misfit("`selects` on a field that is not an enum", selects)
            .also(field.ty.span, "its type")
            .help("give the field a type that has `values:`")
    };
    (!can_select).then(report)
}
