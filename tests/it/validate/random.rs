//! Random messages of a page, close to the limits of its rules.

use serde_json::{Map, Value};

use super::oracle::{Page, list, map, text};

/// The same numbers in every run.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    fn of<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    /// A message that a typed request can represent.
    pub(super) fn message(&mut self, page: &Page) -> Value {
        self.object(&page.message, page)
    }

    fn object(&mut self, fields: &Map<String, Value>, page: &Page) -> Value {
        let mut object = Map::new();
        for (name, field) in fields {
            // Fields of a choice are always set; the choice takes those that belong to its value.
            let in_choice = map(&field["presence"])
                .values()
                .flat_map(|conditions| map(conditions).keys())
                .any(|subject| {
                    fields
                        .get(subject)
                        .is_some_and(|f| f["selects"].is_string())
                });
            let needed = field["presence"] == "required" || in_choice;
            if needed && !self.one_in(200) || self.one_in(2) {
                let value = self.value(&text(&field["type"]), field, true, page);
                object.insert(name.clone(), value);
            }
        }
        object.into()
    }

    fn value(&mut self, ty: &str, field: &Value, outermost: bool, page: &Page) -> Value {
        if let Some(inner) = ty.strip_prefix("array[").and_then(|t| t.strip_suffix(']')) {
            let lengths = if outermost {
                near(field, "min_items", "max_items")
            } else {
                vec![]
            };
            let lengths: Vec<_> = lengths
                .into_iter()
                .chain([0, 1, 2])
                .filter(|n| (0..12).contains(n))
                .collect();
            let length = *self.of(&lengths);
            (0..length)
                .map(|_| self.value(inner, field, false, page))
                .collect()
        } else if ty == "integer" {
            let mut numbers = near(field, "min", "max");
            numbers.extend([0, 1, 10, 11, 100, 101, -1, i64::MAX, i64::MIN]);
            (*self.of(&numbers)).into()
        } else if ty == "boolean" {
            self.one_in(2).into()
        } else if ty == "string" || ty.starts_with("string(") {
            self.text(ty, field).into()
        } else {
            let definition = page.definition(ty).unwrap();
            match definition["values"].as_object() {
                Some(values) if definition["value_type"] == "integer" => {
                    let mut numbers: Vec<i64> = values.keys().map(|n| n.parse().unwrap()).collect();
                    numbers.push(7);
                    (*self.of(&numbers)).into()
                }
                Some(values) => {
                    let mut words: Vec<_> = values.keys().map(String::as_str).collect();
                    words.extend(
                        ["NEWER_THAN_US", "😀"]
                            .into_iter()
                            .filter(|_| self.one_in(6)),
                    );
                    (*self.of(&words)).into()
                }
                None => self.object(map(&definition["fields"]), page),
            }
        }
    }

    fn text(&mut self, ty: &str, field: &Value) -> String {
        if field["format"] == "rfc3339" && !self.one_in(3) {
            let times = [
                "2015-05-20T13:29:35+08:00",
                "2015-05-20",
                "2015-05-20T25:29:35Z",
                "soon",
                "",
            ];
            return (*self.of(&times)).to_owned();
        }
        if self.one_in(8) {
            return (*self.of(&["110", "119", "", "深圳"])).to_owned();
        }
        let mut field = field.clone();
        if let Some(length) = ty.strip_prefix("string(").and_then(|t| t.strip_suffix(')')) {
            field["max_chars"] = length.parse::<i64>().unwrap().into();
        }
        let mut lengths = near(&field, "min_chars", "max_chars");
        lengths.extend([1, 2, 7]);
        let length = (*self.of(&lengths)).clamp(0, 200);
        let characters = *self.of(&[
            "0123456789",
            "abcxyz",
            "ABCXYZ",
            "aZ09_-",
            "券满减",
            "é。-",
            "a券",
        ]);
        let characters: Vec<char> = characters.chars().collect();
        let mut text: String = (0..length).map(|_| *self.of(&characters)).collect();
        if self.one_in(12) {
            text.pop();
            text.push(*self.of(&['😀', '𠮷', '\u{0}', ' ', '。']));
        }
        text
    }
}

/// Both limits, and the values just outside of them.
pub(super) fn near(field: &Value, low: &str, high: &str) -> Vec<i64> {
    let limits = list(&field[low]).into_iter().chain(list(&field[high]));
    limits
        .filter_map(Value::as_i64)
        .flat_map(|limit| [limit - 1, limit, limit + 1])
        .collect()
}
