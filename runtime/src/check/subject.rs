//! Fields that conditions refer to.

use super::condition::Condition;
use super::value::{Value, Valued};

/// A field that a condition refers to.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub(super) name: &'static str,
    /// `None` for a field of the message, whose value the checker looks up.
    pub(super) value: Option<Value<'a>>,
}

/// A field of the same object.
pub fn when<'a>(name: &'static str, value: &'a impl Valued) -> Subject<'a> {
    Subject {
        name,
        value: Some(value.value()),
    }
}

/// A field inside a variant or inside an object that may be absent.
#[must_use]
pub fn found<'a, V: Valued>(name: &'static str, value: Option<&'a V>) -> Subject<'a> {
    Subject {
        name,
        value: Some(value.map_or(Value::Absent, V::value)),
    }
}

/// A field of the same object, if only its presence matters.
#[must_use]
pub const fn whether(name: &'static str, is_given: bool) -> Subject<'static> {
    Subject {
        name,
        value: Some(if is_given {
            Value::Given
        } else {
            Value::Absent
        }),
    }
}

/// Whether a list of the same object has an item.
#[must_use]
pub fn contains<V: Valued>(
    name: &'static str,
    list: Option<&Vec<V>>,
    item: &'static str,
) -> Condition<'static> {
    let is_item = |value: &V| value.value().is_one_of(&[item]) == Some(true);
    let value = list.map_or(Value::Absent, |list| Value::Truth(list.iter().any(is_item)));
    Subject {
        name,
        value: Some(value),
    }
    .contains(item)
}

/// A field of the message, by its path.
#[must_use]
pub const fn message(path: &'static str) -> Subject<'static> {
    Subject {
        name: path,
        value: None,
    }
}
