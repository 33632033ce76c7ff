//! Two JSON values, key by key.

use crate::audit::codes;
use serde_json::Value;

use crate::audit::findings::{Findings, differs};
use crate::audit::text::Slice;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::source::Span;

/// Where the two values stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    /// `request` or `response`.
    pub(super) what: &'a str,
    /// In the spec.
    pub(super) span: Span,
    /// On the page.
    pub(super) line: Slice<'a>,
}

/// Every key and value of either.
pub(super) fn compare(
    at: &At<'_>,
    path: &str,
    ours: &Value,
    theirs: &Value,
    findings: &mut Findings,
) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (key, value) in theirs {
                let path = format!("{path}.{key}");
                match ours.get(key) {
                    Some(ours) => compare(at, &path, ours, value, findings),
                    None => findings.missing(missing(at, &path, "the spec")),
                }
            }
            for key in ours.keys().filter(|key| !theirs.contains_key(*key)) {
                findings.missing(missing(at, &format!("{path}.{key}"), "the page"));
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                compare(at, &format!("{path}[{index}]"), ours, theirs, findings);
            }
        }
        (ours, theirs) => findings.fact(ours == theirs, || {
            let message = format!("the {} sample has another value at `{path}`", at.what);
            let (ours, theirs) = (format!("the spec: {ours}"), format!("the page: {theirs}"));
            differs(
                codes::PAGE_SAMPLE,
                message,
                (at.span, &ours),
                (place(at, path), &theirs),
            )
        }),
    }
}

fn missing(at: &At<'_>, path: &str, side: &str) -> Diagnostic {
    let message = format!("{side} has no `{path}` in the {} sample", at.what);
    differs(
        codes::PAGE_SAMPLE,
        message,
        (at.span, ""),
        (place(at, path), ""),
    )
}

/// Where the last key of a path first stands in the printed sample.
fn place(at: &At<'_>, path: &str) -> Span {
    let key = path.rsplit('.').next().unwrap_or_default();
    let key = key.split('[').next().unwrap_or_default();
    let quoted = format!("\"{key}\"");
    let found = at.line.text.find(&quoted).unwrap_or(0);
    at.line.part(found..found + quoted.len()).span()
}
