//! Validates requests against the spec: slow and simple, and without any generated code.
//!
//! The mock enforces what the request's own page states: types, listed enum values, the format of
//! times, required fields, conditions, limits and rules. It does not enforce what other pages say
//! about a field, conditions that the page breaks off, and rules that only the server can check.
//! Unknown fields are accepted, because the real service's policy for them is not documented. A
//! condition on an unlisted value has no effect.

mod condition;
mod object;
mod parameter;
mod time;
mod value;
mod violation;

use serde_json::Value;

use crate::documented::Page;
use crate::refusal::Refusal;
use crate::spec::{Operation, Service, Spec, Struct};

pub(crate) use parameter::RequestValues;
pub use violation::{BrokenRule, Violation};

/// All violations in a request's body according to the page of this operation. The general rules
/// for bodies come first, then the fields of each object in the page's order, then its rules.
///
/// An operation that the spec does not have has no rules. Values that the page does not list are
/// reported as [`BrokenRule::Unlisted`].
///
/// ```
/// use serde_json::json;
/// use wechatpay_mock::{BrokenRule, validate, spec};
///
/// let body = json!({ "out_request_no": "12_45", "update_mode": "MAX_COUNT", "current_max_count": 1, "brand_id": "1" });
/// let violations = validate(spec()?, "update_stock_budget", &body);
/// let found: Vec<_> = violations.iter().map(|violation| (violation.pointer.as_str(), violation.rule)).collect();
/// assert_eq!(found, [("/out_request_no", BrokenRule::MinChars), ("/target_max_count", BrokenRule::RequiredWhen)]);
/// # std::io::Result::Ok(())
/// ```
#[must_use]
pub fn validate(spec: &Spec, operation_name: &str, body: &Value) -> Vec<Violation> {
    spec.operations()
        .filter(|(_, operation)| operation.name == operation_name)
        .flat_map(|(service, operation)| violations(service, operation, body))
        .collect()
}

/// How a request is compared with its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// The mock does not validate it.
    Off,
    /// Like a service that is newer than its pages: unlisted values are accepted.
    NewerThanPages,
    /// The mock enforces everything that the page states.
    Pages,
}

impl Strictness {
    /// Whether a violation is reported. A newer page may ask for other fields beside a value that
    /// this page does not list, so a field that is missing there is accepted, too.
    fn reports(self, violation: &Violation, all: &[Violation]) -> bool {
        match self {
            Self::Off => false,
            Self::Pages => true,
            Self::NewerThanPages => match violation.rule {
                BrokenRule::Unlisted => false,
                BrokenRule::Required => all.iter().all(|other| {
                    other.rule != BrokenRule::Unlisted || object(other) != object(violation)
                }),
                _ => true,
            },
        }
    }
}

/// The JSON pointer of the object with the violated field.
fn object(violation: &Violation) -> Option<&str> {
    let (object, _) = violation.pointer.rsplit_once('/')?;
    Some(object)
}

/// Accepts a request, or returns its first violation: in the path, the query, the headers or the
/// body.
pub(crate) fn admit(
    page: &Page,
    given: &RequestValues<'_>,
    strictness: Strictness,
) -> Result<(), Refusal> {
    let body = violations(&page.service, &page.operation, given.body);
    let in_body = body.iter().map(|violation| ("body", violation.clone()));
    let mut all = parameter::violations(page, given).chain(in_body);
    match all.find(|(_, violation)| strictness.reports(violation, &body)) {
        None => Ok(()),
        Some((
            location,
            Violation {
                pointer,
                issue,
                value,
                ..
            },
        )) => Err(Refusal::param_error_in(
            location,
            &pointer,
            value.as_ref(),
            &issue,
        )),
    }
}

/// The parts of the spec that concern one request.
#[derive(Clone, Copy)]
struct Scope<'a> {
    service: &'a Service,
    operation: &'a Operation,
    /// The request's own struct.
    root: &'a Struct,
    /// The whole body.
    body: &'a Value,
}

impl<'a> Scope<'a> {
    fn new(service: &'a Service, operation: &'a Operation, body: &'a Value) -> Option<Self> {
        Some(Self {
            service,
            operation,
            root: service.request(&operation.request, operation)?,
            body,
        })
    }

    fn structure(self, name: &str) -> Option<&'a Struct> {
        self.service.request(name, self.operation)
    }

    /// The values that an enum lists. Empty for an unknown enum.
    fn values(self, name: &str) -> &'a [String] {
        let model = self.service.enumeration(name);
        model
            .map(|enumeration| &*enumeration.values)
            .unwrap_or_default()
    }

    fn is_of_integers(self, name: &str) -> bool {
        let model = self.service.enumeration(name);
        model.is_some_and(|enumeration| enumeration.of_integers)
    }
}

fn violations(service: &Service, operation: &Operation, body: &Value) -> Vec<Violation> {
    let mut violations = Vec::new();
    let Some(scope) = Scope::new(service, operation, body).filter(|_| operation.has_body) else {
        return violations;
    };
    // A missing body is not a `null` inside a body.
    if !body.is_null() {
        value::everywhere(body, "", &mut violations);
    }
    object::check(scope, scope.root, body, "", &mut violations);
    violations
}
