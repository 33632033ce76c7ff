//! Everything that a page states once: title, date, audience, route, hosts, rate limit, sentences.

use heck::ToSnakeCase as _;

use super::Context;
use super::writer::Writer;
use crate::audit::page::{Block, Page};
use crate::audit::page_claims::{self, PageClaim};
use crate::audit::text::Slice;

/// The name of the operation, from the listings.
pub(super) fn operation_name(page: &Page<'_>) -> Option<String> {
    let name = page.listings.iter().find_map(|listing| listing.operation)?;
    Some(name.text.to_snake_case())
}

pub(super) fn write(context: &Context<'_>, out: &mut Writer<'_>) {
    let page = context.page;
    match operation_name(page) {
        Some(name) => out.key(0, "operation", &name),
        None => out.key(0, "operation", "TODO"),
    }
    let title = page.title.map_or("TODO", |title| title.text);
    out.key(0, "title", title);
    introduction(page, out);
    source(page, title, out);
    let audience: Vec<&str> = page.audience.iter().map(|name| name.text).collect();
    match audience.as_slice() {
        [] => out.key(0, "audience", "TODO"),
        names => out.list(0, "audience", names),
    }
    out.key(
        0,
        "method",
        page.method.map_or("TODO", |method| method.text),
    );
    out.key(0, "path", page.path_line.map_or("TODO", |path| path.text));
    hosts(context, out);
    rate_limits(page, out);
    statements(page, Block::Prerequisite, "prerequisites", out);
    statements(page, Block::Remark, "remarks", out);
    idempotency(page, out);
    parts_of_response(page, out);
    out.blank();
}

/// Writes `source:`.
pub(super) fn source(page: &Page<'_>, title: &str, out: &mut Writer<'_>) {
    out.open(0, "source");
    out.key(1, "page", title);
    let date = page.updated.map(|date| date.text.replace(['.', '/'], "-"));
    let date = date.as_deref().unwrap_or("TODO");
    out.line(1, &format!("updated: {date}"));
}

fn introduction(page: &Page<'_>, out: &mut Writer<'_>) {
    let mut blocks = page.blocks.iter();
    let found = blocks.find(|(kind, text)| *kind == Block::Introduction && !text.is_blank());
    match found {
        Some((_, text)) => {
            out.todo_value(0, "doc", *text);
            out.fingerprint(0, *text);
        }
        None => out.key(0, "doc", "TODO"),
    }
}

fn hosts(context: &Context<'_>, out: &mut Writer<'_>) {
    let hosts = &context.page.hosts;
    let name = |url: &str| {
        let mut known = context.model.api.hosts.iter();
        known
            .find(|host| host.url == url)
            .map(|host| host.name.as_str())
    };
    if hosts.is_empty() {
        out.key(0, "hosts", "TODO");
        return;
    }
    out.open(0, "hosts");
    for host in hosts {
        match name(host.url.text) {
            Some(name) => out.line(1, &format!("- {name}")),
            None => out.todo(1, host.url, "host that the api file does not have"),
        }
    }
}

fn rate_limits(page: &Page<'_>, out: &mut Writer<'_>) {
    let mut limits = page.rate_limits.iter();
    if let Some((first, text)) = limits.next() {
        match first.level {
            None | Some("per interface") => {
                out.line(0, &format!("rate_limit: {}", first.notation()));
            }
            Some(level) => out.todo(0, *text, &format!("rate limit {} {level}", first.rate)),
        }
    }
    for (limit, text) in limits {
        out.todo(
            0,
            *text,
            &format!("another rate limit: {}", limit.notation()),
        );
    }
}

/// Prerequisites or remarks.
fn statements(page: &Page<'_>, kind: Block, key: &str, out: &mut Writer<'_>) {
    let blocks = page.blocks.iter().filter(|(block, _)| *block == kind);
    let blocks: Vec<Slice<'_>> = blocks.map(|(_, text)| *text).collect();
    let statements: Vec<Slice<'_>> = blocks.iter().flat_map(|text| items(*text)).collect();
    if statements.iter().any(|text| text.text.contains('\n')) {
        out.open_question(
            0,
            &format!("{key}: one statement per sentence of these lines"),
        );
    }
    out.statements(0, key, &statements);
}

/// The items of a list, one per line. A saved page may break a sentence across lines, and may join
/// two. So lines without marks at their ends or starts stay one text.
fn items(text: Slice<'_>) -> Vec<Slice<'_>> {
    let lines = text.lines().into_iter().map(Slice::trim);
    let lines: Vec<Slice<'_>> = lines.filter(|line| !line.is_blank()).collect();
    let ends = |line: &Slice<'_>| line.text.ends_with(['。', ';', '；', '.']);
    let starts = |line: &Slice<'_>| {
        let rest = line.text.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = rest.len() < line.text.len() && rest.starts_with(['.', '、', ')', '）']);
        is_numbered || line.text.starts_with(['•', '-', '*', '·'])
    };
    let are_items = lines.iter().rev().skip(1).all(ends) || lines.iter().all(starts);
    if are_items { lines } else { vec![text.trim()] }
}

fn idempotency(page: &Page<'_>, out: &mut Writer<'_>) {
    let rows = page.all_rows();
    let in_rows = rows.iter().flat_map(|row| {
        let claims = row.claims.iter().flatten();
        claims.filter_map(|(claim, _)| match claim {
            PageClaim::IdempotencyKey(name) => {
                Some(name.clone().unwrap_or_else(|| row.name.text.to_owned()))
            }
            _ => None,
        })
    });
    let in_head = page.blocks.iter().flat_map(|(_, text)| {
        let claims = page_claims::read(&text.without_spaces()).into_iter();
        claims.filter_map(|(claim, _)| match claim {
            PageClaim::IdempotencyKey(name) => name,
            _ => None,
        })
    });
    let stated = in_rows.chain(in_head).next();
    let is_read_only = page.method.is_some_and(|method| method.text == "GET");
    match stated {
        Some(name) => out.key(0, "idempotency_key", &name),
        None if is_read_only => {}
        None => out.open_question(
            0,
            "idempotency_key: the field that makes a retry harmless, if any",
        ),
    }
}

/// Questions about keys that fields of the response suggest, but that no page states.
fn parts_of_response(page: &Page<'_>, out: &mut Writer<'_>) {
    let has = |name: &str| page.response.iter().any(|row| row.name.text == name);
    if has("hash_value") {
        out.open_question(
            0,
            "download: the fields of the response that lead to a file",
        );
    }
    if has("next_page_token") || has("total_count") {
        out.open_question(0, "pagination: how the next page is read");
    }
}
