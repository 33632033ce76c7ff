//! Compiles one program with each of many crates, and reports the compiler's errors.
//!
//! A package outside the workspace has one binary per crate: the generated files, and the program
//! as one more module. Crates that differ only in comments, texts and numbers are compiled once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::{Options, OutputFile};

const OPTIONS: Options<'static> = Options {
    spec_folder: "spec",
    crate_name: "wechatpay_api",
    has_guide: false,
};

/// The errors of the program with each crate, by the crate's name.
pub(super) fn errors<'n>(
    program: &str,
    crates: &[(&'n str, &Model)],
) -> BTreeMap<&'n str, Vec<String>> {
    let mut binaries: BTreeMap<String, String> = BTreeMap::new();
    let mut names = Vec::new();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff");
    let _ = fs::remove_dir_all(folder.join("src"));
    for (name, model) in crates {
        let files = wechatpay_codegen::generate(model, &OPTIONS);
        let code: String = files.iter().map(code).collect();
        let next = format!("crate_{}", binaries.len());
        let binary = binaries.entry(code).or_insert_with(|| {
            write(&folder.join("src/bin").join(&next), &files, program);
            next
        });
        names.push((*name, binary.clone()));
    }
    let found = check(&folder);
    let of = |(name, binary): (&'n str, String)| {
        let Some(errors) = found.get(&binary) else {
            panic!("{name} was not checked");
        };
        (name, errors.clone())
    };
    names.into_iter().map(of).collect()
}

/// A file without the parts that cannot affect compilation: comments, texts and numbers.
fn code(file: &OutputFile) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.contains("#[doc(");
    let lines: Vec<_> = file.text.lines().filter(is_code).collect();
    let code = lines.join("\n").replace("\\\"", "");
    // Every second piece between quotes is a text.
    let code: String = code.split('"').step_by(2).collect();
    let words = code.split_whitespace();
    let words = words.map(|word| word.trim_start_matches(|c: char| c.is_ascii_digit()));
    format!("{}\n{}\n", file.path, words.collect::<Vec<_>>().join(" "))
}

fn write(folder: &Path, files: &[OutputFile], program: &str) {
    put(&folder.join("program.rs"), program);
    for file in files {
        if file.path == "lib.rs" {
            let text = file
                .text
                .replace("#![doc = include_str!(\"../README.md\")]\n", "");
            let text = format!("#![allow(warnings)]\n\n{text}\nmod program;\n\nfn main() {{}}\n");
            put(&folder.join("main.rs"), &text);
        } else {
            put(&folder.join(&file.path), &file.text);
        }
    }
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The workspace's root.
fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().to_owned()
}

/// One run of cargo for all binaries. It shares its target folder with the other tests that run the
/// compiler, because the libraries are the same.
fn check(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let runtime = crate::support::scratch_crate::toml_path(&root().join("runtime"));
    let manifest = format!(
        r#"[package]
name = "changes"
version = "0.0.0"
edition = "2024"
publish = false

[features]
default = ["cards", "maps"]
cards = ["wechatpay-runtime/uploads"]
maps = []
blocking = []
callbacks = []
downloads = []
http-client = []

[dependencies]
serde = {{ version = "1.0", features = ["derive"] }}
wechatpay-runtime = {{ path = {runtime}, default-features = false, features = ["downloads", "encrypted-fields"] }}

[workspace]
"#
    );
    put(&folder.join("Cargo.toml"), &manifest);
    // The same versions as in the workspace, so that nothing has to be downloaded.
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    put(&folder.join("Cargo.lock"), &lock);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes/target");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--bins", "--offline", "--keep-going", "--quiet"])
        .args(["--message-format", "json"])
        .env("CARGO_TARGET_DIR", target)
        // Each binary is checked only once, so incremental compilation would only fill the disk.
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .current_dir(folder)
        .output()
        .unwrap();
    let messages = String::from_utf8(output.stdout).unwrap();
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in messages.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if line["target"]["kind"] == serde_json::json!(["bin"]) {
            let name = line["target"]["name"].as_str().unwrap().to_owned();
            let found = errors.entry(name).or_default();
            if line["message"]["level"] == "error" {
                let text = line["message"]["rendered"].as_str().unwrap_or_default();
                found.push(text.to_owned());
            }
        }
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.is_empty(), "{stderr}");
    errors
}
