//! `cargo xtask audit`: compares the spec with saved pages and prints the discrepancies.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use wechatpay_codegen::diagnostic::Diagnostics;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::{FileId, Sources};
use wechatpay_compare::audit::{Audit, audit};

use crate::fix::{self, Selection};
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
    #[command(flatten)]
    selection: Selection,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let folder = spec::folder(arguments.spec.as_ref());
    let pages = pages(arguments)?;
    fix::run(&folder, &arguments.selection, |sources| {
        let (model, diagnostics) = wechatpay_codegen::read(sources);
        if diagnostics.leave_a_whole_model() {
            audit_pages(&model, &mut sources.clone(), &pages).diagnostics
        } else {
            Diagnostics::default()
        }
    })?;
    let mut sources = spec::sources(&folder)?;
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    if !diagnostics.leave_a_whole_model() {
        output::result(&diagnostics.render(&sources, arguments.format.into()))?;
        output::note("The spec has errors, so no page was audited.");
        return Ok(Status::Problems);
    }
    let audit = audit_pages(&model, &mut sources, &pages);
    output::result(&audit.diagnostics.render(&sources, arguments.format.into()))?;
    output::note(audit.summary());
    Ok(if audit.diagnostics.iter().next().is_some() {
        Status::Problems
    } else {
        Status::Clean
    })
}

/// A page: its path and its text.
type PageFile = (String, Vec<u8>);

fn pages(arguments: &Arguments) -> Result<Vec<PageFile>> {
    let pages = arguments.pages.iter();
    let texts = pages.map(|page| Ok((page.display().to_string(), page::text(page)?)));
    texts.collect()
}

/// Adds the pages to the sources, and audits them.
fn audit_pages(model: &Model, sources: &mut Sources, pages: &[PageFile]) -> Audit {
    let add = |(path, text): &PageFile| sources.add(path.clone(), text.clone());
    let pages: Vec<FileId> = pages.iter().map(add).collect();
    audit(model, sources, &pages)
}
