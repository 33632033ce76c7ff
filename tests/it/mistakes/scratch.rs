//! A package outside the workspace with one binary per program, and the compiler's errors for each.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A program that calls the operation with the `request()` of its source.
pub(super) struct Program {
    pub(super) name: String,
    pub(super) source: String,
}

/// An error of the compiler.
#[derive(Debug)]
pub(super) struct CompilerError {
    /// For example `E0277`; `none` if the compiler gives no code.
    pub(super) code: String,
    /// The text that a user sees, except line numbers and the path of the workspace.
    pub(super) text: String,
}

/// The errors of every program, by name.
pub(super) struct Checked(BTreeMap<String, Vec<CompilerError>>);

impl Checked {
    pub(super) fn findings(&self, program: &str) -> &[CompilerError] {
        let Some(findings) = self.0.get(program) else {
            panic!("{program} was not looked at");
        };
        findings
    }
}

const PARTS: &str = include_str!("../example_calls/parts.rs");

/// The workspace's root.
fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().to_owned()
}

/// A folder below the target folder.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes")
}

/// Checks all programs in one run of cargo with its own target folder, so that it does not wait for
/// another run.
pub(super) fn check(programs: &[Program]) -> Checked {
    let folder = folder();
    write(&folder, programs);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--bins", "--offline", "--keep-going", "--quiet"])
        .args(["--message-format", "json"])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .current_dir(&folder)
        .output()
        .unwrap();
    let messages = String::from_utf8(output.stdout).unwrap();
    let mut checked = Checked(BTreeMap::new());
    for line in messages.lines() {
        checked.note(&serde_json::from_str(line).unwrap());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    for program in programs {
        let seen = checked.0.contains_key(&program.name);
        assert!(seen, "{} was not checked:\n{stderr}", program.name);
    }
    checked
}

fn write(folder: &Path, programs: &[Program]) {
    let bins = folder.join("src/bin");
    let _ = fs::remove_dir_all(&bins);
    fs::create_dir_all(&bins).unwrap();
    let generated = crate::support::scratch_crate::toml_path(&root().join("generated"));
    let manifest = format!(
        r#"[package]
name = "mistakes"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
wechatpay-api = {{ path = {generated}, default-features = false, features = ["all-services"] }}

[workspace]
"#
    );
    put(&folder.join("Cargo.toml"), &manifest);
    // The same versions as in the workspace, so that nothing has to be downloaded.
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    put(&folder.join("Cargo.lock"), &lock);
    put(&folder.join("src/parts.rs"), PARTS);
    for program in programs {
        let path = bins.join(&program.name).with_extension("rs");
        let main = "fn main() {\n    let _ = call::request();\n}\n\n\
                    #[allow(dead_code)]\n#[path = \"../parts.rs\"]\nmod parts;\n\n";
        let call = &program.source;
        put(
            &path,
            &format!("#![allow(unused_imports)]\n\n{main}mod call {{\n{call}}}\n"),
        );
    }
}

fn put(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

impl Checked {
    /// Reads one line of cargo's output.
    fn note(&mut self, line: &Value) {
        let target = &line["target"];
        if target["kind"] != serde_json::json!(["bin"]) {
            return;
        }
        let name = target["name"].as_str().unwrap().to_owned();
        let findings = self.0.entry(name).or_default();
        let message = &line["message"];
        let text = message["rendered"].as_str().unwrap_or_default();
        // The last error of each program only counts the others.
        if message["level"] == "error" && !text.starts_with("error: aborting due to") {
            findings.push(CompilerError {
                code: message["code"]["code"]
                    .as_str()
                    .unwrap_or("none")
                    .to_owned(),
                text: normalized(text),
            });
        }
    }
}

/// The message without parts that do not concern the mistake and change with fields or machines:
/// the path of the workspace, line numbers, and the file for a long type.
fn normalized(text: &str) -> String {
    let root = format!("{}/", root().display());
    let mut normalized = String::new();
    for line in text.replace(&root, "").trim_end().lines() {
        let line = line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
        let line = match line.split_once(".rs:") {
            Some((file, _)) if line.starts_with("-->") => &line[..file.len() + ".rs".len()],
            _ => line,
        };
        if !line.contains("long-type") {
            normalized.push_str(line);
            normalized.push('\n');
        }
    }
    normalized
}
