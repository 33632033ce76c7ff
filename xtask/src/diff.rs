//! `cargo xtask diff`: compares two specs and prints the changes.
//!
//! Changes are not problems, so the command exits with 0. It exits with 1 if one of the specs has
//! errors.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use wechatpay_compare::Spec;
use wechatpay_compare::diff::{self, NotAVersion, Style};

use crate::{Status, base, output, spec};

/// Arguments of the command.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Old spec: a spec folder, or a commit
    #[arg(long, value_name = "REV|DIR", default_value = "HEAD")]
    base: String,
    /// Folder of the spec [default: the spec of the workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FormatArg {
    /// Text for a terminal
    #[default]
    Human,
    /// Tables for a pull request
    Markdown,
    /// One JSON object
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
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let spec = spec::folder(arguments.spec.as_ref());
    let after = spec::sources(&spec)?;
    let before = base::read(&arguments.base, &spec)?;
    let model = |sources, name| spec::whole_model(sources, name, "the specs were not compared");
    let (Some(old), Some(new)) = (model(&before, &arguments.base), model(&after, "the spec"))
    else {
        return Ok(Status::Problems);
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
    output::result(&diff.render(arguments.format.into(), current, &next))?;
    output::note(diff.summary());
    Ok(Status::Clean)
}
