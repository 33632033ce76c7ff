//! Rules for one field.

use std::ops::{Bound, RangeBounds};

use super::alphabet::Alphabet;
use super::checker::{Checked, Checker};
use super::condition::Condition;
use super::condition::{all, as_data};
use super::each::{EnumValues, Items, Numbers, Texts};
use super::rfc3339::{is_day, is_time};
use super::value::{Value, Valued};
use super::violation::{Actual, Rule};
#[cfg(feature = "uploads")]
use crate::upload::FileContent;

/// A field and its value, to which rules are applied. For a list, the rules for texts and numbers
/// apply to each item.
#[derive(Debug)]
pub struct Field<'f, 'a, V> {
    object: &'f mut Checker<'a>,
    name: &'static str,
    value: &'f V,
}

impl<'a> Checker<'a> {
    /// Selects a field whose value has rules of its own, and checks these rules first.
    pub fn field<'f, V: Checked>(
        &'f mut self,
        name: &'static str,
        value: &'f V,
    ) -> Field<'f, 'a, V> {
        self.in_field(name, |checker| value.check(checker));
        self.bare(name, value)
    }

    /// Selects a field whose value has no rules of its own.
    pub fn bare<'f, V>(&'f mut self, name: &'static str, value: &'f V) -> Field<'f, 'a, V> {
        Field::new(self, name, value)
    }
}

impl<'f, 'a, V> Field<'f, 'a, V> {
    fn new(object: &'f mut Checker<'a>, name: &'static str, value: &'f V) -> Self {
        Self {
            object,
            name,
            value,
        }
    }

    fn report(&mut self, rule: Rule, actual: Actual) {
        self.object
            .in_field(self.name, |checker| checker.report(rule, actual));
    }
}

impl<V: Texts> Field<'_, '_, V> {
    fn each_text(&mut self, check: &dyn Fn(&str, &mut Checker<'_>)) -> &mut Self {
        let value = self.value;
        self.object
            .in_field(self.name, |checker| value.each_text(checker, check));
        self
    }

    /// The number of characters (not bytes) must be in this range.
    pub fn chars(&mut self, range: impl RangeBounds<usize>) -> &mut Self {
        let (low, high) = (lowest(&range), highest(&range));
        self.each_text(&|text, checker| {
            // Each character takes at least one byte, so most texts need not be counted.
            if low.is_none() && high.is_some_and(|high| text.len() <= high) {
                return;
            }
            let count = text.chars().count();
            if let Some(low) = low.filter(|low| count < *low) {
                checker.report(Rule::MinChars(low), Actual::Chars(count));
            }
            if let Some(high) = high.filter(|high| count > *high) {
                checker.report(Rule::MaxChars(high), Actual::Chars(count));
            }
        })
    }

    /// The text may contain only these characters.
    pub fn made_of(&mut self, alphabet: Alphabet) -> &mut Self {
        self.each_text(&|text, checker| {
            if let Some(other) = text.chars().find(|character| !alphabet.has(*character)) {
                let rule = Rule::Alphabet(alphabet.as_str());
                checker.report(rule, Actual::Character(other));
            }
        })
    }

    /// The name of a file must end with a dot and one of these.
    pub fn types(&mut self, endings: &'static [&'static str]) -> &mut Self {
        self.each_text(&|text, checker| {
            let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
            if !endings
                .iter()
                .any(|known| known.eq_ignore_ascii_case(ending))
            {
                checker.report(Rule::Types(endings), Actual::Text(text.to_owned()));
            }
        })
    }

    /// The text must be a time in RFC 3339 format.
    pub fn rfc3339(&mut self) -> &mut Self {
        self.each_text(&|text, checker| {
            if !is_time(text) {
                checker.report(Rule::Rfc3339, Actual::Text(text.to_owned()));
            }
        })
    }

    /// The text must be a date such as `2015-05-20`.
    pub fn date(&mut self) -> &mut Self {
        self.each_text(&|text, checker| {
            if !is_day(text) {
                checker.report(Rule::Date, Actual::Text(text.to_owned()));
            }
        })
    }
}

#[cfg(feature = "uploads")]
impl Field<'_, '_, FileContent> {
    /// The file must have at most this number of bytes.
    pub fn max_bytes(&mut self, limit: usize) -> &mut Self {
        let count = self.value.as_bytes().len();
        if count > limit {
            self.report(Rule::MaxBytes(limit), Actual::Bytes(count));
        }
        self
    }
}

impl<V: EnumValues> Field<'_, '_, V> {
    /// The value must be one that the page lists, if the check is strict.
    pub fn listed(&mut self) -> &mut Self {
        if self.object.is_strict {
            let value = self.value;
            self.object
                .in_field(self.name, |checker| value.each_unlisted(checker));
        }
        self
    }
}

impl<V: Numbers> Field<'_, '_, V> {
    /// The number must be in this range.
    pub fn range(&mut self, range: impl RangeBounds<i64>) -> &mut Self {
        let (low, high) = (lowest(&range), highest(&range));
        let value = self.value;
        let check = |number, checker: &mut Checker<'_>| {
            if let Some(low) = low.filter(|low| number < *low) {
                checker.report(Rule::Min(low), Actual::Number(number));
            }
            if let Some(high) = high.filter(|high| number > *high) {
                checker.report(Rule::Max(high), Actual::Number(number));
            }
        };
        self.object
            .in_field(self.name, |checker| value.each_number(checker, &check));
        self
    }
}

impl<V: Items> Field<'_, '_, V> {
    /// The number of items must be in this range.
    pub fn items(&mut self, range: impl RangeBounds<usize>) -> &mut Self {
        if let Some(count) = self.value.count() {
            if let Some(low) = lowest(&range).filter(|low| count < *low) {
                self.report(Rule::MinItems(low), Actual::Items(count));
            }
            if let Some(high) = highest(&range).filter(|high| count > *high) {
                self.report(Rule::MaxItems(high), Actual::Items(count));
            }
        }
        self
    }
}

impl<V: Valued> Field<'_, '_, V> {
    /// The value must be one of these if all conditions are true. An enum value without a name in
    /// this crate is accepted.
    pub fn one_of(
        &mut self,
        values: &'static [&'static str],
        conditions: &[Condition<'_>],
    ) -> &mut Self {
        let value = self.value.value();
        if value != Value::Absent
            && value.is_one_of(values) == Some(false)
            && all(conditions, self.object) == Some(true)
        {
            let when = as_data(conditions, self.object);
            self.report(Rule::OneOf { values, when }, value.to_actual());
        }
        self
    }
}

impl<T> Field<'_, '_, Option<T>> {
    /// The field must be set.
    pub fn required(&mut self) -> &mut Self {
        if self.value.is_none() {
            self.report(Rule::Required, Actual::Absent);
        }
        self
    }

    /// The field must be set if all conditions are true.
    pub fn required_when(&mut self, conditions: &[Condition<'_>]) -> &mut Self {
        if self.value.is_none() && all(conditions, self.object) == Some(true) {
            let when = as_data(conditions, self.object);
            self.report(Rule::RequiredWhen(when), Actual::Absent);
        }
        self
    }

    /// The field must not be set if a condition is false.
    pub fn allowed_when(&mut self, conditions: &[Condition<'_>]) -> &mut Self {
        if self.value.is_some() && all(conditions, self.object) == Some(false) {
            let when = as_data(conditions, self.object);
            self.report(Rule::OnlyWhen(when), Actual::Given);
        }
        self
    }

    /// The field must be set if all conditions are true, and must not be set if a condition is
    /// false.
    pub fn only_when(&mut self, conditions: &[Condition<'_>]) -> &mut Self {
        self.required_when(conditions).allowed_when(conditions)
    }
}

fn lowest<N: Copy>(range: &impl RangeBounds<N>) -> Option<N> {
    match range.start_bound() {
        Bound::Included(low) => Some(*low),
        Bound::Excluded(_) | Bound::Unbounded => None,
    }
}

fn highest<N: Copy>(range: &impl RangeBounds<N>) -> Option<N> {
    match range.end_bound() {
        Bound::Included(high) => Some(*high),
        Bound::Excluded(_) | Bound::Unbounded => None,
    }
}
