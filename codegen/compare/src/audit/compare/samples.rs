//! Compares the printed samples: captions, method, URL, keys and values.

use crate::audit::change::Change;
use crate::audit::codes;
use serde_json::Value;

use crate::audit::page::Page;
use crate::audit::page::headings::Part;
use crate::audit::page::samples::RequestSample;
use crate::audit::report::{Discrepancy, Report, diagnostic};
use crate::audit::scope::Scope;
use crate::audit::text::Slice;
use crate::draft::samples::json_lines;
use crate::draft::writer::scalar;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::{Model, Operation, Sample};
use wechatpay_codegen::source::Span;

use super::json::{self, SampleBody};

/// Compares the samples of the page with those of the spec, one by one.
pub(super) fn compare(model: &Model, scope: &Scope<'_>, page: &Page<'_>, report: &mut Report) {
    let operation = scope.operation;
    let requests = operation.samples.iter().filter(|sample| !sample.ours);
    let requests: Vec<&Sample> = requests.collect();
    let responses = requests.iter().filter(|sample| sample.response.is_some());
    let responses: Vec<&Sample> = responses.copied().collect();
    let counts = [
        (
            Part::RequestSample,
            "request",
            &requests,
            page.requests.len(),
        ),
        (
            Part::ResponseSample,
            "response",
            &responses,
            page.responses.len(),
        ),
    ];
    for (part, name, in_spec, on_page) in counts {
        report.start_part(part);
        let in_spec = in_spec.len();
        report.check_stated(on_page > in_spec, in_spec == on_page, || {
            diagnostic(
                codes::PAGE_SAMPLE,
                format!("different number of {name} samples on the page"),
                (operation.span, &format!("spec: {in_spec}")),
                (page.top(), &format!("page: {on_page}")),
            )
        });
    }
    for (sample, printed) in requests.iter().zip(&page.requests) {
        caption(sample, printed.caption, printed.line, report);
        request((model, operation), sample, printed, report);
    }
    for (sample, printed) in responses.iter().zip(&page.responses) {
        caption(sample, printed.caption, printed.line, report);
        let spec = (sample.span, sample.response.as_deref());
        let page = (printed.line, Some(printed.body.as_str()));
        bodies("response", spec, page, report);
    }
}

fn caption(sample: &Sample, caption: Option<Slice<'_>>, line: Slice<'_>, report: &mut Report) {
    let printed = caption.map(|caption| caption.text);
    let title = sample.title.as_deref();
    report.check(title == printed, || {
        let page_span = caption.unwrap_or(start(line)).span();
        let change = Change::to(sample.span, "title", printed.map(scalar)).around();
        different(
            "caption of a sample",
            (sample.span, title),
            (page_span, printed),
        )
        .change(change)
    });
}

fn different(fact: &str, spec: (Span, Option<&str>), page: (Span, Option<&str>)) -> Discrepancy {
    let diagnostic = diagnostic(
        codes::PAGE_SAMPLE,
        format!("different {fact} on the page"),
        (spec.0, &format!("spec: {}", spec.1.unwrap_or("none"))),
        (page.0, &format!("page: {}", page.1.unwrap_or("none"))),
    );
    Discrepancy::new(fact, diagnostic)
}

/// The start of a line that is too long for a message.
fn start(line: Slice<'_>) -> Slice<'_> {
    line.part(0..12)
}

fn request(
    (model, operation): (&Model, &Operation),
    sample: &Sample,
    printed: &RequestSample<'_>,
    report: &mut Report,
) {
    let method = printed.method.map(|method| method.text);
    report.check(method == Some(operation.method.as_str()), || {
        let page_span = printed.method.unwrap_or(start(printed.line)).span();
        different(
            "method of a sample",
            (operation.span, Some(operation.method.as_str())),
            (page_span, method),
        )
    });
    let url = printed.url.map_or("", |url| url.text);
    let expected = expected_path(operation, sample);
    let mut hosts = model.api.hosts.iter();
    let is_same = hosts.any(|host| url.strip_prefix(&host.url) == Some(&expected));
    report.check(is_same, || {
        let page_span = printed.url.unwrap_or(start(printed.line)).span();
        let spec = (sample.span, Some(expected.as_str()));
        different("URL of a sample", spec, (page_span, Some(url)))
    });
    let spec = (sample.span, sample.request.as_deref());
    let page = (printed.line, printed.body.as_deref());
    bodies("request", spec, page, report);
}

/// The path template with the values of the sample, and the query.
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
    name: &'static str,
    (span, spec_body): (Span, Option<&str>),
    (line, page_body): (Slice<'_>, Option<&str>),
    report: &mut Report,
) {
    let (spec_body, page_body) = match (spec_body, page_body) {
        (None, None) => return,
        (Some(spec_body), Some(page_body)) => (spec_body, page_body),
        (spec_body, page_body) => {
            report.missing(different(
                &format!("body of the {name} sample"),
                (span, spec_body.map(|_| "a body")),
                (start(line).span(), page_body.map(|_| "a body")),
            ));
            return;
        }
    };
    let Ok(page_value) = serde_json::from_str::<Value>(page_body) else {
        let message = format!("{name} sample on the page that is not JSON");
        report.contradiction(
            Diagnostic::error(codes::PAGE_UNREAD, message, start(line).span())
                .help("check whether the page was saved completely"),
        );
        return;
    };
    let spec_body = serde_json::from_str(spec_body).unwrap_or(Value::Null);
    let change = Change::lines(span, name, json_lines(page_body)).around();
    let sample = SampleBody {
        name,
        span,
        line,
        change,
    };
    json::compare(&sample, "$", &spec_body, &page_value, report);
}
