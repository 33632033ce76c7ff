//! Text that is not YAML, or uses YAML features that the spec language does not allow.

use super::report;

mistakes!("text.txt");

#[test]
fn an_invisible_character_is_reported() {
    let report = report(
        "spec/cards/paint_card.yaml",
        &[("title: 卡片", "title: 卡\u{200b}片")],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn a_lone_carriage_return_is_reported() {
    let report = report(
        "spec/cards/paint_card.yaml",
        &[("doc: Paints a card.", "doc: Paints\ra card.")],
    );
    insta::assert_snapshot!(report);
}
