//! The JSON Schema of the spec language, which editors use to complete and check a file.
//!
//! The readers of the language report the keys, the required keys and the words. This module adds
//! one description per key and one pattern per notation. If a pattern cannot be as exact as its
//! reader, it accepts more, never less. The schema is of draft 7, which every editor supports.

mod descriptions;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::load::{Key, Notation, Outline, outlines};

/// The schema as text.
#[must_use]
pub fn schema() -> String {
    let files = outlines();
    let mut definitions = Definitions::default();
    definitions.0.insert("text".to_owned(), text());
    for (_, outline) in &files {
        definitions.schema(outline);
    }
    let kinds: Vec<_> = files.iter().map(|(kind, _)| *kind).collect();
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": "Written by `cargo xtask generate` from the readers of the language; do not edit.",
        "definitions": definitions.0,
    });
    format!("{:#}\n", sorted(merge(schema, by_first_key(&kinds))))
}

/// The first key decides the kind of a file, so that an editor shows only keys of that kind.
fn by_first_key(kinds: &[&str]) -> Value {
    let properties = kinds.iter().map(|kind| {
        let description = json!({ "description": descriptions::key_description(kind, kind) });
        ((*kind).to_owned(), merge(reference("text"), description))
    });
    let none =
        json!({ "properties": properties.collect::<Map<_, _>>(), "anyOf": each_required(kinds) });
    kinds.iter().rev().fold(
        none,
        |rest, kind| json!({ "if": { "required": [kind] }, "then": reference(kind), "else": rest }),
    )
}

/// The maps of the spec language, by the names that messages use for them.
#[derive(Default)]
struct Definitions(BTreeMap<String, Value>);

impl Definitions {
    /// The schema of an outline.
    fn schema(&mut self, outline: &Outline) -> Value {
        match outline {
            Outline::Text => reference("text"),
            Outline::Integer => json!({ "type": "integer" }),
            Outline::Notation(notation) => self::notation(*notation),
            Outline::Words(words) => enumeration(words),
            Outline::List(item) => {
                let item = self.schema(item);
                json!({ "anyOf": [item, { "type": "array", "items": item }] })
            }
            Outline::Names(value) => {
                json!({ "type": "object", "additionalProperties": self.schema(value) })
            }
            Outline::Keys(what, keys) => self.define(what, keys),
            Outline::Either(map, other) => either(&self.schema(map), &self.schema(other)),
            Outline::ListOr(item, other) => {
                let item = self.schema(item);
                let list = json!({ "anyOf": [item, { "type": "array", "items": item }] });
                let other = self.schema(other);
                let by_type =
                    json!({ "if": { "type": "string" }, "then": other.clone(), "else": list });
                json!({ "anyOf": [by_type, list, other] })
            }
        }
    }

    fn define(&mut self, what: &str, keys: &[Key]) -> Value {
        let name = definition_name(what);
        let properties = keys.iter().map(|key| {
            let description = descriptions::key_description(&name, key.name);
            let value = merge(
                self.schema(&key.value),
                json!({ "description": description }),
            );
            (key.name.to_owned(), value)
        });
        let map = json!({
            "type": "object",
            "properties": properties.collect::<Map<_, _>>(),
            "additionalProperties": false,
        });
        let definition = merge(map, requirements(&name, keys));
        let schema = reference(&name);
        let known = self.0.insert(name, definition.clone());
        debug_assert!(known.is_none_or(|known| known == definition), "two {what}");
        schema
    }
}

/// `a common error row` is defined as `common_error_row`.
fn definition_name(what: &str) -> String {
    let what = what.trim_matches('`');
    let bare = what.strip_prefix("an ").or(what.strip_prefix("a "));
    bare.unwrap_or(what).replace(' ', "_")
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The keys that a map must have. If a requirement depends on another key, the readers decide it in
/// code, and this function repeats it.
fn requirements(name: &str, keys: &[Key]) -> Value {
    let required = keys.iter().filter(|key| key.required);
    let required: Vec<_> = required.map(|key| key.name).collect();
    match name {
        "error_row" => json!({
            "if": { "required": ["common"] },
            "then": { "properties": keys_without_common(keys) },
            "else": { "required": required },
        }),
        "presence" => json!({
            "oneOf": each_required(&["only_when", "required_when", "allowed_when", "cut_off"]),
        }),
        "rule" => json!({ "oneOf": each_required(&[
                "at_most_one_of",
                "exactly_one_of",
                "at_least_one_of",
                "allowed",
                "server",
            ]) }),
        "type" => json!({
            "oneOf": [
                { "required": ["fields"], "properties": { "values": false, "value_type": false } },
                { "required": ["values"], "properties": { "fields": false, "rules": false } },
            ],
        }),
        "recovery" => json!({
            "required": required,
            "oneOf": [
                {
                    "required": ["repeat"],
                    "properties": { "query": false, "field": false, "equals": false },
                },
                { "required": ["query"], "properties": { "repeat": false } },
            ],
            "dependencies": { "field": ["equals"], "equals": ["field"] },
        }),
        "pagination" => json!({
            "required": required,
            "oneOf": each_required(&["token", "offset"]),
        }),
        "source" => json!({
            "if": { "required": ["grade"], "properties": { "grade": { "const": "secondary" } } },
            "else": { "required": ["page", "updated"] },
        }),
        _ if required.is_empty() => json!({}),
        _ => json!({ "required": required }),
    }
}

fn each_required(keys: &[&str]) -> Vec<Value> {
    keys.iter()
        .map(|key| json!({ "required": [key] }))
        .collect()
}

/// An error row with `common` has no other keys than `table` and `grade`.
fn keys_without_common(keys: &[Key]) -> Map<String, Value> {
    let refused = keys
        .iter()
        .filter(|key| !["table", "common", "grade"].contains(&key.name));
    refused
        .map(|key| (key.name.to_owned(), Value::Bool(false)))
        .collect()
}

/// A map or a shorter form. The last two alternatives accept nothing more. An editor takes its
/// proposals from them, and its diagnostics from the first one.
fn either(map: &Value, other: &Value) -> Value {
    let by_type = json!({ "if": { "type": "object" }, "then": map, "else": other });
    json!({ "anyOf": [by_type, other, map] })
}

/// Any scalar. Booleans are accepted only indirectly. Otherwise an editor would propose them for
/// every text.
fn text() -> Value {
    let boolean = json!({ "not": { "type": ["array", "null", "number", "object", "string"] } });
    json!({ "anyOf": [{ "type": ["string", "number"], "minLength": 1 }, boolean] })
}

fn enumeration(words: &[&str]) -> Value {
    let values: Value = words.iter().map(|word| scalar(word)).collect();
    let described: Vec<_> = words
        .iter()
        .filter_map(|word| descriptions::word_description(word))
        .collect();
    if described.len() < words.len() {
        return json!({ "enum": values });
    }
    json!({ "enum": values, "enumDescriptions": described })
}

/// A word as YAML reads it.
fn scalar(word: &str) -> Value {
    word.parse().map_or_else(|_| word.into(), Value::Bool)
}

fn notation(notation: Notation) -> Value {
    match notation {
        Notation::Alphabet => json!({
            "type": ["string", "number"],
            "pattern": r"^\s*((digits|letters|upper|lower|\S)(\s+|$))+$",
            "patternErrorMessage": "Write digits, letters, upper, lower and single characters, separated by spaces.",
            "examples": ["digits letters"],
        }),
        Notation::Condition => merge(
            text(),
            json!({ "examples": ["present", "absent", "greater than 0", "contains X"] }),
        ),
        Notation::Date => json!({
            "type": "string",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            "patternErrorMessage": "Write the page's date as YYYY-MM-DD.",
        }),
        Notation::Fingerprint => json!({
            "type": ["string", "number"],
            "pattern": "^[0-9a-f]{8}$",
            "patternErrorMessage": "Write eight lower-case hexadecimal digits, or let `cargo xtask audit PAGE --fix` write them.",
        }),
        Notation::RateLimit => json!({
            "type": "string",
            "pattern": r"^[1-9][0-9]*/(s|min|h|d)( per interface)?$",
            "patternErrorMessage": "Write a number and a unit, as in 20/s or 1000/min per interface.",
            "examples": ["20/s", "1000/min", "1000/min per interface"],
        }),
        Notation::Type => json!({
            "type": "string",
            "pattern": format!("^{}$", type_pattern()),
            "patternErrorMessage": "Write string, string(N), integer, boolean, array[T], json[T], object, or the name of a type in CamelCase.",
            "examples": ["string", "string(32)", "integer", "boolean", "array[string]", "object"],
        }),
    }
}

/// The pattern of a type. It checks nested arrays down to a depth that no page has. Deeper levels
/// are accepted.
fn type_pattern() -> String {
    let array = |item: String| {
        format!(
            r"(string(\([1-9][0-9]*\))?|integer|boolean|object|[A-Z][A-Za-z0-9]*|(array|json)\[{item}\])"
        )
    };
    array(array(array(".+".to_owned())))
}

fn merge(mut into: Value, from: Value) -> Value {
    if let (Value::Object(into), Value::Object(from)) = (&mut into, from) {
        into.extend(from);
    }
    into
}

/// Sorts keys alphabetically. Otherwise their order would depend on features of `serde_json` that
/// another crate of the build may enable.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let ordered: BTreeMap<_, _> = map.into_iter().collect();
            let entries = ordered.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(entries.collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        scalar => scalar,
    }
}
