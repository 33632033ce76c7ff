//! What fields hold, as far as rules ask for it.

use super::path::Step;
use super::violation::Actual;
use super::{Checked, Checker};
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

/// Texts that a rule judges: one, none, or the items of a list.
pub trait Texts {
    /// Hands over each text with its place.
    fn each_text(&self, at: &mut Checker<'_>, judge: &dyn Fn(&str, &mut Checker<'_>));
}

/// Numbers that a rule judges: one, none, or the items of a list.
pub trait Numbers {
    /// Hands over each number with its place.
    fn each_number(&self, at: &mut Checker<'_>, judge: &dyn Fn(i64, &mut Checker<'_>));
}

/// A list, perhaps absent.
pub trait Items {
    /// How many items it has; `None` where it is left out.
    fn count(&self) -> Option<usize>;
}

macro_rules! for_texts {
    ($($text:ty),*) => {
        $(
            impl Texts for $text {
                fn each_text(&self, at: &mut Checker<'_>, judge: &dyn Fn(&str, &mut Checker<'_>)) {
                    judge(self.as_str(), at);
                }
            }

            impl Valued for $text {
                fn value(&self) -> Value<'_> {
                    Value::Text(self.as_str())
                }
            }
        )*
    };
}

for_texts!(String, Timestamp);

impl Numbers for i64 {
    fn each_number(&self, at: &mut Checker<'_>, judge: &dyn Fn(i64, &mut Checker<'_>)) {
        judge(*self, at);
    }
}

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

impl<T: Checked> Checked for Option<T> {
    fn check(&self, at: &mut Checker<'_>) {
        if let Some(value) = self {
            value.check(at);
        }
    }
}

impl<T: Texts> Texts for Option<T> {
    fn each_text(&self, at: &mut Checker<'_>, judge: &dyn Fn(&str, &mut Checker<'_>)) {
        if let Some(value) = self {
            value.each_text(at, judge);
        }
    }
}

impl<T: Numbers> Numbers for Option<T> {
    fn each_number(&self, at: &mut Checker<'_>, judge: &dyn Fn(i64, &mut Checker<'_>)) {
        if let Some(value) = self {
            value.each_number(at, judge);
        }
    }
}

impl<T: Items> Items for Option<T> {
    fn count(&self) -> Option<usize> {
        self.as_ref()?.count()
    }
}

impl<T: Valued> Valued for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Absent, Valued::value)
    }
}

impl<T: Checked> Checked for Vec<T> {
    fn check(&self, at: &mut Checker<'_>) {
        each(self, at, T::check);
    }
}

impl<T: Texts> Texts for Vec<T> {
    fn each_text(&self, at: &mut Checker<'_>, judge: &dyn Fn(&str, &mut Checker<'_>)) {
        each(self, at, |item, at| item.each_text(at, judge));
    }
}

impl<T: Numbers> Numbers for Vec<T> {
    fn each_number(&self, at: &mut Checker<'_>, judge: &dyn Fn(i64, &mut Checker<'_>)) {
        each(self, at, |item, at| item.each_number(at, judge));
    }
}

impl<T> Items for Vec<T> {
    fn count(&self) -> Option<usize> {
        Some(self.len())
    }
}

fn each<T>(items: &[T], at: &mut Checker<'_>, judge: impl Fn(&T, &mut Checker<'_>)) {
    let list = at.place;
    for (index, item) in items.iter().enumerate() {
        judge(item, &mut at.at(Step::Item(&list, index)));
    }
}
