//! Samples that do not fit.

use wechatpay_codegen::Options;

use crate::small_spec::{damaged, sources};

slip!(a_number_where_an_enum_has_texts, "\"colour\": \"DARK\" }" => "\"colour\": 1 }");
slip!(a_time_that_is_none, "    min_chars: 6" => "    min_chars: 6\n    format: rfc3339", "\"paint_7\" }" => "\"2026-13-31T08:00:00+08:00\" }");
slip!(a_sample_with_an_unknown_key, "{ \"out_request_no\": \"paint_7\" }" => "{ \"out_request_no\": \"paint_7\", \"colours\": 1 }");
slip!(a_sample_that_is_not_json, "\"paint_7\" }" => "\"paint_7\" ");
slip!(a_sample_that_breaks_a_rule_unsaid, "\"paint_7\" }" => "\"paint_7\", \"colour\": \"DARK\", \"depth\": 1 }");
slip!(a_sample_with_a_character_that_does_not_fit, "    min_chars: 6" => "    min_chars: 6\n    alphabet: digits lower");
slip!(a_sample_that_breaks_a_rule_further_in, "  depth:\n" => "  inks:\n    type: array[Ink]\n    presence: optional\n  depth:\n", "types:\n" => "types:\n  Ink:\n    fields:\n      thick:\n        type: boolean\n        presence:\n          only_when:\n            $.colour: DARK\n", "\"paint_7\" }" => "\"paint_7\", \"inks\": [{}, { \"thick\": true }] }");
slip!(a_sample_said_to_break_what_it_keeps, "    response: |" => "    breaks: plain\n    response: |");
slip!(a_sample_with_a_misspelt_key, "{ \"out_request_no\"" => "{ \"out_reqest_no\"");
slip!(a_sample_with_a_key_twice, "\"paint_7\" }" => "\"paint_7\", \"out_request_no\": \"paint_8\" }");
slip!(a_sample_that_is_a_list, "{ \"out_request_no\": \"paint_7\" }" => "[]");
slip!(a_sample_with_a_trailing_comma, "\"paint_7\" }" => "\"paint_7\", }");
slip!(a_sample_with_a_value_of_another_type, "\"paint_7\" }" => "\"paint_7\", \"depth\": \"3\" }");
slip!(a_sample_with_a_misspelt_value, "{ \"colour\": \"DARK\" }" => "{ \"colour\": \"DRAK\" }");
slip!(a_sample_with_a_number_out_of_bounds, "\"paint_7\" }" => "\"paint_7\", \"depth\": 10 }");
slip!(a_sample_with_a_text_that_is_too_short, "\"paint_7\" }" => "\"p_7\" }");
slip!(a_sample_that_lacks_what_is_promised, "{ \"colour\": \"DARK\" }" => "{}");
slip!(a_sample_without_its_path_value, "  - path:\n      card_id: \"7\"\n    request" => "  - request");
slip!(a_sample_with_an_unknown_path_value, "      card_id: \"7\"" => "      card_no: \"7\"");
slip!(a_sample_with_an_unknown_query_value, "    request: |" => "    query:\n      depth: \"1\"\n    request: |");
slip!(a_sample_without_its_query_value, "  path:\n    card_id" => "  query:\n    tone:\n      type: Colour\n      presence: required\n  path:\n    card_id");
slip!(a_sample_with_a_query_value_that_is_no_number, "  path:\n    card_id" => "  query:\n    tone:\n      type: integer\n      presence: required\n  path:\n    card_id", "    request: |" => "    query:\n      tone: deep\n    request: |");
slip!(a_sample_that_breaks_something_without_a_request, "    request: |\n      { \"out_request_no\": \"paint_7\" }\n" => "    breaks: plain\n");
slip!(a_sample_with_an_answer_that_has_none, "response: Card" => "response:\n  status: 204", "types:\n  Card:\n    fields:\n      colour:\n        type: Colour\n        presence: required\n" => "types:\n");
slip!(a_sample_far_in, "    type: integer\n    presence:\n      required_when:\n        colour: DARK\n    max: 9" => "    type: array[Layer]\n    presence: optional", "types:\n" => "types:\n  Layer:\n    fields:\n      ink:\n        type: string(3)\n        presence: required\n", "{ \"out_request_no\": \"paint_7\" }" => "{\n        \"out_request_no\": \"paint_7\",\n        \"depth\": [\n          { \"ink\": \"red\" },\n          { \"ink\": \"green\" },\n          {}\n        ]\n      }", "rules:\n  - id: plain\n    at_most_one_of:\n      - colour\n      - depth\n" => "");
slip!(a_sample_without_its_header, "  path:\n    card_id" => "  header:\n    Card-Tag:\n      type: string\n      presence: required\n  path:\n    card_id");

#[test]
fn a_header_of_a_sample_stands_in_the_example() {
    let text = damaged(&[
        (
            "  path:\n    card_id",
            "  header:\n    Card-Tag:\n      type: string\n      presence: required\n  path:\n    card_id",
        ),
        (
            "    request: |",
            "    header:\n      Card-Tag: blue\n    request: |",
        ),
    ]);
    let (model, diagnostics) = wechatpay_codegen::read(&sources(&text));
    assert_eq!(diagnostics.iter().count(), 0);
    let options = Options {
        spec_folder: "spec",
        crate_name: "small",
        has_guide: false,
    };
    let files = wechatpay_codegen::generate(&model, &options);
    assert!(
        files
            .iter()
            .any(|file| file.text.contains(".card_tag(\"blue\")"))
    );
}
