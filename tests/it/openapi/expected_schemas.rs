//! A few lines of spec and the expected schemas. `tests/golden/openapi.json` and its 3.0 version
//! are whole documents.

mod conditions;
mod operations;

use serde_json::{Value, json};
use wechatpay_codegen::OpenApi;

use crate::support::small_spec::sources;

/// The parts of the small spec that every operation has.
const HEAD: &str = "\
operation: paint
title: 上色
doc: Paints.
source:
  page: 上色页
  updated: 2026-01-31
audience: 普通商户
method: POST
hosts: main
";

/// A document with one operation: the given keys, and defaults for the others.
fn document(keys: &str, form: OpenApi) -> Value {
    let mut text = format!("{HEAD}{keys}");
    for (key, default) in [
        ("path:", "path: /v3/paint\n"),
        ("response:", "response:\n  status: 204\n"),
        ("errors:", "errors:\n  - common: SYSTEM_ERROR\n"),
    ] {
        if !keys.lines().any(|line| line.starts_with(key)) {
            text.push_str(default);
        }
    }
    let (model, _) = wechatpay_codegen::read(&sources(&text));
    serde_json::from_str(&super::text(&model, form)).unwrap()
}

/// The schema of a request field.
fn field(yaml: &str, form: OpenApi) -> Value {
    let yaml = yaml.replace('\n', "\n    ");
    let types = "types:\n  Colour:\n    values:\n      RED: {}\n      BLUE: {}\n";
    let body =
        format!("body:\n  a:\n    {yaml}\n  b:\n    type: Colour\n    presence: optional\n{types}");
    let document = document(&body, form);
    document["components"]["schemas"]["cards.request.PaintRequest"]["properties"]["a"].clone()
}

/// The schema of a request except its properties.
fn request(yaml: &str) -> Value {
    let document = document(yaml, OpenApi::V3_1);
    let mut schema = document["components"]["schemas"]["cards.request.PaintRequest"].clone();
    let members = schema.as_object_mut().unwrap();
    for key in ["type", "properties"] {
        members.remove(key);
    }
    schema
}

/// The schema of an integer without limits of its own, with more members.
fn integer(more: Value) -> Value {
    let mut schema = json!({
        "type": "integer", "format": "int64", "minimum": i64::MIN, "maximum": i64::MAX,
    });
    let Value::Object(more) = more else {
        panic!("{more}");
    };
    schema.as_object_mut().unwrap().extend(more);
    schema
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn each_kind_of_field_has_the_expected_schema() {
    for (yaml, expected) in [
        (
            "type: string(40)\npresence: optional\ntitle: 单号\ndoc: A number.\nmin_chars: 6\nalphabet: digits letters _ -",
            json!({
                "title": "单号", "description": "A number.", "type": "string", "minLength": 6, "maxLength": 40,
                "pattern": r"^[0-9A-Za-z_-]*(?![\s\S])",
            }),
        ),
        (
            "type: string\npresence: optional\nalphabet: upper - \\ [ ] ^ 。",
            json!({ "type": "string", "pattern": r"^[A-Z\\\[\]\^。-]*(?![\s\S])" }),
        ),
        (
            "type: string\npresence: optional\nalphabet: digits 😀 券 🎉",
            json!({ "type": "string", "pattern": r"^(?:[0-9券]|😀|🎉)*(?![\s\S])" }),
        ),
        (
            "type: string\npresence: optional\nalphabet: 😀",
            json!({ "type": "string", "pattern": r"^(?:😀)*(?![\s\S])" }),
        ),
        // A description is Markdown, while a text of the spec is not.
        (
            "type: boolean\npresence: optional\ndoc: Not <b>, not [x](y), but out_request_no.",
            json!({
                "description": r"Not \<b\>, not \[x\](y), but `out_request_no`.",
                "type": "boolean",
            }),
        ),
        (
            "type: string\npresence: required",
            json!({ "type": "string" }),
        ),
        (
            "type: string\npresence: optional\nformat: rfc3339",
            json!({ "type": "string", "format": "date-time" }),
        ),
        (
            "type: string\npresence: optional\nformat: url",
            json!({ "type": "string", "format": "uri" }),
        ),
        (
            "type: integer\npresence: optional\nmin: 1\nmax: 15\nunit: days\ndefault: 3",
            json!({
                "type": "integer", "format": "int64", "minimum": 1, "maximum": 15, "default": 3,
                "x-wechatpay-unit": "days",
            }),
        ),
        (
            "type: integer\npresence: optional\nmin: 1",
            integer(json!({ "minimum": 1 })),
        ),
        (
            "type: array[integer]\npresence: optional\nmax: 9",
            json!({ "type": "array", "items": integer(json!({ "maximum": 9 })) }),
        ),
        (
            "type: integer\npresence: optional\ndefault: unlimited",
            integer(json!({ "x-wechatpay-default": "unlimited" })),
        ),
        (
            "type: string\npresence: optional\ndefault: 默认为",
            json!({ "type": "string", "x-wechatpay-default": "默认为" }),
        ),
        (
            "type: boolean\npresence: optional",
            json!({ "type": "boolean" }),
        ),
        (
            "type: array[string]\npresence: optional\nmin_items: 1\nmax_items: 8",
            json!({
                "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 8,
            }),
        ),
        (
            "type: Colour\npresence: optional\ndoc: What it becomes.\ndefault: RED",
            json!({
                "description": "What it becomes.\n\nKnown values:\n\n- `RED`\n- `BLUE`",
                "$ref": "#/components/schemas/cards.Colour",
                "default": "RED",
            }),
        ),
        (
            "type: integer\npresence: undocumented\nfrom:\n  paint.response:\n    presence: required\n    max: 5\n    doc: So many.",
            integer(json!({
                "x-wechatpay-presence": "undocumented",
                "x-wechatpay-from": {
                    "paint.response": { "presence": "required", "description": "So many.", "max": 5 },
                },
            })),
        ),
        (
            "type: integer\npresence:\n  cut_off: 当且仅当\nserver:\n  doc: It must fit.\nremarks:\n  doc: Beside it.",
            integer(json!({
                "description": "Optional, because the page's condition is incomplete: it ends after “当且仅当”.",
                "x-wechatpay-presence": { "cut_off": "当且仅当" },
                "x-wechatpay-server": ["It must fit."], "x-wechatpay-remarks": ["Beside it."],
            })),
        ),
        (
            "type: integer\npresence: optional\nnotes:\n  kind: silent\n  says: No bounds.\n  we: Any is sent.",
            integer(json!({
                "x-wechatpay-notes": [{ "kind": "silent", "says": ["No bounds."], "we": "Any is sent." }],
            })),
        ),
    ] {
        assert_eq!(field(yaml, OpenApi::V3_1), expected, "{yaml}");
    }
}

#[test]
fn each_kind_of_field_has_the_expected_schema_in_openapi_3_0() {
    for (yaml, expected) in [
        (
            "type: string(4)\npresence: optional\ntitle: 单号",
            json!({ "x-wechatpay-title": "单号", "type": "string", "maxLength": 4 }),
        ),
        (
            "type: Colour\npresence: optional",
            json!({ "$ref": "#/components/schemas/cards.Colour" }),
        ),
        (
            "type: Colour\npresence: optional\ndoc: What it becomes.",
            json!({
                "description": "What it becomes.\n\nKnown values:\n\n- `RED`\n- `BLUE`",
                "allOf": [{ "$ref": "#/components/schemas/cards.Colour" }],
            }),
        ),
    ] {
        assert_eq!(field(yaml, OpenApi::V3_0), expected, "{yaml}");
    }
}

#[test]
fn enum_schemas_list_known_values_and_accept_unknown_values() {
    let yaml = "\
body:
  level:
    type: Level
    presence: optional
types:
  Level:
    value_type: integer
    title: 速度
    values:
      1:
        rust_name: Slow
        title: 慢
        doc: Takes a day.
      2:
        rust_name: Fast
";
    let level = |form| document(yaml, form)["components"]["schemas"]["cards.Level"].clone();
    let meanings = json!([{ "value": 1, "title": "慢", "description": "Takes a day." }]);
    let description = "Known values:\n\n- `1` (慢): Takes a day.\n- `2`";
    let newer = json!({
        "x-wechatpay-title": "速度", "description": description,
        "anyOf": [integer(json!({ "enum": [1, 2] })), integer(json!({}))],
        "x-wechatpay-values": meanings,
    });
    let older = integer(json!({
        "x-wechatpay-title": "速度", "description": description,
        "x-extensible-enum": [1, 2], "x-wechatpay-values": meanings,
    }));
    assert_eq!(level(OpenApi::V3_1), newer);
    assert_eq!(level(OpenApi::V3_0), older);
}

#[test]
fn response_schemas_require_documented_fields_and_enforce_no_condition() {
    let yaml = "\
response: Painted
response_types:
  Painted:
    fields:
      state:
        type: string(9)
        presence: required
      reason:
        type: string
        presence:
          only_when:
            state: BAD
";
    let expected = json!({
        "type": "object", "required": ["state"],
        "properties": {
            "state": { "type": "string", "maxLength": 9 },
            "reason": {
                "description": "Provided only when `state` is `BAD`.", "type": "string",
                "x-wechatpay-presence": { "only_when": { "state": ["BAD"] } },
            },
        },
    });
    let document = document(yaml, OpenApi::V3_1);
    assert_eq!(
        document["components"]["schemas"]["cards.response.Painted"],
        expected
    );
}
