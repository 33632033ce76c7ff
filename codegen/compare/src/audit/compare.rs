//! A page held against the model, one kind of fact a file.

mod about;
mod elsewhere;
mod enums;
mod errors;
mod json;
mod limits;
mod listed_types;
mod listings;
mod members;
mod notation;
mod order;
mod program;
mod prose;
mod row;
mod rules;
mod samples;
mod stated;
mod tables;

use wechatpay_codegen::model::Model;

use super::findings::Findings;
use super::page::Page;
use super::reach::Reach;

/// Compares everything that a page says with the operation that it describes.
pub(super) fn compare(model: &Model, reach: &Reach<'_>, page: &Page<'_>) -> Findings {
    let findings = read(model, reach, page, Findings::default());
    if findings.all.is_empty() {
        return findings;
    }
    // Once more, to learn what the page's other descriptions say of what was found.
    let recording = Findings {
        witnesses: Some(Vec::new()),
        ..Findings::default()
    };
    let mut findings = read(model, reach, page, recording);
    findings.explain();
    findings
}

fn read(model: &Model, reach: &Reach<'_>, page: &Page<'_>, mut findings: Findings) -> Findings {
    findings.speaker = "the page's head";
    about::compare(model, reach, page, &mut findings);
    listings::compare(reach, page, &mut findings);
    findings.speaker = "the field tables";
    tables::compare(reach, page, &mut findings);
    findings.speaker = "the printed samples";
    samples::compare(model, reach, page, &mut findings);
    findings.speaker = "the error tables";
    errors::compare(reach, page, &mut findings);
    findings.speaker = "the spec elsewhere";
    elsewhere::compare(model, reach, &mut findings);
    findings.speaker = "the page's sentences";
    prose::compare(reach, page, &mut findings);
    findings
}
