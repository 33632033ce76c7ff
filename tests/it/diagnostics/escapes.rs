//! Characters that hide what a text says, written as YAML escapes, and what is printed of them.

use wechatpay_codegen::characters::is_deceptive;
use wechatpay_codegen::diagnostic::{Code, Format};
use wechatpay_codegen::source::Sources;

use super::read;
use crate::support::small_spec::{OPERATION, damaged, sources, sources_with};

slips!("escapes.txt");

/// Escapes in double quotes, and the character that each of them stands for.
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
fn escapes_are_decoded_before_text_is_checked() {
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
            let expected = format!("the character {character} is not allowed");
            assert_eq!(message, Some(expected.as_str()), "{to}");
        }
    }
}

#[test]
fn a_value_may_have_lines_and_tabs_and_a_key_may_not() {
    let value = damaged(&[("doc: Paints a card.", "doc: \"Paints\\n\\ta card.\"")]);
    assert_eq!(read(&sources(&value)).iter().count(), 0);
    let key = damaged(&[("  depth:\n", "  \"dep\\nth\":\n")]);
    let found = read(&sources(&key));
    let codes: Vec<_> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::CONTROL_CHARACTER]);
}

#[test]
fn nothing_that_is_printed_has_deceptive_characters() {
    let hostile = "a\u{1b}[31m\u{9b}\u{202e}\u{2028}\u{200b}\u{7f}\u{e0041}\n::error::b";
    let twin = OPERATION.replace("operation: paint_card", "operation: \u{202e}\u{9b}twin");
    let files = [
        (
            format!("spec/{hostile}.yaml"),
            b"title: \x1b[2J\xc2\x9b\n".to_vec(),
        ),
        (format!("spec/{hostile}/twin.yaml"), twin.into_bytes()),
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
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let file = finding["primary"]["file"].as_str().unwrap();
        assert!(file.starts_with(&format!("spec/{hostile}")), "{line}");
    }
}

#[test]
fn an_unknown_key_with_a_line_end_stays_on_its_line() {
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
