//! `cargo xtask diff`: reads two specs, prints what changed between them.
//!
//! A change is no finding: whatever changed, the command ends with 0. It ends with 1 where one of the two specs has errors.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use wechatpay_compare::Spec;
use wechatpay_compare::diff::{self, NotAVersion, Style};

use crate::{Verdict, base, say, spec};

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
    let spec = spec::folder(arguments.spec.as_ref());
    let after = spec::sources(&spec)?;
    let before = base::read(&arguments.base, &spec)?;
    let model = |sources, name| spec::whole_model(sources, name, "nothing was compared");
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
