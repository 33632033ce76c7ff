//! A document as YAML.

use super::json::Json;

/// Texts are in quotes, because YAML parsers differ in what they read as a number, a date or a
/// boolean.
pub(super) fn text(document: &Json) -> Result<String, String> {
    let options = serde_yaml::ser_options! { quote_all: true };
    serde_yaml::to_string_with_options(document, options).map_err(|error| error.to_string())
}
