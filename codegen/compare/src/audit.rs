//! Compares the spec with saved documentation pages, and reports all discrepancies.
//!
//! The audit reads pages with its own readers. It shares no parser and no rule with the generator.
//! It compares each page with the resolved [`Model`] in both directions: a fact that only the page
//! or only the spec has is a discrepancy, too. A discrepancy shows its locations in the spec and on
//! the page.
//!
//! `page` reads a page, with one reader per kind of text (`overview`, `table`, `listing`,
//! `samples`, `errors`). `compare` compares it, with one file per kind of fact.

pub(crate) mod align;
mod boilerplate;
mod change;
pub mod codes;
mod compare;
mod entries;
mod folded;
mod go;
mod html;
mod java;
mod lines;
pub(crate) mod listing;
pub(crate) mod marks;
mod numerals;
pub(crate) mod page;
pub(crate) mod page_claims;
#[cfg(test)]
mod phrases;
mod prose;
mod report;
mod scan;
mod scope;
mod seen;
pub(crate) mod sentences;
mod shared;
pub(crate) mod text;
mod tokens;
pub(crate) mod triggers;
mod without_spaces;

use std::fmt::Write as _;

use wechatpay_codegen::characters::escape_line;
use wechatpay_codegen::diagnostic::{Code, Diagnostic, Diagnostics};
use wechatpay_codegen::model::{Callback, Model, Service};
use wechatpay_codegen::source::{FileId, Sources};

pub use html::page_text;

use page::Page;
use page::headings::Part;
use report::{Confirmed, Report};
use scope::Scope;
use seen::Beginning;
use sentences::Sentence;

/// The result of an audit.
#[derive(Debug)]
pub struct Audit {
    /// One result per page, in the given order.
    pub pages: Vec<PageResult>,
    /// All discrepancies, ordered by location.
    pub diagnostics: Diagnostics,
}

/// The result for one page.
#[derive(Debug)]
pub struct PageResult {
    /// The given path of the page.
    pub path: String,
    /// The operation or callback that the page documents, as `service.operation`.
    pub operation: Option<String>,
    /// Number of facts that are the same on the page and in the spec.
    pub matched: usize,
    /// Number of trigger phrases of the page that the spec waives, each with a reason.
    pub waived: usize,
    /// Number of facts of the spec behind the end of the saved page. Only [`audit_beginnings`]
    /// counts them.
    pub unseen: usize,
    /// Number of facts that only the page or only the spec has.
    pub missing: usize,
    /// Number of facts that differ between the page and the spec.
    pub contradicted: usize,
}

impl PageResult {
    /// Number of all facts of the page and the spec.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.matched + self.waived + self.unseen + self.missing + self.contradicted
    }
}

impl Audit {
    /// A table with one line per page.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut text = String::from(
            "   facts  matched   waived   unseen  missing  contradicted  operation, page\n",
        );
        for page in &self.pages {
            let operation = page.operation.as_deref().unwrap_or("no operation");
            let _ = writeln!(
                text,
                "{:>8} {:>8} {:>8} {:>8} {:>8} {:>13}  {operation}, {}",
                page.facts(),
                page.matched,
                page.waived,
                page.unseen,
                page.missing,
                page.contradicted,
                escape_line(&page.path)
            );
        }
        let page_counts = self
            .pages
            .iter()
            .map(|page| page.missing + page.contradicted);
        let shared = self
            .diagnostics
            .iter()
            .count()
            .saturating_sub(page_counts.sum());
        if shared > 0 {
            let _ = writeln!(
                text,
                "{:>44} {:>13}  in types that several pages share",
                shared, 0
            );
        }
        text
    }
}

/// A page with what covers each of its sentences.
#[derive(Debug)]
pub(crate) struct AuditedPage {
    pub(crate) file: FileId,
    /// All sentences, in the order of the page.
    pub(crate) sentences: Vec<Sentence>,
}

/// Compares pages with the model. `pages` are files that were added to `sources` with
/// [`Sources::add`].
#[must_use]
pub fn audit(model: &Model, sources: &Sources, pages: &[FileId]) -> Audit {
    run(model, sources, pages, false, None)
}

/// Like [`audit()`], for pages of which only the beginning was saved. Facts of the spec that come
/// after the end of a page are counted in [`PageResult::unseen`], and are no discrepancies. The last
/// row, sentence or sample of a page may be cut off, so what it lacks or has differently is counted
/// in the same way.
#[must_use]
pub fn audit_beginnings(model: &Model, sources: &Sources, pages: &[FileId]) -> Audit {
    run(model, sources, pages, true, None)
}

/// Like [`audit()`] or [`audit_beginnings()`], and returns what covers each sentence.
pub(crate) fn audit_sentences(
    model: &Model,
    sources: &Sources,
    pages: &[FileId],
    is_partial: bool,
) -> (Audit, Vec<AuditedPage>) {
    let mut sentences = Vec::new();
    let audit = run(model, sources, pages, is_partial, Some(&mut sentences));
    (audit, sentences)
}

fn run(
    model: &Model,
    sources: &Sources,
    pages: &[FileId],
    is_partial: bool,
    mut recorded: Option<&mut Vec<AuditedPage>>,
) -> Audit {
    let mut audit = Audit {
        pages: Vec::new(),
        diagnostics: Diagnostics::default(),
    };
    let mut audited = Vec::new();
    let mut confirmed = Confirmed::default();
    for id in pages {
        let file = sources.file(*id);
        let page = page::read(*id, file);
        let callback = find_callback(model, &page);
        let beginning = is_partial.then(|| Beginning::new(&page, &file.text));
        let is_recording = recorded.is_some();
        let scope =
            find_scope(model, &page).or_else(|| find_by_title(model, &page, beginning.as_ref()?));
        let mut report = match callback {
            Some((service, callback)) => {
                compare::notification::compare(service, callback, &page, beginning, is_recording)
            }
            None => audit_page(model, scope.as_ref(), &page, beginning, is_recording),
        };
        if file.utf8_error.is_some() {
            report.missing(
                Diagnostic::error(Code::NOT_UTF8, "page that is not UTF-8", page.top())
                    .help("save the page as UTF-8"),
            );
        }
        report.remove_duplicates();
        if let Some(recorded) = &mut recorded {
            recorded.push(AuditedPage {
                file: *id,
                sentences: sentences::read(&page, file, &report.marks, &model.keys),
            });
        }
        confirmed.append(&mut report.confirmed);
        if !is_partial {
            audited.extend(scope.as_ref().map(|scope| scope.operation.span));
        }
        let documented = scope
            .map(|scope| (&scope.service.name, &scope.operation.name))
            .or(callback.map(|(service, callback)| (&service.name, &callback.name)))
            .map(|(service, name)| format!("{service}.{name}"));
        audit.pages.push(result(&file.path, documented, &report));
        for discrepancy in report.discrepancies {
            audit.diagnostics.push(discrepancy.into_diagnostic(sources));
        }
    }
    for diagnostic in shared::unconfirmed(model, &audited, &confirmed) {
        audit.diagnostics.push(diagnostic);
    }
    audit.diagnostics.sort();
    audit
}

/// The numbers of a page.
fn result(path: &str, operation: Option<String>, report: &Report) -> PageResult {
    let discrepancies = report.discrepancies.iter();
    let missing = discrepancies
        .filter(|discrepancy| discrepancy.is_missing)
        .count();
    PageResult {
        path: path.to_owned(),
        operation,
        matched: report.matched,
        waived: report.waived,
        unseen: report.unseen,
        missing,
        contradicted: report.discrepancies.len() - missing,
    }
}

/// The report for one page.
fn audit_page(
    model: &Model,
    scope: Option<&Scope<'_>>,
    page: &Page<'_>,
    beginning: Option<Beginning>,
    is_recording: bool,
) -> Report {
    if let Some(scope) = scope {
        return compare::compare(model, scope, page, beginning, is_recording);
    }
    let mut report = Report::default();
    report.missing(match page.route {
        Some(route) => {
            let (method, path) = (route.method.text, route.path.text);
            let message = format!("unknown operation `{method} {path}`");
            Diagnostic::error(codes::PAGE_OPERATION, message, route.path.span())
                .label("no operation of the spec has this method and path")
                .help("transcribe the page, or correct `method:` and `path:` in the spec")
        }
        None => {
            let message = "page without a method and path";
            Diagnostic::error(codes::PAGE_OPERATION, message, page.top())
                .label("no line 请求方式 on this page")
                .help("save the whole page of an APIv3 operation")
        }
    });
    report
}

/// The operation that a page documents, found by method and path.
fn find_scope<'m>(model: &'m Model, page: &Page<'_>) -> Option<Scope<'m>> {
    let route = page.route?;
    let operations = model.services.iter().flat_map(|service| {
        let operations = service.operations.iter();
        operations.map(move |operation| (service, operation))
    });
    let mut operations =
        operations.filter(|(_, operation)| operation.method.as_str() == route.method.text);
    let (service, operation) =
        operations.find(|(_, operation)| operation.path == route.path.text)?;
    Some(Scope::new(service, operation))
}

/// The callback that a page about events documents, found by the title.
fn find_callback<'m>(model: &'m Model, page: &Page<'_>) -> Option<(&'m Service, &'m Callback)> {
    let title = page.title.filter(|_| page.is_notification())?;
    let callbacks = model.services.iter().flat_map(|service| {
        let callbacks = service.callbacks.iter();
        callbacks.map(move |callback| (service, callback))
    });
    let mut callbacks = callbacks.filter(|(_, callback)| callback.page == title.text);
    callbacks.next()
}

/// The operation with the title of a page that ends before its path, or within it.
fn find_by_title<'m>(
    model: &'m Model,
    page: &Page<'_>,
    beginning: &Beginning,
) -> Option<Scope<'m>> {
    let is_cut = match page.route {
        Some(route) => beginning.is_open(route.path.span()),
        None => !beginning.is_whole(Part::Overview),
    };
    let title = page.title.filter(|_| is_cut)?;
    let operations = model.services.iter().flat_map(|service| {
        let operations = service.operations.iter();
        operations.map(move |operation| (service, operation))
    });
    let mut operations = operations.filter(|(_, operation)| operation.page == title.text);
    let (service, operation) = operations.next()?;
    let is_only = operations.next().is_none();
    is_only.then(|| Scope::new(service, operation))
}
