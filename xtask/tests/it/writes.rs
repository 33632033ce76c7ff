//! Runs that cannot write, and generated files that were changed.

use std::fs;

use crate::workspace::Workspace;

#[test]
fn changed_line_ends_and_bytes_of_generated_files_are_repaired() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let right = workspace.files();
    let file = workspace.krate().join("src/nested.rs");
    let text = fs::read(&file).unwrap();
    let with_crlf = String::from_utf8(text.clone())
        .unwrap()
        .replace('\n', "\r\n");
    let with_noise = [&text, &b"\xff\xfe"[..]].concat();
    for damaged in [with_crlf.into_bytes(), with_noise] {
        fs::write(&file, damaged).unwrap();
        let ran = workspace.generate(&["--check"]);
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        assert!(ran.stdout.contains("+++ b/src/nested.rs"), "{}", ran.stdout);
        let ran = workspace.generate(&[]);
        assert!(
            ran.stderr.contains("1 changed, 0 removed"),
            "{}",
            ran.stderr
        );
        assert_eq!(workspace.files(), right);
    }
}

#[test]
fn generate_keeps_the_line_ends_of_the_manifest() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let manifest = workspace.krate().join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace('\n', "\r\n")).unwrap();
    assert_eq!(workspace.generate(&["--check"]).code, Some(0));
    let ran = workspace.generate_from(&workspace.other_spec(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(!text.contains("bodyless"), "{text}");
    assert!(text.contains("\r\nnested = []\r\n"), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn a_manifest_requires_exactly_the_runtime_that_the_code_fits() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let manifest = workspace.krate().join("Cargo.toml");
    let original = fs::read_to_string(&manifest).unwrap();
    let exact = concat!("version = \"=", env!("CARGO_PKG_VERSION"), "\", path = ");
    assert_eq!(original.matches(exact).count(), 1, "{original}");
    for line_end in ["\n", "\r\n"] {
        let original = original.replace('\n', line_end);
        let older = original.replace(exact, "version = '=0.0.9', path = ");
        fs::write(&manifest, older).unwrap();
        assert_eq!(workspace.generate(&["--check"]).code, Some(1));
        assert_eq!(workspace.generate(&[]).code, Some(0));
        assert_eq!(fs::read_to_string(&manifest).unwrap(), original);
    }
    // A crate may leave the version to others, as that of the workspace does.
    let without = original.replace(exact, "path = ");
    fs::write(&manifest, &without).unwrap();
    assert_eq!(workspace.generate(&[]).code, Some(0));
    assert_eq!(fs::read_to_string(&manifest).unwrap(), without);
}

#[test]
fn a_marker_line_of_an_earlier_version_is_replaced() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let manifest = workspace.krate().join("Cargo.toml");
    let current = fs::read_to_string(&manifest).unwrap();
    let older = current.replace("writes: one per service.", "writes: one a service.");
    assert_ne!(older, current);
    fs::write(&manifest, older).unwrap();
    assert_eq!(workspace.generate(&["--check"]).code, Some(1));
    assert_eq!(workspace.generate(&[]).code, Some(0));
    assert_eq!(fs::read_to_string(&manifest).unwrap(), current);
}

#[test]
fn generate_creates_missing_folders() {
    let workspace = Workspace::new();
    let spec = workspace.spec();
    let out = workspace.folder.path().join("a/new/place");
    let arguments = ["generate", "--spec", spec.to_str().unwrap(), "--out"];
    let ran = crate::workspace::xtask(&[&arguments[..], &[out.to_str().unwrap()]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(out.join("src/nested/request.rs").is_file());
}

#[test]
fn leftovers_of_an_interrupted_run_are_reported_and_removed() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let right = workspace.files();
    let krate = workspace.krate();
    fs::create_dir_all(krate.join("src/gone/deep")).unwrap();
    let left = [
        ".xtask-staged-0123456789abcdeF.tmp",
        "src/.xtask-staged-0123456789abcdeF.tmp",
        "src/nested/.xtask-staged-1123456789abcdeF.tmp",
        "src/gone/deep/.xtask-staged-2123456789abcdeF.tmp",
    ];
    for path in left {
        fs::write(krate.join(path), "half a te").unwrap();
    }
    let ran = workspace.generate(&["--check"]);
    assert_eq!(ran.code, Some(1));
    for path in left {
        let told = format!(
            "leftover of an interrupted run: {}",
            krate.join(path).display()
        );
        assert!(ran.stderr.contains(&told), "{}", ran.stderr);
    }
    let ran = workspace.generate(&[]);
    assert!(
        ran.stderr.contains("0 changed, 0 removed"),
        "{}",
        ran.stderr
    );
    assert_eq!(workspace.files(), right);
    assert!(!krate.join("src/gone").exists());
    assert_eq!(workspace.generate(&["--check"]).code, Some(0));
}

#[test]
fn generate_keeps_files_of_others_whatever_their_names() {
    let workspace = Workspace::new();
    workspace.generate(&[]);
    let names = [
        ".xtask-1",
        ".xtask-notes.md",
        ".xtask-staged-notes.tmp",
        ".xtask-staged-0123456789abcdeF",
        "src/.xtask-abcdef",
        "src/nested/.xtask-staged-0123456789abcde-.tmp",
    ];
    for name in names {
        fs::write(workspace.krate().join(name), "mine").unwrap();
    }
    let folder = workspace
        .krate()
        .join("src/.xtask-staged-0123456789abcdeF.tmp");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine"), "mine").unwrap();
    assert_eq!(workspace.generate(&["--check"]).code, Some(0));
    assert_eq!(workspace.generate(&[]).code, Some(0));
    for name in names {
        assert!(workspace.krate().join(name).exists(), "{name}");
    }
    assert!(folder.join("mine").exists());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::fs;
    use crate::workspace::{Ran, Workspace};

    /// If the system limits the size of files, a write fails in the middle, as on a full disk.
    #[test]
    fn a_full_disk_leaves_the_crate_unchanged() {
        let workspace = Workspace::new();
        let other = workspace.other_spec();
        let full = |blocks: &str| {
            let command = workspace.command(&other);
            let mut shell = Command::new("sh");
            shell.args(["-c", r#"trap "" XFSZ; ulimit -f "$0"; exec "$@""#, blocks]);
            Ran::new(shell.arg(command.get_program()).args(command.get_args()))
        };
        let new = full("8");
        assert_eq!(new.code, Some(2), "{}", new.stderr);
        assert_eq!(fs::read_dir(workspace.krate()).unwrap().count(), 0);

        workspace.generate(&[]);
        let before = workspace.files();
        for blocks in ["0", "1", "8", "30"] {
            let ran = full(blocks);
            assert_eq!(ran.code, Some(2), "{blocks}: {}", ran.stderr);
            assert!(
                ran.stderr.contains("so nothing was changed"),
                "{}",
                ran.stderr
            );
            assert_eq!(workspace.files(), before);
        }
        assert_eq!(full("unlimited").code, Some(0));
        assert_eq!(workspace.generate_from(&other, &["--check"]).code, Some(0));
    }

    /// Permissions do not apply to root, so root runs the command as user `nobody`.
    const NOBODY: u32 = 65534;

    /// A crate, the program, and a user to whom permissions apply.
    struct RestrictedWorkspace {
        workspace: Workspace,
        is_root: bool,
    }

    impl RestrictedWorkspace {
        fn new() -> Self {
            let workspace = Workspace::new();
            let restricted = Self {
                is_root: fs::metadata(workspace.folder.path()).unwrap().uid() == 0,
                workspace,
            };
            restricted.workspace.generate(&[]);
            if restricted.is_root {
                allow(restricted.workspace.folder.path(), 0o755);
                let program = env!("CARGO_BIN_EXE_xtask");
                fs::hard_link(program, restricted.program())
                    .or_else(|_| fs::copy(program, restricted.program()).map(drop))
                    .unwrap();
                give_to_nobody(&restricted.workspace.krate());
            }
            restricted
        }

        fn program(&self) -> PathBuf {
            self.workspace.folder.path().join("xtask")
        }

        fn generate_from(&self, spec: &Path, more: &[&str]) -> Ran {
            let mut command = self.workspace.command(spec);
            if self.is_root {
                let mut restricted = Command::new(self.program());
                restricted.uid(NOBODY).gid(NOBODY).args(command.get_args());
                command = restricted;
            }
            Ran::new(command.args(more))
        }
    }

    fn give_to_nobody(place: &Path) {
        chown(place, Some(NOBODY), Some(NOBODY)).unwrap();
        if place.is_dir() {
            for entry in fs::read_dir(place).unwrap() {
                give_to_nobody(&entry.unwrap().path());
            }
        }
    }

    fn allow(place: &Path, mode: u32) {
        fs::set_permissions(place, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_read_only_folder_leaves_the_crate_unchanged_and_can_be_checked() {
        let restricted = RestrictedWorkspace::new();
        let (workspace, other) = (&restricted.workspace, restricted.workspace.other_spec());
        let before = workspace.files();
        // The last folder contains only files that have to be removed.
        for folder in ["", "src", "src/nested", "src/bodyless"] {
            let folder = workspace.krate().join(folder);
            allow(&folder, 0o555);
            let fresh = restricted.generate_from(&workspace.spec(), &["--check"]);
            let stale = restricted.generate_from(&other, &["--check"]);
            let ran = restricted.generate_from(&other, &[]);
            allow(&folder, 0o755);
            assert_eq!(fresh.code, Some(0), "{}", fresh.stderr);
            assert_eq!(stale.code, Some(1), "{}", stale.stderr);
            assert_eq!(ran.code, Some(2), "{folder:?} {}", ran.stderr);
            assert!(
                ran.stderr.contains("so nothing was changed"),
                "{}",
                ran.stderr
            );
            assert_eq!(workspace.files(), before);
        }
        let ran = restricted.generate_from(&other, &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(!workspace.krate().join("src/bodyless").exists());
    }
}
