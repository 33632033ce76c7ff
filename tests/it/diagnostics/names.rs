//! Names that Rust cannot say, and names that meet.

slip!(a_name_that_rust_cannot_say, "  depth:\n" => "  2depth:\n");
slip!(a_name_outside_ascii, "  depth:\n" => "  深度:\n");
slip!(two_names_that_become_one, "  depth:\n" => "  OutRequestNo:\n");
slip!(an_enum_value_named_unknown, "LIGHT: Bright." => "UNKNOWN: Nobody knows.");
slip!(a_field_that_is_only_an_underscore, "  depth:\n" => "  _:\n");
slip!(a_type_that_the_generator_needs, "response: Card" => "response: Option", "  Card:\n" => "  Option:\n");
slip!(a_type_in_lower_case, "types:\n" => "types:\n  brush:\n    values:\n      A: One.\n");
slip!(a_rust_name_in_another_style, "  depth:\n" => "  depth:\n    rust_name: Depth\n");
slip!(two_values_that_become_one, "      DARK: Nearly black." => "      DARK: Nearly black.\n      dark: Black.");
slip!(an_operation_outside_ascii, "operation: paint_card" => "operation: 上色");
slip!(two_error_codes_that_become_one, "    code: NOT_FOUND\n    meaning: There is no such card.\n    remedy: Check the number.\n" => "    code: NOT_FOUND\n    meaning: There is no such card.\n    remedy: Check the number.\n  - status: 404\n    code: NotFound\n    meaning: No card.\n    remedy: Check.\n");
slip!(a_type_called_as_the_request, "types:\n" => "types:\n  PaintCardRequest:\n    fields:\n      a:\n        type: string\n        presence: optional\n", "    type: integer\n" => "    type: PaintCardRequest\n", "    max: 9\n" => "");
slip!(two_rules_of_one_id, "rules:\n" => "rules:\n  - id: plain\n    server: true\n    doc: Once.\n");
slip!(two_common_rows_of_one_code in api, "errors:\n" => "errors:\n  - status: 500\n    code: SYSTEM_ERROR\n    meaning: Again.\n    remedy: Again.\n");
slip!(an_error_code_named_unknown, "    code: NOT_FOUND" => "    code: UNKNOWN");
slip!(two_types_that_one_name_means, "  Colour:\n    values:" => "  Colour:\n    also_called: Card\n    values:");
