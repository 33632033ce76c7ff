//! An operation and its OpenAPI form.

use serde_json::{Value, json};
use wechatpay_codegen::OpenApi;

use super::document;

const OPERATION: &str = "\
path: /v3/paint/{card_id}
fingerprint: 0a1b2c3d
rate_limit: 1000/min per interface
idempotency_key: number
prerequisites:
  doc: There is a card.
remarks:
  doc: It takes a while.
parameters:
  path:
    card_id:
      type: string(8)
      presence: required
      title: 卡号
  query:
    limit:
      type: integer
      presence: optional
      max: 50
    colour:
      type: array[string]
      presence: required
  header:
    Accept:
      type: string
      presence: required
      set_by: runtime
      doc: Always JSON.
    X-Language:
      type: string
      presence: optional
body:
  number:
    type: string
    presence: required
samples:
  path:
    card_id: \"7\"
  query:
    limit: 3
    colour: red
  request: |
    { \"number\": \"1\" }
errors:
  - common: SYSTEM_ERROR
  - status: 403
    code: DRY
    meaning: No paint is left.
    remedy: Buy paint.
    may_follow_own_attempt: true
";

#[test]
fn openapi_operations_show_their_page_and_facts() {
    let document = document(OPERATION, OpenApi::V3_1);
    let operation = &document["paths"]["/v3/paint/{card_id}"]["post"];
    let expected = json!({
        "tags": ["cards"],
        "summary": "上色",
        "description": "Paints.\n\nBefore the call:\n\n- There is a card.\n\nRate limit: 1000 calls per minute over the whole interface.",
        "operationId": "paint",
        "parameters": [
            {
                "name": "card_id", "in": "path", "required": true,
                "schema": { "title": "卡号", "type": "string", "maxLength": 8 },
                "examples": { "sample_1": { "value": "7" } },
            },
            {
                "name": "limit", "in": "query",
                "schema": { "type": "integer", "format": "int64", "minimum": i64::MIN, "maximum": 50 },
                "examples": { "sample_1": { "value": 3 } },
            },
            {
                "name": "colour", "in": "query", "required": true, "style": "form", "explode": true,
                "schema": { "type": "array", "items": { "type": "string" } },
                "examples": { "sample_1": { "value": ["red"] } },
            },
            { "name": "X-Language", "in": "header", "schema": { "type": "string" } },
        ],
        "requestBody": {
            "required": true,
            "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/cards.request.PaintRequest" },
                "examples": { "sample_1": { "value": { "number": "1" } } },
            } },
        },
        "responses": operation["responses"],
        "x-wechatpay-page": { "title": "上色页", "updated": "2026-01-31" },
        "x-wechatpay-audience": ["普通商户"],
        "x-wechatpay-rate-limit": { "requests": 1000, "per_seconds": 60, "interface_level": true },
        "x-wechatpay-idempotency-key": "number",
        "x-wechatpay-prerequisites": ["There is a card."],
        "x-wechatpay-remarks": ["It takes a while."],
        "x-wechatpay-headers": [{ "name": "Accept", "description": "Always JSON." }],
    });
    assert_eq!(*operation, expected);
}

#[test]
fn openapi_error_responses_show_codes_and_remedies() {
    let document = document(OPERATION, OpenApi::V3_1);
    let operation = &document["paths"]["/v3/paint/{card_id}"]["post"];
    let refusal = &operation["responses"]["403"];
    assert_eq!(
        refusal["description"],
        "- `DRY`: No paint is left. Buy paint."
    );
    assert_eq!(
        refusal["x-wechatpay-errors"],
        json!([{ "code": "DRY", "meaning": "No paint is left.", "remedy": "Buy paint.", "may_follow_own_attempt": true }])
    );
    let codes = &refusal["content"]["application/json"]["schema"]["properties"]["code"];
    assert_eq!(
        *codes,
        json!({ "anyOf": [{ "type": "string", "enum": ["DRY"] }, { "type": "string" }] })
    );
    assert_eq!(operation["responses"]["204"]["content"], Value::Null);
}
