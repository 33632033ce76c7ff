//! Reports duplicate definitions.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::folder;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names;
use crate::scope::Scope;
use crate::source::Span;
use crate::syntax::{Method, Operation, Service, Spec, Text};

/// Reports names that are defined twice.
pub(super) fn report<'a>(
    names: impl Iterator<Item = &'a Text>,
    what: &str,
    diagnostics: &mut Diagnostics,
) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for name in names {
        match seen.get(name.value.as_str()) {
            Some(first) => diagnostics.push(
                duplicate(format!("duplicate {what} `{}`", name.value), name.span)
                    .label("again here")
                    .also(*first, "first here")
                    .help("delete or rename one of the two"),
            ),
            None => {
                seen.insert(&name.value, name.span);
            }
        }
    }
}

fn duplicate(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error(Code::DUPLICATE_DEFINITION, message, span)
}

/// Reports services with the same module or folder.
pub(super) fn report_services(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut modules: HashMap<String, &Service> = HashMap::new();
    let mut folders: HashMap<&str, &Service> = HashMap::new();
    for service in &spec.services {
        let folder = folder(&service.file);
        let module = names::module(&service.name.value).ok();
        let same_module = module.as_ref().and_then(|module| modules.get(module));
        match same_module.or(folders.get(folder)) {
            Some(first) => diagnostics.push(
                duplicate("two services in one module or folder", service.name.span)
                    .label("one service")
                    .also(first.name.span, "the other service")
                    .help("give each service a name and a folder of its own"),
            ),
            None => {
                modules.extend(module.map(|module| (module, service)));
                folders.insert(folder, service);
            }
        }
    }
}

/// Reports operations with the same method and path.
pub(super) fn report_endpoints(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<(Method, String), &Operation> = HashMap::new();
    for operation in &spec.operations {
        match seen.entry((operation.method.value, shape(&operation.path.value))) {
            Entry::Vacant(place) => {
                place.insert(operation);
            }
            Entry::Occupied(first) => {
                let first = first.get();
                let message = format!(
                    "operations `{}` and `{}` with the same method and path",
                    first.name.value, operation.name.value
                );
                diagnostics.push(
                    duplicate(message, operation.path.span)
                        .label("again here")
                        .also(first.path.span, "first here")
                        .help("correct the one that was copied, or delete it"),
                );
            }
        }
    }
}

/// A path without the names in its braces. Two paths of the same shape match the same requests.
fn shape(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') {
            "{}"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Reports types of the same file and direction that have the same name.
pub(super) fn report_types(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for definition in scope.definitions() {
        for name in definition.names() {
            let place = (&name.value, definition.file, definition.direction);
            let first = *seen.entry(place).or_insert(definition.name.span);
            if first != definition.name.span {
                let message = format!("ambiguous type name `{}`", name.value);
                diagnostics.push(
                    duplicate(message, name.span)
                        .also(first, "the other type")
                        .help("keep a name of `also_called:` for one type only"),
                );
            }
        }
    }
}

/// Reports headers with the same name.
pub(super) fn report_headers(page: &Operation, diagnostics: &mut Diagnostics) {
    let parameters = &page.parameters;
    let mut seen: HashMap<String, Span> = HashMap::new();
    for (name, _) in parameters.runtime_header.iter().chain(&parameters.header) {
        let lower = name.value.to_ascii_lowercase();
        let first = *seen.entry(lower).or_insert(name.span);
        if first != name.span {
            let message = format!("duplicate header `{}`", name.value);
            diagnostics.push(
                duplicate(message, name.span).also(first, "first here").help(
                    "delete one of the two; upper and lower case do not matter in the name of a \
                        header",
                ),
            );
        }
    }
}
