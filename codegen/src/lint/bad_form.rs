//! Forms that the runtime could not send.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Place;
use crate::resolve::Resolved;
use crate::scope::Object;
use crate::syntax::{Field, Form, Method, Operation, Presence, RuleKind, Text, TypeExpr};

declare_rule! {
    /// A form that cannot be sent as the spec describes it.
    ///
    /// The form of an operation has two parts with the same name, its file name is not a required
    /// string of the body, its digest is not a string of the body, or the method has no body.
    ///
    /// ## Why it matters
    ///
    /// The client takes the name of the file from one field of the body, and writes the digest of
    /// the file into another one.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///  hosts: main
    /// -form:
    /// -  json: meta
    /// -  file:
    /// -    name: meta
    /// -    types:
    /// -      png: image/png
    /// -  file_name: out_request_no
    /// -  digest: sha256
    /// +form:
    /// +  json: meta
    /// +  file:
    /// +    name: file
    /// +    types:
    /// +      png: image/png
    /// +  file_name: out_request_no
    /// +  digest: sha256
    ///  body:
    /// -  sha256:
    /// -    type: string
    /// -    presence: optional
    /// +  sha256:
    /// +    type: string
    /// +    presence: optional
    /// ```
    ///
    /// ## What to do
    ///
    /// Name two different fields of the body under `file_name:` and `digest:`. Both are of the type
    /// `string`, and the file name has `presence: required`. Give the two parts different names.
    BAD_FORM = "bad-form", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for page in service.pages.iter().copied() {
        let Some(form) = &page.form else { continue };
        diagnostics.extend(same_names(form));
        diagnostics.extend(method(page, form));
        let request = Object::of_request(page);
        for (key, name) in form.names() {
            if let Some((_, field)) = request.field_in(Place::Body, &name.value) {
                diagnostics.extend(unusable(key, name, field));
            }
        }
        diagnostics.extend(given_digest(page, form));
        report_dependencies(page, form, diagnostics);
    }
}

fn bad_form(message: impl Into<String>, text: &Text) -> Diagnostic {
    Diagnostic::error(Code::BAD_FORM, message, text.span)
}

fn same_names(form: &Form) -> Option<Diagnostic> {
    let (file, _) = form.file.iter().next()?;
    let json = &form.json.name;
    let parts = || {
        let message = format!("two parts of a form with the name `{}`", file.value);
        bad_form(message, file)
            .also(json.span, "the JSON part")
            .help("give each part the name that the page prints")
    };
    let fields = || {
        let message = format!(
            "field `{}` as the file name and as the digest",
            form.digest.value
        );
        bad_form(message, &form.digest)
            .also(form.file_name.span, "the file name")
            .help("name the field that has the digest of the file")
    };
    if json.value == file.value {
        return Some(parts());
    }
    (form.digest.value == form.file_name.value).then(fields)
}

fn method(page: &Operation, form: &Form) -> Option<Diagnostic> {
    let report = || {
        let span = page.method.span;
        Diagnostic::error(Code::BAD_FORM, "form of a method without a body", span)
            .also(form.json.name.span, "the form")
            .help("write the method that the page prints; a form needs POST, PUT or PATCH")
    };
    matches!(page.method.value, Method::Get | Method::Delete).then(report)
}

/// Reports a field that is not a string, and a file name that is not always there.
fn unusable(key: &str, name: &Text, field: &Field) -> Option<Diagnostic> {
    let is_string = match field.ty.value {
        TypeExpr::String { .. } => field.format.is_none(),
        TypeExpr::Unread => true,
        _ => false,
    };
    let is_required = key == "digest" || matches!(field.presence.value, Presence::Required);
    let (what, span, label) = match (is_string, is_required) {
        (false, _) => ("of a type other than string", field.ty.span, "its type"),
        (true, false) => (
            "that is not always required",
            field.presence.span,
            "its presence",
        ),
        (true, true) => return None,
    };
    let message = format!("field `{}` {what} as the `{key}` of a form", name.value);
    let diagnostic = bad_form(message, name).also(span, label);
    Some(diagnostic.help(if key == "digest" {
        "name a string of the body"
    } else {
        "name a required string of the body"
    }))
}

/// Reports conditions and rules about the digest or the file, because callers do not set the one,
/// and always set the other.
fn report_dependencies(page: &Operation, form: &Form, diagnostics: &mut Diagnostics) {
    let request = Object::of_request(page);
    let subjects = request.conditions().flat_map(|conditions| conditions.all);
    let subjects = subjects.map(|condition| &condition.subject);
    let subjects = subjects.filter_map(|subject| Some((request.sibling(subject)?.0, subject)));
    let in_rules = page.rules.iter().flat_map(|rule| match &rule.kind {
        RuleKind::Count(_, fields) => fields.as_slice(),
        RuleKind::Allowed { field, .. } => std::slice::from_ref(field),
        RuleKind::Server => &[],
    });
    let in_rules = in_rules.map(|name| (name, name));
    for (field, place) in subjects.chain(in_rules) {
        let is_file = form.file.find(&field.value).is_some();
        if is_file || field.value == form.digest.value {
            let what = if is_file { "file" } else { "digest" };
            let message = format!("condition or rule about the {what} `{}`", field.value);
            let diagnostic = bad_form(message, place).also(form.digest.span, "the form");
            diagnostics.push(diagnostic.help("delete it; the client sends both in every request"));
        }
    }
}

/// Reports a digest that also is the idempotency key, because callers do not set it.
fn given_digest(page: &Operation, form: &Form) -> Option<Diagnostic> {
    let key = page.idempotency_key.as_ref()?;
    let report = || {
        let message = format!("digest `{}` as the idempotency key", form.digest.value);
        bad_form(message, key)
            .also(form.digest.span, "the digest")
            .help("delete `idempotency_key:`; the same file always has the same digest")
    };
    (key.value == form.digest.value).then(report)
}
