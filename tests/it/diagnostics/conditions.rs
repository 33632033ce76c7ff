//! Conditions and rules that ask what cannot be answered, or what is known.

slip!(a_rule_that_compares_a_number_with_a_word, "  - id: plain\n" => "  - allowed:\n      when:\n        depth: deep\n      field: colour\n      values: LIGHT\n  - id: plain\n");
slip!(a_rule_without_a_value, "  - id: plain\n" => "  - allowed:\n      when:\n        colour: DARK\n      field: colour\n      values: []\n  - id: plain\n");
slip!(a_rule_that_names_a_field_twice, "      - colour\n      - depth" => "      - colour\n      - colour");
slip!(a_presence_without_a_condition, "      required_when:\n        colour: DARK" => "      required_when: {}");
slip!(a_condition_without_a_value, "        colour: DARK" => "        colour: []");
slip!(two_presences_at_once, "      required_when:\n        colour: DARK" => "      required_when:\n        colour: DARK\n      only_when:\n        colour: LIGHT");
slip!(a_condition_that_compares_an_object, "    presence: optional\n  depth" => "    presence: optional\n  cards:\n    type: array[Colour]\n    presence: optional\n  shade:\n    type: string\n    presence:\n      only_when:\n        cards: DARK\n  depth");
slip!(a_choice_over_what_is_personal, "    presence: optional\n  depth" => "    presence: optional\n    selects: Paint\n  depth", "    max: 9" => "    max: 9\n    sensitive: personal", "required_when:\n        colour" => "only_when:\n        colour");
slip!(a_condition_on_the_field_itself, "      required_when:\n        colour: DARK\n" => "      required_when:\n        depth: 3\n");
slip!(a_misspelt_kind_of_condition, "      required_when:" => "      required_wen:");
slip!(greater_than_in_symbols, "  - id: plain\n" => "  - allowed:\n      when:\n        depth: \"> 3\"\n      field: colour\n      values: LIGHT\n  - id: plain\n");
slip!(greater_than_of_a_word, "        colour: DARK\n" => "        colour: greater than 0\n");
slip!(a_number_greater_than_its_limit, "  - id: plain\n" => "  - allowed:\n      when:\n        depth: greater than 9\n      field: colour\n      values: LIGHT\n  - id: plain\n");
slip!(a_number_that_is_always_greater, "    type: integer\n    presence:\n      required_when:\n        colour: DARK\n    max: 9" => "    type: integer\n    presence: required\n    min: 1\n    max: 9", "  - id: plain\n    at_most_one_of:\n      - colour\n      - depth\n" => "  - allowed:\n      when:\n        depth: greater than 0\n      field: colour\n      values: LIGHT\n", "\"paint_7\" }" => "\"paint_7\", \"depth\": 1 }");
slip!(a_number_out_of_bounds, "  - id: plain\n" => "  - allowed:\n      when:\n        depth: 10\n      field: colour\n      values: LIGHT\n  - id: plain\n");
slip!(a_text_longer_than_it_can_be, "  - id: plain\n" => "  - allowed:\n      when:\n        out_request_no: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n      field: colour\n      values: LIGHT\n  - id: plain\n");
slip!(the_absence_of_what_is_required, "      required_when:\n        colour: DARK\n" => "      required_when:\n        out_request_no: absent\n");
slip!(the_presence_of_what_is_required, "      required_when:\n        colour: DARK\n" => "      required_when:\n        out_request_no: present\n");
slip!(all_values_of_what_is_required, "    type: Colour\n    presence: optional" => "    type: Colour\n    presence: required", "        colour: DARK\n" => "        colour: [DARK, LIGHT]\n", "      - colour\n      - depth" => "      - depth\n      - depths", "rules:\n  - id: plain\n    at_most_one_of:\n      - depth\n      - depths\n" => "", "\"paint_7\" }" => "\"paint_7\", \"colour\": \"LIGHT\", \"depth\": 3 }");
slip!(a_condition_on_a_field_that_needs_the_opposite, "rules:\n" => "  gloss:\n    type: boolean\n    presence:\n      only_when:\n        colour: LIGHT\n        matt: present\n  matt:\n    type: boolean\n    presence:\n      only_when:\n        colour: DARK\nrules:\n");
slip!(a_condition_on_a_field_that_is_there_without_it, "rules:\n" => "  gloss:\n    type: boolean\n    presence:\n      allowed_when:\n        colour: absent\n        matt: \"true\"\n  matt:\n    type: boolean\n    presence:\n      only_when:\n        colour: DARK\nrules:\n");
slip!(a_rule_that_allows_everything, "  - id: plain\n" => "  - allowed:\n      when:\n        depth: 3\n      field: colour\n      values: [LIGHT, DARK]\n  - id: plain\n");
slip!(a_rule_that_asks_about_itself, "  - id: plain\n" => "  - allowed:\n      when:\n        colour: DARK\n      field: colour\n      values: LIGHT\n  - id: plain\n");
slip!(a_rule_over_one_field, "      - colour\n      - depth" => "      - colour");
slip!(a_rule_over_what_is_required, "      - colour\n      - depth" => "      - out_request_no\n      - depth");
slip!(a_number_that_selects, "    max: 9" => "    max: 9\n    selects: Depth");
slip!(a_choice_without_fields, "    type: Colour\n    presence: optional" => "    type: Colour\n    presence: optional\n    selects: Paint", "      required_when:\n        colour: DARK\n" => "      required_when:\n        out_request_no: long enough\n");
