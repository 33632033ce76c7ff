//! Title, date, who may call, hosts, rate limit, and the status of a good response.

use crate::audit::align::align;
use crate::audit::codes;
use crate::audit::findings::{Discrepancy, Findings, compare_text, differs};
use crate::audit::page::Page;
use crate::audit::reach::Reach;
use crate::audit::text::Slice;
use wechatpay_codegen::model::{Host, Model, RateLimit};
use wechatpay_codegen::source::Span;

/// The facts that stand once on a page.
pub(super) fn compare(model: &Model, reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    let operation = reach.operation;
    let top = page.top();
    let mut same = |what: &str, spec: &str, found: Option<Slice<'_>>, page_says: &str| {
        findings.fact(spec == page_says, || {
            let place = found.map_or(top, Slice::span);
            disagree(what, (operation.span, spec), (place, page_says))
        });
    };
    let title = page.title.map_or("", |title| title.text);
    same("the title", &operation.title, page.title, title);
    same(
        "the page's title in `source:`",
        &operation.page,
        page.title,
        title,
    );
    let date = page
        .updated
        .map_or(String::new(), |date| date.text.replace('.', "-"));
    same("the page's date", &operation.updated, page.updated, &date);
    let audience: Vec<&str> = page.audience.iter().map(|name| name.text).collect();
    let first = page.audience.first().copied();
    same(
        "who may call",
        &operation.audience.join(", "),
        first,
        &audience.join(", "),
    );
    for method in &page.methods {
        same(
            "the method",
            operation.method.as_str(),
            Some(*method),
            method.text,
        );
    }
    let success = operation.success.to_string();
    for status in &page.statuses {
        let number = status.strip_word().0;
        same(
            "the status of a good response",
            &success,
            Some(*status),
            number.text,
        );
    }
    rate_limit(operation.rate_limit, operation.span, page, findings);
    hosts(model, reach, page, findings);
}

fn disagree(what: &str, spec: (Span, &str), page: (Span, &str)) -> Discrepancy {
    let message = format!("the spec and the page disagree about {what}");
    let (ours, theirs) = (
        format!("the spec: {}", spec.1),
        format!("the page: {}", page.1),
    );
    let diagnostic = differs(
        codes::PAGE_FACT,
        message,
        (spec.0, &ours),
        (page.0, &theirs),
    );
    Discrepancy::about(what, diagnostic)
}

fn rate_limit(spec: Option<RateLimit>, place: Span, page: &Page<'_>, findings: &mut Findings) {
    let ours = spec.map(|limit| {
        let level = if limit.interface_level {
            " per interface"
        } else {
            ""
        };
        format!("{} calls in {} s{level}", limit.requests, limit.per_seconds)
    });
    let theirs = page
        .rate_limit
        .map(|line| read_limit(line).unwrap_or_else(|| line.squeezed()));
    let at = page
        .rate_limit
        .or(page.title)
        .map(Slice::span)
        .unwrap_or_default();
    findings.fact(ours == theirs, || {
        let none = || "none".to_owned();
        let (ours, theirs) = (ours.unwrap_or_else(none), theirs.unwrap_or_else(none));
        disagree("the rate limit", (place, &ours), (at, &theirs))
    });
}

/// `20/s`, or `接口级限制1000/min`.
fn read_limit(line: Slice<'_>) -> Option<String> {
    let text = line.squeezed();
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    let (words, limit) = text.split_at(digit);
    let (number, unit) = limit.split_once('/')?;
    let seconds = match unit {
        "s" => 1,
        "min" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => return None,
    };
    let level = match words {
        "" => "",
        words if words.starts_with("接口级") => " per interface",
        _ => return None,
    };
    Some(format!("{number} calls in {seconds} s{level}"))
}

fn hosts(model: &Model, reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    let operation = reach.operation;
    let known = |name: &String| model.api.hosts.iter().find(|host| host.name == *name);
    let ours: Vec<&Host> = operation.hosts.iter().filter_map(known).collect();
    let urls: Vec<&str> = ours.iter().map(|host| host.url.as_str()).collect();
    let theirs: Vec<&str> = page.hosts.iter().map(|host| host.url.text).collect();
    findings.fact(urls == theirs, || {
        let place = page.hosts.first().map(|host| host.url).or(page.title);
        let place = place.map(Slice::span).unwrap_or_default();
        let (ours, theirs) = (urls.join(", "), theirs.join(", "));
        disagree("the hosts", (operation.span, &ours), (place, &theirs))
    });
    for (line, host) in align(&theirs, &urls).pairs {
        if let (Some(line), Some(host)) = (page.hosts.get(line), ours.get(host)) {
            findings.fact(host.title == line.label.text, || {
                let (ours, theirs) = (
                    (host.span, &*host.title),
                    (line.label.span(), line.label.text),
                );
                disagree("a host's label", ours, theirs)
            });
            let spec = (host.span, host.fingerprint.as_deref());
            compare_text(findings, "a host", spec, line.text);
        }
    }
}
