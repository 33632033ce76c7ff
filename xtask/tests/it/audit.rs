//! The `audit` command: pages compared with their spec.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::workspace::*;

/// Audits a handwritten page, changed by `change`, against its spec.
fn audit(damage: impl FnOnce(String) -> String, more: &[&str]) -> Ran {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/it/audit");
    let workspace = TempDir::new().unwrap();
    let page = workspace.path().join("drop_card.txt");
    let text = fs::read_to_string(folder.join("pages/drop_card.txt")).unwrap();
    fs::write(&page, damage(text)).unwrap();
    let spec = folder.join("spec");
    let mut arguments = vec!["audit", page.to_str().unwrap()];
    arguments.extend(["--spec", spec.to_str().unwrap()]);
    arguments.extend(more);
    xtask(&arguments)
}

#[test]
fn an_audit_without_discrepancies_prints_only_a_table() {
    let ran = audit(|page| page, &[]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), ""),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("0             0  cards.drop_card"),
        "{}",
        ran.stderr
    );
}

#[test]
fn discrepancies_are_printed_to_stdout_with_exit_code_1() {
    let ran = audit(|page| page.replace("20/s", "30/s"), &["--format", "json"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout.starts_with("{\"code\":\"page-fact\""),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stderr.contains("0             1  cards.drop_card"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_end_of_a_partial_page_is_counted_as_unseen() {
    let beginning = |page: String| page.split_once("请求示例").unwrap().0.to_owned();
    let ran = audit(beginning, &["--partial"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
    assert!(ran.stderr.contains("unseen"), "{}", ran.stderr);
    let ran = audit(beginning, &[]);
    assert_eq!(ran.code, Some(1));
}

#[test]
fn an_audit_of_a_missing_page_exits_with_code_2() {
    let ran = audit(|page| page, &["no-such-page.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("no-such-page.txt"), "{}", ran.stderr);
}

/// Audits something that is not a page: the command says why, and does not wait.
fn audit_of(page: &Path, said: &str) {
    let ran = audit(|page| page, &[page.to_str().unwrap()]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(2), ""),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}

#[test]
fn a_page_that_is_a_folder_or_too_large_is_rejected() {
    let workspace = TempDir::new().unwrap();
    audit_of(
        workspace.path(),
        "is not a file; save the page and pass the path of the file",
    );
    let large = workspace.path().join("large.txt");
    let file = fs::File::create(&large).unwrap();
    file.set_len((16 << 20) + 1).unwrap();
    audit_of(&large, "large.txt is larger than 16 MiB");
    fs::File::create(&large).unwrap().set_len(16 << 20).unwrap();
    let ran = audit(|page| page, &[large.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn a_page_may_be_a_link_but_not_a_device_or_pipe() {
    use std::os::unix::fs::symlink;

    let workspace = TempDir::new().unwrap();
    let pipe = workspace.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for page in [Path::new("/dev/zero"), &pipe] {
        audit_of(
            page,
            "is not a file; save the page and pass the path of the file",
        );
    }
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/it/audit/pages");
    let link = workspace.path().join("link.txt");
    symlink(own.join("find_card.txt"), &link).unwrap();
    let ran = audit(|page| page, &[link.to_str().unwrap()]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.stderr);
    assert!(ran.stderr.contains("cards.find_card"), "{}", ran.stderr);
}
