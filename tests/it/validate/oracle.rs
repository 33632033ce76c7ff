//! A slow and simple reference implementation of a spec's rules. It reads only the YAML and uses
//! nothing from the generator.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Map, Value};

/// Path and name of each rule that is broken.
pub(super) type Broken = BTreeSet<(String, String)>;

/// An operation as its files describe it.
pub(super) struct Page {
    pub(super) operation: Value,
    service: Value,
    /// The fields of the body and the parameters.
    pub(super) message: Map<String, Value>,
}

impl Page {
    /// Reads `<folder>/<operation>.yaml` and the service file in the same folder.
    pub(super) fn read(folder: &str, operation: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(folder);
        let read = |name: &str| -> Value {
            let text = std::fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap();
            serde_yaml::from_str(&text).unwrap()
        };
        let operation = read(operation);
        let mut message = map(&operation["body"]).clone();
        for place in ["path", "query", "header"] {
            let group = map(&operation["parameters"][place]).clone();
            let ours = |field: &Value| field["set_by"] != "runtime";
            message.extend(group.into_iter().filter(|(_, field)| ours(field)));
        }
        Self {
            operation,
            service: read("service"),
            message,
        }
    }

    /// The definition of a type's name in requests of this page.
    pub(super) fn definition(&self, name: &str) -> Option<&Value> {
        let files = [&self.operation, &self.service];
        files
            .into_iter()
            .flat_map(|file| [&file["request_types"], &file["types"]])
            .find_map(|types| {
                let types = types.as_object()?;
                types.get(name).or_else(|| {
                    let called = |ty: &&Value| list(&ty["also_called"]).iter().any(|n| *n == name);
                    types.values().find(called)
                })
            })
    }

    /// The rules that a request breaks. `message` has the body and the parameters in one object.
    pub(super) fn broken_rules(&self, message: &Value) -> Broken {
        self.judge(message, false)
    }

    /// The same, with unlisted values and with what the spec has below `from:`.
    pub(super) fn strictly_broken_rules(&self, message: &Value) -> Broken {
        self.judge(message, true)
    }

    fn judge(&self, message: &Value, strict: bool) -> Broken {
        let mut oracle = Oracle {
            page: self,
            message,
            strict,
            broken: Broken::new(),
        };
        oracle.object("", &self.message, list(&self.operation["rules"]), message);
        oracle.broken
    }
}

struct Oracle<'a> {
    page: &'a Page,
    message: &'a Value,
    strict: bool,
    broken: Broken,
}

impl Oracle<'_> {
    fn breaks(&mut self, path: &str, rule: &str) {
        self.broken.insert((path.to_owned(), rule.to_owned()));
    }

    fn object(
        &mut self,
        path: &str,
        fields: &Map<String, Value>,
        rules: Vec<&Value>,
        object: &Value,
    ) {
        let join = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        for (name, field) in fields {
            let value = object.get(name);
            self.presence(
                &join(name),
                &field["presence"],
                value.is_some(),
                fields,
                object,
            );
            if let Some(value) = value {
                self.value(
                    &join(name),
                    text(&field["type"]).as_str(),
                    field,
                    true,
                    value,
                );
            }
        }
        if self.strict {
            for (name, field) in fields {
                for source in map(&field["from"]).values() {
                    self.other_source(&join(name), field, source, fields, object, object.get(name));
                }
            }
        }
        for rule in rules {
            let given: Vec<_> = list(&rule["at_most_one_of"])
                .into_iter()
                .filter(|name| object.get(text(name)).is_some())
                .collect();
            if let Some(second) = given.get(1) {
                self.breaks(&join(&text(second)), "at_most_one_of");
            }
            for (key, most) in [("exactly_one_of", 1), ("at_least_one_of", usize::MAX)] {
                let fields: Vec<_> = list(&rule[key]).into_iter().map(text).collect();
                let given: Vec<_> = fields
                    .iter()
                    .filter(|name| object.get(name.as_str()).is_some())
                    .collect();
                match (fields.first(), given.get(1)) {
                    (Some(first), _) if given.is_empty() => self.breaks(&join(first), key),
                    (_, Some(second)) if given.len() > most => self.breaks(&join(second), key),
                    _ => {}
                }
            }
            let allowed = &rule["allowed"];
            if allowed.is_null() || self.all(&allowed["when"], fields, object) != Some(true) {
                continue;
            }
            let name = text(&allowed["field"]);
            let values: Vec<_> = list(&allowed["values"]).into_iter().map(text).collect();
            if let Some(value) = object.get(&name)
                && self.is_known(&text(&fields[&name]["type"]), value)
                && !values.contains(&text(value))
            {
                self.breaks(&join(&name), "allowed");
            }
        }
    }

    /// What another source says of a field, where the page itself is silent.
    fn other_source(
        &mut self,
        path: &str,
        field: &Value,
        source: &Value,
        fields: &Map<String, Value>,
        object: &Value,
        value: Option<&Value>,
    ) {
        let own = &field["presence"];
        if own == "undocumented" || own.get("cut_off").is_some() {
            let conditions = map(&source["presence"]);
            let is_here = |(_, when): (&String, &Value)| {
                map(when).keys().all(|subject| fields.contains_key(subject))
            };
            if conditions.iter().all(is_here) {
                self.presence(path, &source["presence"], value.is_some(), fields, object);
            }
        }
        let mut stated = source.clone();
        for pair in [["min", "max"], ["min_items", "max_items"]] {
            if pair.iter().any(|key| !field[key].is_null()) {
                for key in pair {
                    stated[key] = Value::Null;
                }
            }
        }
        let ty = text(&field["type"]);
        let has_length = ty.starts_with("string(");
        if has_length || !field["min_chars"].is_null() || !field["max_chars"].is_null() {
            for key in ["min_chars", "max_chars"] {
                stated[key] = Value::Null;
            }
        }
        let mut ty = ty.as_str();
        let mut values = Vec::from_iter(value.cloned());
        if let Some(inner) = ty.strip_prefix("array[").and_then(|t| t.strip_suffix(']')) {
            ty = inner;
            let items = values.iter().flat_map(|value| value.as_array().unwrap());
            let items: Vec<_> = items.cloned().collect();
            if let Some(count) = value.map(|_| i64::try_from(items.len()).unwrap()) {
                self.bounds(path, count, &stated, "min_items", "max_items");
            }
            values = items;
        }
        for value in &values {
            match value {
                Value::Number(number) => {
                    self.bounds(path, number.as_i64().unwrap(), &stated, "min", "max");
                }
                Value::String(text) if ty.starts_with("string") => {
                    self.text(path, "string", &stated, text);
                }
                _ => {}
            }
        }
    }

    fn presence(
        &mut self,
        path: &str,
        presence: &Value,
        given: bool,
        fields: &Map<String, Value>,
        object: &Value,
    ) {
        if presence == "required" && !given {
            self.breaks(path, "required");
        }
        for key in ["only_when", "required_when", "allowed_when"] {
            let Some(conditions) = presence.get(key) else {
                continue;
            };
            let holds = self.all(conditions, fields, object);
            if key != "allowed_when" && holds == Some(true) && !given {
                self.breaks(path, "required_when");
            }
            if key != "required_when" && holds == Some(false) && given {
                self.breaks(path, "only_when");
            }
        }
    }

    /// Whether all conditions are true: false if one is false, unknown if one is unknown.
    fn all(&self, conditions: &Value, fields: &Map<String, Value>, object: &Value) -> Option<bool> {
        let verdicts: Vec<_> = map(conditions)
            .iter()
            .map(|(subject, test)| self.holds(subject, test, fields, object))
            .collect();
        if verdicts.contains(&Some(false)) {
            return Some(false);
        }
        (!verdicts.contains(&None)).then_some(true)
    }

    fn holds(
        &self,
        subject: &str,
        test: &Value,
        fields: &Map<String, Value>,
        object: &Value,
    ) -> Option<bool> {
        if subject.starts_with("outside ") {
            return None;
        }
        let (ty, value) = match subject.strip_prefix("$.") {
            Some(path) => self.in_message(path),
            None => (text(&fields[subject]["type"]), object.get(subject)),
        };
        let word = text(test);
        match (word.as_str(), value) {
            ("present", value) => Some(value.is_some()),
            ("absent", value) => Some(value.is_none()),
            (_, None) => Some(false),
            (word, Some(value)) => match word.strip_prefix("greater than ") {
                Some(number) => Some(value.as_i64().unwrap() > number.parse().unwrap()),
                None if !self.is_known(&ty, value) => None,
                None => Some(list(test).into_iter().any(|one| text(one) == text(value))),
            },
        }
    }

    fn in_message(&self, path: &str) -> (String, Option<&Value>) {
        let mut fields = &self.page.message;
        let mut ty = String::new();
        let mut value = Some(self.message);
        for name in path.split('.') {
            ty = text(&fields[name]["type"]);
            value = value.and_then(|object| object.get(name));
            let definition = self.page.definition(&ty);
            if let Some(definition) = definition {
                fields = map(&definition["fields"]);
            }
        }
        (ty, value)
    }

    /// Whether the page lists the value of an enum. Values of other types are always known.
    fn is_known(&self, ty: &str, value: &Value) -> bool {
        let values = self
            .page
            .definition(ty)
            .and_then(|d| d["values"].as_object());
        values.is_none_or(|values| values.contains_key(&text(value)))
    }

    /// `outermost` distinguishes a list from the lists inside it.
    fn value(&mut self, path: &str, ty: &str, field: &Value, outermost: bool, value: &Value) {
        if let Some(inner) = ty.strip_prefix("array[").and_then(|t| t.strip_suffix(']')) {
            let items = value.as_array().unwrap();
            if outermost {
                let count = i64::try_from(items.len()).unwrap();
                self.bounds(path, count, field, "min_items", "max_items");
            }
            for (index, item) in items.iter().enumerate() {
                self.value(&format!("{path}[{index}]"), inner, field, false, item);
            }
        } else if ty == "integer" {
            self.bounds(path, value.as_i64().unwrap(), field, "min", "max");
        } else if ty == "string" || ty.starts_with("string(") {
            self.text(path, ty, field, value.as_str().unwrap());
        } else if let Some(definition) = self.page.definition(ty) {
            if let Some(fields) = definition["fields"].as_object() {
                self.object(path, fields, list(&definition["rules"]), value);
            } else if self.strict && !self.is_known(ty, value) {
                self.breaks(path, "values");
            }
        } else {
            assert_eq!(ty, "boolean");
        }
    }

    fn text(&mut self, path: &str, ty: &str, field: &Value, text: &str) {
        let mut field = field.clone();
        let length = ty.strip_prefix("string(").and_then(|t| t.strip_suffix(')'));
        if let Some(length) = length {
            field["max_chars"] = length.parse::<i64>().unwrap().into();
        }
        let characters = i64::try_from(text.chars().count()).unwrap();
        self.bounds(path, characters, &field, "min_chars", "max_chars");
        if let Some(alphabet) = field["alphabet"].as_str() {
            let fits = |c: char| {
                alphabet.split(' ').any(|word| match word {
                    "digits" => c.is_ascii_digit(),
                    "letters" => c.is_ascii_alphabetic(),
                    "upper" => c.is_ascii_uppercase(),
                    "lower" => c.is_ascii_lowercase(),
                    other => other == c.to_string(),
                })
            };
            if !text.chars().all(fits) {
                self.breaks(path, "alphabet");
            }
        }
        if field["format"] == "rfc3339" && chrono::DateTime::parse_from_rfc3339(text).is_err() {
            self.breaks(path, "rfc3339");
        }
    }

    fn bounds(&mut self, path: &str, measure: i64, field: &Value, low: &str, high: &str) {
        if field[low].as_i64().is_some_and(|limit| measure < limit) {
            self.breaks(path, low);
        }
        if field[high].as_i64().is_some_and(|limit| measure > limit) {
            self.breaks(path, high);
        }
    }
}

/// A YAML map. A missing map is empty.
pub(super) fn map(value: &Value) -> &Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    value.as_object().unwrap_or(&NONE)
}

/// A YAML list. One item may replace a list of one, and a missing list is empty.
pub(super) fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

/// A scalar as text, whatever type the YAML reader gave it.
pub(super) fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
