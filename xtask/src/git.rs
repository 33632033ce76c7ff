//! Runs `git` independently of the environment and the user's configuration.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use wechatpay_codegen::characters::escape_line;

/// Settings that prevent git from running other programs.
const SETTINGS: [&str; 2] = ["core.hooksPath=/dev/null", "core.fsmonitor=false"];

/// Runs a git command in a folder and returns its output.
///
/// # Errors
/// If git cannot be run or fails. The error contains the message of git.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = command(folder)
        .args(arguments)
        .output()
        .context("cannot run git; is it installed and in PATH?")?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<_> = message.lines().collect();
        bail!("git failed: {}", escape_line(&lines.join("; ")));
    }
    Ok(output.stdout)
}

/// Inside a git hook, environment variables name the repository and index of the hook. They
/// override `-C`, so they are removed.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if is_git_variable(&name) {
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

/// Ignores case, as Windows does.
fn is_git_variable(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.get(..4)
        .is_some_and(|begin| begin.eq_ignore_ascii_case(b"GIT_"))
}
