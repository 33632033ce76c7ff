//! `cargo xtask …`: the only code of this workspace that writes files.
//!
//! Exit codes: 0 fine, 1 findings, 2 could not run. Summaries go to stderr, results to stdout.

mod audit;
mod base;
mod diff;
mod lint;
mod manifest;
mod openapi;
mod plan;
mod why;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use wechatpay_codegen::Options;
use wechatpay_codegen::diagnostic::{Format, Severity};
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::{Sources, folder_name};

/// Commands for maintainers of the SDK.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Turns the spec into the generated crate; writes only what changed.
    Generate(Generate),
    /// Reports what is wrong with the spec; writes nothing.
    Lint(lint::Arguments),
    /// Holds the spec against saved documentation pages; writes nothing.
    Audit(audit::Arguments),
    /// Writes the spec as OpenAPI, for other tools.
    Openapi(openapi::Arguments),
    /// Tells what changed between two specs, whom it breaks, and what the next version is called; writes nothing.
    Diff(diff::Arguments),
    /// Tells where a fact comes from, and what it became; writes nothing.
    Why(why::Arguments),
}

#[derive(Args)]
struct Generate {
    /// Write nothing; print what would change and fail if anything would.
    #[arg(long)]
    check: bool,
    /// Folder of the spec [default: the workspace's own]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Folder of the crate; a new one becomes a crate that compiles on its own [default: generated]
    #[arg(long, value_name = "CRATE_DIR")]
    out: Option<PathBuf>,
    /// Where a new crate finds the runtime [default: the workspace's own]
    #[arg(long, value_name = "PATH")]
    runtime: Option<PathBuf>,
}

impl Generate {
    /// Whether nobody has asked for another spec or another place.
    fn is_for_the_workspace(&self) -> bool {
        self.spec.is_none() && self.out.is_none()
    }
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FormatArg {
    /// Excerpts with carets.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
    /// Annotations of a pull request.
    Github,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Human => Self::Human,
            FormatArg::Json => Self::Json,
            FormatArg::Github => Self::Github,
        }
    }
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Generate(arguments) => generate(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Why(arguments) => why::run(&arguments),
    };
    match result {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// How a command that could run ended.
enum Verdict {
    Fine,
    Findings,
}

fn generate(arguments: &Generate) -> Result<Verdict> {
    let mut plans = Vec::new();
    for target in targets(arguments) {
        let Some(model) = read(&target.spec, FormatArg::Human)? else {
            return Ok(Verdict::Findings);
        };
        let options = Options {
            spec_folder: &folder_name(&target.spec),
            crate_name: &manifest::crate_name(&target.out)?,
            has_guide: target.out.join("guide/mod.rs").is_file(),
        };
        let files = wechatpay_codegen::generate(&model, &options);
        let mut plan = plan::Plan::new(&target.out, &files)?;
        manifest::plan(&mut plan, &model, &target.runtime)?;
        if arguments.is_for_the_workspace() {
            openapi::plan(&mut plan, &model)?;
        }
        plans.push(plan);
    }
    if arguments.is_for_the_workspace() {
        plans.push(schema()?);
    }
    if arguments.check {
        return Ok(check(&plans));
    }
    for plan in &plans {
        plan.apply()?;
        eprintln!("{}", plan.summary());
    }
    Ok(Verdict::Fine)
}

/// A spec and the crate that it becomes.
struct Target {
    spec: PathBuf,
    out: PathBuf,
    runtime: PathBuf,
}

/// What was asked for; by default the crate that users depend on, and the golden pairs of the tests.
fn targets(arguments: &Generate) -> Vec<Target> {
    let workspace = workspace();
    let target = |spec: &str, out: &str| Target {
        spec: arguments
            .spec
            .clone()
            .unwrap_or_else(|| workspace.join(spec)),
        out: arguments.out.clone().unwrap_or_else(|| workspace.join(out)),
        runtime: arguments
            .runtime
            .clone()
            .unwrap_or_else(|| workspace.join("runtime")),
    };
    let mut targets = vec![target("spec", "generated")];
    if arguments.is_for_the_workspace() {
        targets.push(target("tests/golden/spec", "tests/golden"));
    }
    targets
}

/// The schema of the language beside the workspace's spec, whose files name it in their first lines.
fn schema() -> Result<plan::Plan> {
    let mut plan = plan::Plan::empty(&workspace().join("spec"));
    plan.replace("schema.json", wechatpay_codegen::schema())?;
    Ok(plan)
}

fn check(plans: &[plan::Plan]) -> Verdict {
    for plan in plans {
        print!("{}", plan.diff());
        eprintln!("{}", plan.summary());
    }
    if plans.iter().all(plan::Plan::is_empty) {
        return Verdict::Fine;
    }
    eprintln!(
        "The generated files are not what the spec says. To write them, run: cargo xtask generate"
    );
    Verdict::Findings
}

/// The model, or nothing but the findings, printed.
fn read(spec: &Path, format: FormatArg) -> Result<Option<Model>> {
    let sources = Sources::read(spec)?;
    if sources.is_empty() {
        bail!("there is no .yaml file below {}", spec.display());
    }
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    lint::print(&diagnostics.render(&sources, format.into()))?;
    let errors = diagnostics.count(Severity::Error);
    let warnings = diagnostics.count(Severity::Warning);
    if errors + warnings > 0 {
        eprintln!("{} in {}", lint::counted(errors, warnings), spec.display());
        if matches!(format, FormatArg::Human) {
            lint::how_to_explain(&diagnostics);
        }
    }
    Ok((errors == 0).then_some(model))
}

/// The root of the workspace.
fn workspace() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
