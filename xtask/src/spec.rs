//! The spec that a command works on.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;

use crate::{say, workspace};

/// The folder that was asked for, else the workspace's own.
pub(crate) fn folder(given: Option<&PathBuf>) -> PathBuf {
    given.map_or_else(|| workspace().join("spec"), Clone::clone)
}

/// All its files; there must be some.
pub(crate) fn sources(folder: &Path) -> Result<Sources> {
    let sources = Sources::read(folder)?;
    if sources.is_empty() {
        bail!("there is no .yaml file below {}", say::path(folder));
    }
    Ok(sources)
}

/// The model, if it is whole; else the findings are shown, with what is not done because of them.
pub(crate) fn whole_model(sources: &Sources, name: &str, instead: &str) -> Option<Model> {
    let (model, diagnostics) = wechatpay_codegen::read(sources);
    if diagnostics.leave_a_whole_model() {
        return Some(model);
    }
    say::note(diagnostics.render(sources, Format::Human));
    let name = say::quoted(name);
    say::note(format_args!("{name} has errors; {instead}."));
    None
}
