//! Lints over the model: what is well formed and still wrong.

mod json;
mod rules;
mod samples;

use crate::diagnostic::Diagnostics;
use crate::model::Service;
use crate::source::Sources;
use crate::syntax::Operation;

/// Reports what the model says of a service that cannot be right. Places come from the pages as they were read.
pub(crate) fn check(
    sources: &Sources,
    service: &Service,
    pages: &[Operation],
    diagnostics: &mut Diagnostics,
) {
    samples::check(sources, service, pages, diagnostics);
}
