//! `diff` and `why` as a maintainer runs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::git::git;
use crate::workspace::{Ran, copy, xtask};

const PAGE: &str = "bodyless/shuffle.yaml";

/// A repository whose only commit contains a copy of the golden spec.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self {
            folder: TempDir::new().unwrap(),
        };
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/spec");
        copy(&golden, &repository.spec());
        repository.git(&["init", "--quiet"]);
        repository.git(&["add", "."]);
        repository.git(&["commit", "--quiet", "--message", "First"]);
        repository
    }

    fn spec(&self) -> PathBuf {
        self.folder.path().join("inner/spec")
    }

    fn git(&self, arguments: &[&str]) -> String {
        let named = [
            "-c",
            "user.name=Nobody",
            "-c",
            "user.email=nobody@example.com",
        ];
        let unsigned = ["-c", "commit.gpgsign=false"];
        let arguments = [&named[..], &unsigned, arguments].concat();
        String::from_utf8(git(self.folder.path(), &arguments).unwrap()).unwrap()
    }

    fn edit(&self, before: &str, after: &str) {
        let path = self.spec().join(PAGE);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(before), "{text}");
        fs::write(path, text.replacen(before, after, 1)).unwrap();
    }

    fn diff(&self, more: &[&str]) -> Ran {
        let spec = self.spec();
        let mut arguments = vec!["diff", "--spec", spec.to_str().unwrap()];
        arguments.extend(more);
        xtask(&arguments)
    }
}

#[test]
fn diff_of_an_unchanged_spec_reports_no_difference() {
    let ran = Repository::new().diff(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("(no changes)"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "No differences.\n");
}

#[test]
fn diff_compares_with_a_commit_or_a_folder() {
    let repository = Repository::new();
    let old = repository.folder.path().join("old");
    copy(&repository.spec(), &old);
    repository.edit("method: POST", "method: PUT");
    let since_commit = repository.diff(&[]);
    let since_folder = repository.diff(&["--base", old.to_str().unwrap()]);
    for ran in [&since_commit, &since_folder] {
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(
            ran.stdout
                .contains("changed: operation bodyless.shuffle, method"),
            "{}",
            ran.stdout
        );
        assert!(ran.stdout.contains("- POST") && ran.stdout.contains("+ PUT"));
        assert_eq!(ran.stderr, "1 change: 1 × fix.\n");
    }
    repository.git(&["commit", "--quiet", "--all", "--message", "Second"]);
    assert!(repository.diff(&[]).stdout.contains("(no changes)"));
    assert!(
        repository
            .diff(&["--base", "HEAD~1"])
            .stdout
            .contains("+ PUT")
    );
}

#[test]
fn diff_prints_json_and_markdown_tables() {
    let repository = Repository::new();
    repository.edit("method: POST", "method: PUT");
    let json = repository.diff(&["--format", "json"]);
    assert!(
        json.stdout.contains("\"next_version\": "),
        "{}",
        json.stdout
    );
    let markdown = repository.diff(&["--format", "markdown"]);
    assert!(
        markdown
            .stdout
            .contains("| change | before | after | users | wire |")
    );
}

#[test]
fn diff_with_an_unknown_base_is_an_error() {
    let repository = Repository::new();
    for base in [
        "no-such-commit",
        "--upload-pack=x",
        "--all",
        "HEAD:",
        "HEAD:inner/spec",
        "HEAD^{tree}",
        ":/x",
        ":inner/spec/api.yaml",
        "HEAD..HEAD",
        "",
    ] {
        let ran = repository.diff(&[&format!("--base={base}")]);
        let said = format!("`{base}` is neither a spec folder nor a commit");
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains(&said), "{}", ran.stderr);
    }
    let ran = repository.diff(&["--base=:/First"]);
    assert_eq!(ran.stderr, "No differences.\n");
}

#[test]
fn diff_rejects_a_base_folder_without_an_api_file() {
    let repository = Repository::new();
    let folder = repository.folder.path();
    let compare = |base: &Path| repository.diff(&["--base", base.to_str().unwrap()]);
    // The spec is in a folder below.
    let ran = compare(folder);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    let said = "is not a spec folder: it has no .yaml file that begins with `api:`";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    // The api file is in a folder, ends in `.yml`, and quotes its first key.
    let other = folder.join("other");
    copy(&repository.spec(), &other);
    let api = fs::read_to_string(other.join("api.yaml")).unwrap();
    fs::remove_file(other.join("api.yaml")).unwrap();
    assert_eq!(compare(&other).code, Some(2));
    fs::create_dir(other.join("api")).unwrap();
    let api = api.replacen("api:", "\"api\" :", 1);
    fs::write(
        other.join("api/all.yml"),
        format!("\u{feff}# First.\n{api}"),
    )
    .unwrap();
    let ran = compare(&other);
    assert_eq!(ran.stderr, "No differences.\n");
}

#[test]
fn diff_of_a_spec_with_errors_prints_its_diagnostics() {
    let repository = Repository::new();
    repository.edit("method: POST", "method: BREW");
    let ran = repository.diff(&[]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("BREW"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
}

#[test]
fn why_explains_an_item_or_suggests_similar_paths() {
    let ran = xtask(&["why", "busifavor.modify_budget"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("spec/busifavor/modify_budget.yaml:2"));
    assert!(ran.stdout.contains("generated/src/busifavor.rs:"));
    let ran = xtask(&["why", "busifavor.modify_budgit"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("did you mean"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn diff_treats_links_and_unusual_names_in_a_commit_as_in_a_folder() {
    use std::os::unix::fs::symlink;

    let repository = Repository::new();
    let folder = repository.spec().join("bodyless");
    symlink("shuffle.yaml", folder.join("link.yaml")).unwrap();
    symlink("..", folder.join("up")).unwrap();
    fs::write(folder.join("a\n::error::b.yaml"), "").unwrap();
    fs::write(folder.join("x.YAML"), "").unwrap();
    fs::write(folder.join("shuffle.yaml~"), "[").unwrap();
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "Second"]);
    for name in [
        "link.yaml",
        "up",
        "a\n::error::b.yaml",
        "x.YAML",
        "shuffle.yaml~",
    ] {
        fs::remove_file(folder.join(name)).unwrap();
    }
    let ran = repository.diff(&[]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for said in [
        "link `link.yaml`",
        "link `up`",
        "`a\\n::error::b.yaml`",
        "`x.YAML`",
    ] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("error[").count(), 4, "{}", ran.stderr);
    assert!(!ran.stderr.lines().any(|line| line.starts_with("::error::")));
}

/// Commits in a linked work tree whose hook runs a script. Returns the output of the script.
#[cfg(unix)]
fn in_hook(repository: &Repository, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = repository.folder.path();
    let hooks = folder.join("hooks");
    fs::create_dir(&hooks).unwrap();
    let hook = hooks.join("pre-commit");
    let log = folder.join("log");
    let script = format!(
        "#!/bin/sh\nexec >'{}' 2>&1\nset -x\n{script}\n",
        log.display()
    );
    fs::write(&hook, script).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let linked = folder.join("linked");
    repository.git(&["worktree", "add", "--quiet", linked.to_str().unwrap()]);
    let page = linked.join("inner/spec").join(PAGE);
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replacen("method: POST", "method: PUT", 1)).unwrap();
    let hooks = format!("core.hooksPath={}", hooks.display());
    let (linked, message) = (linked.to_str().unwrap(), "From a hook");
    repository.git(&[
        "-C", linked, "-c", &hooks, "commit", "--quiet", "--all", "-m", message,
    ]);
    fs::read_to_string(log).unwrap()
}

#[cfg(unix)]
#[test]
fn diff_works_in_a_git_hook_of_a_linked_work_tree() {
    let repository = Repository::new();
    let spec = repository.folder.path().join("linked/inner/spec");
    let (program, spec) = (env!("CARGO_BIN_EXE_xtask"), spec.display());
    let log = in_hook(
        &repository,
        &format!("env | grep GIT_INDEX_FILE\n'{program}' diff --spec '{spec}'"),
    );
    assert!(log.contains("GIT_INDEX_FILE="), "{log}");
    assert!(log.contains("1 change: 1 × fix."), "{log}");
}

#[cfg(unix)]
#[test]
fn tests_run_by_a_git_hook_do_not_change_its_repository() {
    let repository = Repository::new();
    let tests = std::env::current_exe().unwrap();
    let test = "changes::diff_of_an_unchanged_spec_reports_no_difference";
    let log = in_hook(
        &repository,
        &format!("'{}' --exact {test}", tests.display()),
    );
    assert!(log.contains("1 passed"), "{log}");
    let commits = repository.git(&["log", "--all", "--format=%s"]);
    assert_eq!(commits, "From a hook\nFirst\n");
    assert_eq!(repository.git(&["config", "core.bare"]), "false\n");
}

#[test]
fn git_settings_of_a_repository_do_not_change_the_diff() {
    let repository = Repository::new();
    let page = repository.spec().join("bodyless/cut.yaml");
    let text = fs::read_to_string(repository.spec().join(PAGE)).unwrap();
    let text = text.replace("operation: shuffle", "operation: cut");
    fs::write(page, text.replace("/shuffle", "/cut")).unwrap();
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "One more operation"]);
    for (key, value) in [
        ("core.quotePath", "true"),
        ("core.autocrlf", "true"),
        ("core.pager", "no-such-pager"),
        ("core.fsmonitor", "no-such-monitor"),
        ("diff.external", "no-such-diff"),
        ("color.ui", "always"),
    ] {
        repository.git(&["config", key, value]);
    }
    let ran = repository.diff(&[]);
    assert_eq!(ran.stderr, "No differences.\n");
}

#[test]
fn git_environment_variables_do_not_select_another_repository() {
    let repository = Repository::new();
    let spec = repository.spec();
    let other = TempDir::new().unwrap();
    for name in [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.env(name, other.path());
        let ran = Ran::new(command.arg("diff").arg("--spec").arg(&spec));
        assert_eq!(ran.stderr, "No differences.\n", "{name}");
    }
}

#[test]
fn diff_without_git_says_that_git_cannot_run() {
    let repository = Repository::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.env("PATH", "");
    let ran = Ran::new(command.arg("diff").arg("--spec").arg(repository.spec()));
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot run git"), "{}", ran.stderr);
    fs::remove_dir_all(repository.folder.path().join(".git")).unwrap();
    let ran = repository.diff(&[]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("git failed: "), "{}", ran.stderr);
}
