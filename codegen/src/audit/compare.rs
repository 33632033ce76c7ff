//! A page held against the model, one kind of fact a file.

mod about;
mod enums;
mod errors;
mod json;
mod listings;
mod members;
mod notation;
mod order;
mod prose;
mod row;
mod samples;
mod tables;

use crate::model::Model;

use super::findings::Findings;
use super::page::Page;
use super::reach::Reach;

/// Compares everything that a page says with the operation that it describes.
pub(super) fn compare(model: &Model, reach: &Reach<'_>, page: &Page<'_>) -> Findings {
    let mut findings = Findings::default();
    about::compare(model, reach, page, &mut findings);
    listings::compare(reach, page, &mut findings);
    tables::compare(reach, page, &mut findings);
    samples::compare(model, reach, page, &mut findings);
    errors::compare(reach, page, &mut findings);
    prose::compare(reach, page, &mut findings);
    findings
}
