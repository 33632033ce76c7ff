//! Paths, parameters and answers.

slip!(a_path_with_a_parameter_that_nobody_describes, "cards/{card_id}" => "cards/{card}");
slip!(a_path_without_its_slash, "/v3/cards/{card_id}" => "v3/cards/{card_id}");
slip!(a_path_with_its_host, "/v3/cards/{card_id}" => "https://main.example/v3/cards/{card_id}");
slip!(a_path_with_an_empty_segment, "/v3/cards/{card_id}" => "/v3//cards/{card_id}");
slip!(a_path_that_ends_in_a_slash, "/v3/cards/{card_id}" => "/v3/cards/{card_id}/");
slip!(a_path_that_leads_upwards, "/v3/cards/{card_id}" => "/v3/../cards/{card_id}");
slip!(a_path_with_a_query, "/v3/cards/{card_id}" => "/v3/cards/{card_id}?depth=1");
slip!(a_path_in_the_style_of_routers, "/v3/cards/{card_id}" => "/v3/cards/:card_id");
slip!(a_brace_without_its_partner, "/v3/cards/{card_id}" => "/v3/cards/{card_id");
slip!(a_parameter_within_a_segment, "/v3/cards/{card_id}" => "/v3/cards/card-{card_id}");
slip!(a_path_with_other_characters, "/v3/cards/{card_id}" => "/v3/cards/{card_id}/上色");
slip!(a_method_before_the_path, "path: /v3" => "path: PATCH /v3");
slip!(a_full_width_slash, "path: /v3" => "path: ／v3");
slip!(an_error_row_that_is_copied, "    remedy: Check the number.\n" => "    remedy: Check the number.\n  - status: 404\n    code: NOT_FOUND\n    meaning: There is no such card.\n    remedy: Check the number.\n");
slip!(a_parameter_twice_in_the_path, "/v3/cards/{card_id}" => "/v3/cards/{card_id}/{card_id}");
slip!(a_path_without_its_parameter, "/v3/cards/{card_id}" => "/v3/cards");
slip!(a_path_with_another_parameter, "/v3/cards/{card_id}" => "/v3/decks/{deck}/cards/{card_id}");
slip!(a_path_value_that_is_a_number, "    card_id:\n      type: string" => "    card_id:\n      type: integer");
slip!(a_path_value_that_may_be_left_out, "      type: string\n      presence: required" => "      type: string\n      presence: optional");
slip!(an_object_in_the_query, "  path:\n    card_id" => "  query:\n    card:\n      type: Card\n      presence: optional\n  path:\n    card_id");
slip!(a_list_in_a_header, "  path:\n    card_id" => "  header:\n    Card-Tags:\n      type: array[string]\n      presence: optional\n  path:\n    card_id");
slip!(a_header_of_the_runtime, "  path:\n    card_id" => "  header:\n    authorization:\n      type: string\n      presence: optional\n  path:\n    card_id");
slip!(a_header_with_a_space, "  path:\n    card_id" => "  header:\n    Card Tag:\n      type: string\n      presence: optional\n  path:\n    card_id");
slip!(one_header_in_two_cases, "  path:\n    card_id" => "  header:\n    Card-Tag:\n      type: string\n      presence: optional\n    card-tag:\n      type: string\n      presence: optional\n      rust_name: other_tag\n  path:\n    card_id");
slip!(a_path_value_and_a_field_of_one_name, "body:\n" => "body:\n  card_id:\n    type: string\n    presence: optional\n");
slip!(an_answer_whose_status_is_an_error, "response: Card" => "response:\n  status: 404\n  body: Card");
