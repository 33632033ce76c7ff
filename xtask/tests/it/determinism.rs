//! The same spec yields the same bytes, wherever and however the command runs. A damaged spec
//! yields none.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The text of every file below a folder, by path.
type Files = BTreeMap<PathBuf, Vec<u8>>;

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/spec")
}

fn files(folder: &Path) -> Files {
    fn collect(root: &Path, folder: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_owned();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    let mut found = Files::new();
    collect(folder, folder, &mut found);
    found
}

/// Writes files in this order. Many file systems list a folder in the order of creation.
fn write<'f>(folder: &Path, files: impl Iterator<Item = (&'f PathBuf, &'f Vec<u8>)>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Runs `generate` below a workspace with some environment.
fn generate(workspace: &Path, environment: &[(&str, &str)], umask: &str) -> Option<i32> {
    let script = format!("umask {umask}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_xtask")]);
    command.args(["generate", "--spec", "spec", "--out", "crate"]);
    command
        .current_dir(workspace)
        .envs(environment.iter().copied());
    command.output().unwrap().status.code()
}

#[cfg(unix)]
#[test]
fn output_does_not_depend_on_file_order_locale_folder_or_umask() {
    let spec = files(&golden());
    let mut outputs = Vec::new();
    for (place, environment, umask) in [
        ("a", &[][..], "022"),
        (
            "b b/深い",
            &[("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")][..],
            "077",
        ),
        (
            "c",
            &[("LC_ALL", "zh_CN.GBK"), ("TZ", "Asia/Shanghai")][..],
            "000",
        ),
        (
            "d",
            &[
                ("LC_ALL", "C"),
                ("TMPDIR", "/nowhere"),
                ("HOME", "/nowhere"),
            ][..],
            "027",
        ),
    ] {
        let folder = TempDir::new().unwrap();
        let workspace = folder.path().join(place);
        if place == "a" {
            write(&workspace.join("spec"), spec.iter());
        } else {
            write(&workspace.join("spec"), spec.iter().rev());
        }
        assert_eq!(generate(&workspace, environment, umask), Some(0), "{place}");
        let once = files(&workspace.join("crate"));
        assert_eq!(generate(&workspace, environment, umask), Some(0), "{place}");
        assert!(
            files(&workspace.join("crate")) == once,
            "the second run of {place}"
        );
        outputs.push(once);
    }
    assert!(outputs[0].len() > 20);
    for other in &outputs[1..] {
        assert!(*other == outputs[0]);
    }
}

/// Changes the bytes of a file.
type Damage = fn(&[u8]) -> Vec<u8>;

/// Damages that make a spec unusable.
const DAMAGES: [(&str, Damage); 8] = [
    ("an empty file", |_| Vec::new()),
    ("half of it", |bytes| bytes[..bytes.len() / 2].to_vec()),
    ("twice", |bytes| [bytes, bytes].concat()),
    ("no text", |bytes| [bytes, b"\xff\xfe"].concat()),
    ("a control character", |bytes| [bytes, b"# \x07\n"].concat()),
    ("a key too many", |bytes| [bytes, b"colour: red\n"].concat()),
    ("deep", |bytes| [bytes, &b"[".repeat(5000)[..]].concat()),
    ("backwards", |bytes| bytes.iter().rev().copied().collect()),
];

#[cfg(unix)]
#[test]
fn a_damaged_spec_does_not_change_existing_output() {
    let spec = files(&golden());
    let folder = TempDir::new().unwrap();
    let workspace = folder.path();
    write(&workspace.join("spec"), spec.iter());
    assert_eq!(generate(workspace, &[], "022"), Some(0));
    let before = files(&workspace.join("crate"));
    for (what, damage) in DAMAGES {
        for path in ["api.yaml", "nested/cut_card.yaml", "nested/service.yaml"].map(PathBuf::from) {
            let damaged = (&path, &damage(&spec[&path]));
            write(&workspace.join("spec"), [damaged].into_iter());
            assert_eq!(
                generate(workspace, &[], "022"),
                Some(1),
                "{what}, {}",
                path.display()
            );
            assert!(
                files(&workspace.join("crate")) == before,
                "{what}, {}",
                path.display()
            );
            write(&workspace.join("spec"), [(&path, &spec[&path])].into_iter());
        }
    }
    assert_eq!(generate(workspace, &[], "022"), Some(0));
    assert!(files(&workspace.join("crate")) == before);
}
