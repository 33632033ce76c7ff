//! Findings for programs and for pull requests.

use serde_json::{Value, json};
use wechatpay_codegen::diagnostic::Format;

use crate::support::small_spec::{OPERATION, damaged, render};

#[test]
fn programs_get_one_json_object_a_finding() {
    let line = render(
        &damaged(&[("title: 请求单号", "titel: 请求单号")]),
        Format::Json,
    );
    let finding: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(finding["code"], "unknown-key");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["primary"]["file"], "spec/cards/paint_card.yaml");
    assert_eq!(finding["primary"]["line"], 21);
    assert_eq!(finding["primary"]["column"], 5);
    assert_eq!(finding["help"][0], "did you mean `title`?");
}

#[test]
fn programs_get_the_change_that_mends_it() {
    let text = damaged(&[("title: 请求单号", "titel: 请求单号")]);
    let finding: Value = serde_json::from_str(&render(&text, Format::Json)).unwrap();
    let start = text.find("titel").unwrap();
    let edit = json!({
        "file": "spec/cards/paint_card.yaml",
        "start": start,
        "end": start + 5,
        "replacement": "title",
    });
    assert_eq!(finding["edits"], json!([edit]));

    let without = render(
        &damaged(&[("    max: 9", "    colourful: 9")]),
        Format::Json,
    );
    let finding: Value = serde_json::from_str(&without).unwrap();
    assert_eq!(finding["edits"], json!([]));
}

#[test]
fn pull_requests_get_annotations() {
    let line = render(&damaged(&[("max: 9", "max: 9%,\n")]), Format::Github);
    assert_eq!(
        line,
        "::error file=spec/cards/paint_card.yaml,line=31,endLine=31,col=10,endColumn=13,title=bad-value::\
         invalid whole number `9%25,` for `max`%0A\
         write a number of at most 64 bits in decimal digits, as in `100000000`\n"
    );
}

#[test]
fn pull_requests_learn_the_change_in_words() {
    let line = render(
        &damaged(&[("method: PATCH", "method: patch")]),
        Format::Github,
    );
    assert!(line.ends_with("%0Adid you mean `PATCH`?\n"), "{line}");
}

#[test]
fn no_truncation_of_a_spec_panics() {
    for end in OPERATION.char_indices().map(|(at, _)| at) {
        // Whatever is left is either right or told with a place; a panic would fail this test.
        render(&OPERATION[..end], Format::Human);
    }
}
