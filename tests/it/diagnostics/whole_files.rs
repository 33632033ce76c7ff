//! Files that are wrong as a whole, and diagnostics about several files.

use insta::assert_snapshot;

use super::report_of_file;
use crate::support::small_spec::OPERATION;

const PATH: &str = "spec/cards/paint_card.yaml";

macro_rules! file {
    ($name:ident, $text:expr) => {
        #[test]
        fn $name() {
            let report = report_of_file(PATH, $text.into());
            assert_snapshot!(report);
        }
    };
}

file!(an_empty_file_is_reported, "");
file!(
    a_file_with_only_comments_is_reported,
    "# yaml-language-server: $schema=../schema.json\n# later\n"
);
file!(
    a_file_that_is_a_list_is_reported,
    "- operation: paint_card\n"
);
file!(a_file_that_is_a_text_is_reported, "paint_card\n");
file!(
    a_file_without_a_known_first_key_is_reported,
    "title: 卡片上色\n"
);
file!(
    a_file_with_a_misspelled_first_key_is_reported,
    OPERATION.replacen("operation:", "opration:", 1)
);
file!(
    a_file_that_is_not_utf_8_is_reported,
    b"operation: \xff\n".to_vec()
);
file!(
    a_bidirectional_override_is_reported,
    "operation: a\u{202e}b\n"
);
file!(a_control_character_is_reported, "operation: a\u{7}b\n");

#[test]
fn a_byte_order_mark_and_crlf_are_accepted() {
    let text = format!("\u{feff}{}", OPERATION.replace('\n', "\r\n"));
    assert_eq!(report_of_file(PATH, text.into()), "");
}

#[test]
fn a_mistake_after_a_byte_order_mark_and_crlf_is_located_exactly() {
    let text = format!("\u{feff}{}", OPERATION.replace('\n', "\r\n"));
    let report = report_of_file(PATH, text.replace("hosts: main", "hosts: mian").into());
    assert_snapshot!(report);
}

#[test]
fn a_duplicate_in_two_files_shows_both_places() {
    let copy = OPERATION.replace("/v3/cards/", "/v3/other/");
    let report = report_of_file("spec/cards/paint_copy.yaml", copy.into());
    assert_snapshot!(report);
}

#[test]
fn two_operations_with_the_same_method_and_path_are_reported() {
    let copy = OPERATION.replace("operation: paint_card", "operation: paint_copy");
    let copy = copy.replace("Colour", "Tint").replace("Card", "Sheet");
    let report = report_of_file("spec/cards/paint_copy.yaml", copy.into());
    assert_snapshot!(report);
}

#[test]
fn two_pages_with_different_enums_of_one_name_are_reported() {
    let other = OPERATION.replace("operation: paint_card", "operation: dye_card");
    let other = other.replace("/v3/cards/", "/v3/dyes/");
    let other = other.replace(
        "      DARK: Nearly black.",
        "      DARK: Nearly black.\n      RED: Red.",
    );
    let report = report_of_file("spec/cards/dye_card.yaml", other.into());
    assert_snapshot!(report);
}

#[test]
fn a_folder_without_a_service_file_is_reported() {
    let text = OPERATION.replace("/v3/cards/", "/v3/decks/");
    let report = report_of_file("spec/decks/paint_deck.yaml", text.into());
    assert_snapshot!(report);
}
