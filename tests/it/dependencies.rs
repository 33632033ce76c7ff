//! The dependencies of the crate: `runtime/DEPENDENCIES.md` lists each one with a reason.

use std::collections::BTreeSet;
use std::process::Command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The crates, with their versions, that a package needs with these features on Linux.
fn versions(package: &str, features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--package", package])
        .args(["--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}", "--target", "x86_64-unknown-linux-gnu"])
        .args(features)
        .current_dir(ROOT)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    let crates = text.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some(format!("{} {}", words.next()?, words.next()?))
    });
    crates.collect()
}

/// The crates that `wechatpay-api` needs with these features, except itself and the runtime.
fn crates(features: &[&str]) -> BTreeSet<String> {
    let versions = versions("wechatpay-api", features);
    let names = versions.iter().filter_map(|line| line.split(' ').next());
    names
        .filter(|name| !name.starts_with("wechatpay-"))
        .map(str::to_owned)
        .collect()
}

/// The crates in the tables of one section of the page.
fn named(page: &str, heading: &str) -> BTreeSet<String> {
    let (_, section) = page.split_once(&format!("\n## {heading}")).unwrap();
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    let cells = rows.flat_map(|row| row.split('|').enumerate());
    // The middle column is prose.
    cells
        .filter(|(column, _)| matches!(column, 1 | 3))
        .flat_map(|(_, cell)| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_dependency_of_the_runtime_is_listed_in_dependencies_md() {
    let page = std::fs::read_to_string(format!("{ROOT}/runtime/DEPENDENCIES.md")).unwrap();
    let smallest = crates(&["--no-default-features"]);
    let default = crates(&[]);
    assert_eq!(smallest, named(&page, "Smallest"));
    assert_eq!(
        &default - &smallest,
        named(&page, "On top with `http-client`")
    );
    assert_eq!(
        &crates(&["--features", "bundled-roots"]) - &default,
        named(&page, "On top with `bundled-roots`")
    );
    let others = crates(&["--features", "blocking,reqwest,test-util"]);
    assert_eq!(&others - &default, named(&page, "On top with `blocking`"));
    let certificates = crates(&[
        "--no-default-features",
        "--features",
        "platform-certificates",
    ]);
    assert_eq!(
        &certificates - &smallest,
        named(&page, "On top with `platform-certificates`")
    );
    let callbacks = crates(&["--no-default-features", "--features", "callbacks"]);
    assert_eq!(
        &callbacks - &smallest,
        named(&page, "On top with `callbacks`")
    );
    let stream = crates(&["--no-default-features", "--features", "stream"]);
    assert_eq!(&stream - &smallest, named(&page, "On top with `stream`"));
    // The features of services turn these on.
    let runtime = |features: &[&str]| versions("wechatpay-runtime", features);
    let without = runtime(&["--no-default-features"]);
    for feature in ["downloads", "encrypted-fields", "uploads"] {
        let with = runtime(&["--no-default-features", "--features", feature]);
        assert_eq!(with, without, "{feature}");
        let heading = format!("On top with `{feature}`");
        assert_eq!(named(&page, &heading), BTreeSet::default());
    }
}

#[test]
fn the_mock_adds_fewer_than_40_crates_to_the_api() {
    let added = &versions("wechatpay-mock", &[]) - &versions("wechatpay-api", &[]);
    assert!(
        added.iter().any(|name| name.starts_with("rsa ")),
        "{added:?}"
    );
    assert!(added.len() < 40, "{} crates: {added:?}", added.len());
}

/// This feature decides what a build on Windows x86-64 needs in addition to Rust and a C compiler:
/// NASM is needed without it. Features do not depend on the machine, so the test runs on Linux,
/// where the crates for Windows may be missing.
#[test]
fn a_build_without_default_features_needs_no_assembler() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline"])
        .args(["--package", "wechatpay-api", "--no-default-features"])
        .args(["--edges", "features", "--prefix", "none"])
        .args(["--invert", "aws-lc-sys"])
        .args(["--target", "x86_64-unknown-linux-gnu"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && !text.contains("rustls"),
        "{text}"
    );
    assert!(
        text.contains("aws-lc-sys feature \"prebuilt-nasm\""),
        "{text}"
    );
}
