//! What the mock reports about requests with constructs that no page of the spec has: conditions
//! across objects, lists with bounds, and enums of numbers in lists and inside objects.

use serde_json::{Value, json};
use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::mock_data;
use wechatpay_codegen::source::Sources;
use wechatpay_mock::{BrokenRule, Spec, validate};

const API: &str = "api: APIv3\n\
    hosts:\n  main:\n    title: 主域名\n    url: https://api.mch.weixin.qq.com\n    doc: The service.\n\
    errors:\n  - status: 500\n    code: SYSTEM_ERROR\n    meaning: It failed.\n    remedy: Again.\n    retryable: true\n";

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
idempotency_key: deal_no
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
  colours:
    type: array[array[Colour]]
    presence: optional
  starts_at:
    type: string
    format: rfc3339
    presence: optional
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
    value_type: integer
    values:
      1:
        rust_name: Slow
        doc: Slowly.
      2:
        rust_name: Fast
        doc: Fast.
  Colour:
    values:
      RED: Hearts and diamonds.
      BLACK: Clubs and spades.
  Card:
    fields:
      suit:
        type: string
        presence: required
      colour:
        type: Colour
        presence: optional
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

fn spec() -> Spec {
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
    Spec::from_json(&mock_data(&model)).unwrap()
}

#[test]
fn the_mock_reports_broken_conditions_and_list_limits() {
    let spec = spec();
    let check = |body: Value, expected: &[(&str, BrokenRule)]| {
        let violations = validate(&spec, "deal_cards", &body);
        let found = violations.iter().map(|v| (v.pointer.as_str(), v.rule));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{body}");
    };
    check(json!({}), &[]);
    // Enum values that are numbers, listed and unlisted.
    check(json!({ "way": 2 }), &[]);
    check(json!({ "way": 9 }), &[("/way", BrokenRule::Unlisted)]);
    check(json!({ "way": -1 }), &[("/way", BrokenRule::Unlisted)]);
    check(json!({ "way": "2" }), &[("/way", BrokenRule::Type)]);
    check(json!({ "way": 1 }), &[("/way", BrokenRule::Allowed)]);
    // Optional with one value, forbidden with another, and unconstrained with an unlisted value.
    check(json!({ "way": 1, "rounds": 1, "open": true }), &[]);
    check(json!({ "way": 1, "rounds": 1 }), &[]);
    check(
        json!({ "way": 2, "open": true }),
        &[("/open", BrokenRule::OnlyWhen)],
    );
    check(json!({ "open": true }), &[("/open", BrokenRule::OnlyWhen)]);
    check(
        json!({ "way": 9, "open": "yes" }),
        &[("/way", BrokenRule::Unlisted), ("/open", BrokenRule::Type)],
    );
    // Times.
    check(json!({ "starts_at": "2015-05-20T13:29:35+08:00" }), &[]);
    for other in [
        "",
        "2015-05-20",
        "2015-05-20 13:29:35Z",
        "2015-02-29T13:29:35Z",
    ] {
        check(
            json!({ "starts_at": other }),
            &[("/starts_at", BrokenRule::Rfc3339)],
        );
    }
    check(
        json!({ "starts_at": 1 }),
        &[("/starts_at", BrokenRule::Type)],
    );
    // Required from a certain number on.
    check(
        json!({ "rounds": 2 }),
        &[("/pause", BrokenRule::RequiredWhen)],
    );
    check(json!({ "rounds": 1, "pause": 1 }), &[]);
    check(
        json!({ "rounds": "many" }),
        &[("/rounds", BrokenRule::Type)],
    );
    // A condition on something outside the message has no effect.
    check(json!({ "elsewhere": "x" }), &[]);
    // List items, and a condition on a path from the message's root.
    let card = |rank: Value| json!({ "suit": "x", "rank": rank });
    check(json!({ "cards": [] }), &[("/cards", BrokenRule::MinItems)]);
    check(
        json!({ "cards": [card(json!(1)), { "suit": "x" }] }),
        &[("/cards/0/rank", BrokenRule::OnlyWhen)],
    );
    check(
        json!({ "stakes": { "high": true }, "cards": [card(json!(1)), {}] }),
        &[
            ("/cards/1/suit", BrokenRule::Required),
            ("/cards/1/rank", BrokenRule::RequiredWhen),
        ],
    );
    check(
        json!({ "cards": [1, null] }),
        &[
            ("/cards/1", BrokenRule::Null),
            ("/cards/0", BrokenRule::Type),
        ],
    );
}

#[test]
fn the_mock_reports_unlisted_enum_values_at_every_depth() {
    let spec = spec();
    let unlisted = |body: Value| -> Vec<String> {
        let violations = validate(&spec, "deal_cards", &body).into_iter();
        violations
            .inspect(|violation| assert_eq!(violation.rule, BrokenRule::Unlisted, "{violation:?}"))
            .map(|violation| violation.pointer)
            .collect()
    };
    let card = |colour: &str| json!({ "suit": "x", "colour": colour });
    assert_eq!(
        unlisted(json!({ "cards": [card("RED"), card("red"), card("BLACK"), card("")] })),
        ["/cards/1/colour", "/cards/3/colour"]
    );
    assert_eq!(
        unlisted(json!({ "colours": [["RED", "GREEN"], [], ["BLACK ", "BLACK"]] })),
        ["/colours/0/1", "/colours/2/0"]
    );
    assert_eq!(unlisted(json!({ "colours": [["RED", "BLACK"]] })), [""; 0]);
}
