//! `cargo xtask audit`: compares the spec with saved pages and prints the discrepancies.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use wechatpay_compare::audit::audit;

use crate::{FormatArg, Status, output, page, spec};

/// Arguments of the command.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Saved documentation pages, as text or HTML
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// Folder of the spec [default: the spec of the workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let mut sources = spec::sources(&spec::folder(arguments.spec.as_ref()))?;
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    if !diagnostics.leave_a_whole_model() {
        output::result(&diagnostics.render(&sources, arguments.format.into()))?;
        output::note("The spec has errors, so no page was audited.");
        return Ok(Status::Problems);
    }
    let mut pages = Vec::new();
    for page in &arguments.pages {
        pages.push(sources.add(page.display().to_string(), page::text(page)?));
    }
    let audit = audit(&model, &sources, &pages);
    output::result(&audit.diagnostics.render(&sources, arguments.format.into()))?;
    output::note(audit.summary());
    Ok(if audit.diagnostics.iter().next().is_some() {
        Status::Problems
    } else {
        Status::Clean
    })
}
