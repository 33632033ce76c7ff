//! A reader of the commands' output may close it at any time.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::workspace::Workspace;

/// Runs a command whose stdout is closed.
fn unread(command: &mut Command) -> Output {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    child.wait_with_output().unwrap()
}

#[test]
fn a_closed_output_pipe_does_not_change_the_exit_code() {
    let workspace = Workspace::new();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let bad = workspace.folder.path().join("bad");
    fs::create_dir(&bad).unwrap();
    fs::write(bad.join("api.yaml"), "api: [").unwrap();
    let (bad, audited) = (bad.to_str().unwrap(), tests.join("it/audit/spec"));
    let (spec, audited) = (workspace.spec(), audited.to_str().unwrap());
    let (spec, krate) = (spec.to_str().unwrap(), workspace.krate());
    let check = [
        "generate",
        "--check",
        "--out",
        krate.to_str().unwrap(),
        "--spec",
    ];
    let page = tests.join("it/audit/pages/drop_card.txt");
    for (arguments, spec, code) in [
        (&check[..], spec, 1),
        (&["lint", "--spec"], bad, 1),
        (&["openapi", "--spec"], spec, 0),
        (&["diff", "--base", spec, "--spec"], spec, 0),
        (&["why", "cut_card", "--spec"], spec, 0),
        (&["audit", page.to_str().unwrap(), "--spec"], audited, 0),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output = unread(command.args(arguments).arg(spec));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
        assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_closed_stderr_does_not_stop_generate() {
    let workspace = Workspace::new();
    let mut child = workspace
        .command(&workspace.spec())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(workspace.generate(&["--check"]).code, Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_stdout_is_an_error() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let workspace = Workspace::new();
    let mut command = workspace.command(&workspace.spec());
    let output = command.arg("--check").stdout(full).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("cannot write to stdout"), "{stderr}");
}
