//! Resolves `recovery:`, which may name an operation of another service.

use super::unknown::unknown;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Comparison, Direction, Operation, Recovery, RecoveryAction, Service, Struct};
use crate::source::Span;
use crate::syntax::{self, Text};

/// Copies what the page's file says. [`look_up`] completes it when all services are known.
pub(super) fn recovery(recovery: &syntax::Recovery) -> Recovery {
    let action = match &recovery.action {
        syntax::RecoveryAction::Repeat => RecoveryAction::Repeat,
        syntax::RecoveryAction::Query {
            operation,
            comparison,
        } => {
            let (service, name) = operation
                .value
                .split_once('.')
                .unwrap_or(("", &operation.value));
            let comparison = comparison.as_ref().map(|(field, equals)| Comparison {
                field: field.value.clone(),
                field_span: field.span,
                equals: equals.value.clone(),
                equals_span: equals.span,
            });
            RecoveryAction::Query {
                span: operation.span,
                service: service.to_owned(),
                operation: name.to_owned(),
                comparison,
            }
        }
    };
    Recovery {
        action,
        doc: recovery.doc.value.clone(),
    }
}

/// Finds the operations and fields that settle outcomes. Reports those that do not exist.
pub(super) fn look_up(services: &mut [Service], diagnostics: &mut Diagnostics) {
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for (position, service) in services.iter().enumerate() {
        for (index, operation) in service.operations.iter().enumerate() {
            if let Some(owner) = problem_or_owner(service, operation, services, diagnostics) {
                found.push((position, index, owner));
            }
        }
    }
    for (position, index, owner) in found {
        let recovery = &mut services[position].operations[index].recovery;
        if let Some(Recovery {
            action: RecoveryAction::Query { service, .. },
            ..
        }) = recovery
        {
            *service = owner;
        }
    }
}

/// The service of the operation that settles an outcome.
fn problem_or_owner(
    user: &Service,
    operation: &Operation,
    services: &[Service],
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let RecoveryAction::Query {
        span,
        service,
        operation: name,
        comparison,
    } = &operation.recovery.as_ref()?.action
    else {
        return None;
    };
    let is_visible = |other: &&Service| match service.as_str() {
        "" => other.name == user.name || user.uses.contains(&other.name),
        named => other.name == named,
    };
    let visible = || services.iter().filter(is_visible);
    let named = |service: &Service| service.operations.iter().any(|o| o.name == *name);
    // The service itself comes first.
    let owner = visible()
        .find(|other| other.name == user.name && named(other))
        .or_else(|| visible().find(|other| named(other)));
    let Some(owner) = owner else {
        let written = Text::new(name.clone(), *span);
        let names = visible().flat_map(|other| other.operations.iter().map(|o| o.name.as_str()));
        let is_long = diagnostics.is_long();
        let code = Code::UNKNOWN_REFERENCE;
        diagnostics.push(unknown(code, "operation", &written, names, is_long));
        return None;
    };
    let query = owner.operations.iter().find(|other| other.name == *name)?;
    if let Some(comparison) = comparison {
        let response = query.response.as_ref();
        let response = response
            .and_then(|response| owner.structure(Direction::Response, response, &query.file));
        let request = user.structure(Direction::Request, &operation.request, &operation.file);
        let Comparison {
            field,
            field_span,
            equals,
            equals_span,
        } = comparison;
        diagnostics.extend(missing(
            field,
            *field_span,
            owner,
            response,
            Direction::Response,
        ));
        diagnostics.extend(missing(
            equals,
            *equals_span,
            user,
            request,
            Direction::Request,
        ));
    }
    Some(owner.name.clone())
}

/// The diagnostic for a field that a message does not have.
fn missing(
    path: &str,
    span: Span,
    service: &Service,
    message: Option<&Struct>,
    direction: Direction,
) -> Option<Diagnostic> {
    let found = message.and_then(|message| service.at_path(message, path, direction));
    let what = match direction {
        Direction::Request => "request",
        Direction::Response => "response of the query",
    };
    let report = format!("unknown field `{path}` of the {what}");
    found.is_none().then(|| {
        Diagnostic::error(Code::UNKNOWN_FIELD, report, span)
            .help("write the path from the root of the message, through objects, not lists")
    })
}
