//! Iteration over the values that a rule checks: texts, numbers, items and objects, optional or in
//! lists.

use super::checker::{Checked, Checker};
use super::path::Step;
use crate::timestamp::Timestamp;

/// Texts that a rule checks: one text, an optional text, or the items of a list.
pub trait Texts {
    /// Calls `check` with each text and its position.
    fn each_text(&self, checker: &mut Checker<'_>, check: &dyn Fn(&str, &mut Checker<'_>));
}

/// Numbers that a rule checks: one number, an optional number, or the items of a list.
pub trait Numbers {
    /// Calls `check` with each number and its position.
    fn each_number(&self, checker: &mut Checker<'_>, check: &dyn Fn(i64, &mut Checker<'_>));
}

/// A list or an optional list.
pub trait Items {
    /// The number of items; `None` if the list is not set.
    fn count(&self) -> Option<usize>;
}

/// Enum values: one value, an optional value, or the items of a list.
pub trait EnumValues {
    /// Reports each value that the page does not list.
    fn each_unlisted(&self, checker: &mut Checker<'_>);
}

macro_rules! for_texts {
    ($($text:ty),*) => {
        $(
            impl Texts for $text {
                fn each_text(&self, checker: &mut Checker<'_>, check: &dyn Fn(&str, &mut Checker<'_>)) {
                    check(self.as_str(), checker);
                }
            }
        )*
    };
}

for_texts!(String, Timestamp);

impl Numbers for i64 {
    fn each_number(&self, checker: &mut Checker<'_>, check: &dyn Fn(i64, &mut Checker<'_>)) {
        check(*self, checker);
    }
}

impl<T: Checked> Checked for Option<T> {
    fn check(&self, checker: &mut Checker<'_>) {
        if let Some(value) = self {
            value.check(checker);
        }
    }
}

// A field of a choice is found as a reference.

impl<T: Texts> Texts for &T {
    fn each_text(&self, checker: &mut Checker<'_>, check: &dyn Fn(&str, &mut Checker<'_>)) {
        (**self).each_text(checker, check);
    }
}

impl<T: Numbers> Numbers for &T {
    fn each_number(&self, checker: &mut Checker<'_>, check: &dyn Fn(i64, &mut Checker<'_>)) {
        (**self).each_number(checker, check);
    }
}

impl<T: Items> Items for &T {
    fn count(&self) -> Option<usize> {
        (**self).count()
    }
}

impl<T: Texts> Texts for Option<T> {
    fn each_text(&self, checker: &mut Checker<'_>, check: &dyn Fn(&str, &mut Checker<'_>)) {
        if let Some(value) = self {
            value.each_text(checker, check);
        }
    }
}

impl<T: Numbers> Numbers for Option<T> {
    fn each_number(&self, checker: &mut Checker<'_>, check: &dyn Fn(i64, &mut Checker<'_>)) {
        if let Some(value) = self {
            value.each_number(checker, check);
        }
    }
}

impl<T: EnumValues> EnumValues for Option<T> {
    fn each_unlisted(&self, checker: &mut Checker<'_>) {
        if let Some(value) = self {
            value.each_unlisted(checker);
        }
    }
}

impl<T: Items> Items for Option<T> {
    fn count(&self) -> Option<usize> {
        self.as_ref()?.count()
    }
}

impl<T: Checked> Checked for Vec<T> {
    fn check(&self, checker: &mut Checker<'_>) {
        each(self, checker, T::check);
    }
}

impl<T: Texts> Texts for Vec<T> {
    fn each_text(&self, checker: &mut Checker<'_>, check: &dyn Fn(&str, &mut Checker<'_>)) {
        each(self, checker, |item, checker| {
            item.each_text(checker, check);
        });
    }
}

impl<T: Numbers> Numbers for Vec<T> {
    fn each_number(&self, checker: &mut Checker<'_>, check: &dyn Fn(i64, &mut Checker<'_>)) {
        each(self, checker, |item, checker| {
            item.each_number(checker, check);
        });
    }
}

impl<T: EnumValues> EnumValues for Vec<T> {
    fn each_unlisted(&self, checker: &mut Checker<'_>) {
        each(self, checker, T::each_unlisted);
    }
}

impl<T> Items for Vec<T> {
    fn count(&self) -> Option<usize> {
        Some(self.len())
    }
}

fn each<T>(items: &[T], checker: &mut Checker<'_>, check: impl Fn(&T, &mut Checker<'_>)) {
    let list = checker.place;
    for (index, item) in items.iter().enumerate() {
        check(item, &mut checker.with_place(Step::Item(&list, index)));
    }
}
