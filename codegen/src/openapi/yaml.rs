//! A document as YAML.

use super::json::Json;

/// Texts stand in quotes, since readers of YAML differ in what they take for a number, a date or a truth value.
pub(super) fn text(document: &Json) -> String {
    let options = serde_yaml::ser_options! { quote_all: true };
    // Text keys and finite numbers are all that it holds, which can always be written.
    serde_yaml::to_string_with_options(document, options).unwrap_or_default()
}
