//! Types that are none, and those that cannot be.

slip!(a_misspelt_type, "type: Colour\n    presence" => "type: Color\n    presence");
slip!(a_type_that_is_none, "type: string(32)" => "type: string[32]");
slip!(a_type_that_contains_itself, "        type: Colour\n        presence: required" => "        type: Card\n        presence: required");
slip!(a_type_that_nothing_uses, "  Colour:\n    values:" => "  Paint:\n    values:\n      RED: Red.\n  Colour:\n    values:");
slip!(a_type_called_int64, "    type: integer\n    presence:\n" => "    type: int64\n    presence:\n");
slip!(a_type_called_object, "    type: integer\n    presence:\n" => "    type: object\n    presence:\n");
slip!(a_type_with_fractions, "    type: integer\n    presence:\n" => "    type: float\n    presence:\n");
slip!(an_array_in_angle_brackets, "    type: integer\n    presence:\n" => "    type: array<string>\n    presence:\n");
slip!(an_array_with_its_length, "    type: integer\n    presence:\n" => "    type: array[string](5)\n    presence:\n");
slip!(a_length_with_a_plus, "    type: integer\n    presence:\n" => "    type: string(+5)\n    presence:\n");
slip!(a_length_of_zero, "    type: integer\n    presence:\n" => "    type: string(0)\n    presence:\n");
slip!(a_type_in_the_wrong_case, "    type: integer\n    presence:\n" => "    type: Integer\n    presence:\n");
slip!(a_type_outside_ascii, "    type: integer\n    presence:\n" => "    type: 颜色\n    presence:\n");
slip!(a_misspelt_type_in_an_array, "    type: Colour\n    presence: optional" => "    type: array[array[Color]]\n    presence: optional");
slip!(a_type_both_struct_and_enum, "  Card:\n" => "  Card:\n    values:\n      A: One.\n");
slip!(a_type_without_anything, "types:\n" => "types:\n  Nothing:\n    title: 空\n");
slip!(types_that_contain_each_other, "types:\n  Card:\n    fields:\n" => "types:\n  Deck:\n    fields:\n      top:\n        type: Card\n        presence: optional\n  Card:\n    fields:\n      deck:\n        type: Deck\n        presence: optional\n");
slip!(an_answer_that_is_an_enum, "response: Card" => "response: Colour");
slip!(a_misspelt_answer, "response: Card" => "response: Crad");
slip!(brackets_without_end, "    type: integer\n    presence:\n" => "    type: array[][]\n    presence:\n");
slip!(an_answer_that_is_a_text, "response: Card" => "response: string");
slip!(a_misspelt_scalar, "    type: integer\n    presence:\n" => "    type: interger\n    presence:\n");
slip!(a_type_called_datetime, "    type: integer\n    presence:\n" => "    type: datetime\n    presence:\n");
slip!(an_integer_with_a_length, "    type: integer\n    presence:\n" => "    type: integer(5)\n    presence:\n");
