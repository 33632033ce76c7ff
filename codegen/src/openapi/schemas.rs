//! Structs, fields and enums as components.
//!
//! ```json
//! "product_coupon.request.ComboPackage": {
//!   "type": "object",
//!   "properties": { "name": { "type": "string", "x-wechatpay-presence": "undocumented" } }
//! }
//! ```

use super::json::{Json, Object};
use super::names::{Scope, reference};
use super::{OpenApi, conditions, descriptions, extensions};
use crate::model::{Direction, Enum, Field, Limits, Place, Service, Struct, Type};

/// The structs of a direction.
pub(super) fn structs(service: &Service, direction: Direction, form: OpenApi) -> Object {
    let scope = Scope {
        service,
        direction,
        file: None,
    };
    let is_sent = |model: &&Struct| message(service, model).unwrap_or(true);
    let printed = service.own_structs(direction).filter(is_sent);
    printed.fold(Object::new(), |all, model| {
        let schema = structure(model, scope.inside(model), form);
        all.with(scope.component_of(model), schema)
    })
}

/// Of the struct of a whole request, whether it has a body.
fn message(service: &Service, structure: &Struct) -> Option<bool> {
    let name = structure.operation.as_ref()?;
    let mut operations = service.operations.iter();
    let operation = operations.find(|operation| operation.name == *name)?;
    Some(operation.has_body)
}

fn structure(definition: &Struct, scope: Scope<'_>, form: OpenApi) -> Object {
    let fields = definition.fields_in(Place::Body);
    let required = fields.clone().filter(|field| field.is_required());
    let required = required.map(|field| &field.wire_name);
    let properties = fields.clone().fold(Object::new(), |all, field| {
        all.with(&field.wire_name, property(field, definition, scope, form))
    });
    let is_enforced = form == OpenApi::V3_1 && scope.direction == Direction::Request;
    let conditions = is_enforced.then(|| conditions::conditions(definition, scope));
    component_title(definition.title.as_ref())
        .maybe("description", descriptions::structure(definition))
        .with("type", "object")
        .list("required", required)
        .object("properties", properties)
        .and(conditions.unwrap_or_default())
        .and(page_name(
            &definition.name,
            &definition.wire_name,
            &definition.also_called,
        ))
        .and(extensions::evidence(definition.grade))
        .and(extensions::rules(&definition.rules))
        .and(extensions::notes(&definition.notes))
}

/// The page's names, where they are not the component's.
fn page_name(name: &str, wire_name: &str, also_called: &[String]) -> Object {
    Object::new()
        .maybe("x-wechatpay-name", (name != wire_name).then_some(wire_name))
        .list("x-wechatpay-also-called", also_called)
}

pub(super) fn property(field: &Field, of: &Struct, scope: Scope<'_>, form: OpenApi) -> Object {
    let default = default(field, scope);
    let about = field_title(field, form).maybe("description", descriptions::field(field, scope));
    let remarks = extensions::field(field, of.grade, default.is_some());
    let remarks = Object::new().maybe("default", default).and(remarks);
    let schema = match field.ty {
        Type::File => file(form).maybe("x-wechatpay-max-bytes", field.limits.max_bytes),
        _ => value(field, scope, form),
    };
    beside(about, schema, remarks, form)
}

/// Any bytes.
fn file(form: OpenApi) -> Object {
    let schema = Object::new().with("type", "string");
    match form {
        OpenApi::V3_0 => schema.with("format", "binary"),
        OpenApi::V3_1 => schema.with("contentMediaType", "application/octet-stream"),
    }
}

/// A schema with its annotations. In 3.0 a reference may have no other keys next to it.
pub(super) fn beside(about: Object, schema: Object, remarks: Object, form: OpenApi) -> Object {
    let is_bare = about.is_empty() && remarks.is_empty();
    let schema = if form == OpenApi::V3_0 && schema.has("$ref") && !is_bare {
        Object::new().list("allOf", [schema])
    } else {
        schema
    };
    about.and(schema).and(remarks)
}

/// The default as a value, where it is sure to be one: a text can also be the words before the page
/// breaks off.
fn default(field: &Field, scope: Scope<'_>) -> Option<Json> {
    let text = field.default.as_ref()?;
    match &field.ty {
        Type::Integer | Type::Boolean => scope.constant(text, &field.ty),
        Type::Enum(name) if scope.enumeration(name)?.values.find(text).is_some() => {
            scope.constant(text, &field.ty)
        }
        _ => None,
    }
}

/// What a field takes: its type within its limits.
pub(super) fn value(field: &Field, scope: Scope<'_>, form: OpenApi) -> Object {
    let schema = of_type(&field.ty, field, scope, form);
    match &field.ty {
        Type::Array(_) => schema.and(bounds([
            ("minItems", field.limits.min_items),
            ("maxItems", field.limits.max_items),
        ])),
        _ => schema,
    }
}

/// A type. Limits of texts and numbers apply to the innermost items of an array. A reference has no
/// limits, because generators would copy the referenced type.
fn of_type(ty: &Type, field: &Field, scope: Scope<'_>, form: OpenApi) -> Object {
    let Limits {
        min,
        max,
        min_chars,
        max_chars,
        ..
    } = field.limits;
    let typed = |name: &str| Object::new().with("type", name);
    match ty {
        Type::String | Type::Time | Type::Encrypted => {
            let limits = Object::new()
                .maybe("format", format(field))
                .and(bounds([("minLength", min_chars), ("maxLength", max_chars)]))
                .maybe("pattern", field.alphabet.as_deref().map(pattern));
            // The document describes what is sent; limits apply to the plain text.
            if field.is_encrypted() {
                typed("string").object("x-wechatpay-plain-text", limits)
            } else {
                typed("string").and(limits)
            }
        }
        Type::JsonText(inner) | Type::ReceivedJson(inner) => {
            let schema = of_type(inner, field, scope, form);
            match form {
                OpenApi::V3_1 => typed("string")
                    .with("contentMediaType", "application/json")
                    .with("contentSchema", schema),
                OpenApi::V3_0 => typed("string").with("x-wechatpay-json", schema),
            }
        }
        Type::Object => typed("object").with("additionalProperties", true),
        Type::Integer => integer(min, max),
        Type::Boolean => typed("boolean"),
        Type::File => typed("string"),
        Type::Array(inner) => typed("array").with("items", of_type(inner, field, scope, form)),
        Type::Struct(name) => match scope.structure(name) {
            Some(model) => reference(&scope.component_of(model)),
            None => typed("object"),
        },
        Type::Enum(name) => reference(&scope.component_of_enum(name)),
    }
}

/// A whole number of 64 bits, if nothing narrower is stated; `format` alone binds no validator.
fn integer(min: Option<i64>, max: Option<i64>) -> Object {
    Object::new()
        .with("type", "integer")
        .with("format", "int64")
        .with("minimum", min.unwrap_or(i64::MIN))
        .with("maximum", max.unwrap_or(i64::MAX))
}

fn bounds(bounds: [(&str, Option<i64>); 2]) -> Object {
    let add = |all: Object, (key, bound)| all.maybe(key, bound);
    bounds.into_iter().fold(Object::new(), add)
}

fn format(field: &Field) -> Option<&str> {
    match field.format.as_deref()? {
        "rfc3339" => Some("date-time"),
        "url" => Some("uri"),
        other => Some(other),
    }
}

/// An alphabet as a regular expression of ECMA-262, with or without the flag `u`. In some
/// validators `$` also matches before a line feed at the end; that nothing follows means the same
/// in all of them.
fn pattern(alphabet: &str) -> String {
    let mut class = String::new();
    let mut hyphen = "";
    // Without the flag `u`, a class would take such a character for two.
    let mut beyond_16_bits = Vec::new();
    for word in alphabet.split_whitespace() {
        match word {
            "digits" => class.push_str("0-9"),
            "letters" => class.push_str("A-Za-z"),
            "upper" => class.push_str("A-Z"),
            "lower" => class.push_str("a-z"),
            // At the end it means itself.
            "-" => hyphen = "-",
            "\\" | "]" | "[" | "^" => class.extend(["\\", word]),
            single if single.chars().any(|c| c.len_utf16() > 1) => beyond_16_bits.push(single),
            single => class.push_str(single),
        }
    }
    let class = match class + hyphen {
        none if none.is_empty() => None,
        class => Some(format!("[{class}]")),
    };
    let characters: Vec<_> = class.as_deref().into_iter().chain(beyond_16_bits).collect();
    match characters.as_slice() {
        [] => r"^(?![\s\S])".to_owned(),
        [one] if one.starts_with('[') => format!(r"^{one}*(?![\s\S])"),
        several => format!(r"^(?:{})*(?![\s\S])", several.join("|")),
    }
}

/// The enums of a service: what the page lists, and whatever else may come.
pub(super) fn enums(service: &Service, form: OpenApi) -> Object {
    let printed = service.own_enums();
    printed.fold(Object::new(), |all, model| {
        let name = format!("{}.{}", service.name, model.name);
        all.with(name, open_enum(model, form))
    })
}

fn open_enum(enumeration: &Enum, form: OpenApi) -> Object {
    let constant = |text: &str| match text.parse::<i64>() {
        Ok(number) if enumeration.of_integers => Json::from(number),
        _ => Json::from(text),
    };
    let values: Vec<_> = enumeration
        .values
        .iter()
        .map(|v| constant(&v.wire_name))
        .collect();
    let says_more = |value: &&crate::model::Value| {
        value.title.is_some()
            || value.doc.is_some()
            || !value.notes.is_empty()
            || value.grade != enumeration.grade
    };
    let meanings = enumeration.values.iter().filter(says_more);
    let meanings = meanings.map(|value| extensions::value(value, constant(&value.wire_name)));
    let any = if enumeration.of_integers {
        integer(None, None)
    } else {
        Object::new().with("type", "string")
    };
    component_title(enumeration.title.as_ref())
        .maybe("description", descriptions::open_enum(enumeration))
        .and(extensible(any, values, form))
        .list("x-wechatpay-values", meanings)
        .and(extensions::evidence(enumeration.grade))
        .and(page_name(
            &enumeration.name,
            &enumeration.wire_name,
            &enumeration.also_called,
        ))
        .and(extensions::notes(&enumeration.notes))
}

/// Known values, and any other of their type: what is listed can grow. Generators that stop at 3.0
/// make nothing usable of the standard way.
pub(super) fn extensible(any: Object, values: Vec<Json>, form: OpenApi) -> Object {
    match form {
        OpenApi::V3_0 => any.list("x-extensible-enum", values),
        OpenApi::V3_1 => {
            let known = any.clone().list("enum", values);
            Object::new().list("anyOf", [known, any])
        }
    }
}

/// The page's label of a component. Generators name types by `title`, and several types can have
/// the same label.
fn component_title(title: Option<&String>) -> Object {
    Object::new().maybe("x-wechatpay-title", title)
}

/// The page's label of a field. Generators that stop at 3.0 name types by it.
pub(super) fn field_title(field: &Field, form: OpenApi) -> Object {
    title(field.title.as_ref(), form)
}

/// The page's label of a field or part.
pub(super) fn title(title: Option<&String>, form: OpenApi) -> Object {
    let key = match form {
        OpenApi::V3_0 => "x-wechatpay-title",
        OpenApi::V3_1 => "title",
    };
    Object::new().maybe(key, title)
}

/// What every refusal holds.
pub(super) fn error() -> Object {
    let text = |doc: &str| {
        Object::new()
            .with("type", "string")
            .with("description", doc)
    };
    let detail = Object::new().with("type", "object").with(
        "description",
        "Which field is wrong, and why; of a signature that did not verify, what the server has signed. It can repeat a \
         value of the request.",
    )
    .with("additionalProperties", true);
    let properties = Object::new()
        .with("code", text("What went wrong, for programs."))
        .with("message", text("What went wrong, for people."))
        .with("detail", detail);
    Object::new()
        .with(
            "description",
            "A refusal. Between client and server others can answer, in other forms.",
        )
        .with("type", "object")
        .list("required", ["code", "message"])
        .with("properties", properties)
}
