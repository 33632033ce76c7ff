//! Something else is at the path of a generated file: the command reports it.

use std::fs;
use std::path::Path;

use crate::workspace::Workspace;

/// Puts something into a new crate. Both `generate` and `generate --check` must fail and say what
/// to do.
fn check(obstacle: impl FnOnce(&Path), said: &[&str]) {
    let workspace = Workspace::new();
    assert_eq!(workspace.generate(&[]).code, Some(0));
    let other = workspace.other_spec();
    obstacle(&workspace.krate());
    let before = listing(workspace.folder.path());
    for more in [&["--check"][..], &[]] {
        let ran = workspace.generate_from(&other, more);
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        for part in said {
            assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
        }
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        assert_eq!(
            listing(workspace.folder.path()),
            before,
            "nothing was changed"
        );
    }
}

/// Everything below a folder: files with their bytes, links only with their names.
fn listing(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            let inner = listing(&entry.path()).into_iter();
            found.extend(inner.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
            found.push((name, Vec::new()));
        } else {
            let bytes = if kind.is_file() {
                fs::read(entry.path()).unwrap()
            } else {
                Vec::new()
            };
            found.push((name, bytes));
        }
    }
    found.sort();
    found
}

#[test]
fn a_file_in_place_of_a_folder_stops_generate() {
    check(
        |krate| {
            fs::remove_dir_all(krate.join("src/nested")).unwrap();
            fs::write(krate.join("src/nested"), "mine").unwrap();
        },
        &["src/nested is a file, but a folder is needed there; move it away"],
    );
}

#[test]
fn a_folder_in_place_of_a_file_stops_generate() {
    check(
        |krate| {
            fs::remove_file(krate.join("src/nested.rs")).unwrap();
            fs::create_dir(krate.join("src/nested.rs")).unwrap();
            fs::write(krate.join("src/nested.rs/mine"), "mine").unwrap();
        },
        &["src/nested.rs is a folder, but a file is needed there; move it away"],
    );
}

#[test]
fn a_handwritten_file_stops_generate() {
    check(
        |krate| fs::write(krate.join("src/words.rs"), "// mine\r\n").unwrap(),
        &[
            "src/words.rs was not written by this command",
            "move it away",
        ],
    );
}

#[test]
fn a_manifest_that_is_not_utf_8_stops_generate() {
    check(
        |krate| fs::write(krate.join("Cargo.toml"), b"name = \"\xff\"").unwrap(),
        &["Cargo.toml is not UTF-8; save it as UTF-8"],
    );
}

#[test]
fn an_output_folder_that_is_a_file_stops_generate() {
    check(
        |krate| {
            fs::remove_dir_all(krate).unwrap();
            fs::write(krate, "mine").unwrap();
        },
        &["crate is not a folder; pass another path"],
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::{Path, check, fs};

    #[test]
    fn a_symbolic_link_to_a_file_stops_generate() {
        check(
            |krate| {
                let elsewhere = krate.parent().unwrap().join("elsewhere.rs");
                fs::rename(krate.join("src/nested.rs"), &elsewhere).unwrap();
                symlink(elsewhere, krate.join("src/nested.rs")).unwrap();
            },
            &["src/nested.rs is a symbolic link, but a file is needed there; move it away"],
        );
    }

    #[test]
    fn a_symbolic_link_to_a_folder_stops_generate() {
        check(
            |krate| {
                let elsewhere = krate.parent().unwrap().join("elsewhere");
                fs::rename(krate.join("src/nested"), &elsewhere).unwrap();
                symlink(elsewhere, krate.join("src/nested")).unwrap();
            },
            &["src/nested is a symbolic link, but a folder is needed there; move it away"],
        );
    }

    #[test]
    fn a_symbolic_link_in_place_of_the_source_folder_stops_generate() {
        check(
            |krate| {
                let elsewhere = krate.parent().unwrap().join("elsewhere");
                fs::rename(krate.join("src"), &elsewhere).unwrap();
                symlink(&elsewhere, krate.join("src")).unwrap();
                leave_an_interrupted_run(&elsewhere);
                leave_an_interrupted_run(krate);
            },
            &["crate/src is a symbolic link, but a folder is needed there; move it away"],
        );
    }

    #[test]
    fn a_cyclic_symbolic_link_is_not_followed() {
        check(
            |krate| {
                let elsewhere = krate.parent().unwrap().join("elsewhere");
                fs::create_dir(&elsewhere).unwrap();
                leave_an_interrupted_run(&elsewhere);
                fs::create_dir(krate.join("src/own")).unwrap();
                symlink(&elsewhere, krate.join("src/own/link")).unwrap();
                symlink("..", krate.join("src/own/up")).unwrap();
                fs::remove_dir_all(krate.join("src/nested")).unwrap();
                symlink(&elsewhere, krate.join("src/nested")).unwrap();
            },
            &["src/nested is a symbolic link"],
        );
    }

    /// Leaves a staged file and a folder without files, like a killed run.
    fn leave_an_interrupted_run(folder: &Path) {
        let staged = folder.join(".xtask-staged-0123456789abcdef.tmp");
        fs::write(staged, "half of it").unwrap();
        fs::create_dir(folder.join("empty")).unwrap();
    }

    #[test]
    fn a_broken_symbolic_link_stops_generate() {
        check(
            |krate| {
                fs::remove_file(krate.join("src/lib.rs")).unwrap();
                symlink("nowhere", krate.join("src/lib.rs")).unwrap();
            },
            &["src/lib.rs is a symbolic link"],
        );
    }

    #[test]
    fn a_socket_in_place_of_a_file_stops_generate() {
        check(
            |krate| {
                fs::remove_file(krate.join("src/field.rs")).unwrap();
                UnixListener::bind(krate.join("src/field.rs")).unwrap();
            },
            &["src/field.rs is neither a file nor a folder"],
        );
    }
}
