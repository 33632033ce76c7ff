//! Good responses and error responses by status.

use super::json::{Json, Object};
use super::names::{self, Scope, reference};
use super::samples::{Examples, examples};
use super::schemas::extensible;
use super::{OpenApi, extensions};
use crate::markdown::{code, plain};
use crate::model::{Direction, DocumentedError, Operation, Sample};

/// The responses of an operation: the good one, then those of its error rows.
pub(super) fn responses(operation: &Operation, scope: Scope<'_>, form: OpenApi) -> Object {
    let mut statuses: Vec<u16> = Vec::new();
    for row in &operation.errors {
        if !statuses.contains(&row.row.status) {
            statuses.push(row.row.status);
        }
    }
    let good = Object::new().with(operation.success.to_string(), good(operation, scope, form));
    statuses.into_iter().fold(good, |all, status| {
        let rows = operation
            .errors
            .iter()
            .filter(|row| row.row.status == status);
        all.with(status.to_string(), refusal(&rows.collect::<Vec<_>>(), form))
    })
}

fn good(operation: &Operation, scope: Scope<'_>, form: OpenApi) -> Object {
    let scope = Scope {
        direction: Direction::Response,
        ..scope
    };
    if operation.responds_with_file {
        let file = Object::new()
            .with("type", "string")
            .with("format", "binary");
        let content = Object::new().with("schema", file);
        return Object::new()
            .with("description", "The file. The response has no signature.")
            .with(
                "content",
                Object::new().with("application/octet-stream", content),
            );
    }
    let name = operation.response.as_ref();
    let Some(model) = name.and_then(|name| scope.structure(name)) else {
        return Object::new().with("description", "It is done; the response has no body.");
    };
    let told = |sample: &Sample| sample.response.clone();
    let content = Object::new()
        .with("schema", reference(&scope.component_of(model)))
        .and(examples(operation, Examples::Responses, told, form));
    Object::new()
        .with(
            "description",
            "The call has succeeded. The page lists these fields; the server can leave out any of them.",
        )
        .with("content", Object::new().with("application/json", content))
}

fn refusal(rows: &[&DocumentedError], form: OpenApi) -> Object {
    let lines = rows.iter().map(|row| {
        let row = &row.row;
        format!(
            "- {}: {} {}",
            code(&row.code),
            plain(&row.meaning),
            plain(&row.remedy)
        )
    });
    let error = reference(names::ERROR);
    let schema = match form {
        OpenApi::V3_0 => error,
        OpenApi::V3_1 => error.with("properties", Object::new().with("code", codes(rows, form))),
    };
    let content = Object::new().with("schema", schema);
    Object::new()
        .with("description", lines.collect::<Vec<_>>().join("\n"))
        .with("content", Object::new().with("application/json", content))
        .and(extensions::errors(rows))
}

/// The codes that the page lists for a status, and any other.
fn codes(rows: &[&DocumentedError], form: OpenApi) -> Object {
    let mut codes: Vec<Json> = Vec::new();
    for row in rows {
        let code = Json::from(&row.row.code);
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    extensible(Object::new().with("type", "string"), codes, form)
}
