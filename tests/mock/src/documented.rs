//! Routes that play what the pages print.

use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::model::{Model, Operation, Service};
use wechatpay_codegen::source::Sources;

use crate::{Answer, Builder, Mock, Route};

/// An operation with the service that its types belong to.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) service: Arc<Service>,
    pub(crate) operation: Operation,
}

/// The spec of this workspace, which [`Mock::documented`] plays and [`judge`](crate::judge) can be given. It is read once per
/// process.
///
/// # Errors
/// Where the spec cannot be read or is not right.
pub fn spec() -> io::Result<&'static Model> {
    static SPEC: OnceLock<Result<Model, (io::ErrorKind, String)>> = OnceLock::new();
    SPEC.get_or_init(|| read_spec().map_err(|error| (error.kind(), error.to_string())))
        .as_ref()
        .map_err(|(kind, error)| io::Error::new(*kind, error.as_str()))
}

fn read_spec() -> io::Result<Model> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec"));
    let sources = Sources::read(folder)?;
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    if diagnostics.has_errors() {
        let findings = diagnostics.render(&sources, Format::Human);
        return Err(io::Error::new(io::ErrorKind::InvalidData, findings));
    }
    Ok(model)
}

impl Mock {
    /// A mock that judges the requests of each operation of this workspace's spec, and answers with its page's own sample.
    ///
    /// # Errors
    /// Where the spec cannot be read or is not right, and as [`Builder::start`].
    pub fn documented() -> io::Result<Self> {
        Self::builder().documented(spec()?).start()
    }
}

impl Builder {
    /// Judges the requests of each operation of a spec, and answers with the first answer that its page prints.
    pub fn documented(self, model: &Model) -> Self {
        pages(model).fold(self, |builder, page| match sample(&page.operation) {
            Some(body) => {
                let operation = &page.operation;
                let answer = Answer::json(operation.success, body);
                let route = Route::new(operation.method.as_str(), &operation.path, answer);
                builder.with_route(route.documented(Arc::new(page)))
            }
            None => builder,
        })
    }
}

/// Every operation of a spec.
fn pages(model: &Model) -> impl Iterator<Item = Page> {
    model.services.iter().flat_map(|service| {
        let shared = Arc::new(service.clone());
        service.operations.iter().map(move |operation| Page {
            service: Arc::clone(&shared),
            operation: operation.clone(),
        })
    })
}

/// The first answer printed; nothing where a good answer has no body; `None` where the page prints none.
pub(crate) fn sample(operation: &Operation) -> Option<String> {
    match operation.response {
        Some(_) => operation.samples.iter().find_map(|s| s.response.clone()),
        None => Some(String::new()),
    }
}
