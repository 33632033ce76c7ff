//! Holds requests against the spec's model: slow, obvious, and without a line of what is generated from it.
//!
//! What binds is what the request's own page states: types, required presence, conditions, limits and rules. What other
//! pages say of a field (`from:`), what a page breaks off, and what only the server can know is not asked for. Unknown
//! fields and unknown values of enums pass, as the real service's policy for them is not documented; a condition on an
//! unknown value is open and asks for nothing.

mod condition;
mod finding;
mod object;
mod value;

use serde_json::Value;
use wechatpay_codegen::model::{Direction, Model, Operation, Place, Service, Struct};

use crate::documented::Page;
use crate::refusal::Refusal;

pub use finding::{Broken, Finding};

/// Everything that is wrong with a request's body, by the page of this operation: first what holds for every body, then
/// the fields of each object in the page's order, then its rules.
///
/// An operation that the model does not have has no rules.
///
/// ```
/// use serde_json::json;
/// use wechatpay_mock::{Broken, judge, spec};
///
/// let body = json!({ "out_request_no": "12_45", "update_mode": "MAX_COUNT", "current_max_count": 1, "brand_id": "1" });
/// let findings = judge(spec()?, "update_stock_budget", &body);
/// let found: Vec<_> = findings.iter().map(|finding| (finding.pointer.as_str(), finding.broken)).collect();
/// assert_eq!(found, [("/out_request_no", Broken::MinChars), ("/target_max_count", Broken::RequiredNow)]);
/// # std::io::Result::Ok(())
/// ```
#[must_use]
pub fn judge(model: &Model, operation_name: &str, body: &Value) -> Vec<Finding> {
    let all = model.services.iter();
    let operations = all.flat_map(|service| service.operations.iter().map(move |o| (service, o)));
    operations
        .filter(|(_, operation)| operation.name == operation_name)
        .flat_map(|(service, operation)| findings(service, operation, body))
        .collect()
}

/// Lets a request in, or says what is the first thing wrong with it.
pub(crate) fn admit(page: &Page, path: &[(String, String)], body: &Value) -> Result<(), Refusal> {
    for (name, text) in path {
        if let Some(finding) = in_path(page, name, text).first() {
            let value = finding.value.as_ref();
            return Err(Refusal::param_error_in("path", name, value, &finding.issue));
        }
    }
    match findings(&page.service, &page.operation, body).first() {
        None => Ok(()),
        Some(first) => {
            let value = first.value.as_ref();
            Err(Refusal::param_error(&first.pointer, value, &first.issue))
        }
    }
}

/// The spec as far as it concerns one request.
#[derive(Clone, Copy)]
struct Spec<'a> {
    service: &'a Service,
    file: &'a str,
    /// The request's own struct.
    root: &'a Struct,
    /// The whole body.
    body: &'a Value,
}

impl<'a> Spec<'a> {
    fn of(service: &'a Service, operation: &'a Operation, body: &'a Value) -> Option<Self> {
        let file = operation.file.as_str();
        Some(Self {
            service,
            file,
            root: service.structure(Direction::Request, &operation.request, file)?,
            body,
        })
    }

    fn structure(self, name: &str) -> Option<&'a Struct> {
        self.service.structure(Direction::Request, name, self.file)
    }

    /// Whether an enum lists a value. What is no enum of the service lists nothing.
    fn lists(self, name: &str, text: &str) -> bool {
        let mut enums = self.service.enums.iter();
        enums
            .find(|model| model.name == name)
            .is_some_and(|model| model.values.iter().any(|value| value.wire_name == text))
    }
}

fn findings(service: &Service, operation: &Operation, body: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(spec) = Spec::of(service, operation, body).filter(|_| operation.has_body) else {
        return findings;
    };
    // A body that is missing altogether is no null in one.
    if !body.is_null() {
        value::everywhere(body, "", &mut findings);
    }
    object::check(spec, spec.root, body, "", &mut findings);
    findings
}

fn in_path(page: &Page, name: &str, text: &str) -> Vec<Finding> {
    let value = Value::String(text.to_owned());
    let mut findings = Vec::new();
    let Some(spec) = Spec::of(&page.service, &page.operation, &Value::Null) else {
        return findings;
    };
    let mut fields = spec.root.fields.iter();
    if let Some(field) = fields.find(|f| f.place == Place::Path && f.wire_name == name) {
        value::limits(&value, field, name, &mut findings);
    }
    findings
}
