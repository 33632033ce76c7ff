//! `cargo xtask lint`: what is wrong with the spec, and what a finding means.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use wechatpay_codegen::diagnostic::{Code, Diagnostics};
use wechatpay_compare::codes;

use crate::{FormatArg, Verdict, read, say, spec};

/// What can be asked for.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder of the spec [default: the workspace's own]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// Tell what a kind of finding means, why it matters, and what to do.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["spec", "format"])]
    explain: Option<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    if let Some(name) = &arguments.explain {
        return explain(name);
    }
    Ok(
        match read(&spec::folder(arguments.spec.as_ref()), arguments.format)? {
            Some(_) => Verdict::Fine,
            None => Verdict::Findings,
        },
    )
}

fn explain(name: &str) -> Result<Verdict> {
    if let Some(code) = codes::named(name) {
        say::result(&code.page())?;
        return Ok(Verdict::Fine);
    }
    let meant = codes::closest_to(name).map(|code| format!("; did you mean `{}`?", code.as_str()));
    let width = codes::all().map(|code| code.as_str().len()).max();
    let width = width.unwrap_or_default();
    let line = |code: Code| format!("\n  {:width$}  {}", code.as_str(), code.summary());
    let list: String = codes::all().map(line).collect();
    bail!(
        "no code is called `{}`{}\n\nThere are:{list}",
        say::quoted(name),
        meant.unwrap_or_default()
    )
}

/// Tells once, after the findings, how to learn more of them.
pub(crate) fn how_to_explain(diagnostics: &Diagnostics) {
    let codes = diagnostics.codes();
    let names: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
    match names.as_slice() {
        [] => {}
        [only] => say::note(format_args!(
            "What it means and what to do: cargo xtask lint --explain {only}"
        )),
        [first, ..] => say::note(format_args!(
            "Kinds of findings: {}. What one means and what to do: cargo xtask lint --explain {first}",
            names.join(", ")
        )),
    }
}

/// `1 error, 2 warnings`.
pub(crate) fn counted(errors: usize, warnings: usize) -> String {
    let count = |number: usize, what: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {what}{plural}")
    };
    format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
}
