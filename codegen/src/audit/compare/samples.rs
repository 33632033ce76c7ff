//! The printed samples: captions, method, URL, keys and values.

use serde_json::Value;

use crate::audit::findings::{Findings, differs};
use crate::audit::page::Page;
use crate::audit::reach::Reach;
use crate::audit::samples::RequestSample;
use crate::audit::text::Slice;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Operation, Sample};
use crate::source::Span;

use super::json;

/// The page's samples and the spec's, one by one.
pub(super) fn compare(reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    let operation = reach.operation;
    let count = operation.samples.len();
    for (what, printed) in [
        ("requests", page.requests.len()),
        ("answers", page.responses.len()),
    ] {
        let with = |sample: &&Sample| what == "requests" || sample.response.is_some();
        let ours = operation.samples.iter().filter(with).count();
        findings.fact(ours == printed, || {
            let message = format!("the page prints {printed} {what}, the spec has {ours}");
            let place = page.title.map(Slice::span).unwrap_or_default();
            differs(Code::PageSample, message, (operation.span, ""), (place, ""))
        });
    }
    for at in 0..count {
        let Some(sample) = operation.samples.get(at) else {
            continue;
        };
        if let Some(printed) = page.requests.get(at) {
            caption(sample, printed.caption, printed.line, findings);
            request(operation, sample, printed, findings);
        }
        if let Some(printed) = page.responses.get(at) {
            caption(sample, printed.caption, printed.line, findings);
            let body = sample.response.as_deref();
            bodies(
                "answer",
                (sample.span, body),
                (printed.line, Some(&printed.body)),
                findings,
            );
        }
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

fn disagree(what: &str, spec: (Span, Option<&str>), page: (Span, Option<&str>)) -> Diagnostic {
    let message = format!("the spec and the page disagree about {what}");
    let ours = format!("the spec: {}", spec.1.unwrap_or("none"));
    let theirs = format!("the page: {}", page.1.unwrap_or("none"));
    differs(
        Code::PageSample,
        message,
        (spec.0, &ours),
        (page.0, &theirs),
    )
}

/// The beginning of a line that is too long to be shown.
fn start(line: Slice<'_>) -> Slice<'_> {
    line.part(0..12)
}

fn request(
    operation: &Operation,
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
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    findings.fact(path == expected.trim_start_matches('/'), || {
        let place = printed.url.unwrap_or(start(printed.line)).span();
        disagree(
            "the path of a sample",
            (sample.span, Some(&expected)),
            (place, Some(url)),
        )
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
            findings.wrong(disagree(
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
            Code::PageUnread,
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
