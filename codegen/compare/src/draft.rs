//! Writes the first YAML of a page: everything that the page states, and a `TODO` for the rest.
//!
//! The draft contains only what the readers of the audit understand. What they do not understand
//! becomes a `TODO` with the words of the page and their line. `lint` rejects a spec that contains
//! a `TODO`, so nobody can forget one.
//!
//! | module | writes |
//! |---|---|
//! | `writer` | lines of YAML, and `TODO`s |
//! | `head` | everything that a page states once |
//! | `callback` | the events of a page about events |
//! | `form` | the parts of a form |
//! | `fields` | fields with all their keys |
//! | `presence` | presences and their conditions |
//! | `types` | structs and enums, and those that the service already has |
//! | `rules` | rules over several fields |
//! | `samples` | printed samples |
//! | `errors` | error rows |
//!
//! `patch` changes the spec of an operation whose page has changed.

mod callback;
mod errors;
mod fields;
mod form;
mod head;
mod known;
mod patch;
mod presence;
mod rules;
pub(crate) mod samples;
mod types;
pub(crate) mod writer;

pub use patch::{Patch, patch};

use wechatpay_codegen::model::{Model, Service};
use wechatpay_codegen::source::{FileId, Sources};

use crate::audit::page::{self, Page};
use types::Types;
use writer::Writer;

/// The draft of one page.
#[derive(Debug)]
pub struct Draft {
    /// The name of the operation, if the listings say it.
    pub operation: Option<String>,
    /// The YAML.
    pub text: String,
    /// The number of `TODO`s.
    pub todos: usize,
    /// Types of the service that the page describes differently.
    pub differences: Vec<String>,
}

/// Everything that a part of the draft is written from.
struct Context<'c> {
    model: &'c Model,
    service: Option<&'c Service>,
    page: &'c Page<'c>,
}

/// Drafts the operation of a page, or the callback of a page about events. `page` is a file that was added to `sources` with
/// [`Sources::add`]. Types that `service` already has are not repeated.
#[must_use]
pub fn draft(model: &Model, sources: &Sources, page: FileId, service: Option<&str>) -> Draft {
    let file = sources.file(page);
    let page = page::read(page, file);
    let named = |service: &&Service| Some(service.name.as_str()) == service_name(service, &page);
    let service = match service {
        Some(name) => model.services.iter().find(|service| service.name == name),
        None => model.services.iter().find(named),
    };
    let context = Context {
        model,
        service,
        page: &page,
    };
    let mut out = Writer::new(file);
    let mut types = Types::new(&context);
    if page.is_notification() {
        let resource = callback::write(&context, &mut out);
        let differences = types.write_resource(&resource, &mut out);
        return finish(&page, None, differences, out);
    }
    head::write(&context, &mut out);
    types.write_parameters(&mut out);
    types.write_body(&mut out);
    types.write_response(&mut out);
    let differences = types.write_types(&mut out);
    samples::write(&context, &mut out);
    errors::write(&context, &mut out);
    let operation = head::operation_name(&page);
    finish(&page, operation, differences, out)
}

fn finish(
    page: &Page<'_>,
    operation: Option<String>,
    differences: Vec<String>,
    mut out: Writer<'_>,
) -> Draft {
    for unread in &page.unread {
        out.todo(0, *unread, "not read");
    }
    Draft {
        operation,
        todos: out.todos(),
        text: out.text,
        differences,
    }
}

/// The name of a service, if it has the operation of the page.
fn service_name<'s>(service: &'s Service, page: &Page<'_>) -> Option<&'s str> {
    let path = page.route?.path.text;
    let mut operations = service.operations.iter();
    operations
        .any(|operation| operation.path == path)
        .then_some(service.name.as_str())
}
