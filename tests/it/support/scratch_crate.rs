//! A crate outside the workspace made of generated files, and what cargo reports about it.
//!
//! The crate has the lints of the workspace: a test fails if `cargo clippy` or `cargo doc` reports
//! anything.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use wechatpay_codegen::model::{Model, Service};
use wechatpay_codegen::{Options, OutputFile};

/// A folder below the target folder.
pub(crate) struct ScratchCrate {
    folder: PathBuf,
}

impl ScratchCrate {
    /// Writes the crate of a model over the current content of the folder. Unchanged files are not
    /// written, so that cargo does not rebuild them.
    pub(crate) fn new(name: &str, model: &Model) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let scratch = Self { folder };
        scratch.put("Cargo.toml", &manifest(name, model));
        scratch.put("README.md", "Generated from what a test made up.\n");
        // The same versions as in the workspace, so that nothing has to be downloaded.
        for (from, to) in [
            ("Cargo.lock", "Cargo.lock"),
            ("generated/.clippy.toml", "clippy.toml"),
        ] {
            scratch.put(to, &fs::read_to_string(root().join(from)).unwrap());
        }
        let options = Options {
            spec_folder: "spec",
            crate_name: name,
            has_guide: false,
        };
        let files = wechatpay_codegen::generate(model, &options);
        scratch.remove_all_but(&files, "src");
        for OutputFile { path, text } in files {
            scratch.put(&format!("src/{path}"), &text);
        }
        scratch
    }

    fn remove_all_but(&self, files: &[OutputFile], folder: &str) {
        let Ok(entries) = fs::read_dir(self.folder.join(folder)) else {
            return;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(self.folder.join("src")).unwrap();
            if path.is_dir() {
                self.remove_all_but(files, &format!("src/{}", below.display()));
            } else if !files.iter().any(|file| Path::new(&file.path) == below) {
                fs::remove_file(path).unwrap();
            }
        }
    }

    /// Writes an additional file.
    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|before| before == text) {
            return;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Returns the content of a file.
    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    /// Panics if clippy or rustdoc report anything.
    pub(crate) fn assert_no_warnings(&self) {
        let clippy = self.cargo(&["clippy", "--lib", "--message-format", "json"]);
        let rustdoc = self.cargo(&["doc", "--no-deps", "--message-format", "json"]);
        for output in [clippy, rustdoc] {
            let found = findings(&output.stdout);
            let shown = found.iter().take(60).cloned().collect::<String>();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert!(found.is_empty(), "{} findings:\n{shown}", found.len());
            assert!(output.status.success(), "{stderr}");
        }
    }

    /// The target folder is shared with the other tests that run the compiler, because the
    /// libraries are the same.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes/target");
        Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .env("CARGO_TARGET_DIR", target)
            // Everything is checked only once, so incremental compilation would only fill the disk.
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTDOCFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .current_dir(&self.folder)
            .output()
            .unwrap()
    }
}

/// Warnings and errors, as a person sees them.
fn findings(messages: &[u8]) -> Vec<String> {
    let messages = String::from_utf8_lossy(messages);
    let lines = messages
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let rendered =
        lines.filter_map(|line: Value| Some(line["message"]["rendered"].as_str()?.to_owned()));
    rendered.collect()
}

fn manifest(name: &str, model: &Model) -> String {
    let services: Vec<_> = model
        .services
        .iter()
        .map(|service| service.name.as_str())
        .collect();
    let feature = |service: &Service| {
        let needed = [
            (service.has_downloads(), "wechatpay-runtime/downloads"),
            (
                service.has_encrypted_fields(),
                "wechatpay-runtime/encrypted-fields",
            ),
            (service.has_uploads(), "wechatpay-runtime/uploads"),
        ];
        let needed = needed.iter().filter(|(is_needed, _)| *is_needed);
        let needed: Vec<_> = needed.map(|(_, feature)| feature).collect();
        format!("{} = {needed:?}", service.name)
    };
    let features: Vec<_> = model.services.iter().map(feature).collect();
    let features = features.join("\n");
    // With `Deserialize` of requests, which is the largest part of what macros add.
    let added = ["serde", "callbacks"];
    let default: Vec<_> = services.iter().copied().chain(added).collect();
    let runtime = toml_path(&root().join("runtime"));
    format!(
        r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
publish = false

[features]
default = {default:?}
http-client = ["wechatpay-runtime/http-client"]
blocking = ["wechatpay-runtime/blocking"]
serde = ["wechatpay-runtime/serde"]
test-util = ["wechatpay-runtime/test-util"]
callbacks = ["wechatpay-runtime/callbacks"]
downloads = ["wechatpay-runtime/downloads"]
encrypted-fields = ["wechatpay-runtime/encrypted-fields"]
{features}
[dependencies]
serde = {{ version = "1.0", features = ["derive"] }}
wechatpay-runtime = {{ path = {runtime}, default-features = false }}

[dev-dependencies]
serde_json = "1.0"

{}
[workspace]
"#,
        lints()
    )
}

/// The workspace's lints, as those of one package.
fn lints() -> String {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (_, from) = manifest.split_once("[workspace.lints.").unwrap();
    let (lints, _) = from.split_once("[profile").unwrap();
    format!("[lints.{}", lints.replace("[workspace.lints.", "[lints."))
}

/// A path as a TOML value, whatever characters the folder of the checkout has.
pub(crate) fn toml_path(path: &Path) -> String {
    let path = path.to_str().expect("the checkout's path is UTF-8");
    toml_edit::Value::from(path).to_string()
}

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().to_owned()
}
