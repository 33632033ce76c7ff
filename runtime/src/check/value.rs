//! What fields hold, as far as conditions ask for it.

use super::violation::Actual;
use crate::timestamp::Timestamp;

/// A value that conditions compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// The field is left out.
    Absent,
    /// It is there; what it holds does not matter.
    Given,
    /// A text, or an enum's value by its text.
    Text(&'a str),
    /// A number, or an enum's value by its number.
    Number(i64),
    /// A truth value.
    Truth(bool),
    /// An enum's value that has no name here: nothing is concluded from it.
    Unknown,
}

impl Value<'_> {
    /// Whether it is one of these, each as text; `None` if that cannot be said.
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

/// A scalar that conditions can ask about.
pub trait Valued {
    /// What it holds.
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
