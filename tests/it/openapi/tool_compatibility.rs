//! The documents avoid constructs that caused problems in other people's tools.

use serde_json::{Map, Value, json};

use super::document::Document;
use super::{CRATES, FORMS, model};

fn documents() -> impl Iterator<Item = Document> {
    CRATES.into_iter().flat_map(|(spec, _)| {
        let model = model(spec);
        FORMS.map(|(form, _)| Document::new(&model, form))
    })
}

/// Visits every object except examples and extensions.
fn each_schema(document: &Document, visit: &mut dyn FnMut(&str, &Map<String, Value>)) {
    document.each_object(&mut |place, object| {
        let is_data = ["/example/", "/examples/", "/x-wechatpay-"]
            .iter()
            .any(|part| place.contains(part));
        let is_named = place.ends_with("/properties") || place.ends_with("/dependentSchemas");
        if !is_data && !is_named {
            visit(place, object);
        }
    });
}

/// Code generators name classes after `title`, and requests and responses share titles.
#[test]
fn no_openapi_component_has_a_title() {
    for document in documents() {
        for (name, schema) in document.value["components"]["schemas"].as_object().unwrap() {
            assert!(schema.get("title").is_none(), "{name}");
        }
    }
}

/// Code generators copy the target of a reference if anything but texts is next to it.
#[test]
fn no_schema_combines_a_reference_with_limits() {
    const ALLOWED: [&str; 4] = ["$ref", "title", "description", "default"];
    for document in documents() {
        each_schema(&document, &mut |place, object| {
            if !object.contains_key("$ref") || place.contains("/responses/") {
                return;
            }
            for key in object.keys() {
                let is_allowed = ALLOWED.contains(&key.as_str()) || key.starts_with("x-wechatpay-");
                assert!(is_allowed, "{place}: {key}");
            }
        });
    }
}

/// Viewers merge such a list into the properties, and then show conditional fields as required.
#[test]
fn conditions_are_kept_apart_from_properties() {
    let mut below = 0;
    for document in documents() {
        each_schema(&document, &mut |place, object| {
            if object.contains_key("properties") {
                assert!(!object.contains_key("allOf"), "{place}");
                assert!(
                    place.contains("/if") || !object.contains_key("if"),
                    "{place}"
                );
            }
            below += usize::from(object.contains_key("dependentSchemas"));
        });
    }
    assert!(below > 3);
}

#[test]
fn no_property_schema_is_a_boolean() {
    for document in documents() {
        document.each_object(&mut |place, object| {
            if place.ends_with("/properties") && !place.contains("/x-wechatpay-") {
                for (name, schema) in object {
                    assert!(schema.is_object(), "{place}/{name}: {schema}");
                }
            }
        });
    }
}

#[test]
fn every_integer_is_bounded_to_64_bits_or_less() {
    let mut integers = 0;
    for document in documents() {
        each_schema(&document, &mut |place, object| {
            if object.get("type") == Some(&json!("integer")) {
                integers += 1;
                for bound in ["minimum", "maximum"] {
                    let is_given = object.get(bound).is_some_and(Value::is_i64);
                    assert!(is_given, "{place} has no {bound}");
                }
            }
        });
    }
    assert!(integers > 20);
}

/// `$` matches before a final line feed in Python, Java, PHP and other languages.
#[test]
fn patterns_match_the_end_of_the_text_in_every_validator() {
    let mut patterns = 0;
    for document in documents() {
        each_schema(&document, &mut |place, object| {
            if let Some(Value::String(pattern)) = object.get("pattern") {
                patterns += 1;
                assert!(pattern.ends_with(r"(?![\s\S])"), "{place}: {pattern}");
                assert!(!pattern.contains('$'), "{place}: {pattern}");
            }
        });
    }
    assert!(patterns > 4);
}

#[test]
fn the_error_schema_accepts_any_member_of_detail() {
    for document in documents() {
        let error = &document.value["components"]["schemas"]["Error"];
        assert_eq!(error["properties"]["detail"]["additionalProperties"], true);
    }
}

/// Most viewers hide extensions.
#[test]
fn descriptions_contain_conditions_values_rate_limits_and_prerequisites() {
    let (mut conditional, mut values) = (0, 0);
    for (spec, _) in CRATES {
        let model = model(spec);
        for (form, _) in FORMS {
            let document = Document::new(&model, form);
            document.each_object(&mut |place, object| {
                if place.contains("/example") {
                    return;
                }
                let description = object.get("description").and_then(Value::as_str);
                // Some values contain backticks and therefore have a longer fence.
                let description = description.unwrap_or_default().replace('`', "");
                if let Some(Value::Object(presence)) = object.get("x-wechatpay-presence") {
                    conditional += 1;
                    for kind in ["only_when", "required_when", "allowed_when"] {
                        for (subject, test) in presence
                            .get(kind)
                            .and_then(Value::as_object)
                            .into_iter()
                            .flatten()
                        {
                            let subject = subject.strip_prefix("outside ").unwrap_or(subject);
                            let subject = subject.replace('`', "");
                            assert!(description.contains(&subject), "{place}: {description}");
                            for value in test.as_array().into_iter().flatten() {
                                let value = value.as_str().unwrap().replace('`', "");
                                assert!(description.contains(&value), "{place}: {description}");
                            }
                        }
                    }
                }
                for value in known(object) {
                    values += 1;
                    assert!(
                        description.contains(&value),
                        "{place}: {value}: {description}"
                    );
                }
            });
            for service in &model.services {
                for operation in &service.operations {
                    let description = document.description(operation);
                    if let Some(limit) = operation.rate_limit {
                        let limit = format!("Rate limit: {} calls per ", limit.requests);
                        assert!(description.contains(&limit), "{description}");
                    }
                    let (_, listed) = description
                        .split_once("Before the call:\n")
                        .unwrap_or_default();
                    let listed = listed.lines().filter(|line| line.starts_with("- "));
                    assert_eq!(
                        listed.count(),
                        operation.prerequisites.len(),
                        "{description}"
                    );
                }
            }
        }
    }
    assert!(conditional > 60 && values > 60, "{conditional} {values}");
}

/// The known values of an enum, without backticks.
fn known(schema: &Map<String, Value>) -> Vec<String> {
    let listed = schema.get("x-extensible-enum");
    let listed = listed.or_else(|| schema.get("anyOf")?.pointer("/0/enum"));
    let listed = listed.and_then(Value::as_array).into_iter().flatten();
    let is_of_an_error = schema.len() == 1;
    listed
        .filter(|_| !is_of_an_error)
        .map(|value| {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            text.replace('`', "")
        })
        .collect()
}

/// A description next to a reference hides the description of the type.
#[test]
fn descriptions_of_fields_repeat_enum_values_and_rules_of_objects() {
    let model = model("tests/golden/spec");
    let mut repeated = [0, 0];
    for (form, _) in FORMS {
        let document = Document::new(&model, form);
        let component = |reference: &str| &document.value["components"]["schemas"][reference];
        document.each_object(&mut |place, object| {
            let reference = object
                .get("$ref")
                .or_else(|| object.get("allOf")?[0].get("$ref"));
            let Some(reference) = reference.and_then(Value::as_str) else {
                return;
            };
            let Some(Value::String(own)) = object.get("description") else {
                return;
            };
            let name = reference.rsplit('/').next().unwrap();
            let of_type = component(name)["description"].as_str().unwrap_or_default();
            for (index, heading) in ["Known values:", "Rules:"].into_iter().enumerate() {
                if let Some((_, list)) = of_type.split_once(heading) {
                    assert!(own.ends_with(list), "{place}: {own}");
                    repeated[index] += 1;
                }
            }
        });
    }
    assert!(repeated[0] > 0, "{repeated:?}");
}
