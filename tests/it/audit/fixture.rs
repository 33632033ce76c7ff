//! Spec and pages in memory; tests change one fact at a time.

use std::fs;
use std::path::Path;

use wechatpay_codegen::diagnostic::{Code, Diagnostics, Format, Severity};
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;
use wechatpay_compare::audit::{Audit, audit, audit_beginnings};

/// A text with one changed fact, and a description of the change.
pub(crate) struct Mutant {
    pub(crate) what: String,
    pub(crate) text: String,
}

/// A spec, its model, and its pages. Files are (path, text).
pub(crate) struct Fixture {
    pub(crate) spec: Vec<(String, String)>,
    pub(crate) pages: Vec<(String, String)>,
    model: Model,
}

impl Fixture {
    /// The handwritten pages.
    pub(crate) fn handwritten() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/audit");
        Self::new(files(&folder.join("spec")), files(&folder.join("pages"))).unwrap()
    }

    /// The real pages, if there are any.
    pub(crate) fn real() -> Option<Self> {
        let pages = std::env::var_os("WECHATPAY_PAGES")?;
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let fixture = Self::new(files(&spec), files(Path::new(&pages)));
        Some(fixture.expect("the spec is right"))
    }

    /// `None` if the generator rejects the spec. A sample that no longer fits is left for the
    /// audit.
    pub(super) fn new(spec: Vec<(String, String)>, pages: Vec<(String, String)>) -> Option<Self> {
        let (model, diagnostics) = wechatpay_codegen::read(&sources(&spec));
        let mut errors = diagnostics.iter().filter(|d| d.severity == Severity::Error);
        let is_readable =
            |code: Code| code == Code::NOT_EMITTED || code.as_str().starts_with("sample-");
        let readable = errors.all(|error| is_readable(error.code));
        readable.then_some(Self { spec, pages, model })
    }

    /// The same fixture with one file of the spec replaced.
    pub(crate) fn with_spec_file(&self, at: usize, text: &str) -> Option<Self> {
        let mut spec = self.spec.clone();
        text.clone_into(&mut spec[at].1);
        Self::new(spec, self.pages.clone())
    }

    /// Whether the pages are the source of a spec file: an operation without a grade, or a file
    /// that such an operation shares.
    pub(crate) fn has_page(&self, path: &str) -> bool {
        let is_operation = |file: &str| file.lines().any(|line| line.starts_with("operation: "));
        let is_full = |file: &str| is_operation(file) && !file.contains("\n  grade: ");
        let (_, file) = self.spec.iter().find(|(other, _)| other == path).unwrap();
        if is_operation(file) {
            return is_full(file);
        }
        let (folder, _) = path.rsplit_once('/').unwrap_or_default();
        let mut shared_by = self.spec.iter();
        shared_by.any(|(other, file)| other.starts_with(&format!("{folder}/")) && is_full(file))
    }

    /// Replaces a piece of a page, which has to contain it.
    pub(crate) fn damage(&mut self, page: &str, from: &str, to: &str) {
        let mut pages = self.pages.iter_mut();
        let (_, text) = pages.find(|(path, _)| path.contains(page)).unwrap();
        assert!(text.contains(from), "{page} has no {from:?}");
        *text = text.replacen(from, to, 1);
    }

    /// The codes of the discrepancies on pages.
    pub(crate) fn audit(&self, pages: &[(String, String)]) -> Vec<Code> {
        let mut sources = sources(&self.spec);
        let add = |(path, text): &(String, String)| sources.add(path.clone(), text.clone().into());
        let ids: Vec<_> = pages.iter().map(add).collect();
        let audit = audit(&self.model, &sources, &ids);
        audit
            .diagnostics
            .iter()
            .map(|finding| finding.code)
            .collect()
    }

    /// The audit of the beginning of a page, and its discrepancies as text.
    pub(crate) fn audit_beginning(&self, path: &str, text: &str) -> (Audit, String) {
        let mut sources = sources(&self.spec);
        let id = sources.add(path.to_owned(), text.to_owned().into());
        let audit = audit_beginnings(&self.model, &sources, &[id]);
        let found = audit.diagnostics.render(&sources, Format::Human);
        (audit, found)
    }

    /// The table at the end of the report.
    pub(crate) fn summary(&self) -> String {
        let mut sources = sources(&self.spec);
        let add = |(path, text): &(String, String)| sources.add(path.clone(), text.clone().into());
        let ids: Vec<_> = self.pages.iter().map(add).collect();
        audit(&self.model, &sources, &ids).summary()
    }

    /// The discrepancies of all pages, and the files to which they belong.
    pub(crate) fn found(&self) -> (Diagnostics, Sources) {
        let mut sources = sources(&self.spec);
        let add = |(path, text): &(String, String)| sources.add(path.clone(), text.clone().into());
        let ids: Vec<_> = self.pages.iter().map(add).collect();
        (audit(&self.model, &sources, &ids).diagnostics, sources)
    }

    /// The report with pages, spec and Rust side by side.
    pub(crate) fn side_by_side(&self) -> String {
        let mut sources = sources(&self.spec);
        let add = |(path, text): &(String, String)| sources.add(path.clone(), text.clone().into());
        let ids: Vec<_> = self.pages.iter().map(add).collect();
        wechatpay_compare::side_by_side(&self.model, &sources, &ids, false)
    }

    /// The discrepancies of all pages as text.
    pub(crate) fn discrepancies(&self, format: Format) -> String {
        let (found, sources) = self.found();
        found.render(&sources, format)
    }
}

fn sources(files: &[(String, String)]) -> Sources {
    let bytes = |(path, text): &(String, String)| (path.clone(), text.clone().into_bytes());
    Sources::new(files.iter().map(bytes))
}

/// Every YAML and text file below a folder. Paths begin with the folder's name.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            let below = files(&path).into_iter();
            found.extend(below.map(|(path, text)| (format!("{name}/{path}"), text)));
        } else if matches!(extension, Some("yaml" | "txt")) {
            let file = path.file_name().unwrap().to_string_lossy();
            found.push((format!("{name}/{file}"), fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}
