//! Turns the syntax tree into the model. This stage decides every name, type, direction and order.
//!
//! It reports only what it cannot resolve: unknown references, names that are not possible in Rust,
//! collisions and duplicates. `lint` checks whether the resolved spec makes sense.
//!
//! One service is resolved at a time: [`service`] visits its pages, [`operation`] resolves one
//! page, and [`resolver`] records the types that the pages use. Each other part has its own file.

mod api;
mod callback;
mod checks;
mod choices;
pub(crate) mod codes;
mod conditions;
mod copies;
mod duplicates;
mod enums;
mod error_rows;
mod fields;
mod message_paths;
mod operation;
mod origins;
mod pagination;
mod recovery;
mod refused_lists;
mod resolved;
mod resolver;
mod rules;
mod rust_names;
mod service;
mod types;
mod unknown;
mod uses;

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Model;
use crate::parallel;
use crate::syntax::{self, Spec};

pub(crate) use resolved::Resolved;
use resolver::Shared;
use service::Neighbors;
use uses::Uses;

/// Builds the model. Parts that cannot be resolved are reported and left out.
///
/// `then` gets each resolved service while its pages are in memory. After that, the pages are
/// dropped, so that the whole spec needs only as much memory as its model.
pub(crate) fn resolve(
    mut spec: Spec,
    diagnostics: &mut Diagnostics,
    then: impl Fn(&Resolved<'_>, &mut Diagnostics) + Sync,
) -> Model {
    let api = api::resolve(&spec, diagnostics);
    report_orphans(&spec, diagnostics);
    duplicates::report_services(&spec, diagnostics);
    duplicates::report_endpoints(&spec, diagnostics);
    let services = std::mem::take(&mut spec.services);
    let uses = Uses::new(&services, &spec, diagnostics);
    let folders = folders(&services, &mut spec);
    let pages = folders.iter().map(|folder| {
        let pages = folder.pages.iter();
        let names = pages.map(|page| page.name.value.clone());
        (folder.service.file.as_str(), names.collect())
    });
    let pages = pages.collect();
    let api_is_whole = !spec.api.is_empty() || spec.unread.is_empty();
    let shared = Shared {
        spec: &spec,
        api: api_is_whole.then_some(&api),
        is_sound: !diagnostics.has_errors(),
        pages,
    };
    let one = |(folder, neighbors): (Folder<'_>, Neighbors<'_>)| {
        let Folder {
            service,
            pages,
            callbacks,
        } = folder;
        let mut found = Diagnostics::default();
        let resolved =
            service::resolve(service, &pages, &callbacks, &neighbors, &shared, &mut found);
        then(&resolved, &mut found);
        let wanted = resolved.of_used_services();
        (resolved.model, wanted, found)
    };
    let mut models = Vec::new();
    let mut wanted = Vec::new();
    // A service is resolved after all services that use it, so that it has the types they name.
    for level in uses.levels(folders, |folder| folder.service) {
        let with_neighbors = level.into_iter().map(|folder| {
            let used = uses.of(folder.service);
            let wanted = wanted.clone();
            (folder, Neighbors { used, wanted })
        });
        let level = with_neighbors.collect();
        let Ok(()) = parallel::in_order(level, one, |(service, more, found)| {
            models.push(service);
            wanted.extend(more);
            diagnostics.append(found);
            Ok::<(), Infallible>(())
        });
    }
    models.sort_by(|a: &crate::model::Service, b| a.name.cmp(&b.name));
    if spec.unread.is_empty() && spec.dropped.is_empty() {
        recovery::look_up(&mut models, diagnostics);
        pagination::look_up(&models, diagnostics);
    }
    refused_lists::assign(&mut models, diagnostics);
    Model {
        api,
        services: models,
        keys: spec.keys,
    }
}

/// A service with the files of its folder.
struct Folder<'a> {
    service: &'a syntax::Service,
    pages: Vec<syntax::Operation>,
    callbacks: Vec<syntax::Callback>,
}

/// Moves the pages of each service out of a spec.
fn folders<'a>(services: &'a [syntax::Service], spec: &mut Spec) -> Vec<Folder<'a>> {
    let mut pages: HashMap<String, Vec<syntax::Operation>> = HashMap::new();
    for page in std::mem::take(&mut spec.operations) {
        let folder = folder(&page.file).to_owned();
        pages.entry(folder).or_default().push(page);
    }
    let mut callbacks: HashMap<String, Vec<syntax::Callback>> = HashMap::new();
    for callback in std::mem::take(&mut spec.callbacks) {
        let folder = folder(&callback.file).to_owned();
        callbacks.entry(folder).or_default().push(callback);
    }
    let folders = services.iter().map(|service| {
        let folder = folder(&service.file);
        Folder {
            pages: pages.remove(folder).unwrap_or_default(),
            callbacks: callbacks.remove(folder).unwrap_or_default(),
            service,
        }
    });
    folders.collect()
}

/// Reports operations and callbacks in a folder without a service file. They would otherwise be
/// missing from the generated code.
fn report_orphans(spec: &Spec, diagnostics: &mut Diagnostics) {
    let files = spec.services.iter().map(|service| &service.file);
    let files = files.chain(&spec.unread);
    let described: HashSet<&str> = files.map(|file| folder(file)).collect();
    let operations = spec
        .operations
        .iter()
        .map(|page| ("operation", &page.name, &page.file));
    let callbacks = spec
        .callbacks
        .iter()
        .map(|page| ("callback", &page.name, &page.file));
    for (what, name, file) in operations.chain(callbacks) {
        let folder = folder(file);
        if !described.contains(folder) {
            diagnostics.push(
                Diagnostic::error(
                    Code::UNKNOWN_REFERENCE,
                    format!("missing service file of the folder `{folder}`"),
                    name.span,
                )
                .label(format!("{what} without a service"))
                .help(format!(
                    "add `{folder}/service.yaml` that begins with `service:` and `doc:`"
                )),
            );
        }
    }
}

/// The folder of a file, as file headers show it.
fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}
