//! `cargo xtask lint`: checks the spec and explains diagnostic codes.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use wechatpay_codegen::diagnostic::{Code, Diagnostics};
use wechatpay_compare::codes;

use crate::{FormatArg, Status, output, read, spec};

/// Arguments of the command.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder of the spec [default: the spec of the workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// Explain a diagnostic code: its meaning, why it matters, and what to do
    #[arg(long, value_name = "CODE", conflicts_with_all = ["spec", "format"])]
    explain: Option<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    if let Some(name) = &arguments.explain {
        return explain(name);
    }
    Ok(
        match read(&spec::folder(arguments.spec.as_ref()), arguments.format)? {
            Some(_) => Status::Clean,
            None => Status::Problems,
        },
    )
}

fn explain(name: &str) -> Result<Status> {
    if let Some(code) = codes::named(name) {
        output::result(&code.page())?;
        return Ok(Status::Clean);
    }
    let suggestion = codes::closest_to(name);
    let suggestion = suggestion.map(|code| format!("; did you mean `{}`?", code.as_str()));
    let width = codes::all().map(|code| code.as_str().len()).max();
    let width = width.unwrap_or_default();
    let line = |code: Code| format!("\n  {:width$}  {}", code.as_str(), code.summary());
    let list: String = codes::all().map(line).collect();
    bail!(
        "unknown code `{}`{}\n\nCodes:{list}",
        output::quoted(name),
        suggestion.unwrap_or_default()
    )
}

/// Prints, once after all diagnostics, the command that explains them.
pub(crate) fn print_explain_command(diagnostics: &Diagnostics) {
    let codes = diagnostics.codes();
    let names: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
    match names.as_slice() {
        [] => {}
        [only] => output::note(format_args!(
            "For an explanation, run: cargo xtask lint --explain {only}"
        )),
        [first, ..] => output::note(format_args!(
            "Codes: {}. For an explanation, run: cargo xtask lint --explain {first}",
            names.join(", ")
        )),
    }
}

/// `1 error, 2 warnings`.
pub(crate) fn counted(errors: usize, warnings: usize) -> String {
    let count = |number: usize, noun: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {noun}{plural}")
    };
    format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
}
