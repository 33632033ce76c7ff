//! Names of things that are not there.

slip!(a_condition_on_a_field_that_is_not_there, "        colour: DARK" => "        color: DARK");
slip!(a_condition_on_a_value_that_is_not_there, "colour: DARK\n" => "colour: BLACK\n");
slip!(a_misspelt_request_number, "request_number: out_request_no" => "request_number: out_reqest_no");
slip!(an_unknown_host, "hosts: main" => "hosts: mian");
slip!(an_unknown_common_error, "common: SYSTEM_ERROR" => "common: SYSTEM_EROR");
slip!(a_rule_on_a_field_that_is_not_there, "  - id: plain\n" => "  - allowed:\n      when:\n        color: DARK\n      field: depth\n      values: 1\n  - id: plain\n");
slip!(a_rule_with_values_that_are_not_there, "  - id: plain\n" => "  - allowed:\n      when:\n        depth: 1\n      field: colour\n      values: WHITE\n  - id: plain\n");
slip!(a_condition_on_what_the_message_does_not_have, "        presence: required\n  Colour" => "        presence:\n          only_when:\n            $.card.color: DARK\n  Colour");
slip!(a_rule_over_a_field_of_the_message, "      - colour\n      - depth" => "      - $.colour\n      - depth");
slip!(a_fact_from_a_page_that_is_not_there, "    max: 9" => "    max: 9\n    from:\n      paint_cart.request:\n        max: 8");
slip!(a_fact_from_neither_direction, "    max: 9" => "    max: 9\n    from:\n      paint_card.reqest:\n        max: 8");
slip!(a_misspelt_test, "        colour: DARK" => "        colour: presnt");
slip!(a_field_of_the_message_that_is_misspelt, "        colour: DARK" => "        $.color: DARK");
slip!(a_path_into_the_message_that_is_misspelt, "    type: integer\n    presence:\n      required_when:\n        colour: DARK\n    max: 9" => "    type: Layer\n    presence: optional", "types:\n" => "types:\n  Layer:\n    fields:\n      ink:\n        type: string\n        presence: optional\n      gloss:\n        type: string\n        presence:\n          only_when:\n            $.depth.inc: red\n");
