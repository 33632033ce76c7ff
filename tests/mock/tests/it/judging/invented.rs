//! What no page of the spec has yet: conditions across objects, lists with bounds, enums of numbers, path values.

use serde_json::{Value, json};
use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;
use wechatpay_mock::{Answer, Broken, Mock, Route, judge};

use crate::client::Draft;

const API: &str = "api: APIv3\n\
    hosts:\n  main:\n    title: 主域名\n    url: https://api.mch.weixin.qq.com\n    doc: The service.\n\
    errors:\n  - status: 500\n    code: SYSTEM_ERROR\n    meaning: It failed.\n    remedy: Again.\n    repeat: true\n";

const SERVICE: &str = "service: cards\ndoc: Cards.\n";

const OPERATION: &str = "
operation: deal_cards
title: 发牌
doc: Deals cards.
source:
  page: 发牌
  updated: 2026-01-31
audience: 普通商户
method: POST
path: /v3/tables/{table_id}/cards
hosts: main
request_number: deal_no
parameters:
  path:
    table_id:
      type: string(4)
      presence: required
      alphabet: upper
body:
  deal_no:
    type: string
    presence: optional
  way:
    type: Way
    presence: optional
  rounds:
    type: integer
    presence: optional
  cards:
    type: array[Card]
    presence: optional
    min_items: 2
  open:
    type: boolean
    presence:
      allowed_when:
        way: 1
  pause:
    type: integer
    presence:
      required_when:
        rounds: greater than 1
  elsewhere:
    type: string
    presence:
      only_when:
        outside the table: full
  stakes:
    type: Stakes
    presence: optional
rules:
  - allowed:
      when:
        rounds: absent
      field: way
      values: 2
types:
  Way:
    of: integer
    values:
      1:
        rust_name: Slow
        doc: Slowly.
      2:
        rust_name: Fast
        doc: Fast.
  Card:
    fields:
      suit:
        type: string
        presence: required
      rank:
        type: integer
        presence:
          only_when:
            $.stakes.high: true
  Stakes:
    fields:
      high:
        type: boolean
        presence: required
response:
  status: 204
errors:
  - common: SYSTEM_ERROR
";

fn model() -> Model {
    let files = [
        ("spec/apiv3.yaml", API),
        ("spec/cards/service.yaml", SERVICE),
        ("spec/cards/deal_cards.yaml", OPERATION),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let sources = Sources::new(files);
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    assert!(
        !diagnostics.has_errors(),
        "{}",
        diagnostics.render(&sources, Format::Human)
    );
    model
}

#[test]
fn conditions_and_lists() {
    let model = model();
    let check = |body: Value, expected: &[(&str, Broken)]| {
        let findings = judge(&model, "deal_cards", &body);
        let found = findings.iter().map(|f| (f.pointer.as_str(), f.broken));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{body}");
    };
    check(json!({}), &[]);
    // Numbers as an enum's values, known and not.
    check(json!({ "way": 2 }), &[]);
    check(json!({ "way": 9 }), &[]);
    check(json!({ "way": "2" }), &[("/way", Broken::Type)]);
    check(json!({ "way": 1 }), &[("/way", Broken::Allowed)]);
    // Optional in one way, forbidden in the other, open in one that is not listed.
    check(json!({ "way": 1, "rounds": 1, "open": true }), &[]);
    check(json!({ "way": 1, "rounds": 1 }), &[]);
    check(
        json!({ "way": 2, "open": true }),
        &[("/open", Broken::ForbiddenNow)],
    );
    check(json!({ "open": true }), &[("/open", Broken::ForbiddenNow)]);
    check(
        json!({ "way": 9, "open": "yes" }),
        &[("/open", Broken::Type)],
    );
    // Required from a number on.
    check(json!({ "rounds": 2 }), &[("/pause", Broken::RequiredNow)]);
    check(json!({ "rounds": 1, "pause": 1 }), &[]);
    check(json!({ "rounds": "many" }), &[("/rounds", Broken::Type)]);
    // What is not in the message decides nothing.
    check(json!({ "elsewhere": "x" }), &[]);
    // Items, and a condition that asks the message's root.
    let card = |rank: Value| json!({ "suit": "x", "rank": rank });
    check(json!({ "cards": [] }), &[("/cards", Broken::MinItems)]);
    check(
        json!({ "cards": [card(json!(1)), { "suit": "x" }] }),
        &[("/cards/0/rank", Broken::ForbiddenNow)],
    );
    check(
        json!({ "stakes": { "high": true }, "cards": [card(json!(1)), {}] }),
        &[
            ("/cards/1/suit", Broken::Required),
            ("/cards/1/rank", Broken::RequiredNow),
        ],
    );
    check(
        json!({ "cards": [1, null] }),
        &[("/cards/1", Broken::Null), ("/cards/0", Broken::Type)],
    );
}

#[test]
fn path_values_are_judged_and_numbers_noted() {
    let mock = Mock::builder()
        .documented(&model())
        .with_route(Route::new(
            "GET",
            "/v3/tables/{table_id}/cards",
            Answer::json(200, "[]"),
        ))
        .start()
        .unwrap();
    let deal = |table: &str| {
        let mut draft = Draft::of(&mock).body(r#"{"deal_no":"1"}"#);
        draft.method = "POST";
        draft.target = format!("/v3/tables/{table}/cards");
        draft.send(&mock)
    };
    for (table, field) in [
        ("ABCD", None),
        ("ABCDE", Some("table_id")),
        ("AB%E5%88%B8", Some("table_id")),
    ] {
        let reply = deal(table);
        assert_eq!(
            reply.status,
            if field.is_none() { 204 } else { 400 },
            "{table}"
        );
        if let Some(field) = field {
            assert_eq!(reply.json()["detail"]["location"], "path");
            assert_eq!(reply.json()["detail"]["field"], field);
        }
    }
    deal("ABCD");
    let ledger = mock.ledger();
    assert_eq!(ledger.len(), 1);
    assert_eq!(
        (ledger[0].operation(), ledger[0].request_number()),
        ("deal_cards", Some("1"))
    );
}
