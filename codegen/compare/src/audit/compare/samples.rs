//! The printed samples: captions, method, URL, keys and values.

use crate::audit::codes;
use serde_json::Value;

use crate::audit::findings::{Discrepancy, Findings, differs};
use crate::audit::page::Page;
use crate::audit::page::samples::RequestSample;
use crate::audit::reach::Reach;
use crate::audit::text::Slice;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::{Model, Operation, Sample};
use wechatpay_codegen::source::Span;

use super::json;

/// The page's samples and the spec's, one by one.
pub(super) fn compare(model: &Model, reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    let operation = reach.operation;
    let printed = operation.samples.iter().filter(|sample| !sample.ours);
    let requests: Vec<&Sample> = printed.collect();
    let responses = requests.iter().filter(|sample| sample.response.is_some());
    let responses: Vec<&Sample> = responses.copied().collect();
    for (what, ours, printed) in [
        ("requests", requests.len(), page.requests.len()),
        ("responses", responses.len(), page.responses.len()),
    ] {
        findings.fact(ours == printed, || {
            let message = format!("the page prints {printed} {what}, the spec has {ours}");
            differs(
                codes::PAGE_SAMPLE,
                message,
                (operation.span, ""),
                (page.top(), ""),
            )
        });
    }
    for (sample, printed) in requests.iter().zip(&page.requests) {
        caption(sample, printed.caption, printed.line, findings);
        request((model, operation), sample, printed, findings);
    }
    for (sample, printed) in responses.iter().zip(&page.responses) {
        caption(sample, printed.caption, printed.line, findings);
        let ours = (sample.span, sample.response.as_deref());
        let theirs = (printed.line, Some(printed.body.as_str()));
        bodies("response", ours, theirs, findings);
    }
}

fn caption(sample: &Sample, caption: Option<Slice<'_>>, line: Slice<'_>, findings: &mut Findings) {
    let theirs = caption.map(|caption| caption.text);
    findings.fact(sample.title.as_deref() == theirs, || {
        let ours = sample.title.as_deref();
        disagree(
            "the caption of a sample",
            (sample.span, ours),
            (caption.unwrap_or(start(line)).span(), theirs),
        )
    });
}

fn disagree(what: &str, spec: (Span, Option<&str>), page: (Span, Option<&str>)) -> Discrepancy {
    let message = format!("the spec and the page disagree about {what}");
    let ours = format!("the spec: {}", spec.1.unwrap_or("none"));
    let theirs = format!("the page: {}", page.1.unwrap_or("none"));
    let diagnostic = differs(
        codes::PAGE_SAMPLE,
        message,
        (spec.0, &ours),
        (page.0, &theirs),
    );
    Discrepancy::about(what, diagnostic)
}

/// The beginning of a line that is too long to be shown.
fn start(line: Slice<'_>) -> Slice<'_> {
    line.part(0..12)
}

fn request(
    (model, operation): (&Model, &Operation),
    sample: &Sample,
    printed: &RequestSample<'_>,
    findings: &mut Findings,
) {
    let method = printed.method.map(|method| method.text);
    findings.fact(method == Some(operation.method.as_str()), || {
        let place = printed.method.unwrap_or(start(printed.line)).span();
        disagree(
            "the method of a sample",
            (operation.span, Some(operation.method.as_str())),
            (place, method),
        )
    });
    let url = printed.url.map_or("", |url| url.text);
    let expected = expected_path(operation, sample);
    let mut hosts = model.api.hosts.iter();
    let right = hosts.any(|host| url.strip_prefix(&host.url) == Some(&expected));
    findings.fact(right, || {
        let place = printed.url.unwrap_or(start(printed.line)).span();
        let ours = (sample.span, Some(expected.as_str()));
        disagree("the URL of a sample", ours, (place, Some(url)))
    });
    let ours = (sample.span, sample.request.as_deref());
    bodies(
        "request",
        ours,
        (printed.line, printed.body.as_deref()),
        findings,
    );
}

/// The path template with the sample's values, and the query.
fn expected_path(operation: &Operation, sample: &Sample) -> String {
    let mut path = operation.path.clone();
    for (name, value) in &sample.path {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    let query: Vec<String> = sample
        .query
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

fn bodies(
    what: &str,
    (span, ours): (Span, Option<&str>),
    (line, theirs): (Slice<'_>, Option<&str>),
    findings: &mut Findings,
) {
    let (ours, theirs) = match (ours, theirs) {
        (None, None) => return,
        (Some(ours), Some(theirs)) => (ours, theirs),
        (ours, theirs) => {
            findings.missing(disagree(
                &format!("the {what} sample"),
                (span, ours.map(|_| "a body")),
                (start(line).span(), theirs.map(|_| "a body")),
            ));
            return;
        }
    };
    let Ok(printed) = serde_json::from_str::<Value>(theirs) else {
        let message = format!("the {what} that the page prints is not JSON");
        findings.wrong(Diagnostic::error(
            codes::PAGE_UNREAD,
            message,
            start(line).span(),
        ));
        return;
    };
    let ours = serde_json::from_str(ours).unwrap_or(Value::Null);
    json::compare(
        &json::At { what, span, line },
        "$",
        &ours,
        &printed,
        findings,
    );
}
