//! `cargo xtask openapi`: the spec as an OpenAPI document.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::{OpenApi, Syntax};

use crate::plan::{Mode, Plan};
use crate::{Status, output, spec};

/// Arguments of the command.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder of the spec [default: the spec of the workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Output file; the extension selects JSON or YAML [default: JSON to stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Version of OpenAPI; 3.0 describes conditions but does not enforce them
    #[arg(long, value_name = "VERSION", value_enum, default_value_t)]
    oas: VersionArg,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum VersionArg {
    /// Schemas enforce the rules of the pages
    #[default]
    #[value(name = "3.1")]
    V3_1,
    /// For tools that do not support 3.1
    #[value(name = "3.0")]
    V3_0,
}

impl From<VersionArg> for OpenApi {
    fn from(version: VersionArg) -> Self {
        match version {
            VersionArg::V3_0 => Self::V3_0,
            VersionArg::V3_1 => Self::V3_1,
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let target = arguments.out.as_deref().map(target).transpose()?;
    let sources = spec::sources(&spec::folder(arguments.spec.as_ref()))?;
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    // Only the document goes to stdout.
    output::note(diagnostics.render(&sources, Format::Human));
    if diagnostics.has_errors() {
        return Ok(Status::Problems);
    }
    let version = arguments.oas.into();
    let Some(target) = target else {
        output::result(&wechatpay_codegen::openapi(&model, version, Syntax::Json))?;
        return Ok(Status::Clean);
    };
    let mut plan = Plan::new(target.folder, Mode::Write)?;
    let text = wechatpay_codegen::openapi(&model, version, target.syntax);
    plan.replace(target.name, &text)?;
    output::note(plan.summary());
    plan.commit()?;
    Ok(Status::Clean)
}

/// The output file.
struct Target<'a> {
    folder: &'a Path,
    name: &'a str,
    syntax: Syntax,
}

fn target(out: &Path) -> Result<Target<'_>> {
    let syntax = match out.extension().and_then(|extension| extension.to_str()) {
        Some("json") => Syntax::Json,
        Some("yaml" | "yml") => Syntax::Yaml,
        _ => bail!(
            "the name of {} ends neither with .json nor with .yaml",
            output::path(out)
        ),
    };
    let Some(name) = out.file_name().and_then(|name| name.to_str()) else {
        bail!("{} is not a file name", output::path(out));
    };
    let folder = out.parent().filter(|folder| *folder != Path::new(""));
    Ok(Target {
        folder: folder.unwrap_or(Path::new(".")),
        name,
        syntax,
    })
}

/// Plans the documents in the folder of the crate.
pub(crate) fn plan(plan: &mut Plan, model: &Model) -> Result<()> {
    for (name, version) in [
        ("openapi.json", OpenApi::V3_1),
        ("openapi-3.0.json", OpenApi::V3_0),
    ] {
        plan.replace(
            name,
            &wechatpay_codegen::openapi(model, version, Syntax::Json),
        )?;
    }
    Ok(())
}
