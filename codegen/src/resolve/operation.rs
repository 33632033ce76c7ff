//! One page: request, answer, and what is said about them.

use super::choices::choices;
use super::fields::{Context, placed_fields};
use super::rules::struct_rules;
use super::scope::{Room, own_name};
use super::service::Resolver;
use super::{
    error_rows, http_status, notes, optional, parameters, path, statements, unknown, values,
    waivers,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Api, Checks, Direction, Field, Method, Operation, Place, RateLimit, Sample, Service, Struct,
    Type,
};
use crate::names;
use crate::source::Span;
use crate::syntax::{self, Entries, Text};

pub(super) fn resolve<'a>(
    page: &'a syntax::Operation,
    resolver: &mut Resolver<'a, '_>,
    service: &mut Service,
) {
    let name = own_name(&page.name, names::function, resolver.diagnostics);
    path::check(page, resolver);
    parameters::check(page, resolver);
    check_hosts(page, resolver);
    let request = request(page, resolver);
    check_request_number(page, &request, resolver);
    let success = http_status(&page.response.status, 200, resolver.diagnostics).unwrap_or(200);
    let response = page
        .response
        .body
        .as_ref()
        .and_then(|body| response(body, page, resolver));
    let errors = error_rows::rows(page, resolver);
    let error_code = error_rows::codes(page, &errors, resolver);
    service.operations.push(Operation {
        span: page.name.span,
        name,
        file: page.file.clone(),
        title: page.title.value.clone(),
        doc: page.doc.value.clone(),
        fingerprint: optional(page.fingerprint.as_ref()),
        page: page.source.page.value.clone(),
        updated: page.source.updated.value.clone(),
        audience: values(&page.audience),
        method: method(page.method.value),
        path: page.path.value.clone(),
        hosts: values(&page.hosts),
        rate_limit: page.rate_limit.as_ref().map(rate_limit),
        prerequisites: statements(&page.prerequisites),
        remarks: statements(&page.remarks),
        waived: waivers(&page.waived),
        request_number: optional(page.request_number.as_ref()),
        runtime_headers: parameters::of_the_runtime(page, resolver),
        request: request.name.clone(),
        has_body: page.body.is_some(),
        response,
        success,
        errors,
        error_code,
        samples: page.samples.iter().map(sample).collect(),
        notes: notes(&page.notes),
    });
    service.requests.push(request);
}

pub(super) fn method(method: syntax::Method) -> Method {
    match method {
        syntax::Method::Get => Method::Get,
        syntax::Method::Post => Method::Post,
        syntax::Method::Put => Method::Put,
        syntax::Method::Patch => Method::Patch,
        syntax::Method::Delete => Method::Delete,
    }
}

fn rate_limit(limit: &syntax::RateLimit) -> RateLimit {
    RateLimit {
        requests: limit.requests,
        per_seconds: limit.per_seconds,
        interface_level: limit.interface_level,
    }
}

/// Parameters and body become one struct, so that a path value travels with its request.
fn request(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) -> Struct {
    let none = Entries::new();
    let parameters = &page.parameters;
    let body = page.body.as_ref().unwrap_or(&none);
    let groups = [
        (Place::Path, &parameters.path),
        (Place::Query, &parameters.query),
        (Place::Header, &parameters.header),
        (Place::Body, body),
    ];
    let context = Context::of_request(page);
    let name = match &page.request {
        Some(given) => own_name(given, names::type_name, resolver.diagnostics),
        None => names::request_type(&page.name.value),
    };
    let span = page.request.as_ref().unwrap_or(&page.name).span;
    resolver.take_name(&[Room::Requests], &name, span);
    let fields = placed_fields(&groups, &context, resolver);
    parameters::check_types(&fields, parameters, resolver);
    let siblings = groups.map(|(_, group)| group);
    Struct {
        span,
        wire_name: name.clone(),
        also_called: Vec::new(),
        name,
        title: None,
        doc: None,
        choices: choices(&[body], &fields, &context, resolver),
        fields,
        rules: struct_rules(&page.rules, &siblings, &context, resolver),
        checks: Checks::default(),
        notes: Vec::new(),
        file: Some(page.file.clone()),
        is_twin: false,
        operation: names::function(&page.name.value).ok(),
    }
}

fn response(
    body: &Text,
    page: &syntax::Operation,
    resolver: &mut Resolver<'_, '_>,
) -> Option<String> {
    let id = resolver.find(body, Direction::Response, Some(&page.file))?;
    if matches!(resolver.scope.get(id).ty.shape, syntax::Shape::Enum { .. }) {
        resolver.diagnostics.push(
            Diagnostic::error(Code::TYPE_MISFIT, "an answer is a struct", body.span)
                .also(resolver.scope.get(id).name.span, "this is an enum")
                .help("name a type that has `fields:`"),
        );
        return None;
    }
    resolver.reach(id, Direction::Response);
    Some(resolver.type_name(id))
}

fn check_hosts(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let Some(Api { hosts, .. }) = resolver.api else {
        return;
    };
    for name in &page.hosts {
        let is_known = hosts.iter().any(|host| host.name == name.value);
        if !is_known && !resolver.spec.dropped.contains(&name.value) {
            let names = hosts.iter().map(|host| host.name.as_str());
            let diagnostic = unknown(
                Code::UNKNOWN_REFERENCE,
                "host",
                name,
                names,
                resolver.diagnostics.is_long(),
            );
            resolver.diagnostics.push(diagnostic);
        }
    }
}

/// The runtime looks for the number in the body, as a text: elsewhere it would be documented and never used.
fn check_request_number(
    page: &syntax::Operation,
    request: &Struct,
    resolver: &mut Resolver<'_, '_>,
) {
    let Some(name) = &page.request_number else {
        return;
    };
    let is_named = |field: &&Field| field.wire_name == name.value;
    let in_body = || request.fields.iter().filter(|f| f.place == Place::Body);
    if let Some(field) = in_body().find(is_named) {
        let span = type_of(&field.wire_name, page)
            .filter(|_| !matches!(field.ty, Type::String | Type::Time | Type::Enum(_)));
        if let Some(ty) = span {
            let message = format!("the request number `{}` is not a string", name.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::TYPE_MISFIT, message, name.span)
                    .also(ty, "its type")
                    .help("name a string of the body, or leave `request_number:` out"),
            );
        }
        return;
    }
    let parameters = &page.parameters;
    let beside = [
        ("a header", &parameters.runtime_header),
        ("a header", &parameters.header),
        ("a path parameter", &parameters.path),
        ("a query parameter", &parameters.query),
    ];
    let mut beside = beside.iter().flat_map(|(what, group)| {
        let group = group.iter();
        group.map(move |(wire, _)| (what, wire))
    });
    if let Some((what, wire)) = beside.find(|(_, wire)| wire.value == name.value) {
        let message = format!("the request number `{}` is {what}", name.value);
        resolver.diagnostics.push(
            Diagnostic::error(Code::NOT_EMITTED, message, name.span)
                .also(wire.span, "it is described here")
                .help("leave `request_number:` out: only a field of the body is supported yet"),
        );
        return;
    }
    let fields = in_body().map(|field| field.wire_name.as_str());
    let is_long = resolver.diagnostics.is_long();
    let diagnostic = unknown(Code::UNKNOWN_FIELD, "field", name, fields, is_long);
    let is_nested = name.value.contains('.');
    resolver.diagnostics.push(match diagnostic.fix {
        None if is_nested => diagnostic.help("only a field of the body itself is supported yet"),
        None => diagnostic.help("name a string of the request's body"),
        Some(_) => diagnostic,
    });
}

/// Where the type of a field of the body stands, if it could be read.
fn type_of(wire_name: &str, page: &syntax::Operation) -> Option<Span> {
    let mut body = page.body.iter().flatten();
    let (_, field) = body.find(|(wire, _)| wire.value == wire_name)?;
    let is_read = !matches!(field.ty.value, syntax::TypeExpr::Unread);
    is_read.then_some(field.ty.span)
}

fn sample(syntax: &syntax::Sample) -> Sample {
    let pairs = |entries: &Entries<Text>| {
        let pair = |(name, value): &(Text, Text)| (name.value.clone(), value.value.clone());
        entries.iter().map(pair).collect()
    };
    Sample {
        span: syntax.span,
        ours: syntax.ours,
        title: optional(syntax.title.as_ref()),
        path: pairs(&syntax.path),
        query: pairs(&syntax.query),
        header: pairs(&syntax.header),
        request: optional(syntax.request.as_ref()),
        response: optional(syntax.response.as_ref()),
        breaks: values(&syntax.breaks),
    }
}
