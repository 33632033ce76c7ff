//! `cargo xtask draft`: the first YAML of saved pages, with a `TODO` for each open question.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use wechatpay_compare::draft::{Draft, draft};

use crate::plan::{Mode, Plan};
use crate::{Status, output, page, spec};

/// Arguments of the command.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Saved documentation pages, as text or HTML
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// Folder of the spec, whose hosts, error rows and types are used [default: the spec of the
    /// workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Service whose types are used [default: the service that has the operation]
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Output file; for several pages, a folder that gets one file per operation [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let mut sources = spec::sources(&spec::folder(arguments.spec.as_ref()))?;
    let (model, _) = wechatpay_codegen::read(&sources);
    if let Some(name) = &arguments.service
        && !model.services.iter().any(|service| service.name == *name)
    {
        bail!("the spec has no service `{}`", output::quoted(name));
    }
    let mut drafts = Vec::new();
    for path in &arguments.pages {
        let page = sources.add(path.display().to_string(), page::text(path)?);
        let draft = draft(&model, &sources, page, arguments.service.as_deref());
        report(path, &draft);
        drafts.push(draft);
    }
    match &arguments.out {
        Some(out) => write(out, &drafts)?,
        None => {
            let texts: Vec<&str> = drafts.iter().map(|draft| draft.text.as_str()).collect();
            output::result(&texts.join("\n"))?;
        }
    }
    Ok(Status::Clean)
}

/// Prints the number of open questions, and the types that the page describes differently.
fn report(page: &Path, draft: &Draft) {
    output::note(format_args!(
        "{}: {} TODOs",
        output::path(page),
        draft.todos
    ));
    for difference in &draft.differences {
        output::note(format_args!("  {difference}"));
    }
}

fn write(out: &Path, drafts: &[Draft]) -> Result<()> {
    let (folder, single) = match drafts {
        [_] => (out.parent().unwrap_or(out), out.file_name()),
        _ => (out, None),
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let mut plan = Plan::new(folder, Mode::Write)?;
    for draft in drafts {
        let name = match (single, &draft.operation) {
            (Some(name), _) => name.to_string_lossy().into_owned(),
            (None, Some(operation)) => format!("{operation}.yaml"),
            (None, None) => bail!("a page without listings names no operation; draft it alone"),
        };
        plan.replace(&name, &draft.text)?;
    }
    output::note(plan.summary());
    plan.commit()
}
