//! `lint --fix` and `audit --fix` as a maintainer runs them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::workspace::*;

/// A folder with a copy of the handwritten pages and their spec.
struct Pages {
    folder: TempDir,
}

impl Pages {
    fn new() -> Self {
        let pages = Self {
            folder: TempDir::new().unwrap(),
        };
        let handwritten = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/it/audit");
        for name in ["spec", "pages"] {
            copy(&handwritten.join(name), &pages.folder.path().join(name));
        }
        pages
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Replaces a text that a file has.
    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from:?}");
        fs::write(self.path(path), text.replacen(from, to, 1)).unwrap();
    }

    /// Audits all pages.
    fn audit(&self, more: &[&str]) -> Ran {
        let pages = ["drop_card", "find_card", "paint_card"];
        let pages = pages.map(|name| self.path(&format!("pages/{name}.txt")));
        let mut arguments = vec!["audit"];
        arguments.extend(pages.iter().map(|page| page.to_str().unwrap()));
        self.run(arguments, more)
    }

    fn lint(&self, more: &[&str]) -> Ran {
        self.run(vec!["lint"], more)
    }

    fn run<'a>(&self, mut arguments: Vec<&'a str>, more: &[&'a str]) -> Ran {
        let spec = self.path("spec");
        let spec = spec.to_str().unwrap().to_owned();
        arguments.extend(more);
        let spec = ["--spec", &spec];
        xtask(&[&arguments[..], &spec].concat())
    }

    /// Every file of the spec, by path.
    fn spec(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        collect(&self.path("spec"), &mut files);
        files
    }
}

#[test]
fn lint_fixes_what_it_can_and_reports_the_rest() {
    let pages = Pages::new();
    let right = pages.spec();
    let file = "spec/cards/paint_card.yaml";
    pages.replace(file, "remarks:\n  doc", "remark:\n  doc");
    // A fix reveals a mistake that has a fix, too.
    pages.replace(
        file,
        "type: Colour\n    presence: required",
        "typ: Color\n    presence: required",
    );
    let ran = pages.lint(&["--fix"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stderr.contains("fixed: unknown key `remark`"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr
            .contains("Fixes: 3 applied, 0 refused; changed files: 1."),
        "{}",
        ran.stderr
    );
    assert!(pages.spec() == right);
    pages.replace(file, "max_items: 5", "max_items: five");
    pages.replace(file, "remarks:\n  doc", "remark:\n  doc");
    let ran = pages.lint(&["--fix"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stdout.contains("five"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("`remark`"), "{}", ran.stdout);
}

#[test]
fn audit_fixes_all_discrepancies_that_have_a_fix() {
    let pages = Pages::new();
    pages.replace("pages/drop_card.txt", "20/s", "30/s");
    pages.replace("pages/paint_card.txt", "要换成的颜色", "要换成的新颜色");
    let mut right = pages.spec();
    for (path, text) in &mut right {
        let name = path.file_name().unwrap();
        if name == "drop_card.yaml" {
            *text = text.replace("20/s", "30/s");
        } else if name == "paint_card.yaml" {
            *text = text.replace("9c2ad7de", "f1d887fe");
        }
    }
    let ran = pages.audit(&["--fix"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), ""),
        "{}",
        ran.stderr
    );
    assert!(pages.spec() == right);
    let ran = pages.audit(&["--fix"]);
    assert!(
        ran.stderr
            .contains("Fixes: 0 applied, 0 refused; changed files: 0."),
        "{}",
        ran.stderr
    );
    assert!(pages.spec() == right);
}

#[test]
fn only_the_given_codes_are_fixed() {
    let pages = Pages::new();
    pages.replace("pages/drop_card.txt", "20/s", "30/s");
    pages.replace("pages/paint_card.txt", "要换成的颜色", "要换成的新颜色");
    let before = pages.spec();
    let ran = pages.audit(&["--fix=page-label,page-presence"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(pages.spec() == before);
    let ran = pages.audit(&["--fix=page-label,page-fact"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stdout.contains("page-fingerprint"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("page-fact"), "{}", ran.stdout);
    let ran = pages.audit(&["--fix=page-lable"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stdout);
    assert!(
        ran.stderr.contains("did you mean `page-label`?"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_text_that_other_pages_still_have_is_not_changed() {
    let pages = Pages::new();
    let before = pages.spec();
    pages.replace(
        "pages/paint_card.txt",
        "PARAM_ERROR | 填的不对",
        "PARAM_ERROR | 填错了",
    );
    let ran = pages.audit(&["--fix"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("not fixed, because another fix needs"),
        "{}",
        ran.stderr
    );
    assert!(pages.spec() == before);
    // Pages that disagree with the spec and with each other.
    pages.replace(
        "pages/drop_card.txt",
        "PARAM_ERROR | 填的不对",
        "PARAM_ERROR | 填错",
    );
    let ran = pages.audit(&["--fix"]);
    assert!(
        ran.stderr.contains("Fixes: 0 applied, 1 refused"),
        "{}",
        ran.stderr
    );
    assert!(pages.spec() == before);
}

#[test]
fn a_read_only_file_is_refused_and_no_other_file_is_changed() {
    let pages = Pages::new();
    pages.replace("pages/drop_card.txt", "20/s", "30/s");
    pages.replace("pages/paint_card.txt", "要换成的颜色", "要换成的新颜色");
    let before = pages.spec();
    let file = pages.path("spec/cards/paint_card.yaml");
    let writable = fs::metadata(&file).unwrap().permissions();
    let mut read_only = writable.clone();
    read_only.set_readonly(true);
    fs::set_permissions(&file, read_only).unwrap();
    let ran = pages.audit(&["--fix"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("nothing was changed: the file is read-only"),
        "{}",
        ran.stderr
    );
    assert!(pages.spec() == before);
    fs::set_permissions(&file, writable).unwrap();
    assert_eq!(pages.audit(&["--fix"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn the_permissions_of_a_fixed_file_stay() {
    use std::os::unix::fs::PermissionsExt as _;

    let pages = Pages::new();
    pages.replace("pages/drop_card.txt", "20/s", "30/s");
    let file = pages.path("spec/cards/drop_card.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).unwrap();
    assert_eq!(pages.audit(&["--fix"]).code, Some(0));
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o664
    );
}
