//! What is well formed and still wrong: samples that do not fit the model.

mod json;
mod rules;
mod samples;

use crate::diagnostic::Diagnostics;
use crate::model::Service;
use crate::source::Sources;
use crate::syntax::Operation;

/// Reports the samples of a service that its types and rules do not allow. Places come from the pages as they were read.
pub(crate) fn check(
    sources: &Sources,
    service: &Service,
    pages: &[Operation],
    diagnostics: &mut Diagnostics,
) {
    samples::check(sources, service, pages, diagnostics);
}
