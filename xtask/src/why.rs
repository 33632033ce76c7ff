//! `cargo xtask why`: where a fact comes from, and what it became.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use wechatpay_compare::Spec;
use wechatpay_compare::why::why;

use crate::{Verdict, say, spec};

/// What can be asked for.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Operation, type or field by wire path, as `busifavor.modify_budget.request.stock_id`; the end of one will do.
    path: String,
    /// Folder of the spec [default: the workspace's own]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FormatArg {
    /// For a terminal.
    #[default]
    Human,
    /// One JSON object.
    Json,
}

/// Where the items of the workspace's own spec stand.
const SOURCE: &str = "generated/src";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let sources = spec::sources(&spec::folder(arguments.spec.as_ref()))?;
    let Some(model) = spec::whole_model(&sources, "the spec", "nothing was looked up") else {
        return Ok(Verdict::Findings);
    };
    let source = if arguments.spec.is_some() {
        "src"
    } else {
        SOURCE
    };
    let spec = Spec {
        model: &model,
        sources: &sources,
    };
    match why(spec, &arguments.path) {
        Ok(why) => {
            say::result(&match arguments.format {
                FormatArg::Human => why.human(source),
                FormatArg::Json => why.json(source),
            })?;
            Ok(Verdict::Fine)
        }
        Err(error) => bail!("{}", error.message(&arguments.path)),
    }
}
