//! `cargo xtask openapi`: the spec for every other tool.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::{OpenApi, Syntax};

use crate::plan::{Ending, Plan};
use crate::{Verdict, say, spec};

/// What can be asked for.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder of the spec [default: the workspace's own]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Where to write it, as JSON or YAML by its extension [default: stdout, JSON]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Which form of OpenAPI; 3.0 describes conditions without enforcing them
    #[arg(long, value_name = "VERSION", value_enum, default_value_t)]
    oas: FormArg,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FormArg {
    /// Schemas enforce what the pages state.
    #[default]
    #[value(name = "3.1")]
    V3_1,
    /// For tools that know nothing later.
    #[value(name = "3.0")]
    V3_0,
}

impl From<FormArg> for OpenApi {
    fn from(form: FormArg) -> Self {
        match form {
            FormArg::V3_0 => Self::V3_0,
            FormArg::V3_1 => Self::V3_1,
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let out = arguments.out.as_deref().map(place).transpose()?;
    let sources = spec::sources(&spec::folder(arguments.spec.as_ref()))?;
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    // The document alone goes to stdout.
    say::note(diagnostics.render(&sources, Format::Human));
    if diagnostics.has_errors() {
        return Ok(Verdict::Findings);
    }
    let form = arguments.oas.into();
    let Some(place) = out else {
        say::result(&wechatpay_codegen::openapi(&model, form, Syntax::Json))?;
        return Ok(Verdict::Fine);
    };
    let mut plan = Plan::new(place.folder, Ending::Write)?;
    let text = wechatpay_codegen::openapi(&model, form, place.syntax);
    plan.replace(place.name, &text)?;
    say::note(plan.summary());
    plan.commit()?;
    Ok(Verdict::Fine)
}

/// A file that can be written.
struct Place<'a> {
    folder: &'a Path,
    name: &'a str,
    syntax: Syntax,
}

fn place(out: &Path) -> Result<Place<'_>> {
    let syntax = match out.extension().and_then(|extension| extension.to_str()) {
        Some("json") => Syntax::Json,
        Some("yaml" | "yml") => Syntax::Yaml,
        _ => bail!("{} ends neither in .json nor in .yaml", say::path(out)),
    };
    let Some(name) = out.file_name().and_then(|name| name.to_str()) else {
        bail!("{} is no name of a file", say::path(out));
    };
    let folder = out.parent().filter(|folder| *folder != Path::new(""));
    Ok(Place {
        folder: folder.unwrap_or(Path::new(".")),
        name,
        syntax,
    })
}

/// The documents that stand beside a crate's source.
pub(crate) fn plan(plan: &mut Plan, model: &Model) -> Result<()> {
    for (name, form) in [
        ("openapi.json", OpenApi::V3_1),
        ("openapi-3.0.json", OpenApi::V3_0),
    ] {
        plan.replace(name, &wechatpay_codegen::openapi(model, form, Syntax::Json))?;
    }
    Ok(())
}
