//! `cargo xtask …`: the commands for maintainers. Only this crate writes files of the workspace.
//!
//! Exit codes: 0 if there are no problems; 1 if the spec has errors, the audit found discrepancies,
//! or generated files are not up to date; 2 if the command could not run. Results go to stdout,
//! summaries to stderr.

// Only `output` prints: it handles readers that close the stream.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod audit;
mod base;
mod contents;
mod diff;
mod draft;
mod fix;
mod folder;
mod generate;
mod git;
mod lint;
mod manifest;
mod openapi;
mod output;
mod page;
mod plan;
mod spec;
mod stage;
mod why;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use wechatpay_codegen::diagnostic::{Format, Severity};
use wechatpay_codegen::model::Model;

/// Commands for maintainers of the SDK
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the crate from the spec; write only changed files
    Generate(generate::Arguments),
    /// Check the spec and print diagnostics; with `--fix`, apply their fixes
    Lint(lint::Arguments),
    /// Compare the spec with saved documentation pages; with `--fix`, apply the fixes
    Audit(audit::Arguments),
    /// Write the first YAML of saved documentation pages, with a TODO for each open question
    Draft(draft::Arguments),
    /// Write the spec as an OpenAPI document
    Openapi(openapi::Arguments),
    /// Show the changes between two specs, their consequences and the next version; write no files
    Diff(diff::Arguments),
    /// Show the facts, pages and Rust items of one element of the spec; write no files
    Why(why::Arguments),
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FormatArg {
    /// Excerpts of the sources, for a terminal
    #[default]
    Human,
    /// One JSON object per line
    Json,
    /// Annotations for a pull request on GitHub
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
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report_arguments(&error),
    };
    let result = match cli.command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Draft(arguments) => draft::run(&arguments),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Why(arguments) => why::run(&arguments),
    };
    match result {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Problems) => ExitCode::from(1),
        Err(error) => {
            output::note(format_args!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Prints the error in the arguments, or the requested help.
fn report_arguments(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    // The message of clap contains unescaped arguments. Parsing escaped ones gives a safe message.
    let escaped = env::args_os();
    let escaped = escaped.map(|argument| output::quoted(&argument.to_string_lossy()).into_owned());
    let escaped_error = Cli::try_parse_from(escaped).err();
    output::note(escaped_error.as_ref().unwrap_or(error));
    ExitCode::from(2)
}

/// The result of a command that could run.
enum Status {
    Clean,
    Problems,
}

/// Reads the model and prints the diagnostics. `None` if the spec has errors.
fn read(spec: &Path, format: FormatArg) -> Result<Option<Model>> {
    let sources = spec::sources(spec)?;
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    output::result(&diagnostics.render(&sources, format.into()))?;
    let errors = diagnostics.count(Severity::Error);
    let warnings = diagnostics.count(Severity::Warning);
    if errors + warnings > 0 {
        let (counted, folder) = (lint::counted(errors, warnings), output::path(spec));
        output::note(format_args!("{counted} in {folder}"));
        if matches!(format, FormatArg::Human) {
            lint::print_explain_command(&diagnostics);
        }
    }
    Ok((errors == 0).then_some(model))
}

/// The root of the workspace. Cargo says it when it runs the program: two checkouts that share a
/// target folder share the program, too.
fn workspace() -> PathBuf {
    let compiled_in = || env!("CARGO_MANIFEST_DIR").into();
    let xtask = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(compiled_in);
    let xtask = Path::new(&xtask);
    xtask.parent().unwrap_or(xtask).to_owned()
}
