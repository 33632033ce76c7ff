//! Types and limits of single values.

use std::borrow::Cow;

use serde_json::Value;

use super::condition::text_of;
use super::time::{is_date, is_rfc3339};
use super::violation::{BrokenRule, Violation};
use super::{Scope, object};
use crate::spec::{Field, Format, Type};

/// The pointer to a member of the object at `pointer`.
pub(super) fn member(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The general rules for every value, known or unknown.
pub(super) fn everywhere(value: &Value, pointer: &str, violations: &mut Vec<Violation>) {
    match value {
        Value::Null => violations.push(Violation {
            pointer: pointer.to_owned(),
            rule: BrokenRule::Null,
            issue: "null is not allowed".to_owned(),
            value: Some(Value::Null),
        }),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                everywhere(item, &format!("{pointer}/{index}"), violations);
            }
        }
        Value::Object(members) => {
            for (name, inner) in members {
                everywhere(inner, &member(pointer, name), violations);
            }
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Validates a value against a type and the limits of its field.
pub(super) fn check(
    scope: Scope<'_>,
    value: &Value,
    field: &Field,
    pointer: &str,
    violations: &mut Vec<Violation>,
) {
    of_type(scope, value, &field.ty, pointer, violations);
    limits(&read_texts(value, &field.ty), field, pointer, violations);
}

/// The value with the JSON inside its texts in place of these texts.
fn read_texts<'v>(value: &'v Value, ty: &Type) -> Cow<'v, Value> {
    match (ty, value) {
        (Type::Json(_), Value::String(text)) => match serde_json::from_str(text) {
            Ok(value) => Cow::Owned(value),
            Err(_) => Cow::Borrowed(value),
        },
        (Type::Array(inner), Value::Array(items)) if matches!(**inner, Type::Json(_)) => {
            let items = items
                .iter()
                .map(|item| read_texts(item, inner).into_owned());
            Cow::Owned(items.collect())
        }
        _ => Cow::Borrowed(value),
    }
}

fn of_type(
    scope: Scope<'_>,
    value: &Value,
    ty: &Type,
    pointer: &str,
    violations: &mut Vec<Violation>,
) {
    let wanted = match (ty, value) {
        // `null` is reported separately.
        (_, Value::Null) | (Type::String, Value::String(_)) | (Type::Boolean, Value::Bool(_)) => {
            return;
        }
        (Type::Integer, Value::Number(number)) if number.is_i64() => return,
        (Type::Object, Value::Object(_)) => return,
        (Type::Json(inner), Value::String(text)) => match serde_json::from_str(text) {
            Ok(value) => {
                of_type(scope, &value, inner, pointer, violations);
                return;
            }
            Err(_) => "a string that contains JSON",
        },
        (Type::Time, Value::String(text)) => {
            if !is_rfc3339(text) {
                let issue = "the text is not a time such as 2015-05-20T13:29:35+08:00".to_owned();
                reporter(value, pointer, violations)(BrokenRule::Rfc3339, issue);
            }
            return;
        }
        (Type::Enum(name), _) if is_of_enum(scope, name, value) => {
            listed(scope, name, value, pointer, violations);
            return;
        }
        (Type::Array(inner), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                of_type(
                    scope,
                    item,
                    inner,
                    &format!("{pointer}/{index}"),
                    violations,
                );
            }
            return;
        }
        (Type::Struct(name), Value::Object(_)) => {
            if let Some(model) = scope.structure(name) {
                object::check(scope, model, value, pointer, violations);
            }
            return;
        }
        (Type::String | Type::Time, _) => "a string",
        (Type::Integer, _) => "an integer of 64 bits",
        (Type::Boolean, _) => "true or false",
        (Type::Enum(_), _) => "a value of its enum's type",
        (Type::Array(_), _) => "an array",
        (Type::Struct(_) | Type::Object, _) => "an object",
        (Type::Json(_), _) => "a string that contains JSON",
    };
    violations.push(Violation {
        pointer: pointer.to_owned(),
        rule: BrokenRule::Type,
        issue: format!("the value is not {wanted}"),
        value: Some(value.clone()),
    });
}

/// Whether a value has the JSON type of an enum's values, listed or not.
fn is_of_enum(scope: Scope<'_>, name: &str, value: &Value) -> bool {
    if scope.is_of_integers(name) {
        value.is_i64()
    } else {
        value.is_string()
    }
}

/// Whether the page lists a value of an enum.
fn listed(
    scope: Scope<'_>,
    name: &str,
    value: &Value,
    pointer: &str,
    violations: &mut Vec<Violation>,
) {
    let values = scope.values(name);
    if !values.contains(&text_of(value)) {
        let issue = format!("the value is none of {}", values.join(", "));
        reporter(value, pointer, violations)(BrokenRule::Unlisted, issue);
    }
}

/// Validates a value against a field's limits if it has their type.
pub(super) fn limits(value: &Value, field: &Field, pointer: &str, violations: &mut Vec<Violation>) {
    each(value, field, pointer, violations);
    let mut report = reporter(value, pointer, violations);
    if let Some(items) = value.as_array() {
        let items = count(items.iter());
        if let Some(min) = field.min_items.filter(|min| items < *min) {
            report(
                BrokenRule::MinItems,
                format!("the list has fewer than {min} items"),
            );
        }
        if let Some(max) = field.max_items.filter(|max| items > *max) {
            report(
                BrokenRule::MaxItems,
                format!("the list has more than {max} items"),
            );
        }
    }
}

/// Reports a violation of one value.
fn reporter(
    value: &Value,
    pointer: &str,
    violations: &mut Vec<Violation>,
) -> impl FnMut(BrokenRule, String) {
    |rule, issue| {
        violations.push(Violation {
            pointer: pointer.to_owned(),
            rule,
            issue,
            value: Some(value.clone()),
        });
    }
}

/// Limits of texts and numbers. In a list, they apply to each item.
fn each(value: &Value, field: &Field, pointer: &str, violations: &mut Vec<Violation>) {
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        each(item, field, &format!("{pointer}/{index}"), violations);
    }
    let mut report = reporter(value, pointer, violations);
    if let Some(number) = value.as_i64() {
        if let Some(min) = field.min.filter(|min| number < *min) {
            report(BrokenRule::Min, format!("the number is below {min}"));
        }
        if let Some(max) = field.max.filter(|max| number > *max) {
            report(BrokenRule::Max, format!("the number is above {max}"));
        }
    }
    if let Some(text) = value.as_str() {
        let chars = count(text.chars());
        if let Some(min) = field.min_chars.filter(|min| chars < *min) {
            report(
                BrokenRule::MinChars,
                format!("the text has fewer than {min} characters"),
            );
        }
        if let Some(max) = field.max_chars.filter(|max| chars > *max) {
            report(
                BrokenRule::MaxChars,
                format!("the text has more than {max} characters"),
            );
        }
        if field.format == Some(Format::Date) && !is_date(text) {
            report(
                BrokenRule::Date,
                "the text is not a date such as 2015-05-20".to_owned(),
            );
        }
        if let Some(alphabet) = &field.alphabet
            && !text.chars().all(|character| is_in(character, alphabet))
        {
            report(
                BrokenRule::Alphabet,
                format!("the text has other characters than {alphabet}"),
            );
        }
    }
}

fn count(things: impl Iterator) -> i64 {
    i64::try_from(things.count()).unwrap_or(i64::MAX)
}

/// Whether a character belongs to an alphabet such as `digits letters _ -`.
fn is_in(character: char, alphabet: &str) -> bool {
    alphabet.split_whitespace().any(|word| match word {
        "digits" => character.is_ascii_digit(),
        "letters" => character.is_ascii_alphabetic(),
        "upper" => character.is_ascii_uppercase(),
        "lower" => character.is_ascii_lowercase(),
        single => single.chars().eq([character]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabets_list_classes_and_characters() {
        for (alphabet, good, bad) in [
            ("digits letters _ -", "09azAZ_-", " .:/@[`{é券０"),
            ("upper *", "AZ*", "az0"),
            ("lower", "az", "AZ"),
        ] {
            assert!(good.chars().all(|c| is_in(c, alphabet)), "{alphabet}");
            assert!(!bad.chars().any(|c| is_in(c, alphabet)), "{alphabet}");
        }
    }

    #[test]
    fn json_pointers_escape_slashes_and_tildes() {
        assert_eq!(member("/a", "b/c~d"), "/a/b~1c~0d");
    }
}
