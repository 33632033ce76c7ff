//! Routes that play what the pages print.

use std::io;
use std::path::Path;

use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::model::{Model, Operation};
use wechatpay_codegen::source::Sources;

use crate::{Answer, Builder, Mock};

impl Mock {
    /// A mock that answers each operation of this workspace's spec with its page's own sample.
    ///
    /// # Errors
    /// Where the spec cannot be read or is not right, and as [`Builder::start`].
    pub fn documented() -> io::Result<Self> {
        let spec = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec"));
        let sources = Sources::read(spec)?;
        let (model, diagnostics) = wechatpay_codegen::read(&sources);
        if diagnostics.has_errors() {
            let findings = diagnostics.render(&sources, Format::Human);
            return Err(io::Error::new(io::ErrorKind::InvalidData, findings));
        }
        Self::builder().documented(&model).start()
    }
}

impl Builder {
    /// Answers each operation of a spec with the first answer that its page prints.
    pub fn documented(self, model: &Model) -> Self {
        let operations = model.services.iter().flat_map(|s| &s.operations);
        operations.fold(self, |builder, operation| match sample(operation) {
            Some(body) => builder.route(
                operation.method.as_str(),
                &operation.path,
                Answer::json(operation.success, body),
            ),
            None => builder,
        })
    }
}

/// The first answer printed; nothing where a good answer has no body; `None` where the page prints none.
fn sample(operation: &Operation) -> Option<String> {
    match operation.response {
        Some(_) => operation.samples.iter().find_map(|s| s.response.clone()),
        None => Some(String::new()),
    }
}
