//! `cargo xtask generate`: reads every spec, stages or shows every difference, then renames.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use wechatpay_codegen::Options;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::folder_name;

use crate::plan::{Ending, Plan};
use crate::{FormatArg, Verdict, manifest, openapi, read, say, workspace};

/// What can be asked for.
#[derive(Args)]
pub(crate) struct Arguments {
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

impl Arguments {
    /// Whether nobody has asked for another spec or another place.
    fn is_for_the_workspace(&self) -> bool {
        self.spec.is_none() && self.out.is_none()
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let mut targets = Vec::new();
    for target in wanted(arguments) {
        let Some(model) = read(&target.spec, FormatArg::Human)? else {
            return Ok(Verdict::Findings);
        };
        targets.push((target, model));
    }
    let ending = if arguments.check {
        Ending::Check
    } else {
        Ending::Write
    };
    // Folders are locked in this order by every run.
    let mut plans = Vec::new();
    for (target, model) in &targets {
        let mut plan = krate(target, model, ending)?;
        if arguments.is_for_the_workspace() {
            openapi::plan(&mut plan, model)?;
        }
        plans.push(plan);
    }
    if arguments.is_for_the_workspace() {
        plans.push(schema(ending)?);
        // The first target is the crate that users depend on, whose pages the mock plays.
        if let Some((_, model)) = targets.first() {
            plans.push(mock(model, ending)?);
        }
    }
    finish(plans, ending)
}

/// A spec and the crate that it becomes.
struct Target {
    spec: PathBuf,
    out: PathBuf,
    runtime: PathBuf,
}

/// What was asked for; by default the crate that users depend on, and the golden pairs of the tests.
fn wanted(arguments: &Arguments) -> Vec<Target> {
    let workspace = workspace();
    let or = |given: &Option<PathBuf>, default: &str| {
        let given = given.clone();
        given.unwrap_or_else(|| workspace.join(default))
    };
    let target = |spec: &str, out: &str| Target {
        spec: or(&arguments.spec, spec),
        out: or(&arguments.out, out),
        runtime: or(&arguments.runtime, "runtime"),
    };
    let mut targets = vec![target("spec", "generated")];
    if arguments.is_for_the_workspace() {
        targets.push(target("tests/golden/spec", "tests/golden"));
    }
    targets
}

fn krate(target: &Target, model: &Model, ending: Ending) -> Result<Plan> {
    let mut plan = Plan::of_crate(&target.out, ending)?;
    let options = Options {
        spec_folder: &folder_name(&target.spec),
        crate_name: &manifest::crate_name(&plan)?,
        has_guide: target.out.join("guide/mod.rs").is_file(),
    };
    wechatpay_codegen::generate_each(model, &options, |file| plan.generated(&file))?;
    plan.remove_stale()?;
    manifest::plan(&mut plan, model, &target.runtime)?;
    Ok(plan)
}

/// The schema of the language beside the workspace's spec, whose files name it in their first lines.
fn schema(ending: Ending) -> Result<Plan> {
    let mut plan = Plan::new(&workspace().join("spec"), ending)?;
    plan.replace("schema.json", &wechatpay_codegen::schema())?;
    Ok(plan)
}

/// The data of the mock, which is built into it.
fn mock(model: &Model, ending: Ending) -> Result<Plan> {
    let mut plan = Plan::new(&workspace().join("tests/mock/data"), ending)?;
    plan.replace("spec.json", &wechatpay_codegen::mock_data(model))?;
    Ok(plan)
}

/// Everything is shown or staged: tells of it, or renames.
fn finish(plans: Vec<Plan>, ending: Ending) -> Result<Verdict> {
    let is_fulfilled = plans.iter().all(Plan::is_fulfilled);
    for plan in plans {
        let summary = plan.summary();
        plan.commit()?;
        say::note(summary);
    }
    if ending == Ending::Write || is_fulfilled {
        return Ok(Verdict::Fine);
    }
    say::note(
        "The generated files are not what the spec says. To write them, run: cargo xtask generate",
    );
    Ok(Verdict::Findings)
}
