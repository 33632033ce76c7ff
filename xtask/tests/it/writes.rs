//! What a run leaves where it cannot write, and what it makes of files that are not quite ours.

use std::fs;

use crate::desk::Desk;

#[test]
fn line_ends_and_bytes_of_a_previous_output_are_repaired() {
    let desk = Desk::new();
    desk.generate(&[]);
    let right = desk.files();
    let file = desk.krate().join("src/nested.rs");
    let text = fs::read(&file).unwrap();
    let with_crlf = String::from_utf8(text.clone())
        .unwrap()
        .replace('\n', "\r\n");
    let with_noise = [&text, &b"\xff\xfe"[..]].concat();
    for damaged in [with_crlf.into_bytes(), with_noise] {
        fs::write(&file, damaged).unwrap();
        let ran = desk.generate(&["--check"]);
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        assert!(ran.stdout.contains("+++ b/src/nested.rs"), "{}", ran.stdout);
        let ran = desk.generate(&[]);
        assert!(
            ran.stderr.contains("1 changed, 0 removed"),
            "{}",
            ran.stderr
        );
        assert_eq!(desk.files(), right);
    }
}

#[test]
fn a_manifest_keeps_its_line_ends() {
    let desk = Desk::new();
    desk.generate(&[]);
    let manifest = desk.krate().join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace('\n', "\r\n")).unwrap();
    assert_eq!(desk.generate(&["--check"]).code, Some(0));
    let ran = desk.generate_from(&desk.other_spec(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(!text.contains("bodyless"), "{text}");
    assert!(text.contains("\r\nnested = []\r\n"), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn folders_that_are_missing_are_made() {
    let desk = Desk::new();
    let spec = desk.spec();
    let out = desk.folder.path().join("a/new/place");
    let arguments = ["generate", "--spec", spec.to_str().unwrap(), "--out"];
    let ran = crate::desk::xtask(&[&arguments[..], &[out.to_str().unwrap()]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(out.join("src/nested/request.rs").is_file());
}

#[test]
fn what_an_interrupted_run_left_is_told_and_then_removed() {
    let desk = Desk::new();
    desk.generate(&[]);
    let right = desk.files();
    let krate = desk.krate();
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
    let ran = desk.generate(&["--check"]);
    assert_eq!(ran.code, Some(1));
    for path in left {
        let told = format!(
            "leftover of an interrupted run: {}",
            krate.join(path).display()
        );
        assert!(ran.stderr.contains(&told), "{}", ran.stderr);
    }
    let ran = desk.generate(&[]);
    assert!(
        ran.stderr.contains("0 changed, 0 removed"),
        "{}",
        ran.stderr
    );
    assert_eq!(desk.files(), right);
    assert!(!krate.join("src/gone").exists());
    assert_eq!(desk.generate(&["--check"]).code, Some(0));
}

#[test]
fn the_files_of_others_stay_whatever_their_names() {
    let desk = Desk::new();
    desk.generate(&[]);
    let names = [
        ".xtask-1",
        ".xtask-notes.md",
        ".xtask-staged-notes.tmp",
        ".xtask-staged-0123456789abcdeF",
        "src/.xtask-abcdef",
        "src/nested/.xtask-staged-0123456789abcde-.tmp",
    ];
    for name in names {
        fs::write(desk.krate().join(name), "mine").unwrap();
    }
    let folder = desk.krate().join("src/.xtask-staged-0123456789abcdeF.tmp");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine"), "mine").unwrap();
    assert_eq!(desk.generate(&["--check"]).code, Some(0));
    assert_eq!(desk.generate(&[]).code, Some(0));
    for name in names {
        assert!(desk.krate().join(name).exists(), "{name}");
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
    use crate::desk::{Desk, Ran};

    /// A system that lets no file grow beyond some blocks says so in the middle of a write, as a full disk does.
    #[test]
    fn a_full_disk_leaves_everything_as_it_was() {
        let desk = Desk::new();
        let other = desk.other_spec();
        let full = |blocks: &str| {
            let command = desk.command(&other);
            let mut shell = Command::new("sh");
            shell.args(["-c", r#"trap "" XFSZ; ulimit -f "$0"; exec "$@""#, blocks]);
            Ran::new(shell.arg(command.get_program()).args(command.get_args()))
        };
        let new = full("8");
        assert_eq!(new.code, Some(2), "{}", new.stderr);
        assert_eq!(fs::read_dir(desk.krate()).unwrap().count(), 0);

        desk.generate(&[]);
        let before = desk.files();
        for blocks in ["0", "1", "8", "30"] {
            let ran = full(blocks);
            assert_eq!(ran.code, Some(2), "{blocks}: {}", ran.stderr);
            assert!(
                ran.stderr.contains("so nothing was changed"),
                "{}",
                ran.stderr
            );
            assert_eq!(desk.files(), before);
        }
        assert_eq!(full("unlimited").code, Some(0));
        assert_eq!(desk.generate_from(&other, &["--check"]).code, Some(0));
    }

    /// Permissions do not bind root; so root has nobody run the command.
    const NOBODY: u32 = 65534;

    /// A crate, a program and somebody whom permissions bind.
    struct Bound {
        desk: Desk,
        is_root: bool,
    }

    impl Bound {
        fn new() -> Self {
            let desk = Desk::new();
            let bound = Self {
                is_root: fs::metadata(desk.folder.path()).unwrap().uid() == 0,
                desk,
            };
            bound.desk.generate(&[]);
            if bound.is_root {
                allow(bound.desk.folder.path(), 0o755);
                let program = env!("CARGO_BIN_EXE_xtask");
                fs::hard_link(program, bound.program())
                    .or_else(|_| fs::copy(program, bound.program()).map(drop))
                    .unwrap();
                own(&bound.desk.krate());
            }
            bound
        }

        fn program(&self) -> PathBuf {
            self.desk.folder.path().join("xtask")
        }

        fn generate_from(&self, spec: &Path, more: &[&str]) -> Ran {
            let mut command = self.desk.command(spec);
            if self.is_root {
                let mut bound = Command::new(self.program());
                bound.uid(NOBODY).gid(NOBODY).args(command.get_args());
                command = bound;
            }
            Ran::new(command.args(more))
        }
    }

    fn own(place: &Path) {
        chown(place, Some(NOBODY), Some(NOBODY)).unwrap();
        if place.is_dir() {
            for entry in fs::read_dir(place).unwrap() {
                own(&entry.unwrap().path());
            }
        }
    }

    fn allow(place: &Path, mode: u32) {
        fs::set_permissions(place, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_read_only_folder_leaves_everything_as_it_was_and_can_be_checked() {
        let bound = Bound::new();
        let (desk, other) = (&bound.desk, bound.desk.other_spec());
        let before = desk.files();
        // The last one holds nothing but files that have to go.
        for folder in ["", "src", "src/nested", "src/bodyless"] {
            let folder = desk.krate().join(folder);
            allow(&folder, 0o555);
            let fresh = bound.generate_from(&desk.spec(), &["--check"]);
            let stale = bound.generate_from(&other, &["--check"]);
            let ran = bound.generate_from(&other, &[]);
            allow(&folder, 0o755);
            assert_eq!(fresh.code, Some(0), "{}", fresh.stderr);
            assert_eq!(stale.code, Some(1), "{}", stale.stderr);
            assert_eq!(ran.code, Some(2), "{folder:?} {}", ran.stderr);
            assert!(
                ran.stderr.contains("so nothing was changed"),
                "{}",
                ran.stderr
            );
            assert_eq!(desk.files(), before);
        }
        let ran = bound.generate_from(&other, &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(!desk.krate().join("src/bodyless").exists());
    }
}
