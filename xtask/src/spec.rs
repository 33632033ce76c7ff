//! The spec that a command reads.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;

use crate::{output, workspace};

/// The given folder. If there is none: the spec folder of the workspace.
pub(crate) fn folder(given: Option<&PathBuf>) -> PathBuf {
    given.map_or_else(|| workspace().join("spec"), Clone::clone)
}

/// All files of a spec folder. At least one is required.
pub(crate) fn sources(folder: &Path) -> Result<Sources> {
    let sources = Sources::read(folder)?;
    if sources.is_empty() {
        bail!("{} contains no .yaml file", output::path(folder));
    }
    Ok(sources)
}

/// The model if it is complete. Otherwise, prints the diagnostics and the consequence for the
/// command.
pub(crate) fn whole_model(sources: &Sources, name: &str, consequence: &str) -> Option<Model> {
    let (model, diagnostics) = wechatpay_codegen::read(sources);
    if diagnostics.leave_a_whole_model() {
        return Some(model);
    }
    output::note(diagnostics.render(sources, Format::Human));
    let name = output::quoted(name);
    output::note(format_args!("{name} has errors, so {consequence}."));
    None
}
