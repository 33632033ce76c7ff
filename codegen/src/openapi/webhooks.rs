//! Webhooks: the callbacks that WeChat Pay sends. OpenAPI 3.0 has no key for them.

use super::json::{Json, Object};
use super::names::{Scope, reference};
use super::{descriptions, extensions};
use crate::model::{Callback, Direction, Event, Model, Service};

/// Every event, by service and `event_type`.
pub(super) fn webhooks(model: &Model) -> Object {
    let services = model.services.iter();
    let callbacks = services.flat_map(|service| {
        let callbacks = service.callbacks.iter();
        callbacks.map(move |callback| (service, callback))
    });
    let mut all = Object::new();
    for (service, callback) in callbacks {
        for event in &callback.events {
            let texts = std::iter::once(&event.wire_name).chain(&event.also);
            for text in texts {
                let item = Object::new().with("post", webhook(service, callback, event, text));
                all.merge(Object::new().with(format!("{}.{text}", service.name), item));
            }
        }
    }
    all
}

fn webhook(service: &Service, callback: &Callback, event: &Event, event_type: &str) -> Object {
    let content = Object::new().with("schema", envelope(service, callback, event, event_type));
    let body = Object::new()
        .with("required", true)
        .with("content", Object::new().with("application/json", content));
    let reply = |text: &str| Object::new().with("description", text);
    let responses = Object::new()
        .with("204", reply("The event is stored."))
        .with("401", reply("The callback is not signed by WeChat Pay."))
        .with(
            "500",
            reply("The event is not stored. WeChat Pay sends it again."),
        );
    Object::new()
        .list("tags", [&service.name])
        .with("summary", event.title.as_ref().unwrap_or(&callback.title))
        .with("description", descriptions::event(callback, event))
        .with("security", Json::List(Vec::new()))
        .with("requestBody", body)
        .with("responses", responses)
        .with("x-wechatpay-page", page(callback))
}

fn page(callback: &Callback) -> Object {
    extensions::page(&callback.page, &callback.updated, callback.grade)
}

/// The body as it is sent. The extension names the schema of what the ciphertext contains.
fn envelope(service: &Service, callback: &Callback, event: &Event, event_type: &str) -> Object {
    let scope = Scope {
        service,
        direction: Direction::Response,
        file: Some(&callback.file),
    };
    let decrypted = scope.structure(&event.resource);
    let decrypted = decrypted.map(|resource| reference(&scope.component_of(resource)));
    let text = || Object::new().with("type", "string");
    let only = |value: &str| text().with("const", value);
    let original_type = event.original_type.as_deref();
    let resource = Object::new()
        .with("algorithm", only("AEAD_AES_256_GCM"))
        .with("ciphertext", text().with("contentEncoding", "base64"))
        .with("nonce", text())
        .with("associated_data", text())
        .with("original_type", original_type.map_or_else(text, only));
    let resource = object(resource, &["algorithm", "ciphertext", "nonce"])
        .maybe("x-wechatpay-decrypted", decrypted);
    let properties = Object::new()
        .with("id", text())
        .with("create_time", text())
        .with("resource_type", only("encrypt-resource"))
        .with("event_type", only(event_type))
        .with("summary", text())
        .with("resource", resource);
    object(properties, &["id", "event_type", "resource"])
}

fn object(properties: Object, required: &[&str]) -> Object {
    Object::new()
        .with("type", "object")
        .list("required", required.iter().copied())
        .with("properties", properties)
}
