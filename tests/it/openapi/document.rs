//! An OpenAPI document with helpers for tests.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use wechatpay_codegen::OpenApi;
use wechatpay_codegen::model::{Model, Operation};

use super::text;

pub(super) struct Document {
    pub(super) value: Value,
}

impl Document {
    pub(super) fn new(model: &Model, form: OpenApi) -> Self {
        let value = serde_json::from_str(&text(model, form)).unwrap();
        Self { value }
    }

    fn operation(&self, operation: &Operation) -> &Value {
        let method = operation.method.as_str().to_ascii_lowercase();
        &self.value["paths"][&operation.path][method]
    }

    /// The description of an operation.
    pub(super) fn description(&self, operation: &Operation) -> &str {
        self.operation(operation)["description"].as_str().unwrap()
    }

    /// An independent validator for an operation's request body, if there is one.
    pub(super) fn request_schema(&self, operation: &Operation) -> Option<Validator> {
        self.validator(self.operation(operation).get("requestBody")?)
    }

    /// The same for its success response.
    pub(super) fn response_schema(&self, operation: &Operation) -> Option<Validator> {
        let success = operation.success.to_string();
        self.validator(self.operation(operation)["responses"].get(success)?)
    }

    fn validator(&self, with_content: &Value) -> Option<Validator> {
        // The JSON of a form is a part of it.
        let form = &with_content["content"]["multipart/form-data"];
        let schema = match form["x-wechatpay-signed-part"].as_str() {
            Some(part) => &form["schema"]["properties"][part],
            None => with_content.pointer("/content/application~1json/schema")?,
        };
        // References lead to the document's components, so the schema includes these.
        let mut schema = schema.clone();
        schema["components"] = self.value["components"].clone();
        Some(jsonschema::draft202012::new(&schema).unwrap())
    }

    /// Every object of the document, with a pointer to it.
    pub(super) fn each_object(&self, visit: &mut dyn FnMut(&str, &Map<String, Value>)) {
        each_object(&self.value, "", visit);
    }

    fn references(&self) -> Vec<String> {
        let mut all = Vec::new();
        self.each_object(&mut |_, object| {
            if let Some(Value::String(reference)) = object.get("$ref") {
                all.push(reference.clone());
            }
        });
        all
    }

    pub(super) fn references_lead_somewhere(&self) {
        let all = self.references();
        assert!(!all.is_empty());
        for reference in all {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(self.value.pointer(pointer).is_some(), "{reference}");
        }
    }

    pub(super) fn components_are_used(&self) {
        let used: BTreeSet<_> = self.references().into_iter().collect();
        for name in self.value["components"]["schemas"]
            .as_object()
            .unwrap()
            .keys()
        {
            assert!(
                used.contains(&format!("#/components/schemas/{name}")),
                "{name}"
            );
            let is_allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            assert!(name.chars().all(is_allowed), "{name}");
        }
    }

    fn operations(&self) -> impl Iterator<Item = (&String, &Value)> {
        let paths = self.value["paths"].as_object().unwrap().iter();
        paths.flat_map(|(path, item)| item.as_object().unwrap().values().map(move |o| (path, o)))
    }

    pub(super) fn paths_and_parameters_agree(&self) {
        for (path, operation) in self.operations() {
            let mut in_template: Vec<_> = path.split(['{', '}']).skip(1).step_by(2).collect();
            let none = json!([]);
            let parameters = operation
                .get("parameters")
                .unwrap_or(&none)
                .as_array()
                .unwrap();
            let in_path = parameters
                .iter()
                .filter(|parameter| parameter["in"] == "path");
            let mut described: Vec<_> = in_path
                .map(|parameter| {
                    assert_eq!(parameter["required"], true, "{path}");
                    parameter["name"].as_str().unwrap()
                })
                .collect();
            in_template.sort_unstable();
            described.sort_unstable();
            assert_eq!(in_template, described, "{path}");
            for parameter in parameters {
                let name = parameter["name"].as_str().unwrap();
                let ignored = ["Accept", "Authorization", "Content-Type"].contains(&name);
                assert!(!ignored, "{path}: OpenAPI ignores {name}");
            }
        }
    }

    pub(super) fn operation_ids_are_unique(&self) {
        let mut ids = BTreeSet::new();
        for (path, operation) in self.operations() {
            assert!(
                ids.insert(operation["operationId"].as_str().unwrap()),
                "{path}"
            );
        }
        assert!(!ids.is_empty());
    }
}

fn each_object(value: &Value, place: &str, visit: &mut dyn FnMut(&str, &Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            visit(place, members);
            for (key, value) in members {
                each_object(value, &format!("{place}/{key}"), visit);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                each_object(value, &format!("{place}/{index}"), visit);
            }
        }
        _ => {}
    }
}
