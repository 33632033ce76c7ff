//! The model as the data of the mock in `tests/mock`, which reads it in code of its own.
//!
//! Facts only: what a request is checked by, and what is answered. How it is checked, the mock
//! decides alone. Labels, sentences and what other pages say are left out. References are names,
//! looked up as in the model: the page's own struct before the service's. Order is the page's
//! order.

use crate::characters::escape_text;
use crate::json::{Json, Object};
use crate::model::{
    Condition, DocumentedError, Download, Enum, Field, Grade, IdempotencyKey, Model, Operation,
    Place, Presence, Rule, RuleKind, Sample, Service, Struct, Test, Type,
};

/// The data as JSON text. Characters that hide what a text says are escaped, though no spec has
/// one.
///
/// # Panics
/// If the data cannot be written, which is a bug here and not in a spec: text keys and whole
/// numbers are all that it holds.
#[must_use]
pub fn mock_data(model: &Model) -> String {
    let data = Object::new()
        .with(
            "comment",
            "Written by `cargo xtask generate` from the spec. Do not edit.",
        )
        .with(
            "services",
            model.services.iter().map(service).collect::<Vec<_>>(),
        );
    match serde_json::to_string_pretty(&Json::from(data)) {
        Ok(text) => escape_text(&text).into_owned() + "\n",
        Err(error) => panic!("data of texts and numbers cannot be written: {error}"),
    }
}

fn service(service: &Service) -> Object {
    let structs = |all: &[Struct], print: fn(&Field) -> Object| {
        let print = |definition| structure(service, definition, print);
        all.iter().map(print).collect::<Vec<_>>()
    };
    Object::new()
        .with("name", &service.name)
        .list(
            "operations",
            service
                .operations
                .iter()
                .map(|inner| operation(inner, service)),
        )
        .list("requests", structs(&service.requests, request_field))
        .list("responses", structs(&service.responses, response_field))
        .list("enums", service.enums.iter().map(enumeration))
}

fn operation(operation: &Operation, service: &Service) -> Object {
    Object::new()
        .with("name", &operation.name)
        .with("method", operation.method.as_str())
        .with("path", &operation.path)
        .maybe(
            "idempotency_key",
            operation.idempotency_key.as_ref().map(idempotency_key),
        )
        .maybe("idempotent", operation.idempotent.as_ref().map(|_| true))
        .maybe("form", form(operation, service))
        .maybe("download", operation.download.as_ref().map(download))
        .with("request", &operation.request)
        .with("has_body", operation.has_body)
        .maybe("response", operation.response.as_ref())
        .maybe(
            "responds_with_file",
            operation.responds_with_file.then_some(true),
        )
        .with("success", u32::from(operation.success))
        .list("errors", operation.errors.iter().map(error))
        .list("samples", operation.samples.iter().map(sample))
}

/// The form of an operation that sends a file.
fn form(operation: &Operation, service: &Service) -> Option<Object> {
    let request = service.request(&operation.request)?;
    let form = request.form.as_ref()?;
    let mut file = request.fields_in(Place::File);
    let max_bytes = file.find_map(|file| file.limits.max_bytes);
    let add = |all: Object, (ending, media): &(String, String)| all.with(ending, media);
    let types = form.types.iter().fold(Object::new(), add);
    Some(
        Object::new()
            .with("json", &form.json.name)
            .with("file", &form.file)
            .with("file_name", &form.file_name)
            .with("digest", &form.digest)
            .maybe("max_bytes", max_bytes)
            .with("types", types),
    )
}

/// The fields of the response that lead to a file.
fn download(download: &Download) -> Object {
    Object::new()
        .with("url", &download.url.name)
        .with("hash_type", &download.hash_type.name)
        .with("hash_value", &download.hash_value.name)
}

fn idempotency_key(key: &IdempotencyKey) -> Object {
    Object::new()
        .with("name", &key.name)
        .maybe("place", place(key.place))
}

/// Nothing for the body.
fn place(place: Place) -> Option<&'static str> {
    match place {
        Place::Path => Some("path"),
        Place::Query => Some("query"),
        Place::Header => Some("header"),
        Place::Body | Place::File => None,
    }
}

fn error(error: &DocumentedError) -> Object {
    Object::new()
        .with("status", u32::from(error.row.status))
        .with("code", &error.row.code)
        .with("meaning", &error.row.meaning)
        .maybe("common", error.common.then_some(true))
        .maybe(
            "may_follow_own_attempt",
            error.row.may_follow_own_attempt.then_some(true),
        )
}

/// Bodies to the letter, as lists of lines, which a diff can show.
fn sample(sample: &Sample) -> Object {
    Object::new()
        .maybe("request", sample.request.as_deref().map(lines))
        .maybe("response", sample.response.as_deref().map(lines))
}

fn lines(text: &str) -> Vec<&str> {
    text.split('\n').collect()
}

fn structure(service: &Service, definition: &Struct, field: fn(&Field) -> Object) -> Object {
    let mut operations = service.operations.iter();
    let page = operations.find(|operation| definition.file.as_ref() == Some(&operation.file));
    Object::new()
        .with("name", &definition.name)
        .maybe("page", page.map(|operation| &operation.name))
        .list(
            "fields",
            definition
                .fields
                .iter()
                .filter(|field| field.place != Place::File)
                .map(field),
        )
        .list("rules", definition.rules.iter().filter_map(rule))
}

/// Responses are answered, not checked.
fn response_field(field: &Field) -> Object {
    Object::new()
        .with("name", &field.wire_name)
        .with("type", type_of(&field.ty))
        .maybe("encrypted", encrypted(field))
}

/// How a field is encrypted.
fn encrypted(field: &Field) -> Option<&str> {
    let padding = field.padding.as_deref().unwrap_or("oaep");
    field.is_encrypted().then_some(padding)
}

fn request_field(field: &Field) -> Object {
    let limits = field.limits.each().into_iter();
    let limits = limits.fold(Object::new(), |all, (name, limit)| all.maybe(name, limit));
    // The page does not state a format of a field that only other descriptions have.
    let is_by_page = field.grade != Grade::Secondary;
    let ty = match type_of(&field.ty) {
        _ if !is_by_page && matches!(field.ty, Type::Time) => type_of(&Type::String),
        ty => ty,
    };
    Object::new()
        .with("name", &field.wire_name)
        .maybe("place", place(field.place))
        .with("type", ty)
        .and(presence(&field.presence))
        .and(limits)
        .maybe("alphabet", field.alphabet.as_ref())
        .maybe(
            "format",
            field
                .format
                .as_ref()
                .filter(|format| *format == "date" && is_by_page),
        )
        .maybe("encrypted", encrypted(field))
}

fn type_of(ty: &Type) -> Json {
    match ty {
        // The file of a form is in the form.
        Type::String | Type::Encrypted | Type::File => "string".into(),
        Type::Integer => "integer".into(),
        Type::Object => "object".into(),
        Type::JsonText(inner) | Type::ReceivedJson(inner) => {
            Object::new().with("json", type_of(inner)).into()
        }
        Type::Boolean => "boolean".into(),
        Type::Time => "time".into(),
        Type::Array(inner) => Object::new().with("array", type_of(inner)).into(),
        Type::Struct(name) => Object::new().with("struct", name).into(),
        Type::Enum(name) => Object::new().with("enum", name).into(),
    }
}

/// Nothing where the page asks for nothing.
fn presence(presence: &Presence) -> Object {
    match presence {
        Presence::Required => Object::new().with("required", true),
        Presence::Optional | Presence::Undocumented => Object::new(),
        Presence::Conditional(conditional) => Object::new()
            .object("only_when", conditions(&conditional.only_when))
            .object("required_when", conditions(&conditional.required_when))
            .object("allowed_when", conditions(&conditional.allowed_when)),
    }
}

fn conditions(conditions: &[Condition]) -> Object {
    let add =
        |all: Object, condition: &Condition| all.with(&condition.subject, test(&condition.test));
    conditions.iter().fold(Object::new(), add)
}

fn test(test: &Test) -> Json {
    match test {
        Test::OneOf(values) => Object::new().list("one_of", values).into(),
        Test::Contains(item) => Object::new().with("contains", item).into(),
        Test::GreaterThan(number) => Object::new().with("greater_than", *number).into(),
        Test::Present => "present".into(),
        Test::Absent => "absent".into(),
    }
}

/// Nothing of a rule that only the server can check, or that no page states.
fn rule(rule: &Rule) -> Option<Object> {
    if rule.grade == Grade::Secondary {
        return None;
    }
    match &rule.kind {
        RuleKind::Count(count, fields) => Some(Object::new().list(count.key(), fields)),
        RuleKind::Allowed {
            when,
            field,
            values,
        } => {
            let allowed = Object::new()
                .object("when", conditions(when))
                .with("field", field)
                .list("values", values);
            Some(Object::new().with("allowed", allowed))
        }
        RuleKind::Server => None,
    }
}

fn enumeration(definition: &Enum) -> Object {
    Object::new()
        .with("name", &definition.name)
        .maybe("of_integers", definition.of_integers.then_some(true))
        .list(
            "values",
            definition.values.iter().map(|value| &value.wire_name),
        )
}
