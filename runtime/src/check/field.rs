//! What is asked of one field, rule by rule.

use std::ops::{Bound, RangeBounds};

use super::alphabet::Alphabet;
use super::checker::{Checked, Checker};
use super::condition::Condition;
use super::condition::{all, stated};
use super::each::{Items, Numbers, Texts};
use super::rfc3339::is_time;
use super::value::{Value, Valued};
use super::violation::{Actual, Rule};

/// A field of which rules are asked. Of a list, rules over texts and numbers are asked of each item.
#[derive(Debug)]
pub struct Field<'f, 'a, V> {
    object: &'f mut Checker<'a>,
    name: &'static str,
    value: &'f V,
}

impl<'a> Checker<'a> {
    /// A field that holds something with rules of its own: these are checked, and more may be asked of it.
    pub fn field<'f, V: Checked>(
        &'f mut self,
        name: &'static str,
        value: &'f V,
    ) -> Field<'f, 'a, V> {
        self.within(name, |at| value.check(at));
        self.bare(name, value)
    }

    /// A field that holds nothing with rules of its own: more may be asked of it.
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
        self.object.within(self.name, |at| at.report(rule, actual));
    }
}

impl<V: Texts> Field<'_, '_, V> {
    fn each_text(&mut self, judge: &dyn Fn(&str, &mut Checker<'_>)) -> &mut Self {
        let value = self.value;
        self.object
            .within(self.name, |at| value.each_text(at, judge));
        self
    }

    /// So many characters, not bytes.
    pub fn chars(&mut self, range: impl RangeBounds<usize>) -> &mut Self {
        let (low, high) = (lowest(&range), highest(&range));
        self.each_text(&|text, at| {
            // Every character has a byte, so most texts need no count.
            if low.is_none() && high.is_some_and(|high| text.len() <= high) {
                return;
            }
            let count = text.chars().count();
            if let Some(low) = low.filter(|low| count < *low) {
                at.report(Rule::MinChars(low), Actual::Chars(count));
            }
            if let Some(high) = high.filter(|high| count > *high) {
                at.report(Rule::MaxChars(high), Actual::Chars(count));
            }
        })
    }

    /// Made of these characters.
    pub fn made_of(&mut self, alphabet: Alphabet) -> &mut Self {
        self.each_text(&|text, at| {
            if let Some(other) = text.chars().find(|character| !alphabet.has(*character)) {
                let rule = Rule::Alphabet(alphabet.as_str());
                at.report(rule, Actual::Character(other));
            }
        })
    }

    /// A time as RFC 3339 writes it.
    pub fn rfc3339(&mut self) -> &mut Self {
        self.each_text(&|text, at| {
            if !is_time(text) {
                at.report(Rule::Rfc3339, Actual::Text(text.to_owned()));
            }
        })
    }
}

impl<V: Numbers> Field<'_, '_, V> {
    /// Within these bounds.
    pub fn range(&mut self, range: impl RangeBounds<i64>) -> &mut Self {
        let (low, high) = (lowest(&range), highest(&range));
        let value = self.value;
        let judge = |number, at: &mut Checker<'_>| {
            if let Some(low) = low.filter(|low| number < *low) {
                at.report(Rule::Min(low), Actual::Number(number));
            }
            if let Some(high) = high.filter(|high| number > *high) {
                at.report(Rule::Max(high), Actual::Number(number));
            }
        };
        self.object
            .within(self.name, |at| value.each_number(at, &judge));
        self
    }
}

impl<V: Items> Field<'_, '_, V> {
    /// So many items.
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
    /// One of these values where all of the conditions hold. A value that has no name here is let through.
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
            let when = stated(conditions, self.object);
            self.report(Rule::OneOf { values, when }, value.to_actual());
        }
        self
    }
}

impl<T> Field<'_, '_, Option<T>> {
    /// To be given where all of the conditions hold.
    pub fn required_when(&mut self, conditions: &[Condition<'_>]) -> &mut Self {
        if self.value.is_none() && all(conditions, self.object) == Some(true) {
            let when = stated(conditions, self.object);
            self.report(Rule::RequiredWhen(when), Actual::Absent);
        }
        self
    }

    /// To be left out where one of the conditions fails.
    pub fn allowed_when(&mut self, conditions: &[Condition<'_>]) -> &mut Self {
        if self.value.is_some() && all(conditions, self.object) == Some(false) {
            let when = stated(conditions, self.object);
            self.report(Rule::OnlyWhen(when), Actual::Given);
        }
        self
    }

    /// To be given where all of the conditions hold, and to be left out where one of them fails.
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
