//! Messages about arguments cannot control a terminal or a log viewer.

use crate::workspace::*;

/// An argument with several lines. One of them looks like a workflow annotation.
const HOSTILE: &str = "x\u{202e}\u{1b}[2J\r\n::error title=X::y\nz";

/// Its beginning as messages show it.
const SHOWN: &str = "x\\u202e\\u001b[2J\\r\\n::error title=X::y\\nz";

#[test]
fn errors_show_arguments_on_one_line_without_hidden_characters() {
    let workspace = Workspace::new();
    let spec = workspace.spec();
    let spec = spec.to_str().unwrap();
    let glued = format!("--format={HOSTILE}");
    for arguments in [
        &["why", HOSTILE][..],
        &["why", HOSTILE, "--spec", spec],
        &["why", "bodyless", "--spec", HOSTILE],
        &["lint", "--explain", HOSTILE],
        &["lint", "--spec", HOSTILE],
        &["lint", "--format", HOSTILE],
        &["lint", &glued],
        &["lint", HOSTILE],
        &[HOSTILE],
        &["diff", "--base", HOSTILE],
        &["diff", "--spec", HOSTILE],
        &["audit", HOSTILE],
        &["audit", HOSTILE, "--spec", spec],
        &["openapi", "--out", HOSTILE],
        &["generate", "--spec", HOSTILE, "--out", HOSTILE],
    ] {
        let ran = xtask(arguments);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(2), ""),
            "{arguments:?}"
        );
        let said = &ran.stderr;
        assert!(said.contains(SHOWN), "{arguments:?}: {said}");
        assert!(
            !said.contains(['\u{202e}', '\u{1b}', '\r']),
            "{arguments:?}: {said}"
        );
        let is_command = |line: &str| line.trim_start().starts_with("::");
        assert!(!said.lines().any(is_command), "{arguments:?}: {said}");
    }
}

#[test]
fn help_is_printed_to_stdout_with_exit_code_0() {
    for arguments in [&["--help"][..], &["help", "lint"], &["diff", "-h"]] {
        let ran = xtask(arguments);
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
        assert!(ran.stdout.contains("Usage: cargo xtask"), "{}", ran.stdout);
    }
    let ran = xtask(&[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("Usage: cargo xtask"), "{}", ran.stderr);
}
