//! What a user of the crate takes on: every crate that comes along, for each set of features. A new one shows up in review.

use std::collections::BTreeSet;
use std::process::Command;

/// The crates that `wechatpay-api` needs with these features on Linux, itself and the runtime left out.
fn crates(features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--offline",
            "--package",
            "wechatpay-api",
        ])
        .args([
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .args(["--target", "x86_64-unknown-linux-gnu"])
        .args(features)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| !name.is_empty() && !name.starts_with("wechatpay-"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn each_set_of_features_brings_these_crates_and_no_other() {
    let smallest = crates(&["--no-default-features"]);
    let default = crates(&[]);
    let blocking = crates(&["--features", "blocking"]);
    assert!(smallest.is_subset(&default) && default.is_subset(&blocking));
    let list = |names: &mut dyn Iterator<Item = &String>| {
        names.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    insta::assert_snapshot!(format!(
        "smallest: {}\n{}\n\nthe HTTP client on top: {}\n{}\n\nthe blocking client on top: {}\n{}",
        smallest.len(),
        list(&mut smallest.iter()),
        default.len() - smallest.len(),
        list(&mut default.difference(&smallest)),
        blocking.len() - default.len(),
        list(&mut blocking.difference(&default)),
    ));
}
