//! `cargo xtask why`: explains one element of the spec.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use wechatpay_compare::Spec;
use wechatpay_compare::why::why;

use crate::{Status, output, spec};

/// Arguments of the command.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Wire path of an operation, type or field, for example
    /// `busifavor.modify_budget.request.stock_id`; a unique end of the path is enough
    path: String,
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
    /// One JSON object
    Json,
}

/// The source folder of the crate that is generated from the spec of the workspace.
const SOURCE: &str = "generated/src";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let sources = spec::sources(&spec::folder(arguments.spec.as_ref()))?;
    let Some(model) = spec::whole_model(&sources, "the spec", "nothing can be explained") else {
        return Ok(Status::Problems);
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
            output::result(&match arguments.format {
                FormatArg::Human => why.human(source),
                FormatArg::Json => why.json(source),
            })?;
            Ok(Status::Clean)
        }
        Err(error) => bail!("{}", error.message(&arguments.path)),
    }
}
