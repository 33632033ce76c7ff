//! Texts for people. Viewers of OpenAPI hide extensions. So everything that a caller has to know is
//! in a description, as Markdown, and in an extension, for programs.

use super::names::Scope;
use crate::markdown::{code, plain};
use crate::model::{
    Callback, Direction, Download, Enum, Event, Field, Form, Operation, Presence, Struct, Type,
    Value,
};
use crate::wording;

/// Of an operation: what it does, what must be true before, and how often it may be called.
pub(super) fn operation(operation: &Operation) -> String {
    let prerequisites = operation.prerequisites.iter();
    let prerequisites = prerequisites.map(|statement| plain(&statement.doc));
    let paragraphs = [
        Some(plain(&operation.doc)),
        wording::evidence(operation.grade, &operation.updated),
        list("Before the call:", prerequisites),
        operation
            .rate_limit
            .map(|limit| format!("Rate limit: {}.", wording::rate_limit(limit))),
        operation.download.as_ref().map(download),
    ];
    joined(paragraphs).unwrap_or_default()
}

/// How to get the file to which a response leads.
fn download(download: &Download) -> String {
    format!(
        "The response leads to a file. Get it with a signed `GET` request to the URL in {}, which \
         is at a host of this API. The response with the file is not signed. Before you use the \
         file, compare its digest with {}, in hexadecimal digits; {} is the name of the digest.",
        code(&download.url.name),
        code(&download.hash_value.name),
        code(&download.hash_type.name)
    )
}

/// Of an event: what happened, and what the page says about the reply.
pub(super) fn event(callback: &Callback, event: &Event) -> String {
    let doc = event.doc.as_ref().unwrap_or(&callback.doc);
    let reply = callback.reply.iter().map(|statement| plain(&statement.doc));
    joined([Some(plain(doc)), list("The reply:", reply)]).unwrap_or_default()
}

/// Of a struct: what it is, and the rules over several of its fields.
pub(super) fn structure(definition: &Struct) -> Option<String> {
    joined([definition.doc.as_deref().map(plain), rules(definition)])
}

/// Of an enum: what it is, and the known values with their meanings.
pub(super) fn open_enum(enumeration: &Enum) -> Option<String> {
    joined([enumeration.doc.as_deref().map(plain), values(enumeration)])
}

/// Of a field or parameter: its meaning and its presence. A description next to a reference hides
/// the description of the type, so it repeats that one.
pub(super) fn field(field: &Field, scope: Scope<'_>) -> Option<String> {
    let presence = match (&field.presence, scope.direction) {
        (Presence::Conditional(conditional), Direction::Request) => {
            Some(wording::presence_in_request(conditional))
        }
        (Presence::Conditional(conditional), Direction::Response) => {
            Some(wording::presence_in_response(conditional))
        }
        _ => None,
    };
    let own = joined([field.doc.as_deref().map(plain), encrypted(field), presence])?;
    let of_type = match field.ty.innermost() {
        Type::Enum(name) => scope.enumeration(name).and_then(values),
        Type::Struct(name) => scope.structure(name).and_then(rules),
        _ => None,
    };
    joined([Some(own), of_type])
}

fn encrypted(field: &Field) -> Option<String> {
    let padding = match field.padding {
        Some(_) => "PKCS#1 v1.5",
        None => "OAEP with SHA-1",
    };
    let text = format!(
        "Encrypted on the wire: RSA, {padding}, in Base64. The limits apply to the plain text."
    );
    field.is_encrypted().then_some(text)
}

/// What the body of a request is, if it is a form, and the rules over several of its fields.
pub(super) fn body(request: &Struct) -> Option<String> {
    joined([request.form.as_ref().map(form), rules(request)])
}

fn form(form: &Form) -> String {
    let endings: Vec<_> = form.endings().map(|e| code(&format!(".{e}"))).collect();
    format!(
        "A form with a file. Only the JSON, the part {}, is signed. In it, {} is the SHA-256 digest \
         of the file in lower-case hexadecimal digits, and {} is the name of the file, which ends \
         with {}.",
        code(&form.json.name),
        code(&form.digest),
        code(&form.file_name),
        endings.join(" or ")
    )
}

/// The rules over several fields of a struct.
pub(super) fn rules(structure: &Struct) -> Option<String> {
    list("Rules:", structure.rules.iter().map(wording::rule))
}

fn values(enumeration: &Enum) -> Option<String> {
    list("Known values:", enumeration.values.iter().map(value))
}

/// `` `SINGLE` (单券): Can be used once. ``
fn value(value: &Value) -> String {
    let name = code(&value.wire_name);
    let title = value.title.as_deref().map(plain);
    let named = title.map_or(name.clone(), |title| format!("{name} ({title})"));
    match &value.doc {
        Some(doc) => format!("{named}: {}", plain(doc)),
        None => named,
    }
}

fn list(heading: &str, items: impl Iterator<Item = String>) -> Option<String> {
    let lines: Vec<_> = items.map(|item| format!("- {item}")).collect();
    (!lines.is_empty()).then(|| format!("{heading}\n\n{}", lines.join("\n")))
}

fn joined<const N: usize>(paragraphs: [Option<String>; N]) -> Option<String> {
    let paragraphs: Vec<_> = paragraphs.into_iter().flatten().collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}
