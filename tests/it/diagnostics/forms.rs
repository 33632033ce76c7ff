//! Mistakes in a form with a file.

use crate::support::patches::patches;

const FILES: [(&str, &str); 3] = [
    ("spec/api.yaml", include_str!("../../golden/spec/api.yaml")),
    (
        "spec/uploads/add_picture.yaml",
        include_str!("../../golden/spec/uploads/add_picture.yaml"),
    ),
    (
        "spec/uploads/service.yaml",
        include_str!("../../golden/spec/uploads/service.yaml"),
    ),
];

#[test]
fn each_mistake_in_a_form_is_reported() {
    for patch in patches(include_str!("forms.txt")) {
        let report = super::report_of(&patch.apply(&FILES));
        insta::assert_snapshot!(patch.name, report);
    }
}
