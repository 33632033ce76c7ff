//! Which crates may depend on which, and what each crate must never contain. The README describes
//! the crates.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every dependency of every member, as (name, kind), by member. The kind is `normal`, `dev` or
/// `build`.
fn dependencies() -> BTreeMap<String, Vec<(String, String)>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let list = |package: &serde_json::Value| {
        let entry = |d: &serde_json::Value| {
            let kind = d["kind"].as_str().unwrap_or("normal").to_owned();
            (d["name"].as_str().unwrap().to_owned(), kind)
        };
        let all = package["dependencies"].as_array().unwrap().iter();
        all.map(entry).collect()
    };
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|p| (p["name"].as_str().unwrap().to_owned(), list(p)))
        .collect()
}

#[test]
fn crates_depend_on_each_other_in_one_direction_only() {
    let all = dependencies();
    let ours = |package: &str, kinds: &[&str]| -> Vec<String> {
        let of = all.get(package).unwrap_or_else(|| panic!("no {package}"));
        let is_ours = |name: &str| all.contains_key(name);
        of.iter()
            .filter(|(name, kind)| is_ours(name) && kinds.contains(&kind.as_str()))
            .map(|(name, _)| name.clone())
            .collect()
    };
    let every = ["normal", "dev", "build"];
    assert!(ours("wechatpay-codegen", &every).is_empty());
    assert!(ours("wechatpay-runtime", &every).is_empty());
    assert_eq!(ours("wechatpay-compare", &every), ["wechatpay-codegen"]);
    assert_eq!(
        ours("xtask", &every),
        ["wechatpay-codegen", "wechatpay-compare"]
    );
    assert!(ours("wechatpay-mock", &every).is_empty());
    assert_eq!(
        ours("wechatpay-api", &["normal", "build"]),
        ["wechatpay-runtime"]
    );
    assert_eq!(ours("wechatpay-golden", &every), ["wechatpay-runtime"]);
}

#[test]
fn the_tests_do_not_share_crypto_or_http_code_with_the_client() {
    for (package, list) in dependencies() {
        let has = |wanted: &str, kind: &str| list.iter().any(|(n, k)| n == wanted && k == kind);
        let may_judge = ["wechatpay-mock", "wechatpay-tests"].contains(&package.as_str());
        assert!(
            may_judge || !has("rsa", "normal"),
            "{package} uses the rsa crate"
        );
        let signs = ["aws-lc-rs", "reqwest"]
            .iter()
            .any(|name| has(name, "normal"));
        assert!(
            !signs || package == "wechatpay-runtime",
            "{package} signs or sends"
        );
    }
}

/// The lines of the Rust files below a folder except comment lines, each with its place.
fn code(folder: &str) -> Vec<(String, String)> {
    fn collect(folder: &Path, lines: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, lines);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let numbered = (1..).zip(text.lines());
                let code = numbered.filter(|(_, line)| !line.trim_start().starts_with("//"));
                lines.extend(
                    code.map(|(n, line)| (format!("{}:{n}", path.display()), line.to_owned())),
                );
            }
        }
    }
    let mut lines = Vec::new();
    collect(&root().join(folder), &mut lines);
    assert!(!lines.is_empty(), "nothing below {folder}");
    lines
}

fn refuse(folder: &str, words: &[&str]) {
    for (place, line) in code(folder) {
        for word in words {
            assert!(!line.contains(word), "{place} has `{word}`: {line}");
        }
    }
}

#[test]
fn generated_code_has_no_control_flow_and_no_panics() {
    for folder in ["generated/src", "tests/golden/src"] {
        refuse(
            folder,
            &[
                "allow(",
                ".expect(",
                "unsafe {",
                " if ",
                "while ",
                "loop ",
                "unwrap",
                "panic!",
                "reqwest",
                "http::",
                "tokio",
                "chrono",
                "SystemTime",
            ],
        );
    }
}

#[test]
fn the_runtime_contains_no_product_name_and_no_api_path() {
    let is_test = |line: &str| line.contains("#[cfg(test)]") || line.contains("#[cfg(all(test");
    let mut in_tests = String::new();
    for (place, line) in code("runtime/src") {
        let file = place.split(':').next().unwrap_or_default().to_owned();
        if is_test(&line) {
            in_tests = file.clone();
        }
        if in_tests != file {
            // All products use the same certificates.
            let line = line.replace("\"/v3/certificates\"", "");
            for word in ["/v3/", "busifavor", "coupon", "stock"] {
                assert!(!line.contains(word), "{place} knows a product: {line}");
            }
        }
    }
}

#[test]
fn one_public_item_of_the_runtime_mentions_reqwest_and_is_behind_a_feature() {
    let lines = code("runtime/src");
    let mentions = lines
        .iter()
        .enumerate()
        .filter(|(_, (_, line))| line.trim_start().starts_with("pub ") && line.contains("reqwest"));
    let places: Vec<_> = mentions.map(|(at, _)| at).collect();
    let [at] = places.as_slice() else {
        panic!(
            "{:?}",
            places.iter().map(|at| &lines[*at]).collect::<Vec<_>>()
        );
    };
    assert!(
        lines[*at].1.contains("fn from_reqwest("),
        "{:?}",
        lines[*at]
    );
    let attributes = &lines[at - 2..*at];
    assert!(
        attributes
            .iter()
            .any(|(_, line)| line.contains(r#"feature = "reqwest""#)),
        "{attributes:?}"
    );
}

#[test]
fn the_generator_writes_no_files_and_starts_no_process() {
    refuse(
        "codegen/src",
        &[
            "fs::write",
            "File::create",
            "create_dir",
            "remove_",
            "std::net",
            "Command::new",
            "std::env::",
        ],
    );
}

#[test]
fn serde_yaml_is_used_only_to_load_specs_and_to_print_openapi() {
    let rooms = ["load/node", "openapi/yaml.rs"];
    for (place, line) in code("codegen/src") {
        assert!(
            !line.contains("serde_yaml") || rooms.iter().any(|room| place.contains(room)),
            "{place}: {line}"
        );
    }
}

#[test]
fn only_generated_crates_raise_the_limits_of_clippy() {
    let limits = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let of_new_crates = limits("xtask/src/clippy.toml");
    assert!(of_new_crates.contains("too-many-lines-threshold"));
    assert_eq!(limits("generated/.clippy.toml"), of_new_crates);
    assert_eq!(limits("tests/golden/.clippy.toml"), of_new_crates);
    assert!(!limits(".clippy.toml").contains("threshold"));
}
