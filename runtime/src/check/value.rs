//! Values of fields, in the form that conditions compare.

use super::violation::Actual;
use crate::raw::UnknownChoice;
use crate::timestamp::Timestamp;

/// A value that conditions compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// The field is not set.
    Absent,
    /// The field is set. Its value does not matter.
    Given,
    /// A text, or the text of an enum value.
    Text(&'a str),
    /// A number, or the number of an enum value.
    Number(i64),
    /// A Boolean.
    Truth(bool),
    /// An enum value without a name in this crate. It decides no condition.
    Unknown,
}

impl Value<'_> {
    /// Whether the value is one of `values`, each compared as text. `None` if this is undecided.
    pub(super) fn is_one_of(self, values: &[&str]) -> Option<bool> {
        let mut values = values.iter();
        match self {
            Self::Text(text) => Some(values.any(|value| *value == text)),
            Self::Number(number) => Some(values.any(|value| value.parse() == Ok(number))),
            Self::Truth(truth) => Some(values.any(|value| value.parse() == Ok(truth))),
            Self::Absent => Some(false),
            Self::Given | Self::Unknown => None,
        }
    }

    /// The text of a value, a number as digits.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.to_owned()),
            Self::Number(number) => Some(number.to_string()),
            Self::Truth(truth) => Some(truth.to_string()),
            Self::Absent | Self::Given | Self::Unknown => None,
        }
    }

    pub(super) fn to_actual(self) -> Actual {
        match self {
            Self::Text(text) => Actual::Text(text.to_owned()),
            Self::Number(number) => Actual::Number(number),
            Self::Truth(truth) => Actual::Text(truth.to_string()),
            Self::Absent => Actual::Absent,
            Self::Given | Self::Unknown => Actual::Given,
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// The value of a choice without a variant. It decides conditions if it is one of the values that
/// the page lists.
#[must_use]
pub fn value_of_choice<'a>(choice: &'a UnknownChoice, listed: &[Value<'_>]) -> Value<'a> {
    choice.subject(listed)
}

/// A scalar that conditions can refer to.
pub trait Valued {
    /// The value for conditions.
    fn value(&self) -> Value<'_>;
}

macro_rules! for_texts {
    ($($text:ty),*) => {
        $(
            impl Valued for $text {
                fn value(&self) -> Value<'_> {
                    Value::Text(self.as_str())
                }
            }
        )*
    };
}

for_texts!(String, Timestamp);

impl Valued for i64 {
    fn value(&self) -> Value<'_> {
        Value::Number(*self)
    }
}

impl Valued for bool {
    fn value(&self) -> Value<'_> {
        Value::Truth(*self)
    }
}

impl<T: Valued> Valued for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: Valued> Valued for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Absent, Valued::value)
    }
}
