//! A program next to the generated crate that runs the example of every operation.

use std::fmt::Write as _;

use serde_json::Value;
use wechatpay_codegen::model::{Form, Model, Operation, Service, Type};

/// One test for each operation, with a sample for each direction.
pub(super) fn program(model: &Model) -> String {
    let mut program = "//! Values go in and come out.\n\n".to_owned();
    let files = crate::support::invariants::generate(model);
    for service in &model.services {
        for operation in &service.operations {
            let path = format!("{}/{}.md", service.name, operation.name);
            let file = files.iter().find(|file| file.path == path);
            let example = file.and_then(|file| example(&file.text));
            test(service, operation, example.as_deref(), &mut program);
        }
    }
    program
}

/// The example of a function: its imports, and the request that it builds.
fn example(file: &str) -> Option<String> {
    let (_, code) = file.split_once("```no_run\n")?;
    let lines = code.lines().filter(|line| !line.starts_with("# "));
    let code = lines.collect::<Vec<_>>().join("\n");
    let (request, _) = code.split_once("let response = ")?;
    Some(request.replace("wechatpay_api", "random_specs"))
}

fn form_of<'m>(service: &'m Service, operation: &Operation) -> Option<&'m Form> {
    service.request(&operation.request)?.form.as_ref()
}

fn test(service: &Service, operation: &Operation, example: Option<&str>, program: &mut String) {
    let Some(sample) = operation.samples.first() else {
        return;
    };
    let (module, name) = (&service.name, &operation.name);
    writeln!(program, "#[test]\nfn {module}_{name}() {{").unwrap();
    if let Some(example) = example {
        let mut sent = sample.request.as_deref().unwrap_or("null").to_owned();
        if let Some(form) = form_of(service, operation) {
            // The runtime adds the digest of the file.
            let mut json: Value = serde_json::from_str(&sent).unwrap();
            json.as_object_mut().unwrap().remove(&form.digest);
            sent = json.to_string();
        }
        let json = sent;
        writeln!(
            program,
            "#[allow(unused_imports, unused_variables)]\n{{\nlet content = vec![1_u8, 2];\n{example}\nuse random_specs::Operation as _;\nrequest.validate().unwrap();\n\
             let written = serde_json::to_value(request.body()).unwrap();\n\
             let put_in: serde_json::Value = serde_json::from_str({json:?}).unwrap();\nassert_eq!(written, put_in);\n\
             let stored = serde_json::to_string(&request).unwrap();\n\
             let again = serde_json::from_str(&stored).unwrap();\nassert_eq!(request, again);\n}}"
        )
        .unwrap();
    }
    if let (Some(json), Some(ty)) = (&sample.response, &operation.response) {
        writeln!(
            program,
            "let response: random_specs::{module}::response::{ty} = serde_json::from_str({json:?}).unwrap();\n\
             let stored = serde_json::to_string(&response).unwrap();\n\
             assert_eq!(response, serde_json::from_str(&stored).unwrap());"
        )
        .unwrap();
        if operation.download.is_some() {
            program.push_str(
                "let address = random_specs::download::Downloadable::address(&response);\n\
                 let sent = serde_json::to_value(&response.hash_type).unwrap();\n\
                 assert_eq!(address.hash_type, sent.as_str());\n\
                 assert_eq!(address.hash_value, response.hash_value.as_deref());\n",
            );
        }
        let values: Value = serde_json::from_str(json).unwrap();
        let model = service
            .responses
            .iter()
            .find(|structure| structure.name == *ty)
            .unwrap();
        for field in &model.fields {
            let name = &field.name;
            let kept = match (values.get(&field.wire_name), &field.ty) {
                (None, _) => format!("assert!(response.{name}.is_none());"),
                (Some(Value::String(text)), Type::String) => {
                    format!("assert_eq!(response.{name}.as_deref(), Some({text:?}));")
                }
                (Some(Value::Number(number)), Type::Integer) => {
                    format!("assert_eq!(response.{name}, Some({number}));")
                }
                (Some(Value::Bool(value)), Type::Boolean) => {
                    format!("assert_eq!(response.{name}, Some({value}));")
                }
                (Some(value), Type::Time | Type::Enum(_)) => format!(
                    "assert_eq!(serde_json::to_value(response.{name}.unwrap()).unwrap(), serde_json::from_str::<serde_json::Value>({:?}).unwrap());",
                    value.to_string()
                ),
                (Some(Value::Array(items)), _) => {
                    format!(
                        "assert_eq!(response.{name}.unwrap().len(), {});",
                        items.len()
                    )
                }
                (Some(_), _) => format!("assert!(response.{name}.is_some());"),
            };
            writeln!(program, "{kept}").unwrap();
        }
    }
    program.push_str("}\n\n");
}
