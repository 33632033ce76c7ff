//! What a maintainer sees after a slip: place, reason, way out.

use insta::assert_snapshot;
use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::source::Sources;

use crate::small_spec::{API, OPERATION, SERVICE, damaged, findings, render};

/// Damages the small spec by the given replacements and shows what is said of it.
macro_rules! slip {
    ($name:ident, $($from:literal => $to:literal),+) => {
        #[test]
        fn $name() {
            assert_snapshot!(findings(&[$(($from, $to)),+]));
        }
    };
}

#[test]
fn the_small_spec_itself_is_right() {
    assert_eq!(findings(&[]), "");
}

slip!(a_misspelt_key, "presence: optional" => "presense: optional");
slip!(a_missing_key, "    type: integer\n" => "");
slip!(a_key_that_stands_twice, "    max: 9\n" => "    max: 9\n    max: 10\n");
slip!(a_key_without_a_value, "title: 请求单号" => "title:");
slip!(a_misspelt_presence, "presence: optional" => "presence: requird");
slip!(a_misspelt_type, "type: Colour\n    presence" => "type: Color\n    presence");
slip!(a_type_that_is_none, "type: string(32)" => "type: string[32]");
slip!(a_condition_on_a_field_that_is_not_there, "        colour: DARK" => "        color: DARK");
slip!(a_condition_on_a_value_that_is_not_there, "colour: DARK\n" => "colour: BLACK\n");
slip!(a_number_that_is_none, "max: 9" => "max: nine");
slip!(a_limit_that_does_not_fit_its_type, "    min_chars: 6" => "    min_items: 6");
slip!(limits_that_leave_nothing, "min_chars: 6" => "min_chars: 60");
slip!(a_path_with_a_parameter_that_nobody_describes, "cards/{card_id}" => "cards/{card}");
slip!(a_misspelt_request_number, "request_number: out_request_no" => "request_number: out_reqest_no");
slip!(a_misspelt_method, "method: PATCH" => "method: patch");
slip!(a_date_that_is_none, "updated: 2026-01-31" => "updated: 2026.01.31");
slip!(an_unknown_host, "hosts: main" => "hosts: mian");
slip!(an_unknown_common_error, "common: SYSTEM_ERROR" => "common: SYSTEM_EROR");
slip!(a_status_that_is_no_error, "status: 404" => "status: 204");
slip!(a_sample_with_an_unknown_key, "{ \"out_request_no\": \"paint_7\" }" => "{ \"out_request_no\": \"paint_7\", \"colours\": 1 }");
slip!(a_sample_that_is_not_json, "\"paint_7\" }" => "\"paint_7\" ");
slip!(a_sample_that_breaks_a_rule_unsaid, "\"paint_7\" }" => "\"paint_7\", \"colour\": \"DARK\", \"depth\": 1 }");
slip!(a_sample_with_a_character_that_does_not_fit, "    min_chars: 6" => "    min_chars: 6\n    alphabet: digits lower");
slip!(a_sample_that_breaks_a_rule_further_in, "  depth:\n" => "  inks:\n    type: array[Ink]\n    presence: optional\n  depth:\n", "types:\n" => "types:\n  Ink:\n    fields:\n      thick:\n        type: boolean\n        presence:\n          only_when:\n            $.colour: DARK\n", "\"paint_7\" }" => "\"paint_7\", \"inks\": [{}, { \"thick\": true }] }");
slip!(a_sample_said_to_break_what_it_keeps, "    response: |" => "    breaks: plain\n    response: |");
slip!(a_name_that_rust_cannot_say, "  depth:\n" => "  2depth:\n");
slip!(a_name_outside_ascii, "  depth:\n" => "  深度:\n");
slip!(two_names_that_become_one, "  depth:\n" => "  OutRequestNo:\n");
slip!(an_enum_value_named_unknown, "LIGHT: Bright." => "UNKNOWN: Nobody knows.");
slip!(a_type_that_contains_itself, "        type: Colour\n        presence: required" => "        type: Card\n        presence: required");
slip!(a_type_that_nothing_uses, "  Colour:\n    values:" => "  Paint:\n    values:\n      RED: Red.\n  Colour:\n    values:");
slip!(broken_yaml_and_wide_characters, "title: 请求单号" => "title: 请求: 单号 [");
slip!(a_part_of_the_language_that_is_not_emitted, "    presence: optional" => "    presence: optional\n    sensitive: encrypted");
slip!(a_rule_on_a_field_that_is_not_there, "  - id: plain\n" => "  - allowed:\n      when:\n        color: DARK\n      field: color\n      values: LIGHT\n  - id: plain\n");
slip!(a_rule_with_values_that_are_not_there, "  - id: plain\n" => "  - allowed:\n      when:\n        colour: BLACK\n      field: colour\n      values: WHITE\n  - id: plain\n");
slip!(a_rule_that_compares_a_number_with_a_word, "  - id: plain\n" => "  - allowed:\n      when:\n        depth: deep\n      field: depth\n      values: 1\n  - id: plain\n");
slip!(a_rule_without_a_value, "  - id: plain\n" => "  - allowed:\n      when:\n        colour: DARK\n      field: colour\n      values: []\n  - id: plain\n");
slip!(a_rule_that_names_a_field_twice, "      - colour\n      - depth" => "      - colour\n      - colour");
slip!(rules_of_an_enum, "  Colour:\n    values:" => "  Colour:\n    rules:\n      - server: true\n        doc: No.\n    values:");
slip!(a_struct_of_integers, "  Card:\n    fields:" => "  Card:\n    of: integer\n    fields:");
slip!(a_presence_without_a_condition, "      required_when:\n        colour: DARK" => "      required_when: {}");
slip!(a_condition_without_a_value, "        colour: DARK" => "        colour: []");
slip!(two_presences_at_once, "      required_when:\n        colour: DARK" => "      required_when:\n        colour: DARK\n      only_when:\n        colour: LIGHT");
slip!(a_negative_length, "min_chars: 6" => "min_chars: -6");
slip!(an_alphabet_of_a_number, "    max: 9" => "    max: 9\n    alphabet: digits");
slip!(a_condition_on_what_the_message_does_not_have, "        presence: required\n  Colour" => "        presence:\n          only_when:\n            $.card.color: DARK\n  Colour");
slip!(a_condition_that_compares_an_object, "    presence: optional\n  depth" => "    presence: optional\n  cards:\n    type: array[Colour]\n    presence: optional\n  shade:\n    type: string\n    presence:\n      only_when:\n        cards: DARK\n  depth");
slip!(a_choice_over_what_is_personal, "    presence: optional\n  depth" => "    presence: optional\n    selects: Paint\n  depth", "    max: 9" => "    max: 9\n    sensitive: personal", "required_when:\n        colour" => "only_when:\n        colour");

#[test]
fn all_slips_of_a_file_are_told_in_one_run() {
    let text = findings(&[
        ("method: PATCH", "method: FETCH"),
        ("title: 请求单号", "titel: 请求单号"),
        ("max: 9", "max: nine"),
    ]);
    assert_eq!(text.matches("error[").count(), 3, "{text}");
    let places = ["FETCH", "titel", "nine"].map(|word| text.find(word));
    assert!(places.is_sorted(), "in the order of the file: {text}");
}

#[test]
fn semantic_slips_are_told_together_with_their_places() {
    let text = findings(&[
        ("        colour: DARK", "        color: DARK"),
        ("hosts: main", "hosts: mian"),
        ("min_chars: 6", "min_chars: 60"),
        ("cards/{card_id}", "cards/{card}"),
    ]);
    assert_eq!(text.matches("error[").count(), 5, "{text}");
}

#[test]
fn programs_get_one_json_object_a_finding() {
    let line = render(
        &damaged(&[("title: 请求单号", "titel: 请求单号")]),
        Format::Json,
    );
    let finding: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(finding["code"], "unknown-key");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["primary"]["file"], "spec/cards/paint_card.yaml");
    assert_eq!(finding["primary"]["line"], 21);
    assert_eq!(finding["primary"]["column"], 5);
    assert_eq!(finding["help"][0], "did you mean `title`?");
}

#[test]
fn pull_requests_get_annotations() {
    let line = render(&damaged(&[("max: 9", "max: 9%,\n")]), Format::Github);
    assert_eq!(
        line,
        "::error file=spec/cards/paint_card.yaml,line=31,endLine=31,col=10,endColumn=13,title=bad-value::\
         `max` is a whole number, not `9%25,`%0Awrite decimal digits only, as in `100000000`\n"
    );
}

#[test]
fn two_files_take_part_in_one_finding() {
    let twin = OPERATION.replace("/v3/cards/", "/v3/twins/");
    let sources = Sources::new([
        ("spec/api.yaml".to_owned(), API.into()),
        ("spec/cards/paint_card.yaml".to_owned(), OPERATION.into()),
        ("spec/cards/paint_twin.yaml".to_owned(), twin.into()),
        ("spec/cards/service.yaml".to_owned(), SERVICE.into()),
    ]);
    let (_, diagnostics) = wechatpay_codegen::read(&sources);
    assert_snapshot!(diagnostics.render(&sources, Format::Human));
}

#[test]
fn text_that_could_deceive_is_refused() {
    for (name, bytes) in [
        ("not UTF-8", b"operation: \xff\n".to_vec()),
        ("a bidirectional override", "operation: a\u{202e}b\n".into()),
        ("a control character", "operation: a\u{7}b\n".into()),
    ] {
        let sources = Sources::new([("spec/a.yaml".to_owned(), bytes)]);
        let (_, diagnostics) = wechatpay_codegen::read(&sources);
        assert!(diagnostics.has_errors(), "{name}");
        assert!(
            diagnostics
                .render(&sources, Format::Human)
                .contains("spec/a.yaml:1:")
        );
    }
}

#[test]
fn no_truncation_of_a_spec_panics() {
    for end in OPERATION.char_indices().map(|(at, _)| at) {
        // Whatever is left is either right or told with a place; a panic would fail this test.
        render(&OPERATION[..end], Format::Human);
    }
}
