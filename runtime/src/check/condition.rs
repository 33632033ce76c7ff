//! When a rule applies: what is asked of other fields.

use super::checker::Checker;
use super::subject::Subject;
use super::value::Value;
use super::violation::{Test, When};

impl<'a> Subject<'a> {
    /// It is one of these. An enum's value that has no name here leaves it open.
    #[must_use]
    pub const fn is(self, values: &'static [&'static str]) -> Condition<'a> {
        self.test(Test::Is(values))
    }

    /// It is a number above this one.
    #[must_use]
    pub const fn greater_than(self, number: i64) -> Condition<'a> {
        self.test(Test::GreaterThan(number))
    }

    /// It is there.
    #[must_use]
    pub const fn given(self) -> Condition<'a> {
        self.test(Test::Given)
    }

    /// It is not there.
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

/// Something that is asked of a field.
#[derive(Clone, Copy, Debug)]
pub struct Condition<'a> {
    subject: Subject<'a>,
    test: Test,
}

/// Whether all of these hold; `None` where one of them is open and none fails.
pub(super) fn all(conditions: &[Condition<'_>], at: &Checker<'_>) -> Option<bool> {
    let mut verdict = Some(true);
    for condition in conditions {
        match condition.holds(at) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => verdict = None,
        }
    }
    verdict
}

/// The conditions as data, with whole paths.
pub(super) fn stated(conditions: &[Condition<'_>], at: &Checker<'_>) -> Vec<When> {
    let stated = |condition: &Condition<'_>| {
        let Subject { name, value } = condition.subject;
        let path = match value {
            Some(_) => at.path_of(name),
            None => name.to_owned(),
        };
        When::new(path, condition.test)
    };
    conditions.iter().map(stated).collect()
}

impl Condition<'_> {
    fn holds(&self, at: &Checker<'_>) -> Option<bool> {
        let name = self.subject.name;
        let in_message = || at.message.iter().find(|subject| subject.name == name);
        let value = self.subject.value.or_else(|| in_message()?.value)?;
        match (self.test, value) {
            (Test::Given, value) => Some(value != Value::Absent),
            (Test::Absent, value) => Some(value == Value::Absent),
            (_, Value::Absent) => Some(false),
            (Test::Is(values), value) => value.is_one_of(values),
            (Test::GreaterThan(least), Value::Number(number)) => Some(number > least),
            (Test::GreaterThan(_), _) => None,
        }
    }
}
