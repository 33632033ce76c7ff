//! Conditions of rules. A condition refers to another field.

use super::checker::Checker;
use super::subject::Subject;
use super::value::Value;
use super::violation::{Test, When};

impl<'a> Subject<'a> {
    /// The field has one of these values. An enum value without a name in this crate leaves the
    /// condition undecided.
    #[must_use]
    pub const fn is(self, values: &'static [&'static str]) -> Condition<'a> {
        self.test(Test::Is(values))
    }

    /// The field is a number greater than `number`.
    #[must_use]
    pub const fn greater_than(self, number: i64) -> Condition<'a> {
        self.test(Test::GreaterThan(number))
    }

    /// The list has this item.
    pub(super) const fn contains(self, item: &'static str) -> Condition<'a> {
        self.test(Test::Contains(item))
    }

    /// The field is set.
    #[must_use]
    pub const fn given(self) -> Condition<'a> {
        self.test(Test::Given)
    }

    /// The field is not set.
    #[must_use]
    pub const fn absent(self) -> Condition<'a> {
        self.test(Test::Absent)
    }

    const fn test(self, test: Test) -> Condition<'a> {
        Condition {
            subject: self,
            test,
        }
    }
}

/// A condition on one field.
#[derive(Clone, Copy, Debug)]
pub struct Condition<'a> {
    subject: Subject<'a>,
    test: Test,
}

/// Whether all conditions are true. `None` if none is false and at least one is undecided.
pub(super) fn all(conditions: &[Condition<'_>], checker: &Checker<'_>) -> Option<bool> {
    let mut result = Some(true);
    for condition in conditions {
        match condition.is_true(checker) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => result = None,
        }
    }
    result
}

/// The conditions as data, with full paths.
pub(super) fn as_data(conditions: &[Condition<'_>], checker: &Checker<'_>) -> Vec<When> {
    let as_data = |condition: &Condition<'_>| {
        let Subject { name, value } = condition.subject;
        let path = match value {
            Some(_) => checker.path_of(name),
            None => name.to_owned(),
        };
        When::new(path, condition.test)
    };
    conditions.iter().map(as_data).collect()
}

impl Condition<'_> {
    fn is_true(&self, checker: &Checker<'_>) -> Option<bool> {
        let name = self.subject.name;
        let in_message = || checker.message.iter().find(|subject| subject.name == name);
        let value = self.subject.value.or_else(|| in_message()?.value)?;
        match (self.test, value) {
            (Test::Given, value) => Some(value != Value::Absent),
            (Test::Absent, value) => Some(value == Value::Absent),
            (_, Value::Absent) => Some(false),
            (Test::Is(values), value) => value.is_one_of(values),
            (Test::Contains(_), Value::Truth(contains)) => Some(contains),
            (Test::GreaterThan(least), Value::Number(number)) => Some(number > least),
            (Test::Contains(_) | Test::GreaterThan(_), _) => None,
        }
    }
}
