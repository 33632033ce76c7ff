//! `cargo xtask audit`: compares the spec with saved pages and prints the discrepancies.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use wechatpay_compare::audit::{audit, page_text};

use crate::{FormatArg, Status, output, spec};

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
        let text = page_text(&bytes(page)?);
        pages.push(sources.add(page.display().to_string(), text));
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

/// Maximum size of a page in MiB. It is about thirty times the size of a page with all its scripts.
const MAX_MIB: u64 = 16;

/// The bytes of a page. The path is a file or a link to a file.
fn bytes(page: &Path) -> Result<Vec<u8>> {
    let name = output::path(page);
    let cannot_read = || format!("cannot read {name}");
    // Opening a pipe would wait for a writer.
    let metadata = fs::metadata(page).with_context(cannot_read)?;
    if !metadata.is_file() {
        bail!("{name} is not a file; save the page and pass the path of the file");
    }
    let limit = MAX_MIB << 20;
    let mut bytes = Vec::new();
    let file = File::open(page).with_context(cannot_read)?;
    let mut limited = file.take(limit + 1);
    limited.read_to_end(&mut bytes).with_context(cannot_read)?;
    if bytes.len() as u64 > limit {
        bail!("{name} is larger than {MAX_MIB} MiB, the maximum size of a page");
    }
    Ok(bytes)
}
