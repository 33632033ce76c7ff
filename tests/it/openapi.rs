//! The OpenAPI documents are up to date, consistent, and agree with everything else that validates
//! requests.

mod agreement;
mod damage;
mod document;
mod expected_schemas;
mod tool_compatibility;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;
use wechatpay_codegen::{OpenApi, Syntax};

use document::Document;

/// Folders of specs, and the folders of the crates that contain the documents.
const CRATES: [(&str, &str); 2] = [("spec", "generated"), ("tests/golden/spec", "tests/golden")];

const FORMS: [(OpenApi, &str); 2] = [
    (OpenApi::V3_1, "openapi.json"),
    (OpenApi::V3_0, "openapi-3.0.json"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The model of a folder of specs.
fn model(folder: &str) -> Model {
    let (model, diagnostics) =
        wechatpay_codegen::read(&Sources::read(&root().join(folder)).unwrap());
    assert!(!diagnostics.has_errors(), "{folder}");
    model
}

fn text(model: &Model, form: OpenApi) -> String {
    wechatpay_codegen::openapi(model, form, Syntax::Json)
}

#[test]
fn the_committed_openapi_documents_are_up_to_date() {
    for (spec, krate) in CRATES {
        let model = model(spec);
        for (form, name) in FORMS {
            let committed = fs::read_to_string(root().join(krate).join(name)).unwrap();
            let is_fresh = committed == text(&model, form);
            assert!(is_fresh, "{krate}/{name}: run: cargo xtask generate");
        }
    }
}

#[test]
fn openapi_yaml_and_json_are_equal() {
    for (spec, _) in CRATES {
        let model = model(spec);
        for (form, _) in FORMS {
            let yaml = wechatpay_codegen::openapi(&model, form, Syntax::Yaml);
            let yaml: Value = serde_yaml::from_str(&yaml).unwrap();
            let json: Value = serde_json::from_str(&text(&model, form)).unwrap();
            assert_eq!(yaml, json, "{spec}");
        }
    }
}

#[test]
fn openapi_references_parameters_and_names_are_consistent() {
    for (spec, _) in CRATES {
        let model = model(spec);
        for (form, _) in FORMS {
            let document = Document::new(&model, form);
            document.references_lead_somewhere();
            document.components_are_used();
            document.paths_and_parameters_agree();
            document.operation_ids_are_unique();
        }
    }
}

/// The table names each extension in its first column, without `x-wechatpay-`.
#[test]
fn every_extension_of_the_documents_is_explained() {
    let decision = root().join("codegen/decisions/0002-openapi.md");
    let decision = fs::read_to_string(decision).unwrap();
    let (_, table) = decision.split_once("\n## Extensions\n").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let names = rows.filter_map(|row| row.split('|').nth(1));
    let explained: BTreeSet<_> = names
        .flat_map(|names| names.split('`').skip(1).step_by(2))
        .collect();
    let mut missing = BTreeSet::new();
    for (spec, _) in CRATES {
        let model = model(spec);
        for (form, _) in FORMS {
            Document::new(&model, form).each_object(&mut |_, object| {
                let names = object
                    .keys()
                    .filter_map(|key| key.strip_prefix("x-wechatpay-"));
                let names = names.filter(|name| !explained.contains(name));
                missing.extend(names.map(str::to_owned));
            });
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn openapi_3_0_documents_have_no_keyword_of_3_1() {
    let newer = [
        "if",
        "then",
        "dependentRequired",
        "dependentSchemas",
        "const",
        "examples",
        "propertyNames",
        "exclusiveMinimum",
        "identifier",
    ];
    for (spec, _) in CRATES {
        let document = Document::new(&model(spec), OpenApi::V3_0);
        document.each_object(&mut |place, object| {
            let is_data = place.contains("/example/") || place.contains("/x-wechatpay-");
            let is_named = place.ends_with("/properties") || place.ends_with("/schemas");
            if !is_data && !is_named {
                for word in newer {
                    assert!(!object.contains_key(word), "{place} has {word}");
                }
                if object.contains_key("$ref") {
                    assert_eq!(object.len(), 1, "{place} says something beside a reference");
                }
            }
        });
    }
}

#[test]
fn samples_match_their_schema_unless_they_break_a_rule_of_their_page() {
    let mut counts = [0, 0, 0];
    for (spec, _) in CRATES {
        let model = model(spec);
        let document = Document::new(&model, OpenApi::V3_1);
        for service in &model.services {
            for operation in &service.operations {
                let requests = document.request_schema(operation);
                let responses = document.response_schema(operation);
                for sample in &operation.samples {
                    let body = |text: &Option<String>| {
                        text.as_ref()
                            .map(|text| serde_json::from_str::<Value>(text).unwrap())
                    };
                    if let Some(body) = body(&sample.request) {
                        let fits = requests.as_ref().unwrap().is_valid(&body);
                        assert_eq!(fits, sample.breaks.is_empty(), "{}: {body}", operation.name);
                        counts[usize::from(!fits)] += 1;
                    }
                    if let Some(body) = body(&sample.response) {
                        assert!(
                            responses.as_ref().unwrap().is_valid(&body),
                            "{}: {body}",
                            operation.name
                        );
                        counts[2] += 1;
                    }
                }
            }
        }
    }
    let [fit, broken, responses] = counts;
    assert!(fit >= 4 && broken == 3 && responses >= 4, "{counts:?}");
}

#[test]
fn a_sample_that_breaks_a_rule_is_not_an_openapi_example() {
    let document = Document::new(&model("spec"), OpenApi::V3_1);
    let content = document.value.pointer(
        "/paths/~1v3~1marketing~1busifavor~1stocks~1{stock_id}~1budget/patch/requestBody/content/application~1json",
    );
    let content = content.unwrap();
    let names: Vec<_> = content["examples"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["sample_2"]);
    let broken = &content["x-wechatpay-samples-that-break-rules"];
    assert_eq!(broken[0]["breaks"], serde_json::json!(["one_target"]));
    assert_eq!(broken[0]["value"]["target_max_coupons_by_day"], 500);
}

#[test]
fn openapi_examples_keep_the_field_order_of_the_page() {
    let text = text(&model("spec"), OpenApi::V3_1);
    let place = |key: &str| text.find(&format!("\"{key}\": ")).unwrap();
    // Neither the order of the table nor alphabetical order.
    assert!(place("target_max_coupons") < place("current_max_coupons"));
}

#[test]
fn schemas_accept_unknown_values_and_fields_in_requests_and_responses() {
    let model = model("spec");
    let document = Document::new(&model, OpenApi::V3_1);
    let operations = model
        .services
        .iter()
        .flat_map(|service| &service.operations);
    let operation = operations
        .clone()
        .find(|o| o.name == "create_product_coupon")
        .unwrap();
    let body =
        |text: &Option<String>| -> Value { serde_json::from_str(text.as_ref().unwrap()).unwrap() };
    let mut request = body(&operation.samples[0].request);
    request["scope"] = "CATEGORY".into();
    request["stock"]["store_scope"] = "SOME".into();
    request["later"] = 1.into();
    assert!(
        document
            .request_schema(operation)
            .unwrap()
            .is_valid(&request)
    );
    let mut response = body(&operation.samples[0].response);
    response["scope"] = "CATEGORY".into();
    response["stock"]["later"] = true.into();
    assert!(
        document
            .response_schema(operation)
            .unwrap()
            .is_valid(&response)
    );
}
