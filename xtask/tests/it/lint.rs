//! The `lint` command: diagnostics and their explanations.

use std::fs;

use crate::workspace::*;

#[test]
fn lint_explains_a_diagnostic_code() {
    let ran = xtask(&["lint", "--explain", "never-holds"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("# never-holds\n"), "{}", ran.stdout);

    let ran = xtask(&["lint", "--explain", "never-hold"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    for said in [
        "did you mean `never-holds`?",
        "\n  unknown-key ",
        "\n  page-prose ",
    ] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
}

#[test]
fn lint_mentions_explain_once_and_only_in_human_format() {
    let workspace = Workspace::new();
    let file = workspace.spec().join("nested/service.yaml");
    fs::write(&file, "service: nested\ndcc: Nested.\ntitle: A\n").unwrap();
    let spec = workspace.spec();
    let lint = |format| xtask(&["lint", "--spec", spec.to_str().unwrap(), "--format", format]);
    let ran = lint("human");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("2 errors, 0 warnings"),
        "{}",
        ran.stderr
    );
    assert_eq!(
        ran.stderr.matches("--explain unknown-key").count(),
        1,
        "{}",
        ran.stderr
    );
    assert!(!lint("json").stderr.contains("--explain"));
}
