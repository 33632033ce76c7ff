//! `cargo xtask audit`: compares the spec with saved pages and prints the discrepancies.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use wechatpay_compare::audit::{audit, audit_beginnings};

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
    /// Only the beginning of each page was saved: count what comes after its end instead of
    /// reporting it
    #[arg(long)]
    partial: bool,
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
    let compare = if arguments.partial {
        audit_beginnings
    } else {
        audit
    };
    let audit = compare(&model, &sources, &pages);
    output::result(&audit.diagnostics.render(&sources, arguments.format.into()))?;
    output::note(audit.summary());
    Ok(if audit.diagnostics.iter().next().is_some() {
        Status::Problems
    } else {
        Status::Clean
    })
}
