//! Converts the model to the tree, except for structs and enums.
//!
//! Every type is destructured by name, without `..`.

mod types;

use super::kinds::{FactKind as F, Message, NodeKind};
use super::usage::TypeUsage;
use super::{Fact, FactValue, Node, text};
pub(crate) use types::field_path;
use types::{enumeration, field, members, structure};
use wechatpay_codegen::model::{
    Api, Callback, Direction, DocumentedError, Enum, Event, Host, Model, Note, Operation, Row,
    Sample, Service, Statement, Waiver,
};

/// The whole spec as one tree.
pub(crate) fn walk(model: &Model) -> Node<'_> {
    let Model {
        api: whole_api,
        services,
        // `keys` holds the locations of facts.
        keys: _,
    } = model;
    let mut root = api(whole_api);
    for row in &mut root.children {
        let has_row = |o: &Operation| o.errors.iter().any(|e| e.common && e.row.code == row.key);
        let users = |service: &Service| {
            let operations = service.operations.iter().filter(|o| has_row(o));
            operations
                .map(|operation| format!("{}.{}", service.name, operation.name))
                .collect::<Vec<_>>()
        };
        if row.kind == NodeKind::CommonRow {
            row.operations = services.iter().flat_map(users).collect();
        }
    }
    root.children.extend(services.iter().map(service));
    root
}

fn api(api: &Api) -> Node<'_> {
    let Api {
        name,
        hosts,
        errors,
    } = api;
    let mut node = Node::new(NodeKind::Api, "", "");
    node.add_text(F::Name, name);
    node.children.extend(hosts.iter().map(host));
    let rows = errors.iter().map(|error| {
        let path = format!("errors.{}", error.code);
        let mut node = Node::new(NodeKind::CommonRow, &error.code, path);
        row(&mut node, error);
        node
    });
    node.children.extend(rows);
    node
}

fn host(host: &Host) -> Node<'_> {
    let Host {
        span,
        name,
        title,
        url,
        doc,
        fingerprint,
    } = host;
    let mut node = Node::new(NodeKind::Host, name, format!("hosts.{name}"));
    node.span = Some(*span);
    node.add_text(F::Title, title);
    node.add_text(F::Url, url);
    node.add_text(F::Doc, doc);
    node.add_optional(F::Fingerprint, fingerprint.as_deref());
    node
}

fn row<'m>(node: &mut Node<'m>, row: &'m Row) {
    let Row {
        span,
        status,
        code,
        rust_name,
        meaning,
        remedy,
        retryable,
        may_follow_own_attempt,
        fingerprint,
        notes,
    } = row;
    node.span = Some(*span);
    node.add_text(F::Code, code);
    node.add_optional(F::RustName, rust_name.as_deref());
    node.add(F::Status, FactValue::Number(i64::from(*status)));
    node.add_text(F::Meaning, meaning);
    node.add_text(F::Remedy, remedy);
    node.add_flag(F::Retryable, *retryable);
    node.add_flag(F::MayFollowOwnAttempt, *may_follow_own_attempt);
    node.add_optional(F::Fingerprint, fingerprint.as_deref());
    node.add_list(F::Notes, note_lines(notes));
}

fn service(service: &Service) -> Node<'_> {
    let Service {
        name,
        doc,
        notes,
        uses,
        on_by_default,
        // The folder is not part of the API.
        folder: _,
        operations,
        callbacks,
        requests,
        responses,
        enums,
    } = service;
    let usage = TypeUsage::new(service);
    let mut node = Node::new(NodeKind::Service, name, name);
    node.rust = vec![
        name.clone(),
        format!("{name}::request"),
        format!("{name}::response"),
    ];
    node.operations = operations
        .iter()
        .map(|o| format!("{name}.{}", o.name))
        .collect();
    node.add_text(F::Doc, doc);
    node.add_list(F::Uses, uses.clone());
    node.add_flag(F::OptIn, !on_by_default);
    node.add_list(F::Notes, note_lines(notes));
    node.children
        .extend(operations.iter().map(|o| operation(o, service)));
    node.children
        .extend(callbacks.iter().map(|inner| callback(inner, name)));
    for (direction, structs) in [
        (Direction::Request, requests),
        (Direction::Response, responses),
    ] {
        // Types of used services are nodes of those services.
        let own = structs.iter().filter(|inner| inner.service.is_none());
        let shared = own.filter(|inner| inner.operation.is_none());
        let nodes = shared.map(|inner| structure(inner, direction, service, &usage));
        node.children.extend(nodes);
    }
    let enums = enums
        .iter()
        .filter(|inner| inner.service.is_none())
        .map(|inner| enumeration(inner, service, &usage));
    node.children.extend(enums);
    node
}

fn callback<'m>(callback: &'m Callback, service: &str) -> Node<'m> {
    let Callback {
        span,
        name,
        // The file is not part of the API.
        file: _,
        title,
        doc,
        fingerprint,
        page,
        updated,
        grade,
        events,
        reply,
        remarks,
        waived,
        notes,
    } = callback;
    let item = format!("{service}::{name}");
    let mut node = Node::new(NodeKind::Callback, name, format!("{service}.{name}"));
    node.span = Some(*span);
    node.rust = vec![item.clone(), format!("{item}::Unknown")];
    node.add_text(F::RustName, name);
    node.add_text(F::Title, title);
    node.add_text(F::Doc, doc);
    node.add_optional(F::Fingerprint, fingerprint.as_deref());
    node.add_text(F::Page, page);
    node.add_text(F::Updated, updated);
    node.add_optional(F::SourceEvidence, grade.limited());
    node.add_list(F::Reply, statement_lines(reply));
    node.add_list(F::Remarks, statement_lines(remarks));
    node.add_list(F::Waived, waiver_lines(waived));
    node.add_list(F::Notes, note_lines(notes));
    let path = node.path.clone();
    let events = events.iter().map(|inner| event(inner, &item, &path));
    node.children.extend(events);
    node
}

fn event<'m>(event: &'m Event, item: &str, path: &str) -> Node<'m> {
    let Event {
        span,
        name,
        wire_name,
        also,
        title,
        doc,
        original_type,
        resource,
        remarks,
        notes,
        fingerprint,
    } = event;
    let mut node = Node::new(NodeKind::Event, wire_name, format!("{path}.{wire_name}"));
    node.span = Some(*span);
    node.rust = vec![format!("{item}::{name}")];
    node.add_text(F::WireName, wire_name);
    node.add_text(F::RustName, name);
    node.add_list(F::Also, also.clone());
    node.add_optional(F::Title, title.as_deref());
    node.add_optional(F::Doc, doc.as_deref());
    node.add_optional(F::OriginalType, original_type.as_deref());
    node.add_text(F::Resource, resource);
    node.add_list(F::Remarks, statement_lines(remarks));
    node.add_list(F::Notes, note_lines(notes));
    node.add_optional(F::Fingerprint, fingerprint.as_deref());
    node
}

fn operation<'m>(operation: &'m Operation, service: &'m Service) -> Node<'m> {
    let Operation {
        span,
        name,
        // The file is not part of the API.
        file: _,
        title,
        doc,
        fingerprint,
        page,
        updated,
        grade,
        response_grade,
        audience,
        method,
        path,
        hosts,
        rate_limit,
        prerequisites,
        remarks,
        waived,
        idempotency_key,
        idempotent,
        recovery,
        partial_result,
        pagination,
        download,
        request,
        has_body,
        response,
        responds_with_file,
        success,
        notes,
        // These become nodes of their own.
        runtime_headers: _,
        errors: _,
        error_code: _,
        samples: _,
    } = operation;
    let own_path = format!("{}.{name}", service.name);
    let mut node = Node::new(NodeKind::Operation, name, &own_path);
    node.span = Some(*span);
    node.operations = vec![own_path];
    node.rust = operation_items(operation, &service.name);
    node.add_text(F::Title, title);
    node.add_text(F::Doc, doc);
    node.add_optional(F::Fingerprint, fingerprint.as_deref());
    node.add_text(F::Page, page);
    node.add_text(F::Updated, updated);
    node.add_optional(F::SourceEvidence, grade.limited());
    let response_evidence = (response_grade != grade).then(|| response_grade.as_str());
    node.add_optional(F::ResponseEvidence, response_evidence);
    node.add_list(F::Audience, audience.clone());
    node.add_text(F::Method, method.as_str());
    node.add_text(F::Path, path);
    node.add_list(F::Hosts, hosts.clone());
    if let Some(limit) = rate_limit {
        node.add(F::RateLimit, FactValue::Rate(*limit));
    }
    node.add_list(F::Prerequisites, statement_lines(prerequisites));
    node.add_list(F::Remarks, statement_lines(remarks));
    node.add_list(F::Waived, waiver_lines(waived));
    let key = idempotency_key.as_ref().map(|key| key.name.as_str());
    node.add_optional(F::IdempotencyKey, key);
    node.add_optional(F::Idempotent, idempotent.as_deref());
    node.add_list(F::Recovery, recovery.iter().map(text::recovery).collect());
    let partial = partial_result.iter().map(text::partial_result);
    node.add_list(F::PartialResult, partial.collect());
    let pagination = pagination.iter().map(text::pagination);
    node.add_list(F::Pagination, pagination.collect());
    node.add_list(F::Download, download.iter().map(text::download).collect());
    node.add_text(F::RequestType, request);
    node.add_flag(F::HasBody, *has_body);
    node.add_optional(F::Response, response.as_deref());
    node.add_flag(F::ResponseFile, *responds_with_file);
    node.add(F::Success, FactValue::Number(i64::from(*success)));
    node.add_list(F::Notes, note_lines(notes));

    operation_children(&mut node, operation, service);
    node
}

/// Adds headers, members, error rows and samples.
fn operation_children<'m>(node: &mut Node<'m>, operation: &'m Operation, service: &'m Service) {
    let parent = node.path.clone();
    let headers = operation.runtime_headers.iter().map(|header| {
        let path = format!("{parent}.headers.{}", header.wire_name);
        field(header, Message::Header, path)
    });
    node.children.extend(headers);
    let root = service.structure(Direction::Request, &operation.request, &operation.file);
    if let Some(root) = root {
        let path = format!("{parent}.request");
        node.add_list(F::Form, root.form.iter().flat_map(text::form).collect());
        members(node, root, Message::Request, &path, service);
    }
    let rows = error_rows(
        &operation.errors,
        &operation.error_code,
        &service.name,
        &parent,
    );
    node.children.extend(rows);
    let samples = (1..).zip(&operation.samples);
    let samples = samples.map(|(number, inner)| sample(inner, number, &parent));
    node.children.extend(samples);
    for child in &mut node.children {
        child.operations = vec![parent.clone()];
    }
}

/// The Rust items of an operation.
fn operation_items(operation: &Operation, service: &str) -> Vec<String> {
    let Operation { name, request, .. } = operation;
    let builder = format!("{service}::request::{request}Builder");
    let mut items = vec![
        format!("{service}::{name}"),
        format!("{service}::request::{request}"),
        format!("{service}::request::{request}::builder"),
        builder.clone(),
        format!("{builder}::build"),
        format!("{service}::request::{request} as Operation"),
    ];
    let downloaded = operation.response.iter();
    let downloaded = downloaded.filter(|_| operation.download.is_some());
    items.extend(downloaded.map(|name| format!("{service}::response::{name} as Downloadable")));
    items.extend(code_items(service, &operation.error_code));
    items
}

/// Owner of the error rows that all pages share.
pub(crate) const COMMON: &str = "every page";

/// The Rust items of the enum of error codes, without its values.
fn code_items(service: &str, error_code: &Enum) -> [String; 3] {
    let path = format!("{service}::{}", error_code.name);
    [
        path.clone(),
        format!("{path}::Unknown"),
        format!("{path} as OpenEnum"),
    ]
}

fn error_rows<'m>(
    rows: &'m [DocumentedError],
    codes: &'m Enum,
    service: &str,
    path: &str,
) -> Vec<Node<'m>> {
    let mut nodes: Vec<Node<'m>> = Vec::new();
    for documented_error in rows {
        let DocumentedError {
            span,
            table,
            common,
            grade,
            row: content,
        } = documented_error;
        let same = nodes
            .iter()
            .filter(|node| node.text(F::Code) == Some(&content.code))
            .count();
        let identity = content.fingerprint.as_ref().unwrap_or(&content.meaning);
        let key = format!("{} {} {identity}", content.code, content.status);
        let row_path = match same {
            0 => format!("{path}.errors.{}", content.code),
            n => format!("{path}.errors.{}.{}", content.code, n + 1),
        };
        let mut node = Node::new(NodeKind::DocumentedError, key, row_path);
        row(&mut node, content);
        node.facts.extend(table.as_deref().map(|table| Fact {
            kind: F::Table,
            value: FactValue::Text(table),
            span: Some(*span),
        }));
        let evidence = grade.limited().map(|grade| Fact {
            kind: F::Evidence,
            value: FactValue::Text(grade),
            span: Some(*span),
        });
        node.facts.extend(evidence);
        node.owner = common.then(|| COMMON.to_owned());
        let value = codes.values.find(&content.code);
        node.rust = value
            .map(|value| format!("{service}::{}::{}", codes.name, value.name))
            .into_iter()
            .collect();
        nodes.push(node);
    }
    nodes
}

fn sample<'m>(sample: &'m Sample, number: usize, path: &str) -> Node<'m> {
    let Sample {
        span,
        ours,
        title,
        path: path_values,
        query,
        header,
        request,
        response,
        breaks,
    } = sample;
    let pairs = |pairs: &[(String, String)]| {
        pairs
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect::<Vec<_>>()
    };
    let content = || {
        request
            .clone()
            .or_else(|| response.clone())
            .unwrap_or_default()
    };
    let key = title.clone().unwrap_or_else(content);
    let mut node = Node::new(NodeKind::Sample, key, format!("{path}.samples.{number}"));
    node.span = Some(*span);
    node.add_flag(F::Ours, *ours);
    node.add_optional(F::Title, title.as_deref());
    node.add_list(F::PathValues, pairs(path_values));
    node.add_list(F::QueryValues, pairs(query));
    node.add_list(F::HeaderValues, pairs(header));
    if let Some(request) = request {
        node.add(F::SampleRequest, FactValue::Json(request));
    }
    if let Some(response) = response {
        node.add(F::SampleResponse, FactValue::Json(response));
    }
    node.add_list(F::Breaks, breaks.clone());
    node
}

pub(super) fn statement_lines(statements: &[Statement]) -> Vec<String> {
    statements.iter().map(text::statement).collect()
}

pub(super) fn waiver_lines(waived: &[Waiver]) -> Vec<String> {
    waived.iter().map(text::waiver).collect()
}

pub(super) fn note_lines(notes: &[Note]) -> Vec<String> {
    notes.iter().map(text::note).collect()
}
