//! The `generate` command: what it writes, what it prints, and what it does not change.

use std::fs;
use std::process::Command;

use crate::workspace::*;

#[test]
fn the_committed_crates_are_up_to_date() {
    let ran = xtask(&["generate", "--check"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
}

/// Two checkouts with one target folder have one program, which the second may not have compiled.
#[test]
fn the_workspace_is_the_one_that_cargo_names() {
    let workspace = Workspace::new();
    fs::write(
        workspace.spec().join("nested/service.yaml"),
        "service: other\n",
    )
    .unwrap();
    let lint = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("lint");
        command
    };
    let ran = Ran::new(lint().env("CARGO_MANIFEST_DIR", workspace.folder.path().join("xtask")));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stdout.contains("nested/service.yaml"), "{}", ran.stdout);
    let ran = Ran::new(lint().env_remove("CARGO_MANIFEST_DIR"));
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn the_committed_spec_has_no_diagnostics() {
    let ran = xtask(&["lint"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), ""),
        "{}",
        ran.stderr
    );
}

#[test]
fn generate_creates_a_crate_and_a_second_run_changes_nothing() {
    let workspace = Workspace::new();
    let ran = workspace.generate(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let first = workspace.files();
    for file in [
        "Cargo.toml",
        ".gitattributes",
        "README.md",
        "src/lib.rs",
        "src/field.rs",
        "src/nested/request.rs",
    ] {
        assert!(first.contains_key(&workspace.krate().join(file)), "{file}");
    }
    let again = workspace.generate(&[]);
    assert!(
        again.stderr.contains("0 changed, 0 removed"),
        "{}",
        again.stderr
    );
    assert_eq!(first, workspace.files());
    assert_eq!(workspace.generate(&["--check"]).code, Some(0));
}

#[test]
fn check_shows_the_difference_and_the_command_but_writes_nothing() {
    let workspace = Workspace::new();
    assert_eq!(workspace.generate(&["--check"]).code, Some(1));
    assert!(workspace.files().is_empty());

    workspace.generate(&[]);
    let file = workspace.krate().join("src/nested.rs");
    let edited = fs::read_to_string(&file)
        .unwrap()
        .replace("cut_card", "cut_cord");
    fs::write(&file, &edited).unwrap();
    let ran = workspace.generate(&["--check"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout
            .contains("--- a/src/nested.rs\n+++ b/src/nested.rs"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stderr.contains("cargo xtask generate"),
        "{}",
        ran.stderr
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), edited);

    assert_eq!(workspace.generate(&[]).code, Some(0));
    assert!(!fs::read_to_string(&file).unwrap().contains("cut_cord"));
}

#[test]
fn generate_removes_stale_files_and_keeps_files_of_others() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let by_hand = workspace.krate().join("src/nested/by_hand.rs");
    fs::write(&by_hand, "// mine\n").unwrap();
    // The second service refers to the first.
    for service in ["bodyless", "recovered"] {
        fs::remove_dir_all(workspace.spec().join(service)).unwrap();
    }
    let ran = workspace.generate(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(!workspace.krate().join("src/bodyless.rs").exists());
    assert!(!workspace.krate().join("src/bodyless").exists());
    assert!(by_hand.exists());
    let manifest = fs::read_to_string(workspace.krate().join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("bodyless"), "{manifest}");
    assert!(manifest.contains("\nnested = []\n"), "{manifest}");
}

#[test]
fn generate_updates_examples_and_removes_those_of_removed_operations() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let example = workspace.krate().join("src/nested/cut_card.md");
    let text = fs::read_to_string(&example).unwrap();
    assert!(text.contains("\n```no_run\n"), "{text}");
    fs::write(&example, text.replace("cut_card", "cut_cord")).unwrap();
    let checked = workspace.generate(&["--check"]);
    assert_eq!(checked.code, Some(1));
    assert!(
        checked.stdout.contains("src/nested/cut_card.md"),
        "{}",
        checked.stdout
    );
    workspace.generate(&[]);
    assert_eq!(fs::read_to_string(&example).unwrap(), text);
    let by_hand = workspace.krate().join("src/nested/by_hand.md");
    fs::write(&by_hand, "Mine.\n").unwrap();
    fs::remove_dir_all(workspace.spec().join("nested")).unwrap();
    assert_eq!(workspace.generate(&[]).code, Some(0));
    assert!(!example.exists());
    assert!(by_hand.exists());
}

#[test]
fn generate_does_not_overwrite_a_handwritten_file() {
    let workspace = Workspace::new();
    fs::create_dir_all(workspace.krate().join("src")).unwrap();
    let file = workspace.krate().join("src/nested.rs");
    fs::write(&file, "// mine\n").unwrap();
    let ran = workspace.generate(&[]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("nested.rs") && ran.stderr.contains("move it away"),
        "{}",
        ran.stderr
    );
    assert_eq!(workspace.files().len(), 1, "nothing else was written");
}

#[test]
fn generate_with_a_spec_with_errors_writes_nothing() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let before = workspace.files();
    let file = workspace.spec().join("nested/cut_card.yaml");
    let damaged = fs::read_to_string(&file)
        .unwrap()
        .replace("method: POST", "method: PUSH");
    fs::write(&file, damaged).unwrap();
    let ran = workspace.generate(&[]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout.contains("spec/nested/cut_card.yaml:8:9"),
        "{}",
        ran.stdout
    );
    assert_eq!(before, workspace.files());
}

#[test]
fn malformed_yaml_is_a_diagnostic_with_a_place() {
    let workspace = Workspace::new();
    fs::write(
        workspace.spec().join("nested/service.yaml"),
        "service: [nested\n",
    )
    .unwrap();
    let spec = workspace.spec();
    let ran = xtask(&["lint", "--spec", spec.to_str().unwrap(), "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    let first = ran.stdout.lines().next().unwrap_or_default();
    assert!(
        first.contains(r#""code":"yaml""#) && first.contains("nested/service.yaml"),
        "{first}"
    );
}

#[test]
fn a_command_that_cannot_run_exits_with_code_2() {
    let workspace = Workspace::new();
    let missing = workspace.folder.path().join("missing");
    let ran = xtask(&["lint", "--spec", missing.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("missing"), "{}", ran.stderr);
    let empty = workspace.folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    assert_eq!(
        xtask(&["lint", "--spec", empty.to_str().unwrap()]).code,
        Some(2)
    );
    assert_eq!(xtask(&["generate", "--frobnicate"]).code, Some(2));
}

#[test]
fn generate_lists_added_and_removed_items() {
    let workspace = Workspace::new();
    let first = workspace.generate(&[]);
    assert!(
        first.stderr.contains("\n  added: feature "),
        "{}",
        first.stderr
    );
    assert!(first.stderr.contains(" more\n"), "{}", first.stderr);
    assert!(!first.stderr.contains("removed: "), "{}", first.stderr);
    assert!(!workspace.generate(&[]).stderr.contains("added: "));

    // One operation is removed, and one service is renamed.
    fs::remove_file(workspace.spec().join("bodyless/shuffle.yaml")).unwrap();
    fs::rename(
        workspace.spec().join("nested"),
        workspace.spec().join("deep"),
    )
    .unwrap();
    let service = workspace.spec().join("deep/service.yaml");
    let text = fs::read_to_string(&service).unwrap();
    fs::write(&service, text.replace("service: nested", "service: deep")).unwrap();
    let check = workspace.generate(&["--check"]);
    let write = workspace.generate(&[]);
    assert_eq!(
        (check.code, write.code),
        (Some(1), Some(0)),
        "{}",
        write.stderr
    );
    for ran in [check, write] {
        let line = |what: &str| {
            let mut lines = ran.stderr.lines().map(str::trim);
            lines
                .find(|line| line.starts_with(what))
                .unwrap_or_default()
                .to_owned()
        };
        assert_eq!(
            line("removed: "),
            "removed: feature nested, operation bodyless.shuffle, operation nested.cut_card, service nested"
        );
        assert_eq!(
            line("added: "),
            "added: feature deep, operation deep.cut_card, service deep"
        );
    }
}

#[test]
fn generate_repairs_damaged_output_and_names_its_operations() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let file = workspace.krate().join("src/nested.rs");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("pub fn cut_card", "pub fn \u{0}")).unwrap();
    fs::remove_file(workspace.krate().join("src/bodyless.rs")).unwrap();
    let ran = workspace.generate(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("operation nested.cut_card"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("operation bodyless.shuffle"),
        "{}",
        ran.stderr
    );
}

#[test]
fn generate_does_not_change_a_manifest_without_markers() {
    let workspace = Workspace::new();
    fs::create_dir_all(workspace.krate()).unwrap();
    let manifest = workspace.krate().join("Cargo.toml");
    fs::write(&manifest, "[package]\nname = \"x\"\n").unwrap();
    let ran = workspace.generate(&[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("lacks the line"), "{}", ran.stderr);
    assert_eq!(workspace.files().len(), 1);
}
