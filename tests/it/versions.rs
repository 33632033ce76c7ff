//! Generated code fits one version of the runtime, and says so where it is built with another one.

use crate::support::scratch_crate::ScratchCrate;
use crate::support::small_spec::{OPERATION, sources};

#[test]
fn a_version_mismatch_says_to_regenerate_the_crate() {
    let (model, _) = wechatpay_codegen::read(&sources(OPERATION));
    let bench = ScratchCrate::new("versions", &model);
    let ran = bench.cargo(&["check"]);
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "{stderr}");

    let version = env!("CARGO_PKG_VERSION");
    let lib = bench.text("src/lib.rs");
    let older = lib.replace(version, "0.0.9");
    assert_ne!(lib, older);
    bench.put("src/lib.rs", &older);
    let ran = bench.cargo(&["check"]);
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert!(!ran.status.success());
    let sentence = format!(
        "error: this crate was generated for wechatpay-runtime 0.0.9 and is built with {version}: \
         regenerate it with `cargo xtask generate` of {version}\n"
    );
    assert!(stderr.starts_with(&sentence), "{stderr}");
    assert!(
        stderr.contains("could not compile `versions` (lib) due to 1 previous error"),
        "{stderr}"
    );
}

#[test]
fn the_crate_of_the_workspace_requires_exactly_its_runtime() {
    let manifest = include_str!("../../Cargo.toml");
    let exact = concat!(
        "wechatpay-runtime = { version = \"=",
        env!("CARGO_PKG_VERSION"),
        "\", "
    );
    assert!(manifest.contains(exact), "{exact}");
}
