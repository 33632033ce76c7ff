//! Deceptive characters written as escapes, and how output shows them.

use wechatpay_codegen::characters::is_deceptive;
use wechatpay_codegen::diagnostic::{Code, Format};
use wechatpay_codegen::source::Sources;
use wechatpay_codegen::{OpenApi, Syntax};

use super::read;
use crate::support::small_spec::{OPERATION, damaged, sources, sources_with};

mistakes!("escapes.txt");

/// Escapes in double quotes, and the character that each one means.
const ESCAPES: [(&str, &str); 15] = [
    ("\\0", "U+0000"),
    ("\\a", "U+0007"),
    ("\\b", "U+0008"),
    ("\\e", "U+001B"),
    ("\\x1b[31m", "U+001B"),
    ("\\v", "U+000B"),
    ("\\r", "U+000D"),
    ("\\N", "U+0085"),
    ("\\L", "U+2028"),
    ("\\P", "U+2029"),
    ("\\u2028\\u202eevil", "U+2028"),
    ("\\x9b31m", "U+009B"),
    ("\\u200b", "U+200B"),
    ("\\uFEFF", "U+FEFF"),
    ("\\U000E0041", "U+E0041"),
];

#[test]
fn yaml_escapes_are_decoded_before_characters_are_checked() {
    for (escape, character) in ESCAPES {
        for (from, to) in [
            ("title: 卡片上色", format!("title: \"卡{escape}片\"")),
            (
                "doc: Paints a card.",
                format!("doc: \"Paints{escape} a card.\""),
            ),
            ("  depth:\n", format!("  \"dep{escape}th\":\n")),
        ] {
            let sources = sources(&damaged(&[(from, &to)]));
            let found = read(&sources);
            let first = found.iter().find(|d| d.code == Code::CONTROL_CHARACTER);
            let message = first.map(|d| d.message.as_str());
            let expected = format!("forbidden character {character}");
            assert_eq!(message, Some(expected.as_str()), "{to}");
        }
    }
}

/// JSON escapes, and the character that each one means.
const JSON_ESCAPES: [(&str, &str); 8] = [
    ("\\u0000", "U+0000"),
    ("\\b", "U+0008"),
    ("\\r", "U+000D"),
    ("\\u001b[31m", "U+001B"),
    ("\\u200B", "U+200B"),
    ("\\u2028", "U+2028"),
    ("\\u202e", "U+202E"),
    ("\\udb40\\udc41", "U+E0041"),
];

#[test]
fn json_escapes_are_decoded_before_a_sample_is_checked() {
    let card = "{ \"colour\": \"DARK\" }";
    for (escape, character) in JSON_ESCAPES {
        for (from, to) in [
            ("\"paint_7\"", format!("\"paint{escape}_7\"")),
            ("\"out_request_no\"", format!("\"out{escape}_request_no\"")),
            (card, format!("{{ \"colour\": \"DA{escape}RK\" }}")),
            (
                card,
                format!("{{ \"colour\": \"DARK\", \"a\": [[\"{escape}\"]] }}"),
            ),
            (
                card,
                format!("{{ \"colour\": \"DARK\", \"a\": {{ \"{escape}\": 1 }} }}"),
            ),
        ] {
            let found = read(&sources(&damaged(&[(from, &to)])));
            let of_code = found.iter().filter(|d| d.code == Code::CONTROL_CHARACTER);
            let messages: Vec<_> = of_code.map(|d| d.message.as_str()).collect();
            let expected = format!("forbidden character {character}");
            assert_eq!(messages, [expected.as_str()], "{to}");
        }
    }
}

/// The model is changed directly: the loader would reject a spec with such a sample.
#[test]
fn generated_documents_escape_deceptive_characters_of_samples() {
    let (mut model, _) = wechatpay_codegen::read(&sources(OPERATION));
    let hostile = "a\u{1b}\u{9b}\u{202e}\u{2028}\u{200b}\u{7f}\u{e0041}b";
    let operation = &mut model.services[0].operations[0];
    operation.samples[0].response = Some(format!("{{\"colour\":\"{hostile}\"}}"));
    operation.samples[0].title = Some(hostile.to_owned());
    operation.path = hostile.to_owned();
    let mut documents = vec![wechatpay_codegen::mock_data(&model)];
    for syntax in [Syntax::Json, Syntax::Yaml] {
        documents.push(wechatpay_codegen::openapi(&model, OpenApi::V3_1, syntax));
    }
    for text in &documents {
        let bad = text.chars().find(|c| *c != '\n' && is_deceptive(*c));
        assert_eq!(bad, None, "{text}");
    }
    let document: serde_json::Value = serde_json::from_str(&documents[1]).unwrap();
    assert!(document["paths"].get(hostile).is_some());
}

#[test]
fn a_value_may_contain_line_breaks_and_tabs_but_a_key_may_not() {
    let value = damaged(&[("doc: Paints a card.", "doc: \"Paints\\n\\ta card.\"")]);
    assert_eq!(read(&sources(&value)).iter().count(), 0);
    let key = damaged(&[("  depth:\n", "  \"dep\\nth\":\n")]);
    let found = read(&sources(&key));
    let codes: Vec<_> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::CONTROL_CHARACTER]);
}

/// Most texts have one line; prose and samples may have several.
#[test]
fn only_prose_and_samples_may_have_several_lines() {
    let hostile = "\"a\\n::error title=X::y\"";
    for (from, to) in [
        ("title: 卡片上色", format!("title: {hostile}")),
        ("title: 请求单号", format!("title: {hostile}")),
        ("title: 请求单号", format!("unit: {hostile}")),
        ("title: 请求单号", format!("default: {hostile}")),
        ("page: 卡片上色", format!("page: {hostile}")),
        ("page: 卡片上色", "page: >\n    卡片\n\n    上色".to_owned()),
        ("audience: 普通商户", format!("audience: [{hostile}]")),
        ("- id: plain", format!("- id: {hostile}")),
        (
            "- common: SYSTEM_ERROR",
            format!("- table: {hostile}\n    common: SYSTEM_ERROR"),
        ),
        (
            "presence: optional",
            format!("presence:\n      cut_off: {hostile}"),
        ),
        (
            "        colour: DARK\n    max",
            format!("        colour: {hostile}\n    max"),
        ),
        ("card_id: \"7\"", format!("card_id: {hostile}")),
        ("code: NOT_FOUND", format!("code: {hostile}")),
        ("response: Card", format!("response: {hostile}")),
        (
            "doc: Paints a card.",
            format!("doc: Paints.\nwaived:\n  words: {hostile}\n  reason: A."),
        ),
    ] {
        let found = read(&sources(&damaged(&[(from, &to)])));
        let reported = found
            .iter()
            .find(|found| found.message.starts_with("line end in `"));
        assert!(
            reported.is_some(),
            "{to}: {:?}",
            found.iter().collect::<Vec<_>>()
        );
    }
    let note =
        "notes:\n  kind: silent\n  says: |\n    One.\n    Two.\n  we: >\n    Three.\n\n    Four.\n";
    let text = damaged(&[
        ("page: 卡片上色", "page: |\n    卡片上色"),
        (
            "doc: Paints a card.",
            &format!("doc: |\n  Paints\n  a card.\n{note}"),
        ),
        (
            "    meaning: There is no such card.",
            "    meaning: \"There is\\nno such card.\"",
        ),
    ]);
    let (model, found) = wechatpay_codegen::read(&sources(&text));
    assert_eq!(found.iter().count(), 0);
    let operation = &model.services[0].operations[0];
    assert_eq!(operation.doc, "Paints a card.");
    assert_eq!(operation.notes[0].says, ["One. Two."]);
}

#[test]
fn printed_diagnostics_escape_deceptive_characters() {
    let hostile = "a\u{1b}[31m\u{9b}\u{202e}\u{2028}\u{200b}\u{7f}\u{e0041}\n::error::b";
    let copy = OPERATION.replace("operation: paint_card", "operation: \u{202e}\u{9b}copy");
    let files = [
        (
            format!("spec/{hostile}.yaml"),
            b"title: \x1b[2J\xc2\x9b\n".to_vec(),
        ),
        (format!("spec/{hostile}/copy.yaml"), copy.into_bytes()),
        (
            format!("spec/{hostile}/bad.yaml"),
            b"operation: \xff\x1b\n".to_vec(),
        ),
        (
            format!("spec/{hostile}/x.yaml"),
            b"\"opr\\e\": \"a\\n::error::b\"\n".to_vec(),
        ),
    ];
    let sources = Sources::new(files);
    let found = read(&sources);
    assert!(found.iter().count() >= 4);
    for format in [Format::Human, Format::Json, Format::Github] {
        let text = found.render(&sources, format);
        let bad = text.chars().find(|c| *c != '\n' && is_deceptive(*c));
        assert_eq!(bad, None, "{text}");
        let injected = text.lines().any(|line| line.starts_with("::error::"));
        assert!(!injected, "{text}");
    }
    for line in found.render(&sources, Format::Json).lines() {
        let diagnostic: serde_json::Value = serde_json::from_str(line).unwrap();
        let file = diagnostic["primary"]["file"].as_str().unwrap();
        assert!(file.starts_with(&format!("spec/{hostile}")), "{line}");
    }
}

#[test]
fn an_unknown_key_with_a_line_break_is_printed_on_one_line() {
    let text = damaged(&[(
        "    max: 9",
        "    max: 9\n    mux: \"a\\n::error::b\"\n    presense: \"x\\n::error::y\"",
    )]);
    let sources = sources_with("spec/cards/paint_card.yaml", text.into());
    for format in [Format::Human, Format::Github] {
        let text = read(&sources).render(&sources, format);
        assert!(
            !text.lines().any(|line| line.starts_with("::error::")),
            "{text}"
        );
    }
}
