//! The published packages carry what a registry and a license ask for.

use std::fs;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn every_published_package_has_a_readme_and_the_licenses_of_the_workspace() {
    for package in ["runtime", "generated", "tests/mock"] {
        let read = |path: String| fs::read_to_string(format!("{ROOT}/{path}")).unwrap();
        assert!(!read(format!("{package}/README.md")).is_empty());
        for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
            assert_eq!(
                read(format!("{package}/{license}")),
                read(license.to_owned()),
                "{package}/{license}"
            );
        }
    }
}
