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
mod spec_claims;
mod tables;

use wechatpay_codegen::model::Model;

use super::marks::{Cover, Mark};
use super::page::Page;
use super::report::Report;
use super::scope::Scope;
use super::seen::Beginning;

/// Compares everything on a page with its operation. `beginning` is there if only the beginning of
/// the page was saved. With `is_recording`, the report says what covers each part of the page.
pub(super) fn compare(
    model: &Model,
    scope: &Scope<'_>,
    page: &Page<'_>,
    beginning: Option<Beginning>,
    is_recording: bool,
) -> Report {
    if !is_recording {
        let first = Report {
            beginning: beginning.clone(),
            ..Report::default()
        };
        let report = compare_sections(model, scope, page, first);
        if report.discrepancies.is_empty() {
            return report;
        }
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
    route(scope, page, &mut report);
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

/// Method and path are the same, because they identify the operation.
fn route(scope: &Scope<'_>, page: &Page<'_>, report: &mut Report) {
    let route = page.route.iter();
    let places = route.flat_map(|route| [(route.method, "method"), (route.path, "path")]);
    report.marks.extend(places.map(|(slice, key)| Mark {
        page: slice.span(),
        spec: Some(scope.operation.span),
        key,
        cover: Cover::Matched,
    }));
}
