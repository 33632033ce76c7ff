//! Limits that contradict their type or each other.

slip!(a_limit_that_does_not_fit_its_type, "    min_chars: 6" => "    min_items: 6");
slip!(limits_that_leave_nothing, "min_chars: 6" => "min_chars: 60");
slip!(a_negative_length, "min_chars: 6" => "min_chars: -6");
slip!(an_alphabet_of_a_number, "    max: 9" => "    max: 9\n    alphabet: digits");
slip!(a_length_that_the_type_contradicts, "    min_chars: 6" => "    min_chars: 6\n    max_chars: 64");
slip!(bounds_in_the_wrong_order, "    max: 9" => "    min: 10\n    max: 9");
slip!(room_for_no_item, "    type: Colour\n    presence: optional" => "    type: array[Colour]\n    presence: optional\n    max_items: 0", "        colour: DARK\n" => "        colour: present\n");
slip!(a_unit_of_a_boolean, "    type: integer\n" => "    type: boolean\n    unit: fen\n", "    max: 9\n" => "");
slip!(a_default_out_of_bounds, "    max: 9" => "    max: 9\n    default: 10");
slip!(a_time_that_is_a_number, "    max: 9" => "    max: 9\n    format: rfc3339");
slip!(items_of_a_list_in_the_wrong_order, "    type: Colour\n    presence: optional" => "    type: array[Colour]\n    presence: optional\n    min_items: 3\n    max_items: 2", "        colour: DARK\n" => "        colour: present\n");
slip!(a_default_with_a_letter, "    max: 9" => "    max: 9\n    default: 1O");
slip!(a_default_beyond_64_bits, "    max: 9" => "    max: 9\n    default: 9223372036854775809");
slip!(a_default_of_a_boolean_that_is_a_number, "    type: integer\n" => "    type: boolean\n    default: 6\n", "    max: 9\n" => "");
slip!(a_default_that_the_enum_does_not_list, "    type: Colour\n    presence: optional" => "    type: Colour\n    presence: optional\n    default: BLACK");
slip!(a_default_with_too_few_characters, "    min_chars: 6" => "    min_chars: 6\n    default: paint");
slip!(a_default_of_a_list, "    type: Colour\n    presence: optional" => "    type: array[Colour]\n    presence: optional\n    default: DARK", "        colour: DARK\n" => "        colour: present\n");
