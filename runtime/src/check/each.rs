//! What rules look at one by one: texts, numbers, items and objects, absent or in lists.

use super::checker::{Checked, Checker};
use super::path::Step;
use crate::timestamp::Timestamp;

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
        )*
    };
}

for_texts!(String, Timestamp);

impl Numbers for i64 {
    fn each_number(&self, at: &mut Checker<'_>, judge: &dyn Fn(i64, &mut Checker<'_>)) {
        judge(*self, at);
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
