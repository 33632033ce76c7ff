//! One page: request, answer, errors, path.

use super::choices::choices;
use super::fields::{Context, placed_fields};
use super::rules::struct_rules;
use super::scope::{Room, Taken, own_name};
use super::service::{Resolver, variant};
use super::{http_status, notes, optional, row, statements, unknown, values, waivers};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Api, Checks, Direction, Enum, ErrorRow, Field, Method, Operation, Place, RateLimit, Row,
    Sample, Service, Struct, Type, Value,
};
use crate::names;
use crate::source::Spanned;
use crate::syntax::{self, Entries, Text};

pub(super) fn resolve(
    page: &syntax::Operation,
    resolver: &mut Resolver<'_, '_>,
    service: &mut Service,
) {
    let name = own_name(&page.name, names::function, resolver.diagnostics);
    check_path(page, resolver);
    check_hosts(page, resolver);
    let request = request(page, resolver);
    check_request_number(page, &request, resolver);
    let success = http_status(&page.response.status, 200, resolver.diagnostics).unwrap_or(200);
    let response = page
        .response
        .body
        .as_ref()
        .and_then(|body| response(body, page, resolver));
    let errors = error_rows(page, resolver);
    let error_code = error_code(page, &errors, resolver);
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
        runtime_headers: runtime_headers(page, resolver),
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

fn method(method: syntax::Method) -> Method {
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
    let context = Context {
        direction: Direction::Request,
        file: Some(&page.file),
        root: true,
    };
    let name = match &page.request {
        Some(given) => own_name(given, names::type_name, resolver.diagnostics),
        None => names::request_type(&page.name.value),
    };
    let span = page.request.as_ref().unwrap_or(&page.name).span;
    resolver.take_name(&[Room::Requests], &name, span);
    let fields = placed_fields(&groups, &context, resolver);
    report_path_types(&fields, &parameters.path, resolver);
    report_compound_parameters(&fields, resolver);
    Struct {
        span,
        wire_name: name.clone(),
        also_called: Vec::new(),
        name,
        title: None,
        doc: None,
        choices: choices(&[body], &fields, &context, resolver),
        fields,
        rules: struct_rules(
            &page.rules,
            &[
                &parameters.path,
                &parameters.query,
                &parameters.header,
                body,
            ],
            &context,
            resolver,
        ),
        checks: Checks::default(),
        notes: Vec::new(),
        file: Some(page.file.clone()),
        is_twin: false,
        operation: names::function(&page.name.value).ok(),
    }
}

/// A query holds scalars and lists of them, a header one scalar.
fn report_compound_parameters(fields: &[Field], resolver: &mut Resolver<'_, '_>) {
    fn is_scalar(ty: &Type) -> bool {
        !matches!(ty, Type::Struct(_) | Type::Array(_))
    }
    for field in fields {
        let (fits, help) = match (field.place, &field.ty) {
            (Place::Query, Type::Array(inner)) => (
                is_scalar(inner),
                "a query holds scalars, and lists of scalars",
            ),
            (Place::Query, ty) => (is_scalar(ty), "a query holds scalars, and lists of scalars"),
            (Place::Header, ty) => (is_scalar(ty), "a header holds one scalar"),
            _ => continue,
        };
        if !fits {
            let message = format!("`{}` cannot travel outside the body", field.wire_name);
            let diagnostic = Diagnostic::error(Code::BadValue, message, field.span);
            resolver.diagnostics.push(diagnostic.help(help));
        }
    }
}

/// A path value is a text, and always there.
fn report_path_types(
    fields: &[Field],
    parameters: &Entries<syntax::Field>,
    resolver: &mut Resolver<'_, '_>,
) {
    for (wire, parameter) in parameters {
        let field = fields.iter().find(|field| field.wire_name == wire.value);
        if field.is_some_and(|field| field.ty != Type::String) {
            resolver.diagnostics.push(
                Diagnostic::error(
                    Code::BadValue,
                    format!("the path parameter `{}` is a string", wire.value),
                    parameter.ty.span,
                )
                .help("write `type: string` or `string(N)`"),
            );
        }
        if !matches!(parameter.presence.value, syntax::Presence::Required) {
            resolver.diagnostics.push(
                Diagnostic::error(
                    Code::BadValue,
                    format!("the path parameter `{}` cannot be left out", wire.value),
                    parameter.presence.span,
                )
                .help("write `presence: required`, and a note if the page says otherwise"),
            );
        }
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
            Diagnostic::error(Code::BadValue, "an answer is a struct", body.span)
                .help("name a type that has `fields:`"),
        );
        return None;
    }
    resolver.reach(id, Direction::Response);
    Some(resolver.type_name(id))
}

/// `{name}` stands alone in its segment, and every one is described.
fn check_path(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let path = &page.path;
    let malformed = |text: &str| {
        Diagnostic::error(
            Code::PathMismatch,
            format!("`{text}` cannot be a path"),
            path.span,
        )
        .help(
            "write it as the page does: /v3/…, with each parameter as a segment of its own, {name}",
        )
    };
    let Some(rest) = path.value.strip_prefix('/') else {
        resolver.diagnostics.push(malformed(&path.value));
        return;
    };
    let mut placeholders: Vec<&str> = Vec::new();
    for segment in rest.split('/') {
        let inner = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let text = inner.unwrap_or(segment);
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
        if text.is_empty() || !text.chars().all(good) {
            resolver.diagnostics.push(malformed(segment));
            return;
        }
        placeholders.extend(inner);
    }
    report_missing_parameters(&placeholders, page, resolver);
}

fn report_missing_parameters(
    placeholders: &[&str],
    page: &syntax::Operation,
    resolver: &mut Resolver<'_, '_>,
) {
    let described = &page.parameters.path;
    for name in placeholders {
        if !described.iter().any(|(wire, _)| wire.value == *name) {
            resolver.diagnostics.push(
                Diagnostic::error(
                    Code::PathMismatch,
                    format!("the path has `{{{name}}}`, which no parameter describes"),
                    page.path.span,
                )
                .help(format!("add `{name}:` below `parameters: path:`")),
            );
        }
    }
    for (wire, _) in described {
        if !placeholders.contains(&wire.value.as_str()) {
            resolver.diagnostics.push(
                Diagnostic::error(
                    Code::PathMismatch,
                    format!("the path has no `{{{}}}`", wire.value),
                    wire.span,
                )
                .also(page.path.span, "the path")
                .help("rename the parameter or the placeholder"),
            );
        }
    }
}

fn check_hosts(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let Some(Api { hosts, .. }) = resolver.api else {
        return;
    };
    for name in &page.hosts {
        if !hosts.iter().any(|host| host.name == name.value) {
            let names = hosts.iter().map(|host| host.name.as_str());
            let diagnostic = unknown(Code::UnknownReference, "host", name, names);
            resolver.diagnostics.push(diagnostic);
        }
    }
}

fn check_request_number(
    page: &syntax::Operation,
    request: &Struct,
    resolver: &mut Resolver<'_, '_>,
) {
    let Some(name) = &page.request_number else {
        return;
    };
    let fields = request.fields.iter().map(|field| field.wire_name.as_str());
    if !fields.clone().any(|wire| wire == name.value) {
        let diagnostic = unknown(Code::UnknownField, "field", name, fields);
        resolver.diagnostics.push(diagnostic);
    }
}

fn runtime_headers(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) -> Vec<Field> {
    let context = Context {
        direction: Direction::Request,
        file: Some(&page.file),
        root: true,
    };
    placed_fields(
        &[(Place::Header, &page.parameters.runtime_header)],
        &context,
        resolver,
    )
}

fn error_rows(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) -> Vec<ErrorRow> {
    let mut rows = Vec::new();
    for syntax in &page.errors {
        match syntax {
            syntax::ErrorRow::Own { row: own, table } => {
                rows.extend(row(own, resolver.diagnostics).map(|row| ErrorRow {
                    table: optional(table.as_ref()),
                    common: false,
                    row,
                }));
            }
            syntax::ErrorRow::Common { common, table } => {
                rows.extend(common_row(common, resolver).map(|row| ErrorRow {
                    table: optional(table.as_ref()),
                    common: true,
                    row,
                }));
            }
        }
    }
    rows
}

/// The row of a code that every page repeats.
fn common_row(code: &Text, resolver: &mut Resolver<'_, '_>) -> Option<Row> {
    let all = &resolver.api?.errors;
    let row = all.iter().find(|row| row.code == code.value).cloned();
    if row.is_none() {
        let codes = all.iter().map(|row| row.code.as_str());
        let what = "error row common to all pages with the code";
        let diagnostic = unknown(Code::UnknownReference, what, code, codes);
        resolver.diagnostics.push(diagnostic);
    }
    row
}

/// The codes of the rows, each once, in order.
fn error_code(
    page: &syntax::Operation,
    rows: &[ErrorRow],
    resolver: &mut Resolver<'_, '_>,
) -> Enum {
    let name = names::error_code_type(&page.name.value);
    resolver.take_name(&[Room::Service], &name, page.name.span);
    let mut values: Vec<Value> = Vec::new();
    let mut taken = Taken::default();
    for ErrorRow { row, .. } in rows {
        if values.iter().any(|value| value.wire_name == row.code) {
            continue;
        }
        let wire = Spanned::new(row.code.clone(), row.span);
        let mut same = rows.iter().filter(|other| other.row.code == row.code);
        let given = same.find_map(|other| other.row.rust_name.clone());
        let given = given.map(|name| Spanned::new(name, row.span));
        let name = variant(&wire, given.as_ref(), &mut taken, resolver.diagnostics);
        values.push(Value {
            span: row.span,
            name,
            wire_name: row.code.clone(),
            title: None,
            doc: None,
            fingerprint: None,
            remarks: Vec::new(),
            waived: Vec::new(),
            notes: Vec::new(),
        });
    }
    Enum {
        of_integers: false,
        span: page.name.span,
        wire_name: name.clone(),
        also_called: Vec::new(),
        name,
        title: None,
        doc: None,
        values,
        notes: Vec::new(),
    }
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
        request: optional(syntax.request.as_ref()),
        response: optional(syntax.response.as_ref()),
        breaks: values(&syntax.breaks),
    }
}
