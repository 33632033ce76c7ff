//! A document as YAML.

use super::json::Json;

/// Texts stand in quotes, since readers of YAML differ in what they take for a number, a date or a truth value.
pub(super) fn text(document: &Json) -> Result<String, String> {
    let options = serde_yaml::ser_options! { quote_all: true };
    serde_yaml::to_string_with_options(document, options).map_err(|error| error.to_string())
}
