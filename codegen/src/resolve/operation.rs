//! Resolves one page: the operation, its request and its response.

use super::api::http_status;
use super::choices::choices;
use super::copies::{notes, optional, statements, values, waivers};
use super::fields::fields;
use super::resolver::Resolver;
use super::rules::rules;
use super::rust_names::{Namespace, own_name};
use super::unknown::unknown;
use super::{duplicates, error_rows, pagination, recovery};
use crate::diagnostic::Code;
use crate::model::{
    Api, Checks, Direction, Form, FormPart, IdempotencyKey, Method, Operation, Place, RateLimit,
    Sample, Service, Struct,
};
use crate::names;
use crate::scope::{Grades, Object};
use crate::syntax::{self, Entries, Shape, Text};

pub(super) fn resolve<'a>(
    page: &'a syntax::Operation,
    resolver: &mut Resolver<'a, '_>,
    service: &mut Service,
) {
    let name = own_name(&page.name, names::function, resolver.diagnostics);
    duplicates::report_headers(page, resolver.diagnostics);
    look_up_hosts(page, resolver);
    look_up_idempotency_key(page, resolver);
    look_up_names_of_form(page, resolver);
    let request = request(page, resolver);
    let success = http_status(&page.response.status, 200, resolver.diagnostics).unwrap_or(200);
    let body = page.response.body.as_ref();
    let response = body.and_then(|body| response(body, page, resolver));
    let errors = error_rows::rows(page, resolver);
    let error_code = error_rows::codes(page, &errors, resolver);
    service.operations.push(Operation {
        span: page.name.span,
        name,
        file: page.file.clone(),
        title: page.title.value.clone(),
        doc: page.doc.value.clone(),
        fingerprint: optional(page.fingerprint.as_ref()),
        page: optional(page.source.page.as_ref()).unwrap_or_else(|| page.title.value.clone()),
        updated: optional(page.source.updated.as_ref()).unwrap_or_default(),
        grade: page.source.grade,
        response_grade: Grades::of_page(page).response,
        audience: values(&page.audience),
        method: method(page.method.value),
        path: page.path.value.clone(),
        hosts: values(&page.hosts),
        rate_limit: page.rate_limit.as_ref().map(rate_limit),
        prerequisites: statements(&page.prerequisites),
        remarks: statements(&page.remarks),
        waived: waivers(&page.waived),
        idempotency_key: idempotency_key(page),
        idempotent: optional(page.idempotent.as_ref()),
        recovery: page.recovery.as_ref().map(recovery::recovery),
        download: page.download.as_ref().map(pagination::download),
        partial_result: page.partial_result.as_ref().map(pagination::partial_result),
        pagination: page.pagination.as_ref().map(pagination::pagination),
        runtime_headers: fields(&Object::of_runtime_headers(page), resolver),
        request: request.name.clone(),
        has_body: page.body.is_some(),
        response,
        responds_with_file: page.response.file.is_some(),
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

/// Combines parameters and body into one struct, so that a request includes its path values.
fn request(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) -> Struct {
    let object = Object::of_request(page);
    let name = match &page.request {
        Some(given) => own_name(given, names::type_name, resolver.diagnostics),
        None => names::request_type(&page.name.value),
    };
    let span = page.request.as_ref().unwrap_or(&page.name).span;
    resolver.use_name(&[Namespace::Requests], &name, span);
    let fields = fields(&object, resolver);
    Struct {
        span,
        wire_name: name.clone(),
        also_called: Vec::new(),
        name,
        title: None,
        doc: None,
        choices: choices(&object, &fields, resolver),
        fields,
        rules: rules(&object, resolver),
        checks: Checks::default(),
        grade: page.source.grade,
        notes: Vec::new(),
        file: Some(page.file.clone()),
        service: None,
        is_duplicate: false,
        operation: names::function(&page.name.value).ok(),
        form: page.form.as_ref().map(form),
    }
}

fn form(form: &syntax::Form) -> Form {
    let syntax::FormPart {
        name,
        title,
        doc,
        fingerprint,
    } = &form.json;
    let file = form.file.iter().next();
    let types = form.types.iter();
    Form {
        json: FormPart {
            span: name.span,
            name: name.value.clone(),
            title: optional(title.as_ref()),
            doc: optional(doc.as_ref()),
            fingerprint: optional(fingerprint.as_ref()),
        },
        file: file.map(|(name, _)| name.value.clone()).unwrap_or_default(),
        file_name: form.file_name.value.clone(),
        digest: form.digest.value.clone(),
        types: types
            .map(|(ending, media)| (ending.value.clone(), media.value.clone()))
            .collect(),
    }
}

/// Reports a file name and a digest that are not fields of the body.
fn look_up_names_of_form(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let object = Object::of_request(page);
    for (_, name) in page.form.iter().flat_map(syntax::Form::names) {
        if object.field_in(Place::Body, &name.value).is_none() {
            let fields = object.fields_in(Place::Body);
            let fields = fields.map(|(wire, _)| wire.value.as_str());
            let is_long = resolver.diagnostics.is_long();
            let diagnostic = unknown(Code::UNKNOWN_FIELD, "field", name, fields, is_long);
            resolver.diagnostics.push(match diagnostic.fix {
                None => diagnostic.help("name a string of the body"),
                Some(_) => diagnostic,
            });
        }
    }
}

/// The Rust name of the response's struct. A lint rule reports a response that is an enum.
fn response(
    body: &Text,
    page: &syntax::Operation,
    resolver: &mut Resolver<'_, '_>,
) -> Option<String> {
    let id = resolver.find(body, Direction::Response, Some(&page.file))?;
    if matches!(resolver.scope.get(id).ty.shape, Shape::Enum { .. }) {
        resolver.miss(Direction::Response, Some(&page.file));
        return None;
    }
    resolver.reach(id, Direction::Response);
    Some(resolver.type_name(id))
}

fn look_up_hosts(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let Some(Api { hosts, .. }) = resolver.shared.api else {
        return;
    };
    for name in &page.hosts {
        let is_known = hosts.iter().any(|host| host.name == name.value);
        if !is_known && !resolver.shared.spec.dropped.contains(&name.value) {
            let names = hosts.iter().map(|host| host.name.as_str());
            let is_long = resolver.diagnostics.is_long();
            let diagnostic = unknown(Code::UNKNOWN_REFERENCE, "host", name, names, is_long);
            resolver.diagnostics.push(diagnostic);
        }
    }
}

fn idempotency_key(page: &syntax::Operation) -> Option<IdempotencyKey> {
    let name = &page.idempotency_key.as_ref()?.value;
    let (place, ..) = Object::of_request(page).idempotency_key(name)?;
    Some(IdempotencyKey {
        name: name.clone(),
        place,
    })
}

/// Reports an idempotency key that is not a field of the request. Lint rules check that it is a
/// string that callers set.
fn look_up_idempotency_key(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let Some(name) = &page.idempotency_key else {
        return;
    };
    let headers = Object::of_runtime_headers(page);
    let is_known = |object: Object<'_>| object.field(&name.value).is_some();
    if is_known(Object::of_request(page)) || is_known(headers) {
        return;
    }
    let fields = Object::of_request(page).fields();
    let fields = fields.map(|(_, wire, _)| wire.value.as_str());
    let is_long = resolver.diagnostics.is_long();
    let diagnostic = unknown(Code::UNKNOWN_FIELD, "field", name, fields, is_long);
    let is_nested = name.value.contains('.');
    resolver.diagnostics.push(match diagnostic.fix {
        None if is_nested => diagnostic.help("only a field of the body itself is supported yet"),
        None => diagnostic.help("name a string of the request"),
        Some(_) => diagnostic,
    });
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
