//! The request that a listing's `main` sends against the sample: the page prints its values a second and a third time.

use crate::audit::codes;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::audit::findings::{Findings, differs};
use crate::audit::listing::Listing;
use crate::audit::listing::program::Leaf;
use crate::audit::reach::Reach;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::Sample;
use wechatpay_codegen::source::Span;

/// Every value of the page's first sample and of the listing's request.
pub(super) fn compare(
    reach: &Reach<'_>,
    listing: &Listing<'_>,
    leaves: &[Leaf<'_>],
    findings: &mut Findings,
) {
    let mut printed = reach.operation.samples.iter().filter(|sample| !sample.ours);
    let sample = printed.next();
    let span = sample.map_or(reach.operation.span, |sample| sample.span);
    let mut ours = sample.map_or_else(BTreeMap::new, |sample| expected(sample, leaves));
    for leaf in leaves {
        match ours.remove(&leaf.path) {
            Some(value) => findings.fact(value == leaf.value, || {
                other_value(listing, leaf, (span, &value))
            }),
            None => findings.missing(lacks(listing, leaf, span)),
        }
    }
    for path in ours.keys() {
        let message = format!("the {} listing sets no `{path}`", listing.language);
        let page = (listing.place.span(), "this listing");
        let finding = differs(codes::PAGE_SAMPLE, message, (span, "in this sample"), page);
        findings.missing(finding);
    }
}

fn other_value(listing: &Listing<'_>, leaf: &Leaf<'_>, ours: (Span, &Value)) -> Diagnostic {
    let message = format!(
        "the {} listing has another value for `{}`",
        listing.language, leaf.path
    );
    let spec = format!("the spec's sample: {}", ours.1);
    let page = format!("the page: {}", leaf.value);
    differs(
        codes::PAGE_SAMPLE,
        message,
        (ours.0, &spec),
        (leaf.place.span(), &page),
    )
}

fn lacks(listing: &Listing<'_>, leaf: &Leaf<'_>, span: Span) -> Diagnostic {
    let message = format!(
        "the spec's sample has no `{}`, the {} listing sets it",
        leaf.path, listing.language
    );
    differs(
        codes::PAGE_SAMPLE,
        message,
        (span, ""),
        (leaf.place.span(), ""),
    )
}

/// What the listing should set: the values of URL and body by path.
fn expected(sample: &Sample, leaves: &[Leaf<'_>]) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    for (name, value) in sample.path.iter().chain(&sample.query) {
        let path = format!("$.{name}");
        let leaf = leaves.iter().find(|leaf| leaf.path == path);
        values.insert(path, in_url(value, leaf));
    }
    let body = sample.request.as_deref();
    if let Some(body) = body.and_then(|body| serde_json::from_str(body).ok()) {
        flatten("$", body, &mut values);
    }
    values
}

/// A URL has texts alone; the listing may have a number for it.
fn in_url(value: &str, leaf: Option<&Leaf<'_>>) -> Value {
    match leaf.map(|leaf| &leaf.value) {
        Some(Value::Number(theirs))
            if theirs
                .as_i64()
                .is_some_and(|theirs| theirs.to_string() == value) =>
        {
            theirs.clone().into()
        }
        _ => value.into(),
    }
}

/// Every text, number and truth, and whatever is empty.
fn flatten(path: &str, value: Value, values: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                flatten(&format!("{path}.{key}"), value, values);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.into_iter().enumerate() {
                flatten(&format!("{path}[{index}]"), value, values);
            }
        }
        // The body is there, and nothing is in it.
        Value::Object(_) if path == "$" => {}
        single => {
            values.insert(path.to_owned(), single);
        }
    }
}
