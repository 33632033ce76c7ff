//! Compares two JSON values, key by key.

use crate::audit::codes;
use serde_json::Value;

use crate::audit::change::Change;
use crate::audit::report::{Discrepancy, Report, diagnostic};
use crate::audit::text::Slice;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::source::Span;

/// The sample that contains both values.
#[derive(Clone, Debug)]
pub(super) struct SampleBody<'a> {
    /// `request` or `response`.
    pub(super) name: &'a str,
    /// The location in the spec.
    pub(super) span: Span,
    /// The line on the page.
    pub(super) line: Slice<'a>,
    /// The change that copies the sample from the page.
    pub(super) change: Change,
}

impl SampleBody<'_> {
    /// A discrepancy about a value. The listings have the values of the request, too.
    fn discrepancy(&self, path: &str, diagnostic: Diagnostic) -> Discrepancy {
        let topic = match self.name {
            "request" => path.to_owned(),
            name => format!("{name} {path}"),
        };
        Discrepancy::new(&topic, diagnostic).change(self.change.clone())
    }
}

/// Compares all keys and values.
pub(super) fn compare(
    sample: &SampleBody<'_>,
    path: &str,
    spec: &Value,
    page: &Value,
    report: &mut Report,
) {
    match (spec, page) {
        (Value::Object(spec), Value::Object(page)) => {
            for (key, page_value) in page {
                let path = format!("{path}.{key}");
                match spec.get(key) {
                    Some(spec_value) => compare(sample, &path, spec_value, page_value, report),
                    None => report.missing(missing(sample, &path, "in the spec")),
                }
            }
            for key in spec.keys().filter(|key| !page.contains_key(*key)) {
                report.missing(missing(sample, &format!("{path}.{key}"), "on the page"));
            }
        }
        (Value::Array(spec), Value::Array(page)) if spec.len() == page.len() => {
            for (index, (spec_item, page_item)) in spec.iter().zip(page).enumerate() {
                let path = format!("{path}[{index}]");
                compare(sample, &path, spec_item, page_item, report);
            }
        }
        (spec, page) => report.check(spec == page, || {
            let diagnostic = diagnostic(
                codes::PAGE_SAMPLE,
                format!(
                    "different `{path}` in the {} sample on the page",
                    sample.name
                ),
                (sample.span, &format!("spec: {spec}")),
                (key_span(sample, path), &format!("page: {page}")),
            );
            sample.discrepancy(path, diagnostic)
        }),
    }
}

fn missing(sample: &SampleBody<'_>, path: &str, location: &str) -> Discrepancy {
    let diagnostic = diagnostic(
        codes::PAGE_SAMPLE,
        format!("`{path}` missing in the {} sample {location}", sample.name),
        (sample.span, ""),
        (key_span(sample, path), ""),
    );
    sample.discrepancy(path, diagnostic)
}

/// The first occurrence of the last key of a path in the printed sample.
fn key_span(sample: &SampleBody<'_>, path: &str) -> Span {
    let key = path.rsplit('.').next().unwrap_or_default();
    let key = key.split('[').next().unwrap_or_default();
    let quoted = format!("\"{key}\"");
    let start = sample.line.text.find(&quoted).unwrap_or(0);
    sample.line.part(start..start + quoted.len()).span()
}
