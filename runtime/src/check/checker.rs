//! Goes through a request and collects what breaks a rule.
//!
//! Generated requests implement [`Checked`] with one line per field into what is here; [`validate`]
//! runs them. Where nothing is broken, nothing is allocated.

use super::path::Step;
use super::subject::Subject;
use super::violation::{Actual, Rule, Violation, Violations};
use crate::endpoint::SourcePage;

/// Something with rules of its own, and rules for what is inside it.
pub trait Checked {
    /// Reports every rule that is broken.
    fn check(&self, at: &mut Checker<'_>);
}

/// Checks a request.
///
/// # Errors
/// Every rule of its page that it breaks.
pub fn validate(request: &impl Checked, page: &'static SourcePage) -> Result<(), Violations> {
    let mut found = Vec::new();
    request.check(&mut Checker {
        page,
        place: Step::Message,
        message: &[],
        is_personal: false,
        found: &mut found,
    });
    Violations::of(found)
}

/// Where in a request a check stands, and what it has found.
#[derive(Debug)]
pub struct Checker<'a> {
    page: &'static SourcePage,
    pub(super) place: Step<'a>,
    /// Fields of the message that conditions further inside ask for.
    pub(super) message: &'a [Subject<'a>],
    is_personal: bool,
    found: &'a mut Vec<Violation>,
}

impl Checker<'_> {
    /// Fields that stand in this object by way of an enum.
    pub fn choice(&mut self, choice: &impl Checked) {
        choice.check(self);
    }

    /// At most one of these is given.
    pub fn at_most_one_of(&mut self, fields: &[(&'static str, bool)]) {
        let given = || fields.iter().filter(|(_, given)| *given);
        if let Some((second, _)) = given().nth(1) {
            let path = |(name, _): &(&'static str, bool)| self.path_of(name);
            let actual = Actual::AllOf(given().map(path).collect());
            let rule = Rule::AtMostOneOf(fields.iter().map(path).collect());
            self.within(second, |at| at.report(rule, actual));
        }
    }

    /// The same place, for fields whose values are shown to nobody.
    pub fn personal(&mut self) -> Checker<'_> {
        Checker {
            is_personal: true,
            ..self.at(self.place)
        }
    }

    /// The same place, inside a message with these fields.
    pub fn inside<'m>(&'m mut self, message: &'m [Subject<'m>]) -> Checker<'m> {
        Checker {
            message,
            ..self.at(self.place)
        }
    }

    pub(super) fn within(&mut self, name: &'static str, judge: impl FnOnce(&mut Checker<'_>)) {
        let object = self.place;
        judge(&mut self.at(Step::Field(&object, name)));
    }

    pub(super) fn at<'s>(&'s mut self, place: Step<'s>) -> Checker<'s> {
        Checker {
            page: self.page,
            place,
            message: self.message,
            is_personal: self.is_personal,
            found: self.found,
        }
    }

    pub(super) fn path_of(&self, name: &str) -> String {
        self.place.path_of(name)
    }

    pub(super) fn report(&mut self, rule: Rule, actual: Actual) {
        let is_shown = !self.is_personal || actual.is_no_value();
        self.found.push(Violation::new(
            self.place.to_string(),
            rule,
            is_shown.then_some(actual),
            *self.page,
        ));
    }
}
