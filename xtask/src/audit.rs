//! `cargo xtask audit`: compares the spec with saved pages and prints the discrepancies.

use std::path::{self, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use wechatpay_codegen::diagnostic::{Diagnostics, Format};
use wechatpay_codegen::source::{FileId, Sources};
use wechatpay_compare::audit::{audit, audit_beginnings};
use wechatpay_compare::side_by_side;

use crate::fix::{self, Selection};
use crate::stage::Stage;
use crate::{Status, output, page, spec};

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
    format: AuditFormat,
    /// File for the output of `--format html` [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    selection: Selection,
}

#[derive(Clone, Copy, Default, PartialEq, ValueEnum)]
enum AuditFormat {
    /// Excerpts of the sources, for a terminal
    #[default]
    Human,
    /// One JSON object per line
    Json,
    /// Annotations for a pull request on GitHub
    Github,
    /// Pages, spec and Rust side by side, as one file for a browser
    Html,
}

impl AuditFormat {
    /// The format of the discrepancies.
    fn of_diagnostics(self) -> Format {
        match self {
            Self::Human | Self::Html => Format::Human,
            Self::Json => Format::Json,
            Self::Github => Format::Github,
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    if arguments.out.is_some() && arguments.format != AuditFormat::Html {
        bail!("`--out` needs `--format html`");
    }
    let folder = spec::folder(arguments.spec.as_ref());
    let pages = pages(arguments)?;
    let compare = if arguments.partial {
        audit_beginnings
    } else {
        audit
    };
    fix::run(&folder, &arguments.selection, |sources| {
        let (model, diagnostics) = wechatpay_codegen::read(sources);
        if diagnostics.leave_a_whole_model() {
            let mut sources = sources.clone();
            let pages = add(&pages, &mut sources);
            compare(&model, &sources, &pages).diagnostics
        } else {
            Diagnostics::default()
        }
    })?;
    let mut sources = spec::sources(&folder)?;
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    if !diagnostics.leave_a_whole_model() {
        let format = arguments.format.of_diagnostics();
        output::result(&diagnostics.render(&sources, format))?;
        output::note("The spec has errors, so no page was audited.");
        return Ok(Status::Problems);
    }
    let pages = add(&pages, &mut sources);
    let audit = compare(&model, &sources, &pages);
    match arguments.format {
        AuditFormat::Html => {
            let report = side_by_side(&model, &sources, &pages, arguments.partial);
            write(&report, arguments)?;
        }
        format => {
            let format = format.of_diagnostics();
            output::result(&audit.diagnostics.render(&sources, format))?;
        }
    }
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

/// Adds the pages to the sources.
fn add(pages: &[PageFile], sources: &mut Sources) -> Vec<FileId> {
    let pages = pages.iter();
    pages
        .map(|(path, text)| sources.add(path.clone(), text.clone()))
        .collect()
}

/// Writes the report to the file, or to stdout.
fn write(report: &str, arguments: &Arguments) -> Result<()> {
    let Some(out) = &arguments.out else {
        return output::result(report);
    };
    let name = || format!("cannot write {}", output::path(out));
    let out = path::absolute(out).with_context(name)?;
    let mut stage = Stage::default();
    stage.write(&out, report)?;
    stage.commit()
}
