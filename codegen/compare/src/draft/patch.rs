//! What a changed page means for the spec that was transcribed from it.
//!
//! The old page is not available; the spec describes it. The changed page is drafted and audited.
//! Only nodes of the spec with a discrepancy are changed, and only in the keys that the kind of the
//! discrepancy is about. The new text of a key comes from the draft. Everything else stays as it
//! is, our own wording included.
//!
//! | module | job |
//! |---|---|
//! | `tree` | YAML as a tree of lines |
//! | `reader` | reads that tree |
//! | `doubts` | the discrepancies by line of the spec, and new sentences of the page |
//! | `head` | what a page states once |
//! | `fields` | fields, types, values and their order |
//! | `rows` | error rows, rules and samples |

mod doubts;
mod fields;
mod head;
mod reader;
mod rows;
mod tree;

use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::{FileId, Sources};

use super::draft;
use crate::audit::{audit, page};
use doubts::Doubts;

/// The change of a spec file that a changed page asks for.
#[derive(Debug)]
pub struct Patch {
    /// The path of the file, as in the sources.
    pub path: String,
    /// The text of the file before the change.
    pub before: String,
    /// The text after the change.
    pub after: String,
    /// Discrepancies in other files of the spec, which the change does not fix.
    pub elsewhere: Vec<String>,
}

/// The patch for the operation of a page. `None` if the spec does not have the operation.
#[must_use]
pub fn patch(model: &Model, sources: &Sources, page: FileId) -> Option<Patch> {
    let file = sources.file(page);
    let read = page::read(page, file);
    let route = read.route?;
    let (service, operation) = model.services.iter().find_map(|service| {
        let mut operations = service.operations.iter();
        let found = operations.find(|operation| {
            operation.path == route.path.text && operation.method.as_str() == route.method.text
        });
        found.map(|operation| (service, operation))
    })?;
    let spec = operation.span.file;
    let before = sources.file(spec).text.clone();
    let new = draft(model, sources, page, Some(&service.name));
    let found = audit(model, sources, &[page]).diagnostics;
    let doubts = Doubts::new(&found, sources, spec, page);
    let mut old = reader::read(&before);
    let new = reader::read(&new.text);
    head::patch(&mut old, &new, &doubts, &read);
    fields::patch(&mut old, &new, &doubts);
    rows::patch(&mut old, &new, &doubts);
    let mut after = String::new();
    old.write(&mut after);
    Some(Patch {
        path: sources.file(spec).path.clone(),
        before,
        after,
        elsewhere: doubts.elsewhere,
    })
}
