//! Syntax tree in, model out: the one pass that decides every name, type, direction and order.
//!
//! Whatever can go wrong goes wrong here, where places in the spec are still known; after it only `check` still finds anything.

mod checks;
mod choices;
mod conditions;
mod defaults;
mod error_rows;
mod fields;
mod limits;
mod message_conditions;
mod messages;
mod operation;
mod parameters;
mod path;
mod recursion;
mod rules;
mod scope;
mod service;
mod types;
mod verdicts;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::model::{Api, Host, Model, Note, Row, Service, Statement, Waiver};
use crate::names;
use crate::parallel;
use crate::source::{Span, Spanned};
use crate::syntax::{self, Spec, Text};

/// Builds the model; what cannot be resolved is reported and left out.
///
/// One service is resolved and handed to `check` while its pages are there; then they are dropped: a spec takes as much
/// memory as its model.
pub(crate) fn resolve(
    mut spec: Spec,
    diagnostics: &mut Diagnostics,
    check: impl Fn(&Service, &[syntax::Operation], &mut Diagnostics) + Sync,
) -> Model {
    let api = api(&spec, diagnostics);
    report_homeless(&spec, diagnostics);
    report_service_twins(&spec, diagnostics);
    report_endpoint_twins(&spec, diagnostics);
    let folders = folders(&mut spec);
    let is_sound = !diagnostics.has_errors();
    let api_is_whole = !spec.api.is_empty() || spec.unread.is_empty();
    let one = |folder: Folder| {
        let mut found = Diagnostics::default();
        let service = service::resolve(&folder, &spec, api_is_whole.then_some(&api), &mut found);
        if is_sound && !found.has_errors() {
            check(&service, &folder.pages, &mut found);
        }
        (service, found)
    };
    let mut services = Vec::new();
    let Ok(()) = parallel::in_order(folders, one, |(service, found)| {
        services.push(service);
        diagnostics.append(found);
        Ok::<(), Infallible>(())
    });
    services.sort_by(|a, b| a.name.cmp(&b.name));
    Model {
        api,
        services,
        keys: spec.keys,
    }
}

/// A service and the pages that stand in its folder.
struct Folder {
    service: syntax::Service,
    pages: Vec<syntax::Operation>,
}

/// Takes the services out of a spec, with their pages.
fn folders(spec: &mut Spec) -> Vec<Folder> {
    let mut pages: HashMap<String, Vec<syntax::Operation>> = HashMap::new();
    for page in std::mem::take(&mut spec.operations) {
        let folder = folder(&page.file).to_owned();
        pages.entry(folder).or_default().push(page);
    }
    let services = std::mem::take(&mut spec.services).into_iter();
    let folders = services.map(|service| Folder {
        pages: pages.remove(folder(&service.file)).unwrap_or_default(),
        service,
    });
    folders.collect()
}

fn api(spec: &Spec, diagnostics: &mut Diagnostics) -> Api {
    report_twins(spec.api.iter().map(|api| &api.name), "api", diagnostics);
    let Some(syntax) = spec.api.first() else {
        return Api {
            name: String::new(),
            hosts: Vec::new(),
            errors: Vec::new(),
        };
    };
    let codes = syntax.errors.iter().map(|row| &row.code);
    report_twins(codes, "common error row", diagnostics);
    let hosts = syntax.hosts.iter().map(|(name, host)| Host {
        span: name.span,
        name: name.value.clone(),
        title: host.title.value.clone(),
        url: host.url.value.clone(),
        doc: host.doc.value.clone(),
        fingerprint: optional(host.fingerprint.as_ref()),
    });
    Api {
        name: syntax.name.value.clone(),
        hosts: hosts.collect(),
        errors: syntax
            .errors
            .iter()
            .filter_map(|r| row(r, diagnostics))
            .collect(),
    }
}

/// Operations in a folder that no `service:` file describes would silently not be generated.
fn report_homeless(spec: &Spec, diagnostics: &mut Diagnostics) {
    let files = spec.services.iter().map(|service| &service.file);
    let files = files.chain(&spec.unread);
    let described: HashSet<&str> = files.map(|file| folder(file)).collect();
    for operation in &spec.operations {
        let folder = folder(&operation.file);
        if !described.contains(folder) {
            diagnostics.push(
                Diagnostic::error(
                    Code::UnknownReference,
                    format!("the folder `{folder}` has no service file"),
                    operation.name.span,
                )
                .label("this operation belongs to no service")
                .help(format!(
                    "add `{folder}/service.yaml` that begins with `service:` and `doc:`"
                )),
            );
        }
    }
}

/// Services that would be one module, or share one folder.
fn report_service_twins(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut modules: HashMap<String, &syntax::Service> = HashMap::new();
    let mut folders: HashMap<&str, &syntax::Service> = HashMap::new();
    for service in &spec.services {
        let folder = folder(&service.file);
        let module = names::module(&service.name.value).ok();
        let same_module = module.as_ref().and_then(|module| modules.get(module));
        match same_module.or(folders.get(folder)) {
            Some(first) => diagnostics.push(
                Diagnostic::error(
                    Code::DuplicateDefinition,
                    "two service files make one module or share one folder",
                    service.name.span,
                )
                .label("this one")
                .also(first.name.span, "and this one")
                .help("give each service a name and a folder of its own"),
            ),
            None => {
                modules.extend(module.map(|module| (module, service)));
                folders.insert(folder, service);
            }
        }
    }
}

/// Operations that would answer to the same request.
fn report_endpoint_twins(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<(&str, String), &syntax::Operation> = HashMap::new();
    for operation in &spec.operations {
        let method = operation::method(operation.method.value).as_str();
        match seen.entry((method, path::shape(&operation.path.value))) {
            Entry::Vacant(place) => {
                place.insert(operation);
            }
            Entry::Occupied(first) => {
                let first = first.get();
                let message = format!(
                    "`{}` and `{}` have one method and path",
                    first.name.value, operation.name.value
                );
                diagnostics.push(
                    Diagnostic::error(Code::DuplicateDefinition, message, operation.path.span)
                        .label("again here")
                        .also(first.path.span, "first here")
                        .help("correct the one that was copied, or delete it"),
                );
            }
        }
    }
}

/// Two definitions of one name where there can be only one.
fn report_twins<'a>(
    names: impl Iterator<Item = &'a Text>,
    what: &str,
    diagnostics: &mut Diagnostics,
) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for name in names {
        match seen.get(name.value.as_str()) {
            Some(first) => diagnostics.push(
                Diagnostic::error(
                    Code::DuplicateDefinition,
                    format!("the {what} `{}` is defined twice", name.value),
                    name.span,
                )
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

/// The folder of a file, as shown in headers.
fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn row(syntax: &syntax::Row, diagnostics: &mut Diagnostics) -> Option<Row> {
    let status = http_status(&syntax.status, 300, diagnostics)?;
    Some(Row {
        span: syntax.code.span,
        status,
        code: syntax.code.value.clone(),
        rust_name: optional(syntax.rust_name.as_ref()),
        meaning: syntax.meaning.value.clone(),
        remedy: syntax.remedy.value.clone(),
        repeat: syntax.repeat,
        own_attempt: syntax.own_attempt,
        notes: notes(&syntax.notes),
        fingerprint: optional(syntax.fingerprint.as_ref()),
    })
}

fn http_status(status: &Spanned<i64>, from: u16, diagnostics: &mut Diagnostics) -> Option<u16> {
    let to = if from == 200 { 299 } else { 599 };
    let number = u16::try_from(status.value)
        .ok()
        .filter(|number| (from..=to).contains(number));
    if number.is_none() {
        let message = format!("`{}` is not an HTTP status that fits here", status.value);
        diagnostics.push(
            Diagnostic::error(Code::BadValue, message, status.span)
                .help(format!("write a number from {from} to {to}")),
        );
    }
    number
}

fn optional(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

fn values(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

fn statements(statements: &[syntax::Statement]) -> Vec<Statement> {
    let statement = |statement: &syntax::Statement| Statement {
        span: statement.doc.span,
        doc: statement.doc.value.clone(),
        fingerprint: optional(statement.fingerprint.as_ref()),
    };
    statements.iter().map(statement).collect()
}

fn waivers(waivers: &[syntax::Waiver]) -> Vec<Waiver> {
    let waiver = |waiver: &syntax::Waiver| Waiver {
        span: waiver.words.span,
        words: waiver.words.value.clone(),
        reason: waiver.reason.value.clone(),
    };
    waivers.iter().map(waiver).collect()
}

fn notes(notes: &[syntax::Note]) -> Vec<Note> {
    let note = |note: &syntax::Note| Note {
        kind: note.kind.value.clone(),
        says: values(&note.says),
        we: note.we.value.clone(),
    };
    notes.iter().map(note).collect()
}

/// Reports a name that refers to nothing, with what was probably meant, unless the list of diagnostics
/// is long already.
fn unknown<'a>(
    code: Code,
    what: &str,
    name: &Text,
    candidates: impl Iterator<Item = &'a str> + Clone,
    is_long: bool,
) -> Diagnostic {
    let message = format!("there is no {what} `{}`", name.value);
    let diagnostic = Diagnostic::error(code, message, name.span);
    if is_long {
        return diagnostic.help(format!("name a {what} that is defined"));
    }
    if let Some(meant) = closest(&name.value, candidates.clone()) {
        return diagnostic.did_you_mean(name.span, meant);
    }
    let all: Vec<_> = candidates.clone().take(MAX_LISTED).collect();
    let more = if candidates.clone().nth(MAX_LISTED).is_some() {
        ", …"
    } else {
        ""
    };
    diagnostic.help(if all.is_empty() {
        format!("no {what} is defined where this can see it")
    } else {
        format!("there are: {}{more}", all.join(", "))
    })
}

/// A longer list is not read.
const MAX_LISTED: usize = 30;
