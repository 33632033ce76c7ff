//! Checks a request and collects the rules that it breaks.
//!
//! Generated requests implement [`Checked`] with one line per field. [`validate`] runs the checks.
//! It allocates nothing if no rule is broken.

use super::path::Step;
use super::subject::Subject;
use super::violation::{Actual, Rule, Violation, Violations};
use crate::endpoint::SourcePage;

/// A value with rules for itself or for its fields.
pub trait Checked {
    /// Reports every broken rule to `checker`.
    fn check(&self, checker: &mut Checker<'_>);
}

/// Checks a request.
///
/// # Errors
/// All rules of WeChat Pay's documentation page that the request breaks.
pub fn validate(request: &impl Checked, page: &'static SourcePage) -> Result<(), Violations> {
    let mut found = Vec::new();
    request.check(&mut Checker {
        page,
        place: Step::Message,
        message: &[],
        is_personal: false,
        found: &mut found,
    });
    Violations::result(found)
}

/// The state of a check: the current position in the request, and the violations found so far.
#[derive(Debug)]
pub struct Checker<'a> {
    page: &'static SourcePage,
    pub(super) place: Step<'a>,
    /// Fields of the root object that conditions in nested objects refer to.
    pub(super) message: &'a [Subject<'a>],
    is_personal: bool,
    found: &'a mut Vec<Violation>,
}

impl Checker<'_> {
    /// Checks an enum whose variants contain fields of this object.
    pub fn choice(&mut self, choice: &impl Checked) {
        choice.check(self);
    }

    /// Checks that at most one of these fields is set.
    pub fn at_most_one_of(&mut self, fields: &[(&'static str, bool)]) {
        let given = || fields.iter().filter(|(_, given)| *given);
        if let Some((second, _)) = given().nth(1) {
            let path = |(name, _): &(&'static str, bool)| self.path_of(name);
            let actual = Actual::AllOf(given().map(path).collect());
            let rule = Rule::AtMostOneOf(fields.iter().map(path).collect());
            self.in_field(second, |checker| checker.report(rule, actual));
        }
    }

    /// A checker for the same object that hides the values of its fields in violations.
    pub fn personal(&mut self) -> Checker<'_> {
        Checker {
            is_personal: true,
            ..self.with_place(self.place)
        }
    }

    /// A checker for the same object, with these fields of the root object for the conditions in
    /// nested objects.
    pub fn inside<'m>(&'m mut self, message: &'m [Subject<'m>]) -> Checker<'m> {
        Checker {
            message,
            ..self.with_place(self.place)
        }
    }

    pub(super) fn in_field(&mut self, name: &'static str, check: impl FnOnce(&mut Checker<'_>)) {
        let object = self.place;
        check(&mut self.with_place(Step::Field(&object, name)));
    }

    pub(super) fn with_place<'s>(&'s mut self, place: Step<'s>) -> Checker<'s> {
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
