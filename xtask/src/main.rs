//! `cargo xtask …`: the only code of this workspace that writes files.
//!
//! Exit codes: 0 fine, 1 findings, 2 could not run. Summaries go to stderr, results to stdout.

// `say` prints: it knows what to do when nobody reads.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod audit;
mod base;
mod contents;
mod diff;
mod folder;
mod generate;
mod git;
mod lint;
mod manifest;
mod openapi;
mod plan;
mod say;
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
    Generate(generate::Arguments),
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
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misunderstood(&error),
    };
    let result = match cli.command {
        Command::Generate(arguments) => generate::run(&arguments),
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
            say::note(format_args!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Says what is wrong with the arguments, or prints the help that they ask for.
fn misunderstood(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    // The message quotes arguments as they are: it is made again, of escaped ones.
    let escaped = env::args_os();
    let escaped = escaped.map(|argument| say::quoted(&argument.to_string_lossy()).into_owned());
    let again = Cli::try_parse_from(escaped).err();
    say::note(again.as_ref().unwrap_or(error));
    ExitCode::from(2)
}

/// How a command that could run ended.
enum Verdict {
    Fine,
    Findings,
}

/// The model, or nothing but the findings, printed.
fn read(spec: &Path, format: FormatArg) -> Result<Option<Model>> {
    let sources = spec::sources(spec)?;
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    say::result(&diagnostics.render(&sources, format.into()))?;
    let errors = diagnostics.count(Severity::Error);
    let warnings = diagnostics.count(Severity::Warning);
    if errors + warnings > 0 {
        let (counted, folder) = (lint::counted(errors, warnings), say::path(spec));
        say::note(format_args!("{counted} in {folder}"));
        if matches!(format, FormatArg::Human) {
            lint::how_to_explain(&diagnostics);
        }
    }
    Ok((errors == 0).then_some(model))
}

/// The root of the workspace. Cargo says it when it runs the program: two checkouts that share a target folder share the
/// program, too.
fn workspace() -> PathBuf {
    let compiled_in = || env!("CARGO_MANIFEST_DIR").into();
    let xtask = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(compiled_in);
    let xtask = Path::new(&xtask);
    xtask.parent().unwrap_or(xtask).to_owned()
}
