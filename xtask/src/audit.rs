//! `cargo xtask audit`: reads the spec and the pages, prints what the library finds.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use wechatpay_compare::audit::{audit, page_text};

use crate::{FormatArg, Verdict, say, spec};

/// What can be asked for.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Saved documentation pages, as text or as HTML.
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// Folder of the spec [default: the workspace's own]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let mut sources = spec::sources(&spec::folder(arguments.spec.as_ref()))?;
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    if !diagnostics.leave_a_whole_model() {
        say::result(&diagnostics.render(&sources, arguments.format.into()))?;
        say::note("The spec cannot be read; no page was looked at.");
        return Ok(Verdict::Findings);
    }
    let mut pages = Vec::new();
    for page in &arguments.pages {
        let bytes = fs::read(page).with_context(|| format!("cannot read {}", say::path(page)))?;
        pages.push(sources.add(page.display().to_string(), page_text(bytes)));
    }
    let audit = audit(&model, &sources, &pages);
    say::result(&audit.diagnostics.render(&sources, arguments.format.into()))?;
    say::note(audit.summary());
    Ok(if audit.diagnostics.iter().next().is_some() {
        Verdict::Findings
    } else {
        Verdict::Fine
    })
}
