//! `cargo xtask diff`: reads two specs, prints what changed between them.
//!
//! A change is no finding: whatever changed, the command ends with 0. It ends with 1 where one of the two specs has errors.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};
use wechatpay_codegen::diagnostic::{Code, Diagnostics, Format, Severity};
use wechatpay_codegen::diff::{self, NotAVersion, Style};
use wechatpay_codegen::source::Sources;
use wechatpay_codegen::{Spec, model::Model};

use crate::{Verdict, base, say, workspace};

/// What can be asked for.
#[derive(Args)]
pub(crate) struct Arguments {
    /// What to compare with: a folder with a spec, or a commit that git knows.
    #[arg(long, value_name = "REV|DIR", default_value = "HEAD")]
    base: String,
    /// Folder of the spec [default: the workspace's own]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// How changes are printed.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FormatArg {
    /// For a terminal.
    #[default]
    Human,
    /// Tables for a pull request.
    Markdown,
    /// One JSON object.
    Json,
}

impl From<FormatArg> for Style {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Human => Self::Human,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Json => Self::Json,
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let spec = arguments.spec.clone();
    let spec = spec.unwrap_or_else(|| workspace().join("spec"));
    let after = read(&spec)?;
    let before = base::read(&arguments.base, &spec)?;
    let (Some(old), Some(new)) = (model(&before, &arguments.base), model(&after, "the spec"))
    else {
        return Ok(Verdict::Findings);
    };
    let diff = diff::diff(
        Spec {
            model: &old,
            sources: &before,
        },
        Spec {
            model: &new,
            sources: &after,
        },
    );
    let current = env!("CARGO_PKG_VERSION");
    let next = diff::next(current, &diff)
        .map_err(|NotAVersion(text)| anyhow!("`{text}` is not a version"))?;
    say::result(&diff.render(arguments.format.into(), current, &next))?;
    say::note(diff.summary());
    Ok(Verdict::Fine)
}

fn read(spec: &Path) -> Result<Sources> {
    let sources = Sources::read(spec)?;
    if sources.is_empty() {
        bail!("there is no .yaml file below {}", spec.display());
    }
    Ok(sources)
}

/// The model, or nothing but the errors, printed.
pub(crate) fn model(sources: &Sources, name: &str) -> Option<Model> {
    let (model, diagnostics) = wechatpay_codegen::read(sources);
    if is_whole(&diagnostics) {
        return Some(model);
    }
    say::note(diagnostics.render(sources, Format::Human));
    say::note(format_args!("{name} has errors; nothing was compared."));
    None
}

/// A model is whole even where the generator cannot emit all of it.
fn is_whole(diagnostics: &Diagnostics) -> bool {
    diagnostics
        .iter()
        .all(|finding| finding.severity == Severity::Warning || finding.code == Code::NotEmitted)
}
