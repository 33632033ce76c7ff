//! The small spec, and pairs that differ from it by one change.

use wechatpay_codegen::source::Sources;

use crate::support::patches::{Patch, patches};

const BASE: [(&str, &str); 6] = [
    ("spec/api.yaml", include_str!("spec/api.yaml")),
    (
        "spec/cards/add_picture.yaml",
        include_str!("spec/cards/add_picture.yaml"),
    ),
    (
        "spec/cards/card_event.yaml",
        include_str!("spec/cards/card_event.yaml"),
    ),
    (
        "spec/cards/find_card.yaml",
        include_str!("spec/cards/find_card.yaml"),
    ),
    (
        "spec/cards/paint_card.yaml",
        include_str!("spec/cards/paint_card.yaml"),
    ),
    (
        "spec/cards/service.yaml",
        include_str!("spec/cards/service.yaml"),
    ),
];

/// The spec before every change.
pub(super) fn base() -> Sources {
    Sources::new(BASE.map(|(path, text)| (path.to_owned(), text.into())))
}

/// All changes.
pub(super) fn pairs() -> Vec<Patch> {
    patches(include_str!("pairs.txt"))
}

/// The spec after a change.
pub(super) fn after(patch: &Patch) -> Sources {
    patch.apply(&BASE)
}
