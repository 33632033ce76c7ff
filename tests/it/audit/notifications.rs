//! The page of an event: its type, the type of its resource, and the table of the resource.

use wechatpay_codegen::diagnostic::Format;

use super::fixture::Fixture;

const API: &str = include_str!("spec/api.yaml");
const SERVICE: &str = "service: cards\ndoc: Cards.\n";

const SPEC: &str = "
callback: CardEvent
title: 卡片寄出通知
doc: What happens to cards.
fingerprint: \"23393e25\"
source:
  page: 卡片寄出通知
  updated: 2026-02-05
events:
  CARD.SEND:
    title: 寄出通知
    doc: A card was sent.
    original_type: card
    resource: SentCard
    fingerprint: \"9904599d\"
reply:
  doc: Reply within 5 seconds.
  fingerprint: \"c291daeb\"
types:
  State:
    values:
      SENT:
        title: 已寄出
        doc: It was sent.
        fingerprint: \"149ac60b\"
      LOST:
        title: 已丢失
        doc: It was lost.
        fingerprint: \"4d95a16c\"
  SentCard:
    fields:
      card_id:
        type: string(16)
        presence: required
        title: 卡号
        fingerprint: \"f16bf0b0\"
      state:
        type: State
        presence: required
        title: 状态
        fingerprint: \"613e5fd2\"
      weight:
        type: integer
        presence: optional
        title: 重量
        fingerprint: \"5ef7a7f0\"
        min: 1
        max: 90
        waived:
          words: 仅供参考
          reason: Says what the number is for.
      sent_time:
        type: string
        presence: optional
        title: 寄出时间
        fingerprint: \"07b755d9\"
        format: rfc3339
";

const PAGE: &str = "卡片寄出通知
更新时间:2026.02.05
一、回调描述
卡片寄给用户时通知商户。
二、回调处理步骤
收到后需在5秒内应答。
通知参数
body 包体参数
id 必填 string(36)
【通知ID】 通知的编号
event_type 必填 string(32)
【通知类型】 通知的类型
可选取值
CARD.SEND: 寄出通知,卡片寄给了用户
resource 必填 object
【通知数据】 加密的数据
| 属性 | |
original_type 必填 string 【原始类型】 固定为card  algorithm 必填 string 【算法】 加密的算法 |
{
  \"id\" : \"1\",
  \"resource\" : {
    \"original_type\" : \"card\"
  }
}
解密后的资源
card_id 必填 string(16)
【卡号】 卡片的编号
state 必填 string
【状态】 卡片的状态
可选取值
SENT: 已寄出,还在路上
LOST: 已丢失
weight 选填 integer
【重量】 卡片的重量,最少1次,最多90次,仅供参考
sent_time 选填 string
【寄出时间】 寄出的时间,遵循rfc3339标准格式
";

fn fixture(spec: &str, page: &str) -> Fixture {
    let files = [
        ("api", API),
        ("cards/service", SERVICE),
        ("cards/card_event", spec),
    ];
    let files = files.map(|(name, text)| (format!("spec/{name}.yaml"), text.to_owned()));
    let pages = vec![("pages/card_event.txt".to_owned(), page.to_owned())];
    Fixture::new(files.to_vec(), pages).unwrap()
}

fn found(spec: &str, page: &str) -> String {
    fixture(spec, page).discrepancies(Format::Human)
}

#[test]
fn the_page_of_an_event_is_compared_with_its_callback() {
    assert_eq!(found(SPEC, PAGE), "");
    let table = fixture(SPEC, PAGE).summary();
    assert!(
        table.contains("cards.CardEvent, pages/card_event.txt"),
        "{table}"
    );
}

#[test]
fn each_change_of_the_page_of_an_event_is_reported() {
    for (from, to) in [
        ("2026.02.05", "2026.02.06"),
        ("卡片寄给用户时", "卡片寄给商户时"),
        ("5秒内", "6秒内"),
        ("CARD.SEND: ", "CARD.SENT: "),
        ("寄出通知,卡片", "发出通知,卡片"),
        ("固定为card ", "固定为gift "),
        ("card_id 必填", "card_id 选填"),
        ("string(16)", "string(17)"),
        ("【卡号】", "【号码】"),
        ("卡片的编号", "卡片的号码"),
        ("LOST: 已丢失", "GONE: 已丢失"),
        ("LOST: 已丢失", "LOST: 丢失了"),
        ("LOST: 已丢失\n", ""),
        ("weight 选填 integer", "weight 选填 string"),
        ("最多90次", "最多91次"),
        ("仅供参考", "只供参考"),
        ("rfc3339标准", "时间的标准"),
        ("sent_time 选填", "send_time 选填"),
        (
            "sent_time 选填",
            "colour 选填 string\n【颜色】 颜色\nsent_time 选填",
        ),
    ] {
        assert!(PAGE.contains(from), "{from}");
        let found = found(SPEC, &PAGE.replacen(from, to, 1));
        assert_ne!(found, "", "{from} -> {to}");
    }
}

#[test]
fn each_change_of_a_callback_is_reported() {
    for (from, to) in [
        ("original_type: card", "original_type: gift"),
        ("    original_type: card\n", ""),
        ("CARD.SEND:", "CARD.OTHER:"),
        ("    title: 寄出通知\n", "    title: 别的\n"),
        ("max: 90", "max: 91"),
        ("        min: 1\n", ""),
        (
            "        waived:\n          words: 仅供参考\n          reason: Says what the number is for.\n",
            "",
        ),
        ("words: 仅供参考", "words: 别的"),
        (
            "presence: optional\n        title: 重量",
            "presence: required\n        title: 重量",
        ),
        ("        format: rfc3339\n", ""),
    ] {
        assert!(SPEC.contains(from), "{from}");
        let found = found(&SPEC.replacen(from, to, 1), PAGE);
        assert_ne!(found, "", "{from} -> {to}");
    }
}

#[test]
fn a_page_may_print_another_text_of_the_event() {
    let spec = SPEC.replace(
        "    resource:",
        "    also:\n      - CARD_SP.SEND\n    resource:",
    );
    assert_eq!(found(&spec, &PAGE.replace("CARD.SEND", "CARD_SP.SEND")), "");
}

#[test]
fn the_beginning_of_the_page_of_an_event_has_no_discrepancies() {
    let fixture = fixture(SPEC, PAGE);
    for (end, _) in PAGE.match_indices('\n') {
        let (_, found) = fixture.audit_beginning("pages/card_event.txt", &PAGE[..end]);
        let is_event = PAGE[..end].contains("event_type 必填");
        assert!(found.is_empty() || !is_event, "up to {end}: {found}");
    }
}
