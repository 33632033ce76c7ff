//! Compares the request that the `main` of a listing builds with the sample.

use crate::audit::codes;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::audit::listing::Listing;
use crate::audit::listing::program::Leaf;
use crate::audit::report::{Discrepancy, Report, diagnostic};
use crate::audit::scope::Scope;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::Sample;
use wechatpay_codegen::source::Span;

/// Compares all values of the first sample of the page with the request of the listing.
pub(super) fn compare(
    scope: &Scope<'_>,
    listing: &Listing<'_>,
    leaves: &[Leaf<'_>],
    report: &mut Report,
) {
    let samples = scope.operation.samples.iter();
    let mut printed = samples.filter(|sample| !sample.ours);
    let sample = printed.next();
    let span = sample.map_or(scope.operation.span, |sample| sample.span);
    let mut expected = sample.map_or_else(BTreeMap::new, |sample| expected(sample, leaves));
    for leaf in leaves {
        match expected.remove(&leaf.path) {
            Some(value) => report.check(value == leaf.value, || {
                let diagnostic = different_value(listing, leaf, (span, &value));
                Discrepancy::new(&leaf.path, diagnostic)
            }),
            None => {
                let diagnostic = extra_value(listing, leaf, span);
                report.missing(Discrepancy::new(&leaf.path, diagnostic));
            }
        }
    }
    for path in expected.keys() {
        report.missing(diagnostic(
            codes::PAGE_SAMPLE,
            format!("`{path}` missing in the {} listing", listing.language),
            (span, "in this sample"),
            (listing.start.span(), "not in this listing"),
        ));
    }
}

fn different_value(listing: &Listing<'_>, leaf: &Leaf<'_>, spec: (Span, &Value)) -> Diagnostic {
    let (path, language) = (&leaf.path, listing.language);
    diagnostic(
        codes::PAGE_SAMPLE,
        format!("different value of `{path}` in the {language} listing"),
        (spec.0, &format!("spec: {}", spec.1)),
        (leaf.slice.span(), &format!("page: {}", leaf.value)),
    )
}

fn extra_value(listing: &Listing<'_>, leaf: &Leaf<'_>, span: Span) -> Diagnostic {
    diagnostic(
        codes::PAGE_SAMPLE,
        format!("`{}` missing in the sample of the spec", leaf.path),
        (span, "not in this sample"),
        (
            leaf.slice.span(),
            &format!("in the {} listing", listing.language),
        ),
    )
}

/// The expected values of the listing, by path: the values of the URL and the body.
fn expected(sample: &Sample, leaves: &[Leaf<'_>]) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    for (name, value) in sample.path.iter().chain(&sample.query) {
        let path = format!("$.{name}");
        let leaf = leaves.iter().find(|leaf| leaf.path == path);
        values.insert(path, url_value(value, leaf));
    }
    let body = sample.request.as_deref();
    if let Some(body) = body.and_then(|body| serde_json::from_str(body).ok()) {
        flatten("$", body, &mut values);
    }
    values
}

/// A value of a URL. It is a text, but the listing may have a number for it.
fn url_value(value: &str, leaf: Option<&Leaf<'_>>) -> Value {
    match leaf.map(|leaf| &leaf.value) {
        Some(Value::Number(listed))
            if listed
                .as_i64()
                .is_some_and(|listed| listed.to_string() == value) =>
        {
            listed.clone().into()
        }
        _ => value.into(),
    }
}

/// Collects all texts, numbers and booleans, and all empty objects and lists.
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
        // An empty body has no values.
        Value::Object(_) if path == "$" => {}
        single => {
            values.insert(path.to_owned(), single);
        }
    }
}
