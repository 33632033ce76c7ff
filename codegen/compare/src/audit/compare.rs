//! Compares a page with the model, with one file per kind of fact.

mod coverage;
mod enums;
mod errors;
mod json;
mod limits;
mod listed_types;
mod listings;
mod members;
mod notation;
pub(super) mod notification;
mod order;
mod other_pages;
mod overview;
mod program;
mod prose;
mod row;
mod rules;
mod samples;
mod tables;

use wechatpay_codegen::model::Model;

use super::page::Page;
use super::report::Report;
use super::scope::Scope;
use super::seen::Beginning;

/// Compares everything on a page with its operation. `beginning` is there if only the beginning of
/// the page was saved.
pub(super) fn compare(
    model: &Model,
    scope: &Scope<'_>,
    page: &Page<'_>,
    beginning: Option<Beginning>,
) -> Report {
    let first = Report {
        beginning: beginning.clone(),
        ..Report::default()
    };
    let report = compare_sections(model, scope, page, first);
    if report.discrepancies.is_empty() {
        return report;
    }
    // A second run records observations, to find contradictions between sections of the page.
    let recording = Report {
        observations: Some(Vec::new()),
        beginning,
        ..Report::default()
    };
    let mut report = compare_sections(model, scope, page, recording);
    report.explain_contradictions();
    report
}

fn compare_sections(
    model: &Model,
    scope: &Scope<'_>,
    page: &Page<'_>,
    mut report: Report,
) -> Report {
    report.section = "the head of the page";
    overview::compare(model, scope, page, &mut report);
    listings::compare(scope, page, &mut report);
    report.section = "the field tables";
    tables::compare(scope, page, &mut report);
    report.section = "the samples";
    samples::compare(model, scope, page, &mut report);
    report.section = "the error tables";
    errors::compare(scope, page, &mut report);
    report.section = "the facts from other pages";
    other_pages::compare(model, scope, &mut report);
    report.section = "the sentences";
    prose::compare(scope, page, &mut report);
    report
}
