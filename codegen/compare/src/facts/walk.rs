//! From the model to the tree: what is not a type. Every type is taken apart by name, without `..`.

mod types;

use super::kinds::{FactKind as F, Side, What};
use super::reach::Reach;
use super::{Fact, Node, Said, words};
use types::{enumeration, field, members, structure};
use wechatpay_codegen::model::{
    Api, Direction, DocumentedError, Enum, Host, Model, Note, Operation, Row, Sample, Service,
    Statement, Waiver,
};

/// The whole spec as one tree.
pub(crate) fn walk(model: &Model) -> Node<'_> {
    let Model {
        api: of_all,
        services,
        // They are where the facts stand.
        keys: _,
    } = model;
    let mut root = api(of_all);
    for row in &mut root.children {
        let repeats = |o: &Operation| o.errors.iter().any(|e| e.common && e.row.code == row.key);
        let of = |s: &Service| {
            let all = s.operations.iter().filter(|o| repeats(o));
            all.map(|o| format!("{}.{}", s.name, o.name))
                .collect::<Vec<_>>()
        };
        if row.what == What::CommonRow {
            row.operations = services.iter().flat_map(of).collect();
        }
    }
    root.children.extend(services.iter().map(service));
    root
}

fn api(model: &Api) -> Node<'_> {
    let Api {
        name,
        hosts,
        errors,
    } = model;
    let mut node = Node::new(What::Api, "", "");
    node.say_text(F::Name, name);
    node.children.extend(hosts.iter().map(host));
    let rows = errors.iter().map(|model| {
        let mut node = Node::new(
            What::CommonRow,
            &model.code,
            format!("errors.{}", model.code),
        );
        row(&mut node, model);
        node
    });
    node.children.extend(rows);
    node
}

fn host(model: &Host) -> Node<'_> {
    let Host {
        span,
        name,
        title,
        url,
        doc,
        fingerprint,
    } = model;
    let mut node = Node::new(What::Host, name, format!("hosts.{name}"));
    node.span = Some(*span);
    node.say_text(F::Title, title);
    node.say_text(F::Url, url);
    node.say_text(F::Doc, doc);
    node.say_if(F::Fingerprint, fingerprint.as_deref());
    node
}

fn row<'m>(node: &mut Node<'m>, model: &'m Row) {
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
        notes: beside,
    } = model;
    node.span = Some(*span);
    node.say_text(F::Code, code);
    node.say_if(F::RustName, rust_name.as_deref());
    node.say(F::Status, Said::Number(i64::from(*status)));
    node.say_text(F::Meaning, meaning);
    node.say_text(F::Remedy, remedy);
    node.say_flag(F::Retryable, *retryable);
    node.say_flag(F::MayFollowOwnAttempt, *may_follow_own_attempt);
    node.say_if(F::Fingerprint, fingerprint.as_deref());
    node.say_list(F::Notes, notes(beside));
}

fn service(model: &Service) -> Node<'_> {
    let Service {
        name,
        doc,
        notes: beside,
        // Where its files lie says nothing about the API.
        folder: _,
        operations,
        requests,
        responses,
        enums,
    } = model;
    let reach = Reach::new(model);
    let mut node = Node::new(What::Service, name, name);
    node.rust = vec![
        name.clone(),
        format!("{name}::request"),
        format!("{name}::response"),
    ];
    node.operations = operations
        .iter()
        .map(|o| format!("{name}.{}", o.name))
        .collect();
    node.say_text(F::Doc, doc);
    node.say_list(F::Notes, notes(beside));
    node.children
        .extend(operations.iter().map(|o| operation(o, model)));
    for (direction, all) in [
        (Direction::Request, requests),
        (Direction::Response, responses),
    ] {
        let beside = all.iter().filter(|model| model.operation.is_none());
        let nodes = beside.map(|inner| structure(inner, direction, model, &reach));
        node.children.extend(nodes);
    }
    node.children
        .extend(enums.iter().map(|inner| enumeration(inner, model, &reach)));
    node
}

fn operation<'m>(model: &'m Operation, of: &'m Service) -> Node<'m> {
    let Operation {
        span,
        name,
        // Which file a page stands in says nothing about it.
        file: _,
        title,
        doc,
        fingerprint,
        page,
        updated,
        audience,
        method,
        path,
        hosts,
        rate_limit,
        prerequisites,
        remarks,
        waived,
        idempotency_key,
        request,
        has_body,
        response,
        success,
        notes: beside,
        // These are things of their own.
        runtime_headers: _,
        errors: _,
        error_code: _,
        samples: _,
    } = model;
    let service = &of.name;
    let here = format!("{service}.{name}");
    let mut node = Node::new(What::Operation, name, &here);
    node.span = Some(*span);
    node.operations = vec![here.clone()];
    node.rust = operation_items(model, service);
    node.say_text(F::Title, title);
    node.say_text(F::Doc, doc);
    node.say_if(F::Fingerprint, fingerprint.as_deref());
    node.say_text(F::Page, page);
    node.say_text(F::Updated, updated);
    node.say_list(F::Audience, audience.clone());
    node.say_text(F::Method, method.as_str());
    node.say_text(F::Path, path);
    node.say_list(F::Hosts, hosts.clone());
    if let Some(limit) = rate_limit {
        node.say(F::RateLimit, Said::Rate(*limit));
    }
    node.say_list(F::Prerequisites, statements(prerequisites));
    node.say_list(F::Remarks, statements(remarks));
    node.say_list(F::Waived, waivers(waived));
    node.say_if(F::IdempotencyKey, idempotency_key.as_deref());
    node.say_text(F::RequestType, request);
    node.say_flag(F::HasBody, *has_body);
    node.say_if(F::Response, response.as_deref());
    node.say(F::Success, Said::Number(i64::from(*success)));
    node.say_list(F::Notes, notes(beside));

    inside_operation(&mut node, model, of);
    node
}

/// Headers, members, error rows, samples.
fn inside_operation<'m>(node: &mut Node<'m>, model: &'m Operation, of: &'m Service) {
    let service = &of.name;
    let here = format!("{service}.{}", model.name);
    let headers = model.runtime_headers.iter().map(|header| {
        let path = format!("{here}.headers.{}", header.wire_name);
        field(header, Side::Header, path)
    });
    node.children.extend(headers);
    if let Some(root) = of.structure(Direction::Request, &model.request, &model.file) {
        let path = format!("{here}.request");
        members(node, root, Side::Request, &path, of);
    }
    let rows = error_rows(&model.errors, &model.error_code, service, &here);
    node.children.extend(rows);
    let samples = (1..).zip(&model.samples);
    node.children
        .extend(samples.map(|(n, model)| sample(model, n, &here)));
    for child in &mut node.children {
        child.operations = vec![here.clone()];
    }
}

/// What an operation becomes.
fn operation_items(model: &Operation, service: &str) -> Vec<String> {
    let Operation { name, request, .. } = model;
    let builder = format!("{service}::request::{request}Builder");
    let mut items = vec![
        format!("{service}::{name}"),
        format!("{service}::request::{request}"),
        format!("{service}::request::{request}::builder"),
        builder.clone(),
        format!("{builder}::build"),
        format!("{service}::request::{request} as Operation"),
    ];
    items.extend(code_items(service, &model.error_code));
    items
}

/// Owner of the rows that every page repeats.
pub(crate) const COMMON: &str = "every page";

/// What stands for the enum of error codes as such.
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
    for model in rows {
        let DocumentedError {
            span,
            table,
            common,
            row: content,
        } = model;
        let same = nodes
            .iter()
            .filter(|node| node.text(F::Code) == Some(&content.code))
            .count();
        let told_by = content.fingerprint.as_ref().unwrap_or(&content.meaning);
        let key = format!("{} {} {told_by}", content.code, content.status);
        let place = match same {
            0 => format!("{path}.errors.{}", content.code),
            n => format!("{path}.errors.{}.{}", content.code, n + 1),
        };
        let mut node = Node::new(What::DocumentedError, key, place);
        row(&mut node, content);
        node.facts.extend(table.as_deref().map(|table| Fact {
            kind: F::Table,
            said: Said::Text(table),
            thing: Some(*span),
        }));
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

fn sample<'m>(model: &'m Sample, number: usize, path: &str) -> Node<'m> {
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
    } = model;
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
    let mut node = Node::new(What::Sample, key, format!("{path}.samples.{number}"));
    node.span = Some(*span);
    node.say_flag(F::Ours, *ours);
    node.say_if(F::Title, title.as_deref());
    node.say_list(F::PathValues, pairs(path_values));
    node.say_list(F::QueryValues, pairs(query));
    node.say_list(F::HeaderValues, pairs(header));
    if let Some(request) = request {
        node.say(F::SampleRequest, Said::Json(request));
    }
    if let Some(response) = response {
        node.say(F::SampleResponse, Said::Json(response));
    }
    node.say_list(F::Breaks, breaks.clone());
    node
}

pub(super) fn statements(statements: &[Statement]) -> Vec<String> {
    statements.iter().map(words::statement).collect()
}

pub(super) fn waivers(waived: &[Waiver]) -> Vec<String> {
    waived.iter().map(words::waiver).collect()
}

pub(super) fn notes(notes: &[Note]) -> Vec<String> {
    notes.iter().map(words::note).collect()
}
