//! A report to look at: the text of pages, the spec and the generated code side by side, as one HTML
//! file without scripts. Each sentence of a page is a link to the lines of the spec that cover it,
//! and those are links to the lines of Rust that they became.

mod document;
mod excerpt;
mod rust_code;
mod spec_text;

use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::{FileId, Sources};

use crate::audit::audit_sentences;
use crate::facts::{Spec, walk};
use rust_code::RustCode;
use spec_text::SpecText;

/// The report about pages, which are files that were added to `sources` with [`Sources::add`].
#[must_use]
pub fn side_by_side(
    model: &Model,
    sources: &Sources,
    pages: &[FileId],
    is_partial: bool,
) -> String {
    let (audit, audited) = audit_sentences(model, sources, pages, is_partial);
    let tree = walk(model);
    let code = RustCode::new(Spec { model, sources }, &tree);
    let views = audited.iter().zip(&audit.pages);
    let views = views.enumerate().map(|(index, (page, result))| {
        let spec = SpecText::new(sources, page);
        let operation = result.operation.as_deref();
        document::PageView {
            number: index + 1,
            source: sources.file(page.file),
            page,
            rust: code.of_page(operation, &spec),
            spec,
            result,
        }
    });
    let views: Vec<_> = views.collect();
    document::document(&views, &audit.diagnostics, sources)
}
