//! The model as an OpenAPI document, for every other tool.
//!
//! This stage decides nothing and cannot fail. Lists have the page's order. Facts that OpenAPI
//! cannot express are in extensions, `x-wechatpay-…`; `codegen/decisions/0002-openapi.md` explains
//! each of them.
//!
//! | module | prints |
//! |---|---|
//! | `operations` | paths: operations and their parameters |
//! | `multipart` | the body of a request as a form with a file |
//! | `webhooks` | callbacks; in 3.0 as an extension |
//! | `responses` | responses of successful calls, and error responses by status |
//! | `samples` | what the pages print, as examples |
//! | `schemas` | structs, fields and enums as components |
//! | `descriptions` | texts for people |
//! | `conditions` | conditions and rules, so that a validator enforces them; 3.1 only |
//! | `extensions` | facts that OpenAPI cannot express |
//! | `names` | which component a name means |
//! | `yaml` | the same as YAML |

mod conditions;
mod descriptions;
mod extensions;
mod multipart;
mod names;
mod operations;
mod responses;
mod samples;
mod schemas;
mod webhooks;
mod yaml;

use crate::characters::escape_text;
use crate::json::{self, Json, Object};
use crate::markdown::plain;
use crate::model::{Direction, Host, Model, Service};

/// The form of an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenApi {
    /// 3.0, for tools that stop there: conditions and rules are described, not enforced.
    V3_0,
    /// 3.1: schemas are JSON Schema, and enforce what `validate()` does.
    V3_1,
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// The document as text. No spec has a character that hides what a text says; if one came here, it
/// would be shown as an escape.
///
/// # Panics
/// If the document cannot be written, which is a bug here and not in a spec: text keys and finite
/// numbers are all that it holds.
#[must_use]
pub fn openapi(model: &Model, form: OpenApi, syntax: Syntax) -> String {
    let document = Json::from(document(model, form));
    let text = match syntax {
        Syntax::Json => serde_json::to_string_pretty(&document)
            .map(|text| text + "\n")
            .map_err(|error| error.to_string()),
        Syntax::Yaml => yaml::text(&document),
    };
    match text {
        Ok(text) => escape_text(&text).into_owned(),
        Err(error) => panic!("a document of texts and numbers cannot be written: {error}"),
    }
}

fn document(model: &Model, form: OpenApi) -> Object {
    let version = match form {
        OpenApi::V3_0 => "3.0.4",
        OpenApi::V3_1 => "3.1.1",
    };
    Object::new()
        .with("openapi", version)
        .with("info", info(model, form))
        .list("servers", model.api.hosts.iter().map(server))
        .list(
            "security",
            [Object::new().with(SCHEME, Json::List(Vec::new()))],
        )
        .list("tags", model.services.iter().map(tag))
        .with("paths", operations::paths(model, form))
        .and(webhooks(model, form))
        .with("components", components(model, form))
}

/// In OpenAPI 3.0 the callbacks are an extension.
fn webhooks(model: &Model, form: OpenApi) -> Object {
    let key = match form {
        OpenApi::V3_0 => "x-wechatpay-webhooks",
        OpenApi::V3_1 => "webhooks",
    };
    Object::new().object(key, webhooks::webhooks(model))
}

/// The name of the one security scheme.
const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

fn info(model: &Model, form: OpenApi) -> Object {
    let operations = model
        .services
        .iter()
        .flat_map(|service| &service.operations);
    let latest = operations.map(|operation| operation.updated.as_str()).max();
    let conditions = match form {
        OpenApi::V3_0 => {
            "This is the form for tools that know no later OpenAPI than 3.0: what depends on another field, and what \
             holds over several, is described and not enforced; the 3.1 form enforces it."
        }
        OpenApi::V3_1 => {
            "What depends on another field, and what holds over several, is described, and enforced by \
             `dependentSchemas`, `dependentRequired` and `not`."
        }
    };
    let description = [
        "A transcription of WeChat Pay's own pages, in our words; not affiliated with WeChat Pay or Tencent. Written by \
         `cargo xtask generate` from `spec/`; do not edit.",
        "Only what a page states for a direction binds. What it does not say is open: an undocumented presence is not \
         required, and every enum takes values that the page does not list.",
        conditions,
        "Responses are described as the pages promise them. A response that lacks a promised field, has `null` for an \
         absent one, or has more fields and values than listed is not a failure: the call has taken effect, and a client \
         has to take it.",
        "How requests are signed and responses verified is not part of this document.",
    ];
    Object::new()
        .with("title", format!("WeChat Pay {}", model.api.name))
        .with("version", latest.unwrap_or("0"))
        .with("description", description.join("\n\n"))
        .with("license", license(form))
}

fn license(form: OpenApi) -> Object {
    let license = Object::new().with("name", "Apache-2.0 OR MIT");
    match form {
        OpenApi::V3_0 => license.with("url", "https://www.apache.org/licenses/LICENSE-2.0"),
        OpenApi::V3_1 => license.with("identifier", "Apache-2.0 OR MIT"),
    }
}

fn server(host: &Host) -> Object {
    Object::new()
        .with("url", &host.url)
        .with("description", plain(&host.doc))
        .with("x-wechatpay-title", &host.title)
}

fn tag(service: &Service) -> Object {
    Object::new()
        .with("name", &service.name)
        .with("description", plain(&service.doc))
        .and(extensions::notes(&service.notes))
}

fn components(model: &Model, form: OpenApi) -> Object {
    let mut schemas = Object::new().with(names::ERROR, schemas::error());
    for service in &model.services {
        for direction in [Direction::Request, Direction::Response] {
            schemas = schemas.and(schemas::structs(service, direction, form));
        }
        schemas = schemas.and(schemas::enums(service, form));
    }
    let signature = Object::new()
        .with("type", "http")
        .with("scheme", SCHEME)
        .with(
            "description",
            "An RSA signature over method, target, time, nonce and body, made with the merchant's key.",
        );
    Object::new()
        .with("securitySchemes", Object::new().with(SCHEME, signature))
        .with("schemas", schemas)
}
