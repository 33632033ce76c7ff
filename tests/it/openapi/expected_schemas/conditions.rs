//! Conditions and rules, and the schemas that enforce them.

use serde_json::{Value, json};

use super::request;

/// A body of two integers, two enums and a flag, with a presence for the last field.
fn with_presence(presence: &str) -> String {
    let presence = presence.replace('\n', "\n      ");
    format!(
        "\
body:
  way:
    type: Way
    presence: required
  level:
    type: Level
    presence: optional
  count:
    type: integer
    presence: optional
  rush:
    type: boolean
    presence: optional
  last:
    type: string
    presence:
      {presence}
types:
  Way:
    values:
      POST: {{}}
      FOOT: {{}}
      BOAT: {{}}
  Level:
    value_type: integer
    values:
      1:
        rust_name: Slow
      2:
        rust_name: Fast
"
    )
}

#[test]
fn each_kind_of_condition_has_the_expected_schema() {
    let given = json!({ "required": ["last"] });
    let never = json!({ "not": {} });
    let left_out = json!({ "properties": { "last": never } });
    let is = |field: &str, schema: Value| json!({ "properties": { field: schema }, "required": [field] });
    let is_if_given = |field: &str, schema: Value| json!({ "properties": { field: schema } });
    for (presence, all_of) in [
        (
            "only_when:\n  way: POST",
            json!([
                { "if": is("way", json!({ "enum": ["POST"] })), "then": given },
                { "if": is_if_given("way", json!({ "enum": ["FOOT", "BOAT"] })), "then": left_out },
            ]),
        ),
        (
            "required_when:\n  level: 2",
            json!([{ "if": is("level", json!({ "enum": [2] })), "then": given }]),
        ),
        (
            "allowed_when:\n  way:\n    - POST\n    - FOOT\n    - BOAT",
            json!([{ "if": is_if_given("way", never.clone()), "then": left_out }]),
        ),
        (
            "only_when:\n  count: greater than 0",
            json!([
                { "if": is("count", json!({ "exclusiveMinimum": 0 })), "then": given },
                { "if": is_if_given("count", json!({ "maximum": 0 })), "then": left_out },
            ]),
        ),
        (
            "only_when:\n  rush: true",
            json!([
                { "if": is("rush", json!({ "enum": [true] })), "then": given },
                { "if": is_if_given("rush", json!({ "not": { "enum": [true] } })), "then": left_out },
            ]),
        ),
        (
            "required_when:\n  count: absent",
            json!([{ "if": is_if_given("count", never.clone()), "then": given }]),
        ),
        (
            "allowed_when:\n  count: present",
            json!([{ "if": is_if_given("count", never.clone()), "then": left_out }]),
        ),
        // Whether the shop is open is outside the message, but `rush` is inside.
        (
            "only_when:\n  outside the shop: open\n  rush: true",
            json!([{ "if": is_if_given("rush", json!({ "not": { "enum": [true] } })), "then": left_out }]),
        ),
        (
            "required_when:\n  way: POST\n  level: 1",
            json!([{
                "if": {
                    "properties": { "way": { "enum": ["POST"] }, "level": { "enum": [1] } },
                    "required": ["way", "level"],
                },
                "then": given,
            }]),
        ),
    ] {
        let expected = json!({
            "required": ["way"], "dependentSchemas": { "way": { "allOf": all_of } },
        });
        assert_eq!(request(&with_presence(presence)), expected, "{presence}");
    }
    let dependent = json!({ "required": ["way"], "dependentRequired": { "count": ["last"] } });
    assert_eq!(
        request(&with_presence("required_when:\n  count: present")),
        dependent
    );
    let nothing = json!({ "required": ["way"] });
    assert_eq!(request(&with_presence("cut_off: 当")), nothing);
    assert_eq!(
        request(&with_presence("required_when:\n  outside it: rains")),
        nothing
    );
}

#[test]
fn each_kind_of_rule_has_the_expected_schema() {
    let body = with_presence("cut_off: 当");
    for (rule, text, schema, extension) in [
        (
            "id: one\n    at_most_one_of:\n      - count\n      - rush",
            "At most one of `count`, `rush` may be given.",
            json!([{ "not": { "required": ["count", "rush"] } }]),
            json!({ "id": "one", "at_most_one_of": ["count", "rush"] }),
        ),
        (
            "at_most_one_of:\n      - count\n      - rush\n      - last",
            "At most one of `count`, `rush`, `last` may be given.",
            json!([
                { "not": { "anyOf": [{ "required": ["count", "rush"] }, { "required": ["count", "last"] }] } },
                { "not": { "required": ["rush", "last"] } },
            ]),
            json!({ "at_most_one_of": ["count", "rush", "last"] }),
        ),
        (
            "allowed:\n      when:\n        level: 1\n      field: way\n      values: POST",
            "When `level` is `1`, `way` is `POST`.",
            json!([{
                "if": { "properties": { "level": { "enum": [1] } }, "required": ["level"] },
                "then": { "properties": { "way": { "not": { "enum": ["FOOT", "BOAT"] } } } },
            }]),
            json!({ "allowed": { "when": { "level": ["1"] }, "field": "way", "values": ["POST"] } }),
        ),
        (
            "allowed:\n      when:\n        way: BOAT\n      field: count\n      values:\n        - 1\n        - 2",
            "When `way` is `BOAT`, `count` is `1` or `2`.",
            json!([{
                "if": { "properties": { "way": { "enum": ["BOAT"] } }, "required": ["way"] },
                "then": { "properties": { "count": { "enum": [1, 2] } } },
            }]),
            json!({ "allowed": { "when": { "way": ["BOAT"] }, "field": "count", "values": ["1", "2"] } }),
        ),
    ] {
        let expected = json!({
            "description": format!("Rules:\n\n- {text}"), "required": ["way"],
            "dependentSchemas": { "way": { "allOf": schema } }, "x-wechatpay-rules": [extension],
        });
        assert_eq!(
            request(&format!("{body}rules:\n  - {rule}\n")),
            expected,
            "{rule}"
        );
    }
    let expected = json!({
        "description": "Rules:\n\n- Only the server checks this rule: It must float.",
        "required": ["way"], "x-wechatpay-rules": [{ "server": true, "description": "It must float." }],
    });
    assert_eq!(
        request(&format!(
            "{body}rules:\n  server: true\n  doc: It must float.\n"
        )),
        expected
    );
}

#[test]
fn conditions_on_message_fields_are_in_the_schema_of_the_message() {
    let yaml = "\
body:
  way:
    type: Way
    presence: required
  items:
    type: array[Item]
    presence: optional
request_types:
  Item:
    fields:
      colour:
        type: string
        presence: optional
      name:
        type: string
        presence:
          required_when:
            $.way: POST
            colour: red
types:
  Way:
    values:
      POST: {}
      FOOT: {}
";
    let expected = json!({ "required": ["way"], "dependentSchemas": { "way": { "allOf": [{
        "if": { "properties": { "way": { "enum": ["POST"] } }, "required": ["way"] },
        "then": { "properties": { "items": { "items": {
            "if": { "properties": { "colour": { "enum": ["red"] } }, "required": ["colour"] },
            "then": { "required": ["name"] },
        } } } },
    }] } } });
    assert_eq!(request(yaml), expected);
}

/// If no field is required, each condition is placed at a field without which it has no effect.
#[test]
fn conditions_of_an_object_without_required_fields_are_in_the_schema_of_a_field_they_use() {
    let yaml = "\
body:
  a:
    type: integer
    presence: optional
  b:
    type: integer
    presence:
      only_when:
        a: greater than 0
  c:
    type: integer
    presence:
      required_when:
        a: absent
        d: absent
  d:
    type: integer
    presence:
      allowed_when:
        a: absent
rules:
  - at_most_one_of:
      - a
      - c
      - d
  - allowed:
      when:
        a: absent
      field: d
      values: 4
";
    let never = json!({ "not": {} });
    let expected = json!({
        "dependentSchemas": {
            "a": { "allOf": [
                {
                    "if": { "properties": { "a": { "exclusiveMinimum": 0 } }, "required": ["a"] },
                    "then": { "required": ["b"] },
                },
                { "if": { "required": ["a"] }, "then": { "properties": { "d": never } } },
                { "not": { "anyOf": [{ "required": ["a", "c"] }, { "required": ["a", "d"] }] } },
            ] },
            "b": { "allOf": [{
                "if": { "properties": { "a": { "maximum": 0 } } },
                "then": { "properties": { "b": never } },
            }] },
            "d": { "allOf": [{
                "if": { "properties": { "a": never } },
                "then": { "properties": { "d": { "enum": [4] } } },
            }] },
            "c": { "allOf": [{ "not": { "required": ["c", "d"] } }] },
        },
        "not": { "properties": { "a": never, "d": never, "c": never } },
    });
    let mut found = request(yaml);
    for key in ["description", "x-wechatpay-rules"] {
        found.as_object_mut().unwrap().remove(key);
    }
    assert_eq!(found, expected);
}
