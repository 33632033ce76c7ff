//! `cargo xtask audit`: reads the spec and the pages, prints what the library finds.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
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
        let text = page_text(&bytes(page)?);
        pages.push(sources.add(page.display().to_string(), text));
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

/// MiB that a page may have: some thirty times what one has that was saved with all its scripts.
const MAX_MIB: u64 = 16;

/// The bytes of a page, which is a file or a link to one.
fn bytes(page: &Path) -> Result<Vec<u8>> {
    let name = say::path(page);
    let cannot_read = || format!("cannot read {name}");
    // A pipe must not even be opened: that would wait for a writer.
    let found = fs::metadata(page).with_context(cannot_read)?;
    if !found.is_file() {
        bail!("{name} is not a file; save the page, and name its file");
    }
    let limit = MAX_MIB << 20;
    let mut bytes = Vec::new();
    let file = File::open(page).with_context(cannot_read)?;
    let mut limited = file.take(limit + 1);
    limited.read_to_end(&mut bytes).with_context(cannot_read)?;
    if bytes.len() as u64 > limit {
        bail!("{name} has more than {MAX_MIB} MiB, and no page is so large");
    }
    Ok(bytes)
}
