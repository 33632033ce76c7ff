//! A small valid spec. Tests change one fact at a time.

use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::source::Sources;

pub(crate) const API: &str = "\
api: Small
hosts:
  main:
    title: 主域名
    url: https://main.example
    doc: The only host.
errors:
  - status: 500
    code: SYSTEM_ERROR
    meaning: Something failed inside.
    remedy: Try again later.
    retryable: true
";

pub(crate) const SERVICE: &str = "\
service: cards
doc: Cards.
";

pub(crate) const OPERATION: &str = "\
operation: paint_card
title: 卡片上色
doc: Paints a card.
source:
  page: 卡片上色
  updated: 2026-01-31
audience: 普通商户
method: PATCH
path: /v3/cards/{card_id}
hosts: main
idempotency_key: out_request_no
parameters:
  path:
    card_id:
      type: string
      presence: required
body:
  out_request_no:
    type: string(32)
    presence: required
    title: 请求单号
    min_chars: 6
  colour:
    type: Colour
    presence: optional
  depth:
    type: integer
    presence:
      required_when:
        colour: DARK
    max: 9
rules:
  - id: plain
    at_most_one_of:
      - colour
      - depth
response: Card
types:
  Card:
    fields:
      colour:
        type: Colour
        presence: required
  Colour:
    values:
      LIGHT: Bright.
      DARK: Nearly black.
samples:
  - path:
      card_id: \"7\"
    request: |
      { \"out_request_no\": \"paint_7\" }
    response: |
      { \"colour\": \"DARK\" }
errors:
  - common: SYSTEM_ERROR
  - status: 404
    code: NOT_FOUND
    meaning: There is no such card.
    remedy: Check the number.
";

/// The files of the small spec.
pub(crate) const FILES: [(&str, &str); 3] = [
    ("spec/api.yaml", API),
    ("spec/cards/paint_card.yaml", OPERATION),
    ("spec/cards/service.yaml", SERVICE),
];

/// The three files with the given text of the operation.
pub(crate) fn sources(operation: &str) -> Sources {
    sources_with("spec/cards/paint_card.yaml", operation.into())
}

/// The three files, with one replaced or a fourth added.
pub(crate) fn sources_with(path: &str, bytes: Vec<u8>) -> Sources {
    let others = FILES.iter().filter(|(name, _)| *name != path);
    let others = others.map(|(name, text)| ((*name).to_owned(), (*text).into()));
    Sources::new(others.chain([(path.to_owned(), bytes)]))
}

/// The operation with some pieces replaced, each of which it has to contain.
pub(crate) fn damaged(replacements: &[(&str, &str)]) -> String {
    replaced(OPERATION, replacements)
}

/// A text with some pieces replaced, each of which it has to contain.
pub(crate) fn replaced(text: &str, replacements: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in replacements {
        assert!(text.contains(from), "the small spec has no {from:?}");
        text = text.replacen(from, to, 1);
    }
    text
}

/// The diagnostics of an operation's text.
pub(crate) fn render(operation: &str, format: Format) -> String {
    let sources = sources(operation);
    let (_, diagnostics) = wechatpay_codegen::read(&sources);
    diagnostics.render(&sources, format)
}
