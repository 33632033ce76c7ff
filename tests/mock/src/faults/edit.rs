//! Changes of a response's JSON before it is signed. The response stays validly signed.

use serde_json::{Value, json};

/// A change of a response's JSON before it is signed.
///
/// A response that is not JSON is not changed, and a response without a body does not get one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Edit {
    /// Adds fields that no page documents to every object.
    UnknownFields,
    /// Replaces every text in capital letters, such as enum values, by `ZZ_NOT_LISTED`.
    UnknownValues,
    /// Replaces every member that is not an object by `null`.
    Nulls,
    /// Replaces the value at this JSON pointer, or adds the member if it is missing.
    Set(String, Value),
    /// Adds blanks after the JSON until the body has this number of bytes.
    Pad(usize),
}

impl Edit {
    /// Changes a body.
    pub(crate) fn apply(&self, body: &mut Vec<u8>) {
        if let Self::Pad(length) = self {
            if !body.is_empty() {
                body.resize((*length).max(body.len()), b' ');
            }
            return;
        }
        let Ok(mut value) = serde_json::from_slice(body) else {
            return;
        };
        match self {
            Self::UnknownFields => add_unknown_fields(&mut value),
            Self::UnknownValues => replace_capitals(&mut value),
            Self::Nulls => null_members(&mut value),
            Self::Set(pointer, new) => set(&mut value, pointer, new),
            Self::Pad(_) => {}
        }
        *body = value.to_string().into_bytes();
    }
}

/// The values directly inside a value.
fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => Vec::new(),
    }
}

fn add_unknown_fields(value: &mut Value) {
    children(value).into_iter().for_each(add_unknown_fields);
    if let Value::Object(members) = value {
        members.insert("zz_text".to_owned(), json!("券"));
        members.insert("zz_number".to_owned(), json!(-1.5e300));
        members.insert("zz_null".to_owned(), Value::Null);
        members.insert("zz_object".to_owned(), json!({ "a": [{}, [null]] }));
    }
}

fn replace_capitals(value: &mut Value) {
    children(value).into_iter().for_each(replace_capitals);
    if let Value::String(text) = value
        && text.len() > 1
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    {
        "ZZ_NOT_LISTED".clone_into(text);
    }
}

fn null_members(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|member| match member {
            Value::Object(_) => null_members(member),
            _ => *member = Value::Null,
        }),
        Value::Array(items) => items.iter_mut().for_each(null_members),
        _ => {}
    }
}

fn set(value: &mut Value, pointer: &str, new: &Value) {
    if let Some(place) = value.pointer_mut(pointer) {
        *place = new.clone();
        return;
    }
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        return;
    };
    if let Some(Value::Object(members)) = value.pointer_mut(parent) {
        let name = name.replace("~1", "/").replace("~0", "~");
        members.insert(name, new.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(edit: &Edit, body: &str) -> String {
        let mut bytes = body.as_bytes().to_vec();
        edit.apply(&mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn json_is_changed_in_the_one_way() {
        for (edit, before, after) in [
            (
                Edit::UnknownValues,
                r#"{"a":"ALL","b":["MONDAY"],"c":"wx","d":"1","e":""}"#,
                r#"{"a":"ZZ_NOT_LISTED","b":["ZZ_NOT_LISTED"],"c":"wx","d":"1","e":""}"#,
            ),
            (
                Edit::Nulls,
                r#"{"a":1,"b":{"c":"x","d":[1]},"e":[{}]}"#,
                r#"{"a":null,"b":{"c":null,"d":null},"e":null}"#,
            ),
            (
                Edit::Set("/a/b".to_owned(), json!(2)),
                r#"{"a":{"b":1}}"#,
                r#"{"a":{"b":2}}"#,
            ),
            (
                Edit::Set("/a/c".to_owned(), json!(2)),
                r#"{"a":{"b":1}}"#,
                r#"{"a":{"b":1,"c":2}}"#,
            ),
            (
                Edit::Set("/x/y".to_owned(), json!(2)),
                r#"{"a":1}"#,
                r#"{"a":1}"#,
            ),
            (Edit::Pad(5), "{}", "{}   "),
            (Edit::Pad(1), "{}", "{}"),
            (Edit::Pad(9), "", ""),
            (Edit::Nulls, "<html>", "<html>"),
        ] {
            assert_eq!(edited(&edit, before), after, "{edit:?}");
        }
    }

    #[test]
    fn unknown_fields_are_added_to_every_object() {
        let body = edited(&Edit::UnknownFields, r#"{"a":{"b":[{"c":1}]}}"#);
        assert_eq!(body.matches("zz_text").count(), 3, "{body}");
        assert!(body.contains(r#""c":1"#), "{body}");
    }
}
