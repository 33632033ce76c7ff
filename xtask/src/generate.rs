//! `cargo xtask generate`: reads the specs, then writes or shows all differences.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use wechatpay_codegen::Options;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::folder_name;

use crate::plan::{Mode, Plan};
use crate::{FormatArg, Status, manifest, openapi, output, read, workspace};

/// Arguments of the command.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Write nothing; print the differences and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Folder of the spec [default: the spec of the workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Folder of the crate; a new folder becomes a complete crate [default: generated]
    #[arg(long, value_name = "CRATE_DIR")]
    out: Option<PathBuf>,
    /// Folder of the runtime, for a new crate [default: the runtime of the workspace]
    #[arg(long, value_name = "PATH")]
    runtime: Option<PathBuf>,
}

impl Arguments {
    /// Whether the command uses the spec and the folders of the workspace.
    fn is_for_the_workspace(&self) -> bool {
        self.spec.is_none() && self.out.is_none()
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let mut targets = Vec::new();
    for target in all_targets(arguments) {
        let Some(model) = read(&target.spec, FormatArg::Human)? else {
            return Ok(Status::Problems);
        };
        targets.push((target, model));
    }
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    // Every run locks the folders in this order, which prevents deadlocks.
    let mut plans = Vec::new();
    for (target, model) in &targets {
        let mut plan = plan_crate(target, model, mode)?;
        if arguments.is_for_the_workspace() {
            openapi::plan(&mut plan, model)?;
        }
        plans.push(plan);
    }
    if arguments.is_for_the_workspace() {
        plans.push(plan_schema(mode)?);
        // The mock server uses the spec of the first target, the crate for users.
        if let Some((_, model)) = targets.first() {
            plans.push(plan_mock(model, mode)?);
        }
    }
    finish(plans, mode)
}

/// A spec and the crate that is generated from it.
struct Target {
    spec: PathBuf,
    out: PathBuf,
    runtime: PathBuf,
}

/// The target of the arguments. By default: the crate for users, and the golden pairs of the tests.
fn all_targets(arguments: &Arguments) -> Vec<Target> {
    let workspace = workspace();
    let folder = |argument: &Option<PathBuf>, default: &str| {
        let argument = argument.clone();
        argument.unwrap_or_else(|| workspace.join(default))
    };
    let target = |spec: &str, out: &str| Target {
        spec: folder(&arguments.spec, spec),
        out: folder(&arguments.out, out),
        runtime: folder(&arguments.runtime, "runtime"),
    };
    let mut targets = vec![target("spec", "generated")];
    if arguments.is_for_the_workspace() {
        targets.push(target("tests/golden/spec", "tests/golden"));
    }
    targets
}

fn plan_crate(target: &Target, model: &Model, mode: Mode) -> Result<Plan> {
    let mut plan = Plan::for_crate(&target.out, mode)?;
    let options = Options {
        spec_folder: &folder_name(&target.spec),
        crate_name: &manifest::crate_name(&plan)?,
        has_guide: target.out.join("guide/mod.rs").is_file(),
    };
    wechatpay_codegen::generate_each(model, &options, |file| plan.add_generated(&file))?;
    plan.remove_stale()?;
    manifest::plan(&mut plan, model, &target.runtime)?;
    Ok(plan)
}

/// Plans the schema of the spec language, next to the spec of the workspace. The spec files refer
/// to it in their first lines.
fn plan_schema(mode: Mode) -> Result<Plan> {
    let mut plan = Plan::new(&workspace().join("spec"), mode)?;
    plan.replace("schema.json", &wechatpay_codegen::schema())?;
    Ok(plan)
}

/// Plans the data file that is compiled into the mock server.
fn plan_mock(model: &Model, mode: Mode) -> Result<Plan> {
    let mut plan = Plan::new(&workspace().join("tests/mock/data"), mode)?;
    plan.replace("spec.json", &wechatpay_codegen::mock_data(model))?;
    Ok(plan)
}

/// Prints the summaries, and renames the staged files.
fn finish(plans: Vec<Plan>, mode: Mode) -> Result<Status> {
    let is_up_to_date = plans.iter().all(Plan::is_up_to_date);
    for plan in plans {
        let summary = plan.summary();
        plan.commit()?;
        output::note(summary);
    }
    if mode == Mode::Write || is_up_to_date {
        return Ok(Status::Clean);
    }
    output::note(
        "The generated files are not up to date. To write them, run: cargo xtask generate",
    );
    Ok(Status::Problems)
}
