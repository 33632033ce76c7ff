//! The `draft` command for operations that the spec has: the change of the file.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::workspace::*;

/// A copy of the handwritten spec, and its page with a higher rate limit.
fn workspace() -> (TempDir, PathBuf, PathBuf) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/it/audit");
    let workspace = TempDir::new().unwrap();
    let spec = workspace.path().join("spec");
    copy(&folder.join("spec"), &spec);
    let page = workspace.path().join("drop_card.txt");
    let text = fs::read_to_string(folder.join("pages/drop_card.txt")).unwrap();
    fs::write(&page, text.replace("20/s", "30/s")).unwrap();
    (workspace, spec, page)
}

fn draft(spec: &Path, page: &Path, more: &[&str]) -> Ran {
    let mut arguments = vec!["draft", page.to_str().unwrap()];
    arguments.extend(["--spec", spec.to_str().unwrap()]);
    arguments.extend(more);
    xtask(&arguments)
}

#[test]
fn a_changed_page_is_proposed_as_a_diff_with_its_meaning() {
    let (_workspace, spec, page) = workspace();
    let before = fs::read_to_string(spec.join("cards/drop_card.yaml")).unwrap();
    let ran = draft(&spec, &page, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let changed = "-rate_limit: 20/s\n+rate_limit: 30/s\n";
    assert!(ran.stdout.contains(changed), "{}", ran.stdout);
    assert!(ran.stderr.contains("rate limit"), "{}", ran.stderr);
    let after = fs::read_to_string(spec.join("cards/drop_card.yaml")).unwrap();
    assert_eq!(before, after);
}

#[test]
fn a_change_is_applied_once() {
    let (_workspace, spec, page) = workspace();
    let ran = draft(&spec, &page, &["--apply"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let after = fs::read_to_string(spec.join("cards/drop_card.yaml")).unwrap();
    assert!(after.contains("\nrate_limit: 30/s\n"), "{after}");
    let ran = draft(&spec, &page, &["--apply"]);
    assert!(ran.stderr.contains("nothing to change"), "{}", ran.stderr);
}

#[test]
fn an_operation_of_the_spec_is_drafted_again_into_a_file() {
    let (workspace, spec, page) = workspace();
    let out = workspace.path().join("out/drop_card.yaml");
    let ran = draft(&spec, &page, &["--out", out.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = fs::read_to_string(&out).unwrap();
    assert!(text.contains("\noperation: drop_card\n"), "{text}");
}
