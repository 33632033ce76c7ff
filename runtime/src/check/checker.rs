//! Checks a request and collects the rules that it breaks.
//!
//! Generated requests implement [`Checked`] with one line per field. [`validate`] runs the checks.
//! It allocates nothing if no rule is broken.

use super::path::Step;
use super::subject::Subject;
use super::value::Value;
use super::violation::{Actual, Rule, Violation, Violations};
use crate::endpoint::SourcePage;
use crate::raw::UnknownChoice;

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
    run(request, page, false)
}

/// Checks a request strictly: enum values that the page does not list are violations, and rules of
/// other sources are checked.
///
/// # Errors
/// All rules that the request breaks.
pub fn validate_strict(
    request: &impl Checked,
    page: &'static SourcePage,
) -> Result<(), Violations> {
    run(request, page, true)
}

fn run(
    request: &impl Checked,
    page: &'static SourcePage,
    is_strict: bool,
) -> Result<(), Violations> {
    let mut found = Vec::new();
    request.check(&mut Checker {
        page,
        source: None,
        is_strict,
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
    /// The source of the rules, if they are not from the page.
    source: Option<&'static str>,
    pub(super) is_strict: bool,
    pub(super) place: Step<'a>,
    /// Fields of the root object that conditions in nested objects refer to.
    pub(super) message: &'a [Subject<'a>],
    is_personal: bool,
    found: &'a mut Vec<Violation>,
}

impl Checker<'_> {
    /// Reports the value of an enum if it is `Unknown`, so that the page does not list it.
    pub fn report_unlisted(
        &mut self,
        value: Value<'_>,
        actual: &dyn std::fmt::Display,
        listed: &dyn Fn() -> Vec<String>,
    ) {
        if value == Value::Unknown {
            self.report(Rule::Listed(listed()), Actual::Text(actual.to_string()));
        }
    }

    /// Reports the unknown value of a choice, if the check is strict.
    pub fn unknown_choice(
        &mut self,
        discriminator: &'static str,
        choice: &UnknownChoice,
        listed: &[Value<'_>],
    ) {
        if self.is_strict && choice.subject(listed) == Value::Unknown {
            let rule = Rule::Listed(listed.iter().filter_map(|value| value.text()).collect());
            let actual = match choice.value().as_str() {
                Some(text) => text.to_owned(),
                None => choice.value().to_string(),
            };
            self.in_field(discriminator, |checker| {
                checker.report(rule, Actual::Text(actual));
            });
        }
    }

    /// Checks an enum whose variants contain fields of this object.
    pub fn choice(&mut self, choice: &impl Checked) {
        choice.check(self);
    }

    /// Runs checks that another source than the page states, if the check is strict.
    pub fn from(&mut self, source: &'static str, check: impl FnOnce(&mut Checker<'_>)) {
        if self.is_strict {
            check(&mut Checker {
                source: Some(source),
                ..self.with_place(self.place)
            });
        }
    }

    /// Checks that at most one of these fields is set.
    pub fn at_most_one_of(&mut self, fields: &[(&'static str, bool)]) {
        self.no_second(fields, Rule::AtMostOneOf);
    }

    /// Checks that exactly one of these fields is set.
    pub fn exactly_one_of(&mut self, fields: &[(&'static str, bool)]) {
        self.no_second(fields, Rule::ExactlyOneOf);
        self.a_first(fields, Rule::ExactlyOneOf);
    }

    /// Checks that at least one of these fields is set.
    pub fn at_least_one_of(&mut self, fields: &[(&'static str, bool)]) {
        self.a_first(fields, Rule::AtLeastOneOf);
    }

    /// Reports the second field that is set.
    fn no_second(&mut self, fields: &[(&'static str, bool)], rule: fn(Vec<String>) -> Rule) {
        let given = || fields.iter().filter(|(_, given)| *given);
        if let Some((second, _)) = given().nth(1) {
            let path = |(name, _): &(&'static str, bool)| self.path_of(name);
            let actual = Actual::AllOf(given().map(path).collect());
            let rule = rule(fields.iter().map(path).collect());
            self.in_field(second, |checker| checker.report(rule, actual));
        }
    }

    /// Reports the first field if none is set.
    fn a_first(&mut self, fields: &[(&'static str, bool)], rule: fn(Vec<String>) -> Rule) {
        if let Some((first, _)) = fields.first()
            && !fields.iter().any(|(_, given)| *given)
        {
            let paths = fields.iter().map(|(name, _)| self.path_of(name));
            let rule = rule(paths.collect());
            self.in_field(first, |checker| checker.report(rule, Actual::Absent));
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
            source: self.source,
            is_strict: self.is_strict,
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
            self.source,
        ));
    }
}
