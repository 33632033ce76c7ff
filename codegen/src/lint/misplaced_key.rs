//! Keys that have no meaning in their place.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Direction, Place};
use crate::resolve::Resolved;
use crate::scope::{Object, Scope};
use crate::syntax::{Field, Method, Operation, Shape, Text, TypeExpr};
use crate::text::breaks_off;

declare_rule! {
    /// A key of the spec language in the wrong place.
    ///
    /// The spec language has this key, but not together with the other keys here. Examples:
    /// `rules:` on an enum, `set_by:` on a field of the body, `selects:` on a parameter.
    ///
    /// ## Why it matters
    ///
    /// The key would have no effect here. Often the author meant something else.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    Colour:
    /// -    rules:
    /// -      - server: true
    /// -        doc: The server asks more.
    ///      values:
    /// ```
    ///
    /// ## What to do
    ///
    /// Delete the key, or move it to its place. `spec/README.md` shows where each key belongs.
    MISPLACED_KEY = "misplaced-key", check
}

// `load` reports keys of enums in structs and the reverse.
fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        for (place, _, field) in object.fields() {
            diagnostics.extend(set_by(place, field));
            diagnostics.extend(selects(place, field));
            diagnostics.extend(encrypted(place, field));
            diagnostics.extend(padding(field));
            report_defaults(field, &object, &service.scope, diagnostics);
        }
    }
    for page in service.pages.iter().copied() {
        diagnostics.extend(idempotency_key(page));
        diagnostics.extend(idempotent(page));
        diagnostics.extend(recovery(page));
        diagnostics.extend(partial_page(page));
    }
    report_selecting_responses(service, diagnostics);
}

fn misplaced(message: impl Into<String>, key: &Text) -> Diagnostic {
    Diagnostic::error(Code::MISPLACED_KEY, message, key.span)
}

/// Reports an idempotency key that the runtime sets.
fn idempotency_key(page: &Operation) -> Option<Diagnostic> {
    let name = page.idempotency_key.as_ref()?;
    if Object::of_request(page).field(&name.value).is_some() {
        return None;
    }
    let (header, _) = Object::of_runtime_headers(page).field(&name.value)?;
    let message = format!("idempotency key `{}`, which the runtime sets", name.value);
    Some(
        misplaced(message, name)
            .also(header.span, "described here")
            .help("name a string that callers set, or delete `idempotency_key:`"),
    )
}

fn idempotent(page: &Operation) -> Option<Diagnostic> {
    let evidence = page.idempotent.as_ref()?;
    let (method, help) = match page.method.value {
        Method::Put | Method::Delete => return None,
        Method::Get => ("GET", "delete `idempotent:`; a GET is always retried"),
        Method::Post => ("POST", ONLY_PUT_AND_DELETE),
        Method::Patch => ("PATCH", ONLY_PUT_AND_DELETE),
    };
    let message = format!("`idempotent` on an operation with the method `{method}`");
    Some(
        misplaced(message, evidence)
            .also(page.method.span, "the method")
            .help(help),
    )
}

/// Reports a recovery of an operation that only reads.
fn recovery(page: &Operation) -> Option<Diagnostic> {
    let recovery = page.recovery.as_ref()?;
    let found = misplaced("`recovery` on an operation that only reads", &recovery.doc)
        .also(page.method.span, "the method")
        .help("delete `recovery:`; a GET has no effect, so its outcome is never unknown");
    (page.method.value == Method::Get).then_some(found)
}

/// Reports a list with pages whose response is also a partial result.
fn partial_page(page: &Operation) -> Option<Diagnostic> {
    let partial = page.partial_result.as_ref()?;
    let pagination = page.pagination.as_ref()?;
    Some(
        misplaced(
            "`partial_result` on an operation with `pagination`",
            &partial.refused,
        )
        .also(pagination.items.span, "the items of the pages")
        .help("keep one of the two; a call that only reads refuses no item"),
    )
}

const ONLY_PUT_AND_DELETE: &str =
    "delete `idempotent:`; only a PUT or DELETE can be idempotent without a key";

fn set_by(place: Place, field: &Field) -> Option<Diagnostic> {
    let word = field.set_by.as_ref().filter(|_| place != Place::Header)?;
    let diagnostic = misplaced("`set_by` on a field that is not a header", word);
    Some(diagnostic.help("delete `set_by:`; callers set all fields that are not headers"))
}

fn selects(place: Place, field: &Field) -> Option<Diagnostic> {
    let name = field.selects.as_ref().filter(|_| place != Place::Body)?;
    let diagnostic = misplaced("`selects` on a parameter", name);
    Some(diagnostic.help("delete `selects:`; conditions on a parameter are checked without it"))
}

fn encrypted(place: Place, field: &Field) -> Option<Diagnostic> {
    let word = field.sensitive.as_ref().filter(|_| field.is_encrypted())?;
    let place = match place {
        Place::Path => "path parameter",
        Place::Header => "header",
        Place::Query | Place::Body | Place::File => return None,
    };
    let message = format!("`sensitive: encrypted` on a {place}");
    Some(misplaced(message, word).help(
        "write `sensitive: personal`; only fields of a body and query parameters are encrypted",
    ))
}

fn padding(field: &Field) -> Option<Diagnostic> {
    let word = field.padding.as_ref().filter(|_| !field.is_encrypted())?;
    let diagnostic = misplaced("`padding` on a field that is not encrypted", word);
    Some(diagnostic.help("delete `padding:`, or write `sensitive: encrypted`"))
}

/// Reports `selects` in a response, which has no choices.
fn report_selecting_responses(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    let definitions = service.scope.definitions();
    for definition in definitions.filter(|d| d.direction == Some(Direction::Response)) {
        let Shape::Struct { fields, .. } = &definition.ty.shape else {
            continue;
        };
        for name in fields
            .iter()
            .filter_map(|(_, field)| field.selects.as_ref())
        {
            diagnostics.push(
                misplaced("`selects` on a field of a response", name)
                    .help("delete `selects:`; every field of a response may be absent"),
            );
        }
    }
}

/// Reports defaults of lists and objects. Types of other pages are not looked up.
fn report_defaults(
    field: &Field,
    object: &Object<'_>,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) {
    let shape = |of| {
        scope
            .type_of(&field.ty.value, of)
            .map(|id| &scope.get(id).ty.shape)
    };
    let is_list = matches!(
        field.ty.value,
        TypeExpr::Array(_) | TypeExpr::Json(_) | TypeExpr::Object
    );
    let is_object = || matches!(shape(object), Some(Shape::Struct { .. }));
    let here = field.default.as_ref().filter(|_| is_list || is_object());
    let elsewhere = field
        .from
        .iter()
        .filter_map(|(_, from)| from.default.as_ref());
    for default in here.into_iter().chain(elsewhere.filter(|_| is_list)) {
        if breaks_off(&default.value) {
            continue;
        }
        let what = match field.ty.value {
            TypeExpr::Array(_) => "a list",
            TypeExpr::Json(_) => "a text that contains JSON",
            _ => "an object",
        };
        diagnostics.push(
            misplaced(format!("default of {what}"), default)
                .also(field.ty.span, "its type")
                .help(
                    "describe below `doc:` or `remarks:` what the server uses if the field is \
                    absent",
                ),
        );
    }
}
