//! Text that is no YAML, or YAML that the language does without.

slip!(broken_yaml_and_wide_characters, "title: 请求单号" => "title: 请求: 单号 [");
slip!(a_tab_in_the_indent, "  colour:\n    type" => "  colour:\n\ttype");
slip!(a_tab_behind_a_value, "method: PATCH" => "method: PATCH\t");
slip!(an_invisible_character, "title: 卡片" => "title: 卡\u{200b}片");
slip!(a_lone_carriage_return, "doc: Paints a card." => "doc: Paints\ra card.");
slip!(an_anchor, "type: Colour\n    presence" => "type: &c Colour\n    presence");
slip!(an_alias, "type: Colour\n    presence" => "type: *colour\n    presence");
slip!(a_merge_key, "    type: integer\n" => "    <<: { max: 9 }\n    type: integer\n");
slip!(a_second_document, "request_number:" => "---\nrequest_number:");
slip!(a_tag_that_yaml_knows, "title: 卡片上色" => "title: !!str 卡片上色");
slip!(a_tag_of_a_map, "body:\n" => "body: !!map\n");
slip!(a_tag_that_yaml_does_not_know, "title: 卡片上色" => "title: !ink 卡片上色");
slip!(an_unclosed_quote, "doc: Paints a card." => "doc: \"Paints a card.");
slip!(an_unclosed_bracket, "audience: 普通商户" => "audience: [普通商户");
slip!(a_colon_in_a_plain_text, "doc: Paints a card." => "doc: Paints: a card.");
slip!(an_indent_that_fits_no_level, "    presence: optional" => "   presence: optional");
slip!(more_levels_than_any_spec_has, "title: 卡片上色" => "title: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
slip!(a_value_that_a_comment_cuts, "    min_chars: 6" => "    min_chars: 6\n    alphabet: digits letters _ # -");
slip!(a_full_width_colon, "doc: Paints a card." => "doc： Paints a card.");
slip!(a_key_that_yaml_reads_as_null, "      DARK: Nearly" => "      NULL: None.\n      DARK: Nearly");
slip!(a_value_that_yaml_reads_as_null, "    code: NOT_FOUND" => "    code: NULL");
slip!(a_key_that_is_a_list, "method: PATCH" => "? [method]\n: PATCH");
slip!(a_value_without_a_key, "method: PATCH" => ": PATCH");
slip!(a_merge_conflict, "method: PATCH\n" => "<<<<<<< HEAD\nmethod: PATCH\n||||||| 1a2b3c\nmethod: POST\n=======\nmethod: PUT\n>>>>>>> theirs\n");
slip!(what_is_left_of_a_merge_conflict, "method: PATCH\n" => "method: PATCH\n>>>>>>> theirs\n");
