//! The commands as a maintainer runs them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod changes;
mod interrupts;
mod obstacles;
mod readers;
mod same_bytes;
mod writes;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// How a command ended and what it said.
struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Ran {
    fn new(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn xtask(arguments: &[&str]) -> Ran {
    Ran::new(Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments))
}

/// A folder with a copy of the golden spec, and a place for a crate.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: TempDir::new().unwrap(),
        };
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/spec");
        copy(&golden, &desk.spec());
        desk
    }

    fn spec(&self) -> PathBuf {
        self.folder.path().join("spec")
    }

    fn krate(&self) -> PathBuf {
        self.folder.path().join("crate")
    }

    /// A second spec, of which every file becomes another one, and which lacks a service.
    fn other_spec(&self) -> PathBuf {
        let other = self.folder.path().join("other");
        copy(&self.spec(), &other);
        fs::remove_dir_all(other.join("bodyless")).unwrap();
        other
    }

    fn generate(&self, more: &[&str]) -> Ran {
        self.generate_from(&self.spec(), more)
    }

    fn generate_from(&self, spec: &Path, more: &[&str]) -> Ran {
        Ran::new(self.command(spec).args(more))
    }

    fn command(&self, spec: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("generate").arg("--spec").arg(spec);
        command.arg("--out").arg(self.krate());
        command
    }

    /// Every file of the crate, by path.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        if self.krate().exists() {
            collect(&self.krate(), &mut files);
        }
        files
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_committed_crates_are_what_the_specs_say() {
    let ran = xtask(&["generate", "--check"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn the_committed_spec_is_without_findings() {
    let ran = xtask(&["lint"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), ""),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_new_folder_becomes_a_crate_and_the_next_run_changes_nothing() {
    let desk = Desk::new();
    let ran = desk.generate(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let first = desk.files();
    for file in [
        "Cargo.toml",
        "README.md",
        "src/lib.rs",
        "src/field.rs",
        "src/nested/request.rs",
    ] {
        assert!(first.contains_key(&desk.krate().join(file)), "{file}");
    }
    let again = desk.generate(&[]);
    assert!(
        again.stderr.contains("0 changed, 0 removed"),
        "{}",
        again.stderr
    );
    assert_eq!(first, desk.files());
    assert_eq!(desk.generate(&["--check"]).code, Some(0));
}

#[test]
fn check_writes_nothing_shows_the_difference_and_names_the_command() {
    let desk = Desk::new();
    assert_eq!(desk.generate(&["--check"]).code, Some(1));
    assert!(desk.files().is_empty());

    desk.generate(&[]);
    let file = desk.krate().join("src/nested.rs");
    let edited = fs::read_to_string(&file)
        .unwrap()
        .replace("cut_card", "cut_cord");
    fs::write(&file, &edited).unwrap();
    let ran = desk.generate(&["--check"]);
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

    assert_eq!(desk.generate(&[]).code, Some(0));
    assert!(!fs::read_to_string(&file).unwrap().contains("cut_cord"));
}

#[test]
fn stale_files_go_and_the_files_of_others_stay() {
    let desk = Desk::new();
    desk.generate(&[]);
    let by_hand = desk.krate().join("src/nested/by_hand.rs");
    fs::write(&by_hand, "// mine\n").unwrap();
    fs::remove_dir_all(desk.spec().join("bodyless")).unwrap();
    let ran = desk.generate(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(!desk.krate().join("src/bodyless.rs").exists());
    assert!(!desk.krate().join("src/bodyless").exists());
    assert!(by_hand.exists());
    let manifest = fs::read_to_string(desk.krate().join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("bodyless"), "{manifest}");
    assert!(manifest.contains("\nnested = []\n"), "{manifest}");
}

#[test]
fn a_file_written_by_hand_is_not_overwritten() {
    let desk = Desk::new();
    fs::create_dir_all(desk.krate().join("src")).unwrap();
    let file = desk.krate().join("src/nested.rs");
    fs::write(&file, "// mine\n").unwrap();
    let ran = desk.generate(&[]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("nested.rs") && ran.stderr.contains("move it away"),
        "{}",
        ran.stderr
    );
    assert_eq!(desk.files().len(), 1, "nothing else was written");
}

#[test]
fn a_spec_with_errors_changes_nothing() {
    let desk = Desk::new();
    desk.generate(&[]);
    let before = desk.files();
    let file = desk.spec().join("nested/cut_card.yaml");
    let damaged = fs::read_to_string(&file)
        .unwrap()
        .replace("method: POST", "method: PUSH");
    fs::write(&file, damaged).unwrap();
    let ran = desk.generate(&[]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout.contains("spec/nested/cut_card.yaml:8:9"),
        "{}",
        ran.stdout
    );
    assert_eq!(before, desk.files());
}

#[test]
fn malformed_yaml_is_a_finding_with_a_place() {
    let desk = Desk::new();
    fs::write(
        desk.spec().join("nested/service.yaml"),
        "service: [nested\n",
    )
    .unwrap();
    let spec = desk.spec();
    let ran = xtask(&["lint", "--spec", spec.to_str().unwrap(), "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    let first = ran.stdout.lines().next().unwrap_or_default();
    assert!(
        first.contains(r#""code":"yaml""#) && first.contains("nested/service.yaml"),
        "{first}"
    );
}

#[test]
fn what_cannot_run_says_so_with_its_own_code() {
    let desk = Desk::new();
    let missing = desk.folder.path().join("missing");
    let ran = xtask(&["lint", "--spec", missing.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("missing"), "{}", ran.stderr);
    let empty = desk.folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    assert_eq!(
        xtask(&["lint", "--spec", empty.to_str().unwrap()]).code,
        Some(2)
    );
    assert_eq!(xtask(&["generate", "--frobnicate"]).code, Some(2));
}

#[test]
fn a_finding_is_explained() {
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
fn how_to_learn_more_is_told_once_and_to_people_alone() {
    let desk = Desk::new();
    let file = desk.spec().join("nested/service.yaml");
    fs::write(&file, "service: nested\ndcc: Nested.\ntitle: A\n").unwrap();
    let spec = desk.spec();
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

#[test]
fn a_manifest_without_its_marks_is_left_alone() {
    let desk = Desk::new();
    fs::create_dir_all(desk.krate()).unwrap();
    let manifest = desk.krate().join("Cargo.toml");
    fs::write(&manifest, "[package]\nname = \"x\"\n").unwrap();
    let ran = desk.generate(&[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("lacks the line"), "{}", ran.stderr);
    assert_eq!(desk.files().len(), 1);
}

/// Audits one of our own pages, as it is or damaged, against its spec.
fn audit(damage: impl FnOnce(String) -> String, more: &[&str]) -> Ran {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/it/audit");
    let desk = TempDir::new().unwrap();
    let page = desk.path().join("drop_card.txt");
    let text = fs::read_to_string(folder.join("pages/drop_card.txt")).unwrap();
    fs::write(&page, damage(text)).unwrap();
    let spec = folder.join("spec");
    let mut arguments = vec!["audit", page.to_str().unwrap()];
    arguments.extend(["--spec", spec.to_str().unwrap()]);
    arguments.extend(more);
    xtask(&arguments)
}

#[test]
fn an_audit_ends_with_a_table_and_says_nothing_else_of_a_right_page() {
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
fn findings_of_an_audit_go_to_stdout() {
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
fn an_audit_without_its_page_cannot_run() {
    let ran = audit(|page| page, &["no-such-page.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("no-such-page.txt"), "{}", ran.stderr);
}

/// Writes the golden spec as OpenAPI.
fn openapi(desk: &Desk, more: &[&str]) -> Ran {
    let spec = desk.spec();
    let mut arguments = vec!["openapi", "--spec", spec.to_str().unwrap()];
    arguments.extend(more);
    xtask(&arguments)
}

#[test]
fn openapi_goes_to_stdout_in_the_form_that_was_asked_for() {
    let desk = Desk::new();
    for (more, version) in [
        (&[][..], "3.1."),
        (&["--oas", "3.1"], "3.1."),
        (&["--oas", "3.0"], "3.0."),
    ] {
        let ran = openapi(&desk, more);
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (Some(0), ""),
            "{}",
            ran.stderr
        );
        let begin = format!("{{\n  \"openapi\": \"{version}");
        assert!(ran.stdout.starts_with(&begin), "{}", ran.stdout);
        assert!(ran.stdout.ends_with("}\n"));
    }
    assert_eq!(openapi(&desk, &["--oas", "2.0"]).code, Some(2));
}

#[test]
fn openapi_is_written_as_its_file_is_called() {
    let desk = Desk::new();
    desk.generate(&[]);
    let before = desk.files();
    let stdout = openapi(&desk, &[]).stdout;
    // Beside a generated crate, of which nothing goes away.
    for (name, begin) in [
        ("crate/openapi.json", "{\n"),
        ("crate/openapi.yaml", "openapi: "),
        ("new/folder/openapi.yml", "openapi: "),
    ] {
        let out = desk.folder.path().join(name);
        let ran = openapi(&desk, &["--out", out.to_str().unwrap()]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), ""),
            "{}",
            ran.stderr
        );
        let text = fs::read_to_string(&out).unwrap();
        assert!(text.starts_with(begin), "{text}");
        if begin == "{\n" {
            assert_eq!(text, stdout);
        }
    }
    for (path, text) in &before {
        assert_eq!(fs::read_to_string(path).as_ref().ok(), Some(text));
    }
    for name in ["openapi.txt", "openapi", ".json"] {
        let out = desk.folder.path().join(name);
        let ran = openapi(&desk, &["--out", out.to_str().unwrap()]);
        assert_eq!(ran.code, Some(2), "{name}");
        assert!(ran.stderr.contains(".yaml"), "{}", ran.stderr);
        assert!(!out.exists());
    }
}

#[test]
fn a_spec_with_errors_becomes_no_openapi() {
    let desk = Desk::new();
    let file = desk.spec().join("nested/cut_card.yaml");
    let damaged = fs::read_to_string(&file)
        .unwrap()
        .replace("method: POST", "method: PUSH");
    fs::write(&file, damaged).unwrap();
    let ran = openapi(&desk, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(
        ran.stderr.contains("spec/nested/cut_card.yaml:8:9"),
        "{}",
        ran.stderr
    );
}
