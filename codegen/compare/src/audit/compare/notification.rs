//! Compares a page about events with a callback of the spec: the events, and the tables of the
//! resource.

use crate::audit::align::align;
use crate::audit::codes;
use crate::audit::page::Page;
use crate::audit::page::headings::Part;
use crate::audit::report::{Report, compare_fingerprint, diagnostic};
use crate::audit::scope::Scope;
use crate::audit::seen::Beginning;
use crate::audit::text::Slice;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::{
    Callback, Enum, Event, Grade, Method, Operation, Service, Statement,
};

use super::{overview, prose, tables};

/// Compares everything on a page with its callback.
pub(in crate::audit) fn compare(
    service: &Service,
    callback: &Callback,
    page: &Page<'_>,
    beginning: Option<Beginning>,
    is_recording: bool,
) -> Report {
    let mut report = Report {
        beginning,
        observations: is_recording.then(Vec::new),
        section: "the head of the page",
        ..Report::default()
    };
    let described = described(service, callback, page);
    let mut operation = as_operation(callback);
    operation.response = described.map(|event| event.resource.clone());
    let scope = Scope::new(service, &operation);
    overview::title_and_date(&operation, page, &mut report);
    events(callback, page, &mut report);
    if let Some(event) = described {
        original_type(event, page, &mut report);
    }
    report.section = "the field tables";
    tables::compare_resource(&scope, page, &mut report);
    report.section = "the sentences";
    prose::compare(&scope, page, &mut report);
    report
}

/// The event whose resource the tables of the page describe: the one with most of its fields.
fn described<'m>(service: &Service, callback: &'m Callback, page: &Page<'_>) -> Option<&'m Event> {
    let rows = page.resource_rows();
    let common = |event: &Event| {
        let resource = service.structure(
            wechatpay_codegen::model::Direction::Response,
            &event.resource,
            &callback.file,
        );
        let names = rows.iter().map(|row| row.name.text);
        resource.map_or(0, |resource| {
            names.filter(|name| resource.field(name).is_some()).count()
        })
    };
    // Of equal events, the first.
    callback
        .events
        .iter()
        .rev()
        .max_by_key(|event| common(event))
}

/// The facts of a callback that an operation also has. The readers of operations compare them.
fn as_operation(callback: &Callback) -> Operation {
    let events = callback.events.iter();
    let of_events = events.flat_map(|event| &event.remarks);
    let remarks = callback
        .reply
        .iter()
        .chain(&callback.remarks)
        .chain(of_events);
    let remarks: Vec<Statement> = remarks.cloned().collect();
    Operation {
        span: callback.span,
        name: callback.name.clone(),
        file: callback.file.clone(),
        title: callback.title.clone(),
        doc: callback.doc.clone(),
        fingerprint: callback.fingerprint.clone(),
        page: callback.page.clone(),
        updated: callback.updated.clone(),
        grade: callback.grade,
        response_grade: callback.grade,
        audience: Vec::new(),
        method: Method::Post,
        path: String::new(),
        hosts: Vec::new(),
        rate_limit: None,
        prerequisites: Vec::new(),
        remarks,
        waived: callback.waived.clone(),
        idempotency_key: None,
        idempotent: None,
        recovery: None,
        partial_result: None,
        pagination: None,
        download: None,
        runtime_headers: Vec::new().into(),
        request: String::new(),
        has_body: false,
        response: None,
        responds_with_file: false,
        success: 200,
        errors: Vec::new(),
        error_code: Enum {
            span: callback.span,
            name: String::new(),
            wire_name: String::new(),
            also_called: Vec::new(),
            title: None,
            doc: None,
            of_integers: false,
            grade: Grade::default(),
            values: Vec::new().into(),
            notes: Vec::new(),
            file: None,
            service: None,
            is_duplicate: false,
        },
        samples: Vec::new(),
        notes: Vec::new(),
    }
}

/// Compares the types of the events, their labels and texts.
fn events(callback: &Callback, page: &Page<'_>, report: &mut Report) {
    report.start_part(Part::Notification);
    let printed = page.event_types();
    let on_page: Vec<&str> = printed.iter().map(|(name, _)| name.text).collect();
    // A page may print another text of the event.
    let in_spec = callback.events.iter().map(|event| {
        let mut also = event.also.iter().map(String::as_str);
        let other = also.find(|also| on_page.contains(also));
        other
            .filter(|_| !on_page.contains(&event.wire_name.as_str()))
            .unwrap_or(&event.wire_name)
    });
    let alignment = align(&on_page, &in_spec.collect::<Vec<_>>());
    for (name, _) in alignment
        .left
        .iter()
        .filter_map(|index| printed.get(*index))
    {
        let is_also = callback
            .events
            .iter()
            .any(|event| event.also.iter().any(|also| also == name.text));
        if !is_also {
            report.missing(diagnostic(
                codes::PAGE_VALUE,
                format!("event `{}` missing in the spec", name.text),
                (callback.span, ""),
                (name.span(), "on the page"),
            ));
        }
    }
    // A page without the envelope has no types of events.
    let has_types = !printed.is_empty();
    let missing = alignment.right.iter().filter(|_| has_types);
    for event in missing.filter_map(|index| callback.events.get(*index)) {
        report.absent(diagnostic(
            codes::PAGE_VALUE,
            format!("event `{}` missing on the page", event.wire_name),
            (event.span, ""),
            (page.top(), "not among its events"),
        ));
    }
    for (left, right) in &alignment.pairs {
        let (Some((_, text)), Some(event)) = (printed.get(*left), callback.events.get(*right))
        else {
            continue;
        };
        report.matched += 1;
        if text.is_blank() {
            continue;
        }
        let subject = format!("event `{}`", event.wire_name);
        let spec = (event.span, event.fingerprint.as_deref());
        compare_fingerprint(report, &subject, spec, *text);
        let title = event.title.as_deref().unwrap_or_default();
        report.check(text.text.contains(title), || {
            diagnostic(
                codes::PAGE_LABEL,
                format!("different label of the {subject} on the page"),
                (event.span, &format!("spec: {title}")),
                (text.span(), "page: another text"),
            )
        });
    }
}

fn original_type(event: &Event, page: &Page<'_>, report: &mut Report) {
    let printed = page.original_type();
    let (in_spec, on_page) = (
        event.original_type.as_deref(),
        printed.map(|name| name.text),
    );
    report.check_stated(printed.is_some(), in_spec == on_page, || -> Diagnostic {
        diagnostic(
            codes::PAGE_FACT,
            format!(
                "different `original_type` of the event `{}` on the page",
                event.wire_name
            ),
            (event.span, &format!("spec: {}", in_spec.unwrap_or("none"))),
            (
                printed.map_or(page.top(), Slice::span),
                &format!("page: {}", on_page.unwrap_or("none")),
            ),
        )
    });
}
