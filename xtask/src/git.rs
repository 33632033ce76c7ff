//! Runs `git` so that neither the environment nor the user's configuration decides what it does.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use wechatpay_codegen::characters::escape_line;

/// What would run other programs.
const SETTINGS: [&str; 2] = ["core.hooksPath=/dev/null", "core.fsmonitor=false"];

/// What a git command prints, run in a folder.
///
/// # Errors
/// If git cannot be run, or fails; then with its own words.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = command(folder)
        .args(arguments)
        .output()
        .context("cannot run git; is it installed and in PATH?")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said: Vec<_> = said.lines().collect();
        bail!("git says: {}", escape_line(&said.join("; ")));
    }
    Ok(output.stdout)
}

/// A hook of git has variables that name its repository and index, and they outweigh `-C`.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if is_of_git(&name) {
            command.env_remove(name);
        }
    }
    command.env("GIT_TERMINAL_PROMPT", "0");
    command.stdin(Stdio::null());
    command.arg("--no-pager").arg("-C").arg(folder);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command
}

/// Names of variables know no case on Windows.
fn is_of_git(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.get(..4)
        .is_some_and(|begin| begin.eq_ignore_ascii_case(b"GIT_"))
}
