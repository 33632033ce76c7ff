//! A program that uses every public item of a generated crate: all setters, fields, variants,
//! functions and error codes. It is written from the model, not from the generated code.

use std::fmt::Write as _;

use wechatpay_codegen::model::{
    Choice, Direction, Enum, Field, Model, Operation, Presence, Service, Struct, Type,
};

/// The text of a module next to the crate's own modules.
pub(super) fn using_everything(model: &Model) -> String {
    let mut text = String::from("use crate as api;\n\n");
    for service in &model.services {
        let user = ProgramWriter { service };
        for operation in &service.operations {
            text.push_str(&user.operation(operation));
            text.push_str(&user.enumeration(&operation.error_code));
        }
        for model in service
            .enums
            .iter()
            .filter(|enumeration| !enumeration.is_duplicate)
        {
            text.push_str(&user.enumeration(model));
        }
        for model in &service.requests {
            text.push_str(&user.request(model));
        }
        for model in service
            .responses
            .iter()
            .filter(|structure| !structure.is_duplicate)
        {
            text.push_str(&user.reader(model, Direction::Response));
        }
    }
    text
}

struct ProgramWriter<'m> {
    service: &'m Service,
}

impl ProgramWriter<'_> {
    fn operation(&self, operation: &Operation) -> String {
        let (service, name) = (&self.service.name, &operation.name);
        let request = format!("api::{service}::request::{}", operation.request);
        let response = match &operation.response {
            Some(name) => format!("api::{service}::response::{name}"),
            None => "api::operation::NoContent".to_owned(),
        };
        let codes = &operation.error_code.name;
        format!(
            "pub async fn {name}(client: &api::Client, request: &{request}) {{\n    \
             let _ = api::Operation::body(request);\n    \
             let response: Result<api::Response<{response}>, api::Error> = api::{service}::{name}(client, request).await;\n    \
             if let Err(error) = &response {{\n        let _ = error.code::<{request}>() == None::<api::{service}::{codes}>;\n    }}\n    \
             if let Ok(response) = response {{\n        let _: &{response} = &response;\n    }}\n}}\n\n"
        )
    }

    fn enumeration(&self, definition: &Enum) -> String {
        let name = format!("api::{}::{}", self.service.name, definition.name);
        let mut arms = String::new();
        for value in &definition.values {
            writeln!(arms, "        {name}::{} => {{}}", value.name).unwrap();
        }
        let (made, read) = if definition.of_integers {
            ("7", "let _: i64 = value.as_i64()")
        } else {
            ("\"OTHER\"", "let _: &str = value.as_str()")
        };
        format!(
            "pub fn match_{}() {{\n    match {name}::from({made}) {{\n{arms}        \
             {name}::Unknown(value) => {{ {read}; }}\n        _ => {{}}\n    }}\n}}\n\n",
            definition.name
        )
    }

    fn request(&self, structure: &Struct) -> String {
        let made = self.expression(structure);
        let name = format!("api::{}::request::{}", self.service.name, structure.name);
        let make = format!(
            "pub fn make_{}() -> {name} {{\n    {made}\n}}\n\n",
            structure.name
        );
        let choices = structure
            .choices
            .iter()
            .map(|choice| self.choice(choice, structure));
        let choices: String = choices.collect();
        format!(
            "{make}{choices}{}",
            self.reader(structure, Direction::Request)
        )
    }

    /// An expression that gives every field.
    fn expression(&self, structure: &Struct) -> String {
        let mut text = format!(
            "api::{}::request::{}::builder()",
            self.service.name, structure.name
        );
        for field in builder_fields(structure) {
            let choice = structure
                .choices
                .iter()
                .find(|c| c.discriminator == field.wire_name);
            let value = match choice {
                Some(choice) => self.chosen(choice, structure),
                None => self.value(&field.ty),
            };
            write!(text, ".{}({value})", field.name).unwrap();
        }
        text.push_str(".build()");
        text
    }

    fn chosen(&self, choice: &Choice, structure: &Struct) -> String {
        let variant = &choice.variants[0];
        let name = format!(
            "api::{}::request::{}::{}",
            self.service.name, choice.name, variant.value.name
        );
        if variant.fields.is_empty() {
            return name;
        }
        let fields = variant.fields.iter().map(|part| {
            let field = named(structure, &part.wire_name);
            let value = match field.ty {
                Type::String => format!("{}.to_owned()", self.value(&field.ty)),
                _ => self.value(&field.ty),
            };
            let value = if part.required {
                value
            } else {
                format!("Some({value})")
            };
            format!("{}: {value}", field.name)
        });
        format!("{name} {{ {} }}", fields.collect::<Vec<_>>().join(", "))
    }

    fn choice(&self, choice: &Choice, structure: &Struct) -> String {
        let name = format!("api::{}::request::{}", self.service.name, choice.name);
        let mut arms = String::new();
        for variant in &choice.variants {
            let names = variant
                .fields
                .iter()
                .map(|part| named(structure, &part.wire_name).name.clone());
            let pattern = names.collect::<Vec<_>>().join(", ");
            let pattern = if variant.fields.is_empty() {
                String::new()
            } else {
                format!(" {{ {pattern} }}")
            };
            let reads = variant.fields.iter().map(|part| {
                let field = named(structure, &part.wire_name);
                let ty = self.ty(&field.ty, Direction::Request);
                let ty = if part.required {
                    ty
                } else {
                    format!("Option<{ty}>")
                };
                format!("let _: &{ty} = {};", field.name)
            });
            let reads = reads.collect::<Vec<_>>().join(" ");
            writeln!(
                arms,
                "        {name}::{}{pattern} => {{ {reads} }}",
                variant.value.name
            )
            .unwrap();
        }
        format!(
            "pub fn match_{}(value: &{name}) {{\n    match value {{\n{arms}        _ => {{}}\n    }}\n}}\n\n",
            choice.name
        )
    }

    /// A function that reads every field.
    fn reader(&self, structure: &Struct, direction: Direction) -> String {
        let (part, fields): (_, Vec<_>) = match direction {
            Direction::Request => ("request", builder_fields(structure).collect()),
            Direction::Response => ("response", structure.fields.iter().collect()),
        };
        let mut text = format!(
            "pub fn read_{part}_{name}(value: &api::{service}::{part}::{name}) {{\n",
            name = structure.name,
            service = self.service.name
        );
        for field in fields {
            let choice = structure
                .choices
                .iter()
                .find(|c| c.discriminator == field.wire_name);
            let ty = match choice {
                Some(choice) => format!("api::{}::request::{}", self.service.name, choice.name),
                None => self.ty(&field.ty, direction),
            };
            let is_plain =
                direction == Direction::Request && matches!(field.presence, Presence::Required);
            let ty = if is_plain {
                ty
            } else {
                format!("Option<{ty}>")
            };
            writeln!(text, "    let _: &{ty} = &value.{};", field.name).unwrap();
        }
        text.push_str("}\n\n");
        text
    }

    fn ty(&self, ty: &Type, direction: Direction) -> String {
        let part = match direction {
            Direction::Request => "request",
            Direction::Response => "response",
        };
        match ty {
            Type::String => "String".to_owned(),
            Type::Integer => "i64".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::File => "api::upload::FileContent".to_owned(),
            Type::Time => "api::Timestamp".to_owned(),
            Type::Encrypted => "api::keys::EncryptedText".to_owned(),
            Type::JsonText(inner) => {
                format!("api::raw::JsonText<{}>", self.ty(inner, direction))
            }
            Type::ReceivedJson(inner) => {
                format!("api::raw::ReceivedJson<{}>", self.ty(inner, direction))
            }
            Type::Object => "api::raw::Json".to_owned(),
            Type::Array(inner) => format!("Vec<{}>", self.ty(inner, direction)),
            Type::Struct(name) => format!("api::{}::{part}::{name}", self.service.name),
            Type::Enum(name) => format!("api::{}::{name}", self.service.name),
        }
    }

    fn value(&self, ty: &Type) -> String {
        match ty {
            Type::String | Type::Encrypted => "\"text\"".to_owned(),
            Type::JsonText(inner) | Type::ReceivedJson(inner) => {
                format!("api::raw::JsonText({})", self.value(inner))
            }
            Type::Object => "api::raw::Json(Default::default())".to_owned(),
            Type::Integer => "7".to_owned(),
            Type::Boolean => "true".to_owned(),
            Type::File => "b\"file\".to_vec()".to_owned(),
            Type::Time => "\"2026-01-31T00:00:00+08:00\"".to_owned(),
            Type::Array(inner) => format!("[{}]", self.value(inner)),
            Type::Struct(name) => {
                let mut all = self.service.requests.iter();
                self.expression(all.find(|structure| structure.name == *name).unwrap())
            }
            Type::Enum(name) => {
                let structure = self
                    .service
                    .enums
                    .iter()
                    .find(|structure| structure.name == *name)
                    .unwrap();
                format!(
                    "api::{}::{name}::{}",
                    self.service.name, structure.values[0].name
                )
            }
        }
    }
}

fn named<'m>(structure: &'m Struct, wire_name: &str) -> &'m Field {
    structure
        .fields
        .iter()
        .find(|field| field.wire_name == wire_name)
        .unwrap()
}

/// The fields that have their own setters, in contrast to fields that belong to a choice.
fn builder_fields(structure: &Struct) -> impl Iterator<Item = &Field> {
    let variants = structure.choices.iter().flat_map(|choice| &choice.variants);
    let parts: Vec<_> = variants
        .flat_map(|v| v.fields.iter().map(|f| &f.wire_name))
        .collect();
    structure
        .settable_fields()
        .filter(move |field| !parts.contains(&&field.wire_name))
}
