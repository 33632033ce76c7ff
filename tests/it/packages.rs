//! The published packages carry what a registry and a license ask for.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const PACKAGES: [&str; 3] = ["runtime", "generated", "tests/mock"];

#[test]
fn every_published_package_has_a_readme_and_the_licenses_of_the_workspace() {
    for package in PACKAGES {
        let read = |path: String| fs::read_to_string(format!("{ROOT}/{path}")).unwrap();
        for readme in ["README.md", "README.zh.md"] {
            assert!(!read(format!("{package}/{readme}")).is_empty());
        }
        for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
            assert_eq!(
                read(format!("{package}/{license}")),
                read(license.to_owned()),
                "{package}/{license}"
            );
        }
    }
}

/// The files of a Markdown text's links: not those to items, headings and other hosts.
fn linked_files(text: &str) -> Vec<&str> {
    let inline = text.split("](").skip(1);
    let inline = inline.filter_map(|rest| rest.split(')').next());
    let definitions = text.lines().filter(|line| line.starts_with('['));
    let definitions = definitions.filter_map(|line| line.split_once("]: ").map(|(_, to)| to));
    let links = inline.chain(definitions).map(str::trim);
    let is_elsewhere = |to: &str| to.contains("::") || to.contains("://");
    let links = links.filter(|to| !is_elsewhere(to));
    let links = links.filter_map(|to| to.split('#').next());
    links
        .filter(|to| to.contains('.') || to.contains('/'))
        .collect()
}

fn markdown_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            markdown_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            files.push(path);
        }
    }
}

/// The beginnings of the paths that a package contains, from its `include`.
fn included(package: &Path) -> Vec<PathBuf> {
    let manifest = fs::read_to_string(package.join("Cargo.toml")).unwrap();
    let manifest: toml_edit::DocumentMut = manifest.parse().unwrap();
    let include = manifest["package"]["include"].as_array().unwrap().iter();
    let paths = include.map(|path| path.as_str().unwrap().trim_start_matches('/'));
    paths.map(|path| package.join(path)).collect()
}

#[test]
fn a_published_package_contains_the_files_that_it_links() {
    let mut checked = 0;
    for package in PACKAGES {
        let package = Path::new(ROOT).join(package).canonicalize().unwrap();
        let included = included(&package);
        let is_included = |path: &Path| included.iter().any(|part| path.starts_with(part));
        let mut files = Vec::new();
        markdown_files(&package, &mut files);
        for file in files.iter().filter(|file| is_included(file)) {
            let text = fs::read_to_string(file).unwrap();
            for link in linked_files(&text) {
                let target = file.parent().unwrap().join(link);
                let shown = format!("{}: {link}", file.display());
                assert!(
                    is_included(&target.canonicalize().expect(&shown)),
                    "{shown}"
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 30, "{checked} links");
}

#[test]
fn the_readme_of_the_workspace_links_to_files_that_exist() {
    for readme in ["README.md", "README.zh.md"] {
        let text = fs::read_to_string(format!("{ROOT}/{readme}")).unwrap();
        for link in linked_files(&text) {
            assert!(Path::new(ROOT).join(link).exists(), "{readme}: {link}");
        }
    }
}
