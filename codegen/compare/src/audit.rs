//! Holds the spec against saved documentation pages: text in, findings out.
//!
//! It reads a page on its own (no parser and no rule of the generator) and compares what the page says with the resolved
//! [`Model`], both ways: what only one of them has is a finding. A finding shows the place in the spec and the place on the page.
//!
//! `page` reads, with one reader a kind of text (`about`, `table`, `listing`, `samples`, `errors`); `compare` compares, with
//! one file a kind of fact.

mod align;
mod boilerplate;
pub mod codes;
mod compare;
mod findings;
mod go;
mod html;
mod java;
mod lines;
mod listing;
mod page;
mod prose;
mod reach;
mod said;
mod scan;
mod shared;
mod squeezed;
mod text;
mod tokens;
mod triggers;

use std::fmt::Write as _;

use wechatpay_codegen::characters::escape_line;
use wechatpay_codegen::diagnostic::{Code, Diagnostic, Diagnostics};
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::{FileId, Sources};

pub use html::page_text;

use findings::{Findings, Proven};
use page::Page;
use reach::Reach;

/// What an audit came to.
#[derive(Debug)]
pub struct Audit {
    /// One per page, in the order in which they were given.
    pub pages: Vec<PageResult>,
    /// All findings, in the order of their places.
    pub diagnostics: Diagnostics,
}

/// What one page came to.
#[derive(Debug)]
pub struct PageResult {
    /// The page's path, as given.
    pub path: String,
    /// The operation that it describes, as `service.operation`.
    pub operation: Option<String>,
    /// How many facts are the same on both sides.
    pub matched: usize,
    /// How many telling words of the page the spec waives, with a reason.
    pub waived: usize,
    /// How many facts only the page or only the spec has.
    pub missing: usize,
    /// How many facts both have, each its own way.
    pub contradicted: usize,
}

impl PageResult {
    /// How many facts the page and the spec have in all.
    #[must_use]
    pub fn found(&self) -> usize {
        self.matched + self.waived + self.missing + self.contradicted
    }
}

impl Audit {
    /// A table with a line per page, for people.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut text =
            String::from("   found  matched   waived  missing  contradicted  operation, page\n");
        for page in &self.pages {
            let operation = page.operation.as_deref().unwrap_or("no operation");
            let _ = writeln!(
                text,
                "{:>8} {:>8} {:>8} {:>8} {:>13}  {operation}, {}",
                page.found(),
                page.matched,
                page.waived,
                page.missing,
                page.contradicted,
                escape_line(&page.path)
            );
        }
        let of_pages = self
            .pages
            .iter()
            .map(|page| page.missing + page.contradicted);
        let shared = self
            .diagnostics
            .iter()
            .count()
            .saturating_sub(of_pages.sum());
        if shared > 0 {
            let _ = writeln!(text, "{:>35} {:>13}  in what the pages share", shared, 0);
        }
        text
    }
}

/// Compares pages with the model. `pages` are files of `sources`, as [`Sources::add`] gave them out.
#[must_use]
pub fn audit(model: &Model, sources: &Sources, pages: &[FileId]) -> Audit {
    let mut audit = Audit {
        pages: Vec::new(),
        diagnostics: Diagnostics::default(),
    };
    let mut audited = Vec::new();
    let mut proven = Proven::default();
    for id in pages {
        let file = sources.file(*id);
        let page = page::read(*id, file);
        let reach = find(model, &page);
        let mut findings = one(model, reach.as_ref(), &page);
        if file.utf8_error.is_some() {
            findings.missing(
                Diagnostic::error(Code::NOT_UTF8, "the page is not UTF-8", page.top())
                    .help("save the page as UTF-8"),
            );
        }
        findings.once();
        proven.append(&mut findings.proven);
        audited.extend(reach.as_ref().map(|reach| reach.operation.span));
        audit.pages.push(PageResult {
            path: file.path.clone(),
            operation: reach
                .map(|reach| format!("{}.{}", reach.service.name, reach.operation.name)),
            matched: findings.matched,
            waived: findings.waived,
            missing: findings
                .all
                .iter()
                .filter(|finding| finding.is_missing)
                .count(),
            contradicted: findings
                .all
                .iter()
                .filter(|finding| !finding.is_missing)
                .count(),
        });
        findings
            .all
            .into_iter()
            .for_each(|finding| audit.diagnostics.push(finding.diagnostic));
    }
    for finding in shared::unproven(model, &audited, &proven) {
        audit.diagnostics.push(finding);
    }
    audit.diagnostics.sort();
    audit
}

/// What one page comes to.
fn one(model: &Model, reach: Option<&Reach<'_>>, page: &Page<'_>) -> Findings {
    if let Some(reach) = reach {
        return compare::compare(model, reach, page);
    }
    let mut findings = Findings::default();
    findings.missing(match page.route {
        Some(route) => {
            let (method, path) = (route.method.text, route.path.text);
            let message = format!("the spec has no operation {method} {path}");
            Diagnostic::error(codes::PAGE_OPERATION, message, route.path.span())
                .help("method and path must be exactly the page's")
        }
        None => {
            let message = "the page has no line 请求方式 with a method and a path";
            Diagnostic::error(codes::PAGE_OPERATION, message, page.top())
        }
    });
    findings
}

/// The operation that a page describes, by method and path.
fn find<'m>(model: &'m Model, page: &Page<'_>) -> Option<Reach<'m>> {
    let route = page.route?;
    let all = model.services.iter().flat_map(|service| {
        let operations = service.operations.iter();
        operations.map(move |operation| (service, operation))
    });
    let mut all = all.filter(|(_, operation)| operation.method.as_str() == route.method.text);
    let (service, operation) = all.find(|(_, operation)| operation.path == route.path.text)?;
    Some(Reach::of(service, operation))
}
