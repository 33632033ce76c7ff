//! Conditions that ask something of the message, wherever they stand: `$.stock.scope: ALL`.

use std::collections::BTreeSet;

use super::messages::{at_path, closest_path, reachable};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::model::{Condition, Direction, Presence, RuleKind, Service, Struct, Test, Type};

/// Every condition of a struct.
pub(super) fn conditions(model: &Struct) -> impl Iterator<Item = &Condition> {
    let of_fields = model
        .fields
        .iter()
        .filter_map(|field| match &field.presence {
            Presence::Conditional(conditional) => Some(conditional.conditions()),
            _ => None,
        });
    let of_rules = model.rules.iter().filter_map(|rule| match &rule.kind {
        RuleKind::Allowed { when, .. } => Some(when),
        _ => None,
    });
    of_fields.flatten().chain(of_rules.flatten())
}

/// What a condition asks of the message must be in every message that can hold it.
pub(super) fn report(service: &Service, diagnostics: &mut Diagnostics) {
    let mut reported = BTreeSet::new();
    for operation in &service.operations {
        let names = [
            (Direction::Request, Some(&operation.request)),
            (Direction::Response, operation.response.as_ref()),
        ];
        for (direction, name) in names {
            let message = name.and_then(|n| service.structure(direction, n, &operation.file));
            let Some(message) = message else { continue };
            for model in reachable(message, direction, service) {
                for condition in conditions(model) {
                    let problem = problem(
                        condition,
                        message,
                        direction,
                        service,
                        diagnostics.is_long(),
                    );
                    let place = (condition.span.file, condition.span.start);
                    if let Some(problem) = problem
                        && reported.insert(place)
                    {
                        diagnostics.push(
                            problem
                                .also(operation.span, "in the message of this operation")
                                .help("`$.` begins a path from the message itself, through objects and not through lists"),
                        );
                    }
                }
            }
        }
    }
}

fn problem(
    condition: &Condition,
    message: &Struct,
    direction: Direction,
    service: &Service,
    is_long: bool,
) -> Option<Diagnostic> {
    let path = condition.in_message()?;
    let report = |code, problem| Diagnostic::error(code, problem, condition.span);
    let Some((_, field)) = at_path(message, path, direction, service) else {
        let diagnostic = report(
            Code::UnknownField,
            format!("the message has no field `{path}`"),
        );
        if is_long {
            return Some(diagnostic);
        }
        return Some(match closest_path(message, path, direction, service) {
            Some(meant) => diagnostic.did_you_mean(condition.span, &format!("$.{meant}")),
            None => diagnostic,
        });
    };
    match (&condition.test, &field.ty) {
        (Test::Present | Test::Absent, _)
        | (Test::OneOf(_), Type::String | Type::Time)
        | (Test::GreaterThan(_), Type::Integer) => None,
        (Test::GreaterThan(_), _) => {
            let problem = format!("`{path}` is not a number");
            Some(report(Code::ConditionType, problem).also(field.span, "it is defined here"))
        }
        (Test::OneOf(values), ty) => {
            let unfit = values.iter().find(|value| !can_be(ty, value, service))?;
            let problem = format!("`{path}` cannot be `{unfit}`");
            let diagnostic =
                report(Code::UnknownValue, problem).also(field.span, "it is defined here");
            let Type::Enum(name) = ty else {
                return Some(diagnostic);
            };
            let values = service.enums.find_all(name).flat_map(|e| &e.values);
            Some(
                match closest(unfit, values.map(|value| value.wire_name.as_str())) {
                    Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    None => diagnostic,
                },
            )
        }
    }
}

fn can_be(ty: &Type, value: &str, service: &Service) -> bool {
    match ty {
        Type::String | Type::Time => true,
        Type::Integer => value.parse::<i64>().is_ok(),
        Type::Boolean => value.parse::<bool>().is_ok(),
        Type::Enum(name) => {
            let mut enums = service.enums.find_all(name);
            enums.any(|e| e.values.find(value).is_some())
        }
        Type::Array(_) | Type::Struct(_) => false,
    }
}
