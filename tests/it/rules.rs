//! The tests in the table of `tests/WIRE.md` exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const TABLE: &str = include_str!("../WIRE.md");

/// The names of all tests below a folder of the workspace: a prefix, the path of the file, and the
/// module.
fn tests(folder: &str, prefix: &str, module: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    let mut files = Vec::new();
    files_below(&root, &mut files);
    let mut names = Vec::new();
    for file in files {
        let path = file.strip_prefix(&root).unwrap().with_extension("");
        let path: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
        let text = fs::read_to_string(&file).unwrap();
        let plain = text.split("#[test]").skip(1);
        for test in plain.chain(text.split("#[tokio::test]").skip(1)) {
            let Some((_, rest)) = test.split_once("fn ") else {
                continue;
            };
            let name = rest.split('(').next().unwrap();
            names.push(format!("{prefix}{}::{module}{name}", path.join("::")));
        }
    }
    names
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Each rule and the tests named for it.
fn rows() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = TABLE
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| rule |"));
    lines
        .map(|line| {
            let (rule, tests) = line.trim_matches('|').split_once(" | ").unwrap();
            let quoted = tests.split('`').skip(1).step_by(2);
            (rule.trim(), quoted.collect())
        })
        .collect()
}

#[test]
fn every_rule_of_wire_md_names_existing_tests() {
    let known: BTreeSet<String> = [
        tests("tests/it", "", ""),
        tests("runtime/src", "wechatpay_runtime::", "tests::"),
    ]
    .concat()
    .into_iter()
    .collect();
    let rows = rows();
    assert!(rows.len() > 50, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for (rule, tests) in rows {
        if tests.is_empty() {
            wrong.push(format!("no test: {rule}"));
        }
        let missing = tests.iter().filter(|test| !known.contains(**test));
        wrong.extend(missing.map(|test| format!("there is no test `{test}`: {rule}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
