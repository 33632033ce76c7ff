//! Compares title, date, audience, hosts, rate limit and success status.

use crate::audit::align::align;
use crate::audit::change::Change;
use crate::audit::codes;
use crate::audit::page::Page;
use crate::audit::page::headings::Part;
use crate::audit::report::{Discrepancy, Report, compare_fingerprint, diagnostic};
use crate::audit::scope::Scope;
use crate::audit::text::Slice;
use crate::draft::writer::scalar;
use wechatpay_codegen::model::{Host, Model, Operation, RateLimit};
use wechatpay_codegen::source::Span;

/// Compares the facts that a page states once.
pub(super) fn compare(model: &Model, scope: &Scope<'_>, page: &Page<'_>, report: &mut Report) {
    let operation = scope.operation;
    title_and_date(operation, page, report);
    report.start_part(Part::Overview);
    let top = page.top();
    let mut check = |subject: &str, spec: &str, slice: Option<Slice<'_>>, printed: &str| {
        report.check_stated(slice.is_some(), spec == printed, || {
            let span = slice.map_or(top, Slice::span);
            different(subject, (operation.span, spec), (span, printed)).change(change(
                operation.span,
                subject,
                printed,
            ))
        });
    };
    let audience: Vec<&str> = page.audience.iter().map(|name| name.text).collect();
    let first = page.audience.first().copied();
    check(
        "audience",
        &operation.audience.join(", "),
        first,
        &audience.join(", "),
    );
    for method in &page.methods {
        check(
            "method",
            operation.method.as_str(),
            Some(*method),
            method.text,
        );
    }
    let success = operation.success.to_string();
    for status in &page.statuses {
        let number = status.part(0..3);
        check("success status", &success, Some(*status), number.text);
    }
    rate_limit(operation.rate_limit, operation.span, page, report);
    hosts(model, scope, page, report);
}

/// The change of a fact that the page states once. `None` if it does not state it, or if the fact
/// is part of the address of the operation.
fn change(operation: Span, subject: &str, printed: &str) -> Option<Change> {
    let change = match subject {
        "title" => Change::set(operation, "title", scalar(printed)),
        "title for `source:`" => {
            Change::set(operation, "page", scalar(printed)).within(&["source"])
        }
        "date" => Change::set(operation, "updated", printed).within(&["source"]),
        "success status" => Change::set(operation, "status", printed).within(&["response"]),
        "audience" => {
            let names = printed.split(", ").map(scalar);
            Change::list(operation, "audience", names.collect())
        }
        _ => return None,
    };
    (!printed.is_empty()).then(|| change.around())
}

/// Compares the title and the date.
pub(super) fn title_and_date(operation: &Operation, page: &Page<'_>, report: &mut Report) {
    report.start_part(Part::Head);
    let title = page.title.map_or("", |title| title.text);
    let date = page.updated;
    let printed = date.map_or(String::new(), |date| date.text.replace('.', "-"));
    for (subject, spec, slice, printed) in [
        ("title", &operation.title, page.title, title),
        ("title for `source:`", &operation.page, page.title, title),
        ("date", &operation.updated, date, &printed),
    ] {
        report.check_stated(slice.is_some(), spec == printed, || {
            let span = slice.map_or(page.top(), Slice::span);
            different(subject, (operation.span, spec), (span, printed)).change(change(
                operation.span,
                subject,
                printed,
            ))
        });
    }
}

fn different(subject: &str, spec: (Span, &str), page: (Span, &str)) -> Discrepancy {
    let diagnostic = diagnostic(
        codes::PAGE_FACT,
        format!("different {subject} on the page"),
        (spec.0, &format!("spec: {}", spec.1)),
        (page.0, &format!("page: {}", page.1)),
    );
    Discrepancy::new(subject, diagnostic)
}

/// Compares the first rate limit. A limit for which the spec has no notation is also a sentence.
fn rate_limit(limit: Option<RateLimit>, spec_span: Span, page: &Page<'_>, report: &mut Report) {
    let in_spec = limit.map(|limit| {
        let level = if limit.interface_level {
            " per interface"
        } else {
            ""
        };
        format!("{} calls in {} s{level}", limit.requests, limit.per_seconds)
    });
    let first = page.rate_limits.first();
    let on_page = first.map(|(limit, _)| {
        let (number, unit) = limit.rate.split_once('/').unwrap_or_default();
        let seconds = match unit {
            "s" => 1,
            "min" => 60,
            "h" => 3600,
            _ => 86400,
        };
        let level = limit.level.filter(|level| *level == "per interface");
        let level = level.map(|level| format!(" {level}")).unwrap_or_default();
        format!("{number} calls in {seconds} s{level}")
    });
    let other_level = first
        .and_then(|(limit, _)| limit.level)
        .is_some_and(|level| level != "per interface");
    let rate = first.map(|(limit, _)| match limit.level {
        Some(level) => format!("{} {level}", limit.rate),
        None => limit.rate.clone(),
    });
    let line = first.map(|(_, line)| *line).or(page.title);
    let page_span = line.map(Slice::span).unwrap_or_default();
    let is_same = in_spec == on_page || (other_level && in_spec.is_none());
    report.check_stated(on_page.is_some(), is_same, || {
        let none = || "none".to_owned();
        let (in_spec, on_page) = (in_spec.unwrap_or_else(none), on_page.unwrap_or_else(none));
        different("rate limit", (spec_span, &in_spec), (page_span, &on_page))
            .change((!other_level).then(|| Change::to(spec_span, "rate_limit", rate).around()))
    });
}

fn hosts(model: &Model, scope: &Scope<'_>, page: &Page<'_>, report: &mut Report) {
    let operation = scope.operation;
    let host = |name: &String| model.api.hosts.iter().find(|host| host.name == *name);
    let hosts: Vec<&Host> = operation.hosts.iter().filter_map(host).collect();
    let spec_urls: Vec<&str> = hosts.iter().map(|host| host.url.as_str()).collect();
    let page_urls: Vec<&str> = page.hosts.iter().map(|host| host.url.text).collect();
    let is_complete = !spec_urls.starts_with(&page_urls);
    report.check_stated(is_complete, spec_urls == page_urls, || {
        let same = page_urls.iter().zip(&spec_urls).take_while(|(a, b)| a == b);
        let other = page.hosts.get(same.count()).or(page.hosts.last());
        let slice = other.map(|host| host.url).or(page.title);
        let page_span = slice.map(Slice::span).unwrap_or_default();
        let (spec_urls, page_urls) = (spec_urls.join(", "), page_urls.join(", "));
        let named = page.hosts.iter().map(|line| {
            let mut hosts = model.api.hosts.iter();
            let host = hosts.find(|host| host.url == line.url.text)?;
            Some(scalar(&host.name))
        });
        let names: Option<Vec<String>> = named.collect();
        let names = names.filter(|names| !names.is_empty());
        let change = names.map(|names| Change::list(operation.span, "hosts", names).around());
        different(
            "hosts",
            (operation.span, &spec_urls),
            (page_span, &page_urls),
        )
        .change(change)
    });
    for (line, host) in align(&page_urls, &spec_urls).pairs {
        if let (Some(line), Some(host)) = (page.hosts.get(line), hosts.get(host)) {
            if let Some(label) = line.label {
                report.check(host.title == label.text, || {
                    let page_label = (label.span(), label.text);
                    let change = Change::set(host.span, "title", scalar(label.text));
                    different("label of a host", (host.span, &host.title), page_label)
                        .change(change)
                });
            }
            let spec = (host.span, host.fingerprint.as_deref());
            let subject = format!("host `{}`", host.name);
            compare_fingerprint(report, &subject, spec, line.text);
        }
    }
}
