//! Decides which operation says that a response has refused items. Several operations can have the
//! same response, also in different services, and a type implements a trait once.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Direction, NamedField, Service};

/// A `partial_result:` of an operation.
struct Declaration {
    /// The positions of the service and of the operation.
    place: (usize, usize),
    list: NamedField,
    /// Whether the service defines the response itself.
    is_owner: bool,
}

/// Marks the operation whose code implements the trait for the response. Reports operations that
/// contradict each other.
pub(super) fn assign(services: &mut [Service], diagnostics: &mut Diagnostics) {
    for ((_, response), declarations) in declarations(services) {
        let first = declarations.iter().position(|one| one.is_owner);
        let Some(first) = declarations.get(first.unwrap_or_default()) else {
            continue;
        };
        for other in &declarations {
            diagnostics.extend(conflict(&response, first, other));
        }
        let (service, operation) = first.place;
        if let Some(partial) = &mut services[service].operations[operation].partial_result {
            partial.is_first = true;
        }
    }
}

/// The declarations of each response, by its service and name.
fn declarations(services: &[Service]) -> BTreeMap<(String, String), Vec<Declaration>> {
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (position, service) in services.iter().enumerate() {
        for (index, operation) in service.operations.iter().enumerate() {
            let (Some(partial), Some(name)) = (&operation.partial_result, &operation.response)
            else {
                continue;
            };
            let response = service.structure(Direction::Response, name, &operation.file);
            let owner = response.and_then(|response| response.service.as_ref());
            let key = (owner.unwrap_or(&service.name).clone(), name.clone());
            found.entry(key).or_default().push(Declaration {
                place: (position, index),
                list: partial.refused.clone(),
                is_owner: owner.is_none(),
            });
        }
    }
    found
}

fn conflict(response: &str, first: &Declaration, other: &Declaration) -> Option<Diagnostic> {
    let code = Code::DUPLICATE_DEFINITION;
    if first.list.name != other.list.name {
        let message = format!("two lists of refused items in the response `{response}`");
        let diagnostic = Diagnostic::error(code, message, other.list.span);
        return Some(
            diagnostic
                .also(first.list.span, "the other list")
                .help("name the same list, or give the operations different responses"),
        );
    }
    if first.is_owner || first.place.0 == other.place.0 {
        return None;
    }
    let message = format!("refused items of the response `{response}` in two services that use it");
    let diagnostic = Diagnostic::error(code, message, other.list.span);
    Some(
        diagnostic
            .also(first.list.span, "the other service")
            .help("define a response in each of the two services"),
    )
}
