//! Paths, parameters and responses.

use crate::support::small_spec::{damaged, sources};

mistakes!("endpoints.txt");

#[test]
fn only_statuses_202_204_and_205_may_have_no_body() {
    let card = "types:\n  Card:\n    fields:\n      colour:\n        type: Colour\n        presence: required\n";
    for (status, is_right) in [
        (200, false),
        (201, false),
        (202, true),
        (204, true),
        (205, true),
    ] {
        let text = damaged(&[
            ("response: Card", &format!("response:\n  status: {status}")),
            (card, "types:\n"),
            ("    response: |\n      { \"colour\": \"DARK\" }\n", ""),
        ]);
        let (_, found) = wechatpay_codegen::read(&sources(&text));
        assert_eq!(found.iter().count(), usize::from(!is_right), "{status}");
    }
}
