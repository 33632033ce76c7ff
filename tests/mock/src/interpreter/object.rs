//! The fields of an object, and the rules over them.

use serde_json::{Map, Value};

use super::Scope;
use super::condition::{Holds, all, is_unknown, text_of};
use super::value::{self, member};
use super::violation::{BrokenRule, Violation};
use crate::spec::{Field, Place, Rule, Struct};

/// Validates an object against its struct.
pub(super) fn check(
    scope: Scope<'_>,
    structure: &Struct,
    object: &Value,
    pointer: &str,
    violations: &mut Vec<Violation>,
) {
    let Value::Object(object) = object else {
        if !object.is_null() || pointer.is_empty() {
            violations.push(Violation {
                pointer: pointer.to_owned(),
                rule: BrokenRule::Type,
                issue: "the value is not an object".to_owned(),
                value: Some(object.clone()),
            });
        }
        return;
    };
    for field in structure.fields.iter().filter(|f| f.place == Place::Body) {
        let pointer = member(pointer, &field.name);
        let given = object.get(&field.name);
        presence(scope, structure, object, field, &pointer, violations);
        if let Some(given) = given {
            value::check(scope, given, field, &pointer, violations);
        }
    }
    for rule in &structure.rules {
        check_rule(scope, structure, object, rule, pointer, violations);
    }
}

/// Checks that a field is present exactly when it must be.
fn presence(
    scope: Scope<'_>,
    structure: &Struct,
    object: &Map<String, Value>,
    field: &Field,
    pointer: &str,
    violations: &mut Vec<Violation>,
) {
    let given = object.get(&field.name);
    let mut report = |rule, issue: &str| {
        violations.push(Violation {
            pointer: pointer.to_owned(),
            rule,
            issue: issue.to_owned(),
            value: given.cloned(),
        });
    };
    let ask = |conditions| all(conditions, scope, structure, object);
    let only = ask(&field.only_when);
    let required = ask(&field.required_when);
    let allowed = ask(&field.allowed_when);
    if given.is_none() && field.required {
        report(BrokenRule::Required, "the field is required");
    }
    if given.is_none() && [only, required].contains(&Some(Holds::Yes)) {
        report(
            BrokenRule::RequiredWhen,
            "the field is required with what else is given",
        );
    }
    if given.is_some() && [only, allowed].contains(&Some(Holds::No)) {
        report(
            BrokenRule::OnlyWhen,
            "the field must be left out with what else is given",
        );
    }
}

/// The second of several fields that is given.
fn second_of(
    names: &[String],
    object: &Map<String, Value>,
    pointer: &str,
    rule: BrokenRule,
) -> Option<Violation> {
    let mut given = names.iter().filter(|name| object.contains_key(*name));
    let second = given.nth(1)?;
    Some(Violation {
        pointer: member(pointer, second),
        rule,
        issue: format!("only one of {} may be given", names.join(", ")),
        value: object.get(second).cloned(),
    })
}

/// The first of several fields, if none is given.
fn none_of(
    names: &[String],
    object: &Map<String, Value>,
    pointer: &str,
    rule: BrokenRule,
) -> Option<Violation> {
    let first = names.first()?;
    let is_given = names.iter().any(|name| object.contains_key(name));
    (!is_given).then(|| Violation {
        pointer: member(pointer, first),
        rule,
        issue: format!("one of {} must be given", names.join(", ")),
        value: None,
    })
}

fn check_rule(
    scope: Scope<'_>,
    structure: &Struct,
    object: &Map<String, Value>,
    rule: &Rule,
    pointer: &str,
    violations: &mut Vec<Violation>,
) {
    match rule {
        Rule::AtMostOneOf(names) => {
            violations.extend(second_of(names, object, pointer, BrokenRule::AtMostOneOf));
        }
        Rule::ExactlyOneOf(names) => {
            let rule = BrokenRule::ExactlyOneOf;
            violations.extend(second_of(names, object, pointer, rule));
            violations.extend(none_of(names, object, pointer, rule));
        }
        Rule::AtLeastOneOf(names) => {
            violations.extend(none_of(names, object, pointer, BrokenRule::AtLeastOneOf));
        }
        Rule::Allowed {
            when,
            field,
            values,
        } => {
            let Some(value) = object.get(field) else {
                return;
            };
            let is_listed = structure
                .field(field)
                .is_some_and(|structure| !is_unknown(value, structure, scope));
            let applies = matches!(all(when, scope, structure, object), None | Some(Holds::Yes));
            if applies && is_listed && !values.contains(&text_of(value)) {
                violations.push(Violation {
                    pointer: member(pointer, field),
                    rule: BrokenRule::Allowed,
                    issue: format!(
                        "only {} is allowed with what else is given",
                        values.join(", ")
                    ),
                    value: Some(value.clone()),
                });
            }
        }
    }
}
