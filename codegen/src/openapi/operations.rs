//! Paths: operations and their parameters.

use std::collections::BTreeMap;

use super::json::{Json, Object};
use super::names::{Scope, reference};
use super::samples::{Examples, examples, parameter_values};
use super::{OpenApi, descriptions, extensions, multipart, responses, schemas, server};
use crate::model::{Direction, Field, Model, Operation, Place, Sample, Service, Struct, Type};

/// Every path with its operations.
pub(super) fn paths(model: &Model, form: OpenApi) -> Object {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, operation) in all(model) {
        *uses.entry(&operation.name).or_default() += 1;
    }
    let mut paths = Object::new();
    for (service, operation) in all(model) {
        let is_unique = uses.get(operation.name.as_str()) == Some(&1);
        let id = if is_unique {
            operation.name.clone()
        } else {
            format!("{}_{}", service.name, operation.name)
        };
        let scope = Scope {
            service,
            direction: Direction::Request,
            file: Some(&operation.file),
        };
        let method = operation.method.as_str().to_ascii_lowercase();
        let printed = self::operation(model, operation, scope, id, form);
        let item = Object::new().with(method, printed);
        paths.merge(Object::new().with(&operation.path, item));
    }
    paths
}

fn all(model: &Model) -> impl Iterator<Item = (&Service, &Operation)> {
    let services = model.services.iter();
    services.flat_map(|service| service.operations.iter().map(move |o| (service, o)))
}

fn operation(
    model: &Model,
    operation: &Operation,
    scope: Scope<'_>,
    id: String,
    form: OpenApi,
) -> Object {
    let request = scope.structure(&operation.request);
    let fields = request.into_iter().flat_map(|request| &request.fields);
    let beside = fields.filter(|field| !matches!(field.place, Place::Body | Place::File));
    let body = request.filter(|_| operation.has_body);
    Object::new()
        .list("tags", [&scope.service.name])
        .with("summary", &operation.title)
        .with("description", descriptions::operation(operation))
        .with("operationId", id)
        .list("servers", servers(model, operation))
        .list(
            "parameters",
            beside.map(|field| parameter(field, operation, scope, form)),
        )
        .maybe(
            "requestBody",
            body.map(|body| {
                Object::new()
                    .maybe("description", descriptions::body(body))
                    .with("required", true)
                    .with("content", content(body, operation, scope, form))
            }),
        )
        .with("responses", responses::responses(operation, scope, form))
        .and(extensions::operation(operation))
}

/// The body by its media type: JSON, or a form with the JSON and a file.
fn content(body: &Struct, operation: &Operation, scope: Scope<'_>, form: OpenApi) -> Object {
    if let Some(sent) = &body.form {
        let content = multipart::content(sent, body, scope, form);
        return Object::new().with("multipart/form-data", content);
    }
    let sent = |sample: &Sample| sample.request.clone();
    let content = Object::new()
        .with("schema", reference(&scope.component_of(body)))
        .and(examples(operation, Examples::Requests, sent, form));
    Object::new().with("application/json", content)
}

/// The hosts of an operation, where they are not all.
fn servers(model: &Model, operation: &Operation) -> Vec<Object> {
    let hosts = &model.api.hosts;
    let takes = |name: &String| operation.hosts.contains(name);
    if hosts.iter().all(|host| takes(&host.name)) {
        return Vec::new();
    }
    hosts
        .iter()
        .filter(|host| takes(&host.name))
        .map(server)
        .collect()
}

fn parameter(field: &Field, operation: &Operation, scope: Scope<'_>, form: OpenApi) -> Object {
    let place = match field.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header | Place::Body | Place::File => "header",
    };
    let is_required = field.place == Place::Path || field.is_required();
    let is_list = matches!(field.ty, Type::Array(_));
    let title = schemas::field_title(field, form);
    let schema = schemas::value(field, scope, form);
    Object::new()
        .with("name", &field.wire_name)
        .with("in", place)
        .maybe("description", descriptions::field(field, scope))
        .maybe("required", is_required.then_some(true))
        .maybe(
            "style",
            (is_list && field.place == Place::Query).then_some("form"),
        )
        .maybe(
            "explode",
            (is_list && field.place == Place::Query).then_some(true),
        )
        .with(
            "schema",
            schemas::beside(title, schema, Object::new(), form),
        )
        .and(values(field, operation, scope, form))
        .and(extensions::field(field, operation.grade, false))
}

/// The values of the pages' samples.
fn values(field: &Field, operation: &Operation, scope: Scope<'_>, form: OpenApi) -> Object {
    let values = parameter_values(field, operation, scope);
    match form {
        OpenApi::V3_0 => {
            let first = values.into_iter().next();
            Object::new().maybe("example", first.map(|(_, value)| value))
        }
        OpenApi::V3_1 => {
            let add = |all: Object, (name, value): (String, Json)| {
                all.with(name, Object::new().with("value", value))
            };
            let examples = values.into_iter().fold(Object::new(), add);
            Object::new().object("examples", examples)
        }
    }
}
