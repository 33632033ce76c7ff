//! Lints over the model: what is well formed and still wrong.

mod json;
mod rules;
mod samples;

use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::source::Sources;
use crate::syntax::Spec;

/// Reports what the model says that cannot be right. Places come from the syntax tree, in the same order.
pub(crate) fn check(sources: &Sources, spec: &Spec, model: &Model, diagnostics: &mut Diagnostics) {
    samples::check(sources, spec, model, diagnostics);
}
