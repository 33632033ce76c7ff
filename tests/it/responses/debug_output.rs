//! Reads the values of a decoded response from its `Debug` output. Responses implement no
//! serialization.

use std::fmt::Debug;

use serde_json::{Map, Value};

/// Compares a decoded response with the JSON that it has to preserve: the same fields and values,
/// and no others.
pub(super) fn assert_preserved(what: &str, decoded: &impl Debug, kept: &Value) {
    let shown = format!("{decoded:?}");
    let mut reader = Reader { rest: &shown };
    let known = reader.value().unwrap_or(Value::Object(Map::new()));
    assert_eq!(reader.rest, "", "{what}");
    assert_eq!(known, spelled_as_in_rust(kept, &known), "{what}");
}

/// The JSON with each enum value spelled as its variant, if the response has this variant.
fn spelled_as_in_rust(wire: &Value, known: &Value) -> Value {
    match (wire, known) {
        (Value::Object(wire), Value::Object(known)) => {
            let of = |name: &String| known.get(name).unwrap_or(&Value::Null);
            let entries = wire.iter();
            entries
                .map(|(name, value)| (name.clone(), spelled_as_in_rust(value, of(name))))
                .collect()
        }
        (Value::Array(wire), Value::Array(known)) if wire.len() == known.len() => {
            let pairs = wire.iter().zip(known);
            pairs.map(|(w, k)| spelled_as_in_rust(w, k)).collect()
        }
        (Value::String(wire), Value::String(known)) if spells(known, wire) => {
            Value::String(known.clone())
        }
        _ => wire.clone(),
    }
}

/// Marks the name of a variant. No text of the tests begins with it.
const VARIANT: char = '\u{1}';

fn variant(name: &str) -> Value {
    Value::String(format!("{VARIANT}{name}"))
}

/// Whether `known` is the variant for the text `wire`, such as `ApiAssign` for `API_ASSIGN`.
fn spells(known: &str, wire: &str) -> bool {
    known
        .strip_prefix(VARIANT)
        .is_some_and(|variant| variant.to_uppercase() == wire.replace('_', ""))
}

/// Reads derived `Debug` output. `None` is absent; `Some` and other wrappers are read as their
/// content.
struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn value(&mut self) -> Option<Value> {
        match self.rest.chars().next() {
            Some('"') => Some(self.text()),
            Some('[') => Some(Value::Array(self.list())),
            Some('-' | '0'..='9') => {
                let number = self.word(|c| c == '-' || c.is_ascii_digit());
                Some(Value::from(number.parse::<i64>().unwrap()))
            }
            _ => self.named(),
        }
    }

    fn named(&mut self) -> Option<Value> {
        let name = self.word(|c| c == '_' || c.is_ascii_alphanumeric());
        if self.eat(" { ") {
            return Some(Value::Object(self.object()));
        }
        if self.eat("(") {
            let value = self.content();
            assert!(self.eat(")"), "{}", self.rest);
            return Some(value);
        }
        match name.as_str() {
            "None" => None,
            "true" | "false" => Some(Value::Bool(name == "true")),
            _ => Some(variant(&name)),
        }
    }

    /// The content of a wrapper or list. `None` is a variant of that name here, because nothing is
    /// absent.
    fn content(&mut self) -> Value {
        self.value().unwrap_or_else(|| variant("None"))
    }

    fn object(&mut self) -> Map<String, Value> {
        let mut object = Map::new();
        while !self.eat(" }") {
            self.eat(", ");
            let name = self.word(|c| c == '_' || c.is_ascii_alphanumeric());
            assert!(self.eat(": "), "{}", self.rest);
            if let Some(value) = self.value() {
                // Rust adds an underscore to names that are keywords.
                object.insert(name.trim_end_matches('_').to_owned(), value);
            }
        }
        object
    }

    fn list(&mut self) -> Vec<Value> {
        let mut list = Vec::new();
        assert!(self.eat("["));
        while !self.eat("]") {
            self.eat(", ");
            list.push(self.content());
        }
        list
    }

    /// A text. Its escapes are those of JSON, as far as the tests use them.
    fn text(&mut self) -> Value {
        let mut texts = serde_json::Deserializer::from_str(self.rest).into_iter::<Value>();
        let text = texts.next().unwrap().unwrap();
        self.rest = &self.rest[texts.byte_offset()..];
        text
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn eat(&mut self, token: &str) -> bool {
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

mod tests {
    use serde_json::json;

    use super::assert_preserved;

    #[derive(Debug)]
    #[expect(
        dead_code,
        reason = "read by way of `Debug`, which the lint does not count"
    )]
    struct Shown {
        type_: Option<Mode>,
        list: Option<Vec<Inner>>,
        absent: Option<String>,
    }

    #[derive(Debug)]
    #[expect(
        dead_code,
        reason = "read by way of `Debug`, which the lint does not count"
    )]
    struct Inner {
        text: Option<String>,
        count: Option<i64>,
    }

    #[derive(Debug)]
    enum Mode {
        ApiAssign,
        None,
    }

    fn shown() -> Shown {
        Shown {
            type_: Some(Mode::ApiAssign),
            list: Some(vec![
                Inner {
                    text: Some("a \"b\" { ] 券".to_owned()),
                    count: None,
                },
                Inner {
                    text: None,
                    count: Some(-7),
                },
            ]),
            absent: None,
        }
    }

    #[test]
    fn assert_preserved_accepts_a_response_that_keeps_every_value() {
        let list = json!([{ "text": "a \"b\" { ] 券" }, { "count": -7 }]);
        assert_preserved(
            "shown",
            &shown(),
            &json!({ "type": "API_ASSIGN", "list": list }),
        );
    }

    #[test]
    fn assert_preserved_reads_a_variant_named_none_as_a_value() {
        let shown = Shown {
            type_: Some(Mode::None),
            list: None,
            absent: None,
        };
        assert_preserved("none", &shown, &json!({ "type": "NONE" }));
    }

    #[test]
    fn assert_preserved_rejects_lost_changed_and_added_values() {
        let list = json!([{ "text": "a \"b\" { ] 券" }, { "count": -7 }]);
        let others = [
            json!({ "type": "API_ASSIGN", "list": list, "absent": "x" }),
            json!({ "type": "UPLOAD", "list": list }),
            json!({ "type": "API_ASSIGN", "list": [list[0]] }),
            json!({ "type": "API_ASSIGN", "list": [list[0], { "count": 7 }] }),
            json!({ "list": list }),
        ];
        for other in others {
            let held = std::panic::catch_unwind(|| assert_preserved("other", &shown(), &other));
            assert!(held.is_err(), "{other}");
        }
    }
}
