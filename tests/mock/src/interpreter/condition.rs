//! Evaluates conditions.

use serde_json::{Map, Value};

use super::Scope;
use crate::spec::{Conditions, Field, Struct, Test, Type};

/// The result of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Yes,
    No,
    /// It uses something outside the body, or a value that the spec does not list.
    Open,
}

/// Whether all conditions are true. `None` if there are none.
pub(super) fn all(
    conditions: &Conditions,
    scope: Scope<'_>,
    structure: &Struct,
    object: &Map<String, Value>,
) -> Option<Holds> {
    let responses = conditions
        .iter()
        .map(|(path, test)| holds(path, test, scope, structure, object));
    responses.reduce(|one, other| match (one, other) {
        (Holds::No, _) | (_, Holds::No) => Holds::No,
        (Holds::Open, _) | (_, Holds::Open) => Holds::Open,
        (Holds::Yes, Holds::Yes) => Holds::Yes,
    })
}

fn holds(
    path: &str,
    test: &Test,
    scope: Scope<'_>,
    structure: &Struct,
    object: &Map<String, Value>,
) -> Holds {
    let Some((field, value)) = subject(path, scope, structure, object) else {
        return Holds::Open;
    };
    let yes = match test {
        Test::Present => value.is_some(),
        Test::Absent => value.is_none(),
        Test::GreaterThan(number) => match value {
            Some(value) => match value.as_i64() {
                Some(value) => value > *number,
                None => return Holds::Open,
            },
            None => false,
        },
        Test::Contains(item) => {
            let mut items = value.and_then(Value::as_array).into_iter().flatten();
            items.any(|value| text_of(value) == *item)
        }
        Test::OneOf(texts) => match value {
            Some(value) if is_unknown(value, field, scope) => return Holds::Open,
            Some(value) => texts.contains(&text_of(value)),
            None => false,
        },
    };
    if yes { Holds::Yes } else { Holds::No }
}

/// The field that a condition uses, and its value if there is one. `None` if the body has no such
/// field.
fn subject<'a>(
    path: &str,
    scope: Scope<'a>,
    definition: &'a Struct,
    object: &'a Map<String, Value>,
) -> Option<(&'a Field, Option<&'a Value>)> {
    let Some(path) = path.strip_prefix("$.") else {
        let field = definition.field(path)?;
        return Some((field, object.get(path)));
    };
    let mut definition = scope.root;
    let mut value = Some(scope.body);
    let mut names = path.split('.').peekable();
    loop {
        let name = names.next()?;
        let field = definition.field(name)?;
        value = value.and_then(|value| value.get(name));
        if names.peek().is_none() {
            return Some((field, value));
        }
        let Type::Struct(inner) = &field.ty else {
            return None;
        };
        definition = scope.structure(inner)?;
    }
}

/// Whether this is an enum value that the spec does not list, or does not have the enum's type at
/// all.
pub(super) fn is_unknown(value: &Value, field: &Field, scope: Scope<'_>) -> bool {
    match &field.ty {
        Type::Enum(name) => !scope.values(name).contains(&text_of(value)),
        _ => false,
    }
}

/// A scalar as the spec writes it.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
