//! Names that Rust cannot say, and names that meet.

use crate::small_spec::{FILES, replaced, sources_with};

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
slip!(an_operation_that_windows_keeps_for_a_device, "operation: paint_card" => "operation: nul");
slip!(a_service_that_windows_keeps_for_a_device in cards/service, "service: cards" => "service: aux");

#[test]
fn devices_of_windows_are_no_services_in_any_case() {
    let (_, service) = FILES
        .iter()
        .find(|(path, _)| path.ends_with("service.yaml"))
        .unwrap();
    for name in [
        "aux", "AUX", "con", "nul", "prn", "Prn", "com0", "com1", "COM9", "lpt0", "lpt5", "con$",
    ] {
        let text = replaced(service, &[("service: cards", &format!("service: {name}"))]);
        let sources = sources_with("spec/cards/service.yaml", text.into());
        let found = super::read(&sources);
        let fix = found.iter().find_map(|found| found.fix.as_ref());
        let meant = fix.map(|fix| fix.edits[0].replacement.as_str());
        assert_eq!(meant, Some(format!("{name}_api").as_str()));
    }
    for name in ["com", "com10", "auxiliary", "console", "lpt", "nulls"] {
        let text = replaced(service, &[("service: cards", &format!("service: {name}"))]);
        let sources = sources_with("spec/cards/service.yaml", text.into());
        assert_eq!(super::read(&sources).iter().count(), 0, "{name}");
    }
}
