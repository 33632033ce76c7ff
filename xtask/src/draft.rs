//! `cargo xtask draft`: the first YAML of saved pages, with a `TODO` for each open question. For an
//! operation that the spec has, the change of its file.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use similar::TextDiff;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;
use wechatpay_compare::Spec;
use wechatpay_compare::diff::{Style, diff, next};
use wechatpay_compare::draft::{Draft, Patch, draft, patch};

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
    /// Write the changes of operations that the spec has into their files
    #[arg(long, conflicts_with = "out")]
    apply: bool,
    /// Draft the whole operation, even if the spec has it. Output file; for several pages, a folder that gets one file per operation [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let folder = spec::folder(arguments.spec.as_ref());
    let mut sources = spec::sources(&folder)?;
    let files = sources.iter();
    let files = files.map(|(_, file)| (file.path.clone(), file.text.clone().into_bytes()));
    let files: Vec<(String, Vec<u8>)> = files.collect();
    let (model, _) = wechatpay_codegen::read(&sources);
    if let Some(name) = &arguments.service
        && !model.services.iter().any(|service| service.name == *name)
    {
        bail!("the spec has no service `{}`", output::quoted(name));
    }
    let mut drafts = Vec::new();
    for path in &arguments.pages {
        let page = sources.add(path.display().to_string(), page::text(path)?);
        if arguments.out.is_none()
            && let Some(patch) = patch(&model, &sources, page)
        {
            print(&model, &sources, &with_file(&files, &patch), &patch)?;
            if arguments.apply && patch.before != patch.after {
                apply(&folder, &patch)?;
            }
            continue;
        }
        let draft = draft(&model, &sources, page, arguments.service.as_deref());
        report(path, &draft);
        drafts.push(draft);
    }
    match &arguments.out {
        Some(out) => write(out, &drafts)?,
        None if drafts.is_empty() => {}
        None => {
            let texts: Vec<&str> = drafts.iter().map(|draft| draft.text.as_str()).collect();
            output::result(&texts.join("\n"))?;
        }
    }
    Ok(Status::Clean)
}

/// Prints the change of a spec file as a diff, and what it means as notes.
fn print(model: &Model, sources: &Sources, changed: &Sources, patch: &Patch) -> Result<()> {
    for discrepancy in &patch.elsewhere {
        output::note(format_args!("not changed: {discrepancy}"));
    }
    if patch.before == patch.after {
        output::note(format_args!(
            "{}: nothing to change",
            output::quoted(&patch.path)
        ));
        return Ok(());
    }
    let (new, _) = wechatpay_codegen::read(changed);
    let before = Spec { model, sources };
    let after = Spec {
        model: &new,
        sources: changed,
    };
    let changes = diff(before, after);
    let current = env!("CARGO_PKG_VERSION");
    if let Ok(next) = next(current, &changes) {
        output::note(changes.render(Style::Human, current, &next));
    }
    let diff = TextDiff::from_lines(&patch.before, &patch.after);
    let mut unified = diff.unified_diff();
    unified.header(&patch.path, &patch.path);
    output::result(&unified.to_string())
}

/// Writes the change of a spec file.
fn apply(folder: &Path, patch: &Patch) -> Result<()> {
    let name = patch
        .path
        .split_once('/')
        .map_or(patch.path.as_str(), |(_, name)| name);
    let mut plan = Plan::new(folder, Mode::Write)?;
    plan.replace(name, &patch.after)?;
    output::note(plan.summary());
    plan.commit()
}

/// The files of a spec, with the changed file.
fn with_file(spec: &[(String, Vec<u8>)], patch: &Patch) -> Sources {
    let files = spec.iter().map(|(path, text)| {
        let is_changed = *path == patch.path;
        let changed = is_changed.then(|| patch.after.clone().into_bytes());
        (path.clone(), changed.unwrap_or_else(|| text.clone()))
    });
    Sources::new(files)
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
