//! `cargo xtask lint`: checks the spec and explains diagnostic codes.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use wechatpay_codegen::diagnostic::{Code, Diagnostics};
use wechatpay_codegen::source::Sources;
use wechatpay_compare::codes;

use crate::fix::{self, Selection};
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
    #[arg(long, value_name = "CODE", conflicts_with_all = ["spec", "format", "fix"])]
    explain: Option<String>,
    #[command(flatten)]
    selection: Selection,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    if let Some(name) = &arguments.explain {
        return explain(name);
    }
    let folder = spec::folder(arguments.spec.as_ref());
    let check = |sources: &Sources| wechatpay_codegen::read(sources).1;
    fix::run(&folder, &arguments.selection, check)?;
    Ok(match read(&folder, arguments.format)? {
        Some(_) => Status::Clean,
        None => Status::Problems,
    })
}

fn explain(name: &str) -> Result<Status> {
    match code(name) {
        Ok(code) => {
            output::result(&code.page())?;
            Ok(Status::Clean)
        }
        Err(unknown) => {
            let width = codes::all().map(|code| code.as_str().len()).max();
            let width = width.unwrap_or_default();
            let line = |code: Code| format!("\n  {:width$}  {}", code.as_str(), code.summary());
            let list: String = codes::all().map(line).collect();
            bail!("{unknown}\n\nCodes:{list}")
        }
    }
}

/// The code with a name, or the text of an error.
pub(crate) fn code(name: &str) -> Result<Code, String> {
    codes::named(name).ok_or_else(|| {
        let suggestion = codes::closest_to(name);
        let suggestion = suggestion.map(|code| format!("; did you mean `{}`?", code.as_str()));
        let suggestion = suggestion.unwrap_or_default();
        format!("unknown code `{}`{suggestion}", output::quoted(name))
    })
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
