//! Forms: the body of a request as JSON, together with a file.

use super::json::Object;
use super::names::{Scope, reference};
use super::{OpenApi, schemas};
use crate::model::{Form, FormPart, Place, Struct};

/// The schema of a form, and the media types of its parts.
pub(super) fn content(sent: &Form, request: &Struct, scope: Scope<'_>, form: OpenApi) -> Object {
    let FormPart {
        span: _,
        name,
        title,
        doc,
        fingerprint: _,
    } = &sent.json;
    let about = schemas::title(title.as_ref(), form).maybe("description", doc.as_ref());
    let json = reference(&scope.component_of(request));
    let json = schemas::beside(about, json, Object::new(), form);
    let files = request.fields_in(Place::File);
    let parts = files.fold(Object::new().with(name, json), |all, file| {
        all.with(
            &file.wire_name,
            schemas::property(file, request, scope, form),
        )
    });
    let schema = Object::new()
        .with("type", "object")
        .list("required", [name, &sent.file])
        .object("properties", parts);
    let types: Vec<_> = sent.types.iter().map(|(_, media)| media.as_str()).collect();
    let encoding = |types: &str| Object::new().with("contentType", types);
    let encoding = Object::new()
        .with(name, encoding("application/json"))
        .with(&sent.file, encoding(&types.join(", ")));
    Object::new()
        .with("schema", schema)
        .with("encoding", encoding)
        .with("x-wechatpay-signed-part", name)
        .with("x-wechatpay-file-name", &sent.file_name)
        .with("x-wechatpay-sha256", &sent.digest)
        .list("x-wechatpay-file-endings", sent.endings())
}
