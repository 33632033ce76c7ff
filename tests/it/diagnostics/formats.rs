//! Diagnostics as JSON and as GitHub annotations.

use serde_json::{Value, json};
use wechatpay_codegen::diagnostic::Format;

use crate::support::small_spec::{OPERATION, damaged, render};

#[test]
fn json_format_prints_one_object_per_diagnostic() {
    let line = render(
        &damaged(&[("title: 请求单号", "titel: 请求单号")]),
        Format::Json,
    );
    let diagnostic: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(diagnostic["code"], "unknown-key");
    assert_eq!(diagnostic["severity"], "error");
    assert_eq!(diagnostic["primary"]["file"], "spec/cards/paint_card.yaml");
    assert_eq!(diagnostic["primary"]["line"], 21);
    assert_eq!(diagnostic["primary"]["column"], 5);
    assert_eq!(diagnostic["help"][0], "did you mean `title`?");
}

#[test]
fn json_format_contains_the_edit_that_fixes_the_diagnostic() {
    let text = damaged(&[("title: 请求单号", "titel: 请求单号")]);
    let diagnostic: Value = serde_json::from_str(&render(&text, Format::Json)).unwrap();
    let start = text.find("titel").unwrap();
    let edit = json!({
        "file": "spec/cards/paint_card.yaml",
        "start": start,
        "end": start + 5,
        "replacement": "title",
    });
    assert_eq!(diagnostic["edits"], json!([edit]));

    let without = render(
        &damaged(&[("    max: 9", "    colourful: 9")]),
        Format::Json,
    );
    let diagnostic: Value = serde_json::from_str(&without).unwrap();
    assert_eq!(diagnostic["edits"], json!([]));
}

#[test]
fn github_format_prints_annotations() {
    let line = render(&damaged(&[("max: 9", "max: 9%,\n")]), Format::Github);
    assert_eq!(
        line,
        "::error file=spec/cards/paint_card.yaml,line=31,endLine=31,col=10,endColumn=13,title=bad-value::\
         invalid whole number `9%25,` for `max`%0A\
         write a number of at most 64 bits in decimal digits, as in `100000000`\n"
    );
}

#[test]
fn github_format_describes_the_fix_in_words() {
    let line = render(
        &damaged(&[("method: PATCH", "method: patch")]),
        Format::Github,
    );
    assert!(line.ends_with("%0Adid you mean `PATCH`?\n"), "{line}");
}

#[test]
fn truncated_specs_do_not_panic() {
    for end in OPERATION.char_indices().map(|(at, _)| at) {
        // A truncated spec is either accepted or reported. A panic would fail this test.
        render(&OPERATION[..end], Format::Human);
    }
}
