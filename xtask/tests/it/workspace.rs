//! Runs of the command, and a folder for them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// How a command ended and what it said.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    pub(crate) fn new(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub(crate) fn xtask(arguments: &[&str]) -> Ran {
    Ran::new(Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments))
}

/// A folder with a copy of the golden spec, and a path for a crate.
pub(crate) struct Workspace {
    pub(crate) folder: TempDir,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        let workspace = Self {
            folder: TempDir::new().unwrap(),
        };
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/spec");
        copy(&golden, &workspace.spec());
        workspace
    }

    pub(crate) fn spec(&self) -> PathBuf {
        self.folder.path().join("spec")
    }

    pub(crate) fn krate(&self) -> PathBuf {
        self.folder.path().join("crate")
    }

    /// A second spec that lacks a service, and the one that refers to it, and in which every file
    /// differs.
    pub(crate) fn other_spec(&self) -> PathBuf {
        let other = self.folder.path().join("other");
        copy(&self.spec(), &other);
        for service in ["bodyless", "recovered"] {
            fs::remove_dir_all(other.join(service)).unwrap();
        }
        other
    }

    pub(crate) fn generate(&self, more: &[&str]) -> Ran {
        self.generate_from(&self.spec(), more)
    }

    pub(crate) fn generate_from(&self, spec: &Path, more: &[&str]) -> Ran {
        Ran::new(self.command(spec).args(more))
    }

    pub(crate) fn command(&self, spec: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("generate").arg("--spec").arg(spec);
        command.arg("--out").arg(self.krate());
        command
    }

    /// Every file of the crate, by path.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        if self.krate().exists() {
            collect(&self.krate(), &mut files);
        }
        files
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
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

pub(crate) fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read_to_string(&path).unwrap());
        }
    }
}
