//! `#[doc(alias)]`: names by which rustdoc's search finds an item, beside its own.

use proc_macro2::Literal;

use crate::model::Field;

/// The aliases of a field or setter: its label, here or on another page, and its name on the wire.
pub(super) fn of_field(field: &Field) -> Option<String> {
    let elsewhere = || field.from.iter().find_map(|from| from.title.as_deref());
    let title = field.title.as_deref().or_else(elsewhere);
    of(title, &field.wire_name, &field.name)
}

/// The aliases of an item. The search itself ignores case and `_`.
pub(super) fn of(title: Option<&str>, wire: &str, rust: &str) -> Option<String> {
    let searched = |name: &str| name.replace('_', "").to_lowercase();
    let mut names: Vec<&str> = Vec::new();
    for name in title.into_iter().chain([wire]) {
        let is_searchable = !name.contains(|c: char| matches!(c, '"' | '\'') || c.is_whitespace());
        let is_new = |other: &&str| searched(name) != searched(other);
        if is_searchable && !name.is_empty() && names.iter().chain([&rust]).all(is_new) {
            names.push(name);
        }
    }
    let names: Vec<_> = names
        .into_iter()
        .map(|name| Literal::string(name).to_string())
        .collect();
    (!names.is_empty()).then(|| format!("#[doc(alias({}))]", names.join(", ")))
}
