//! What a page states once: title, date, audience, route, hosts, rate limit, sentences.

use super::doubts::Doubts;
use super::tree::Node;
use crate::audit::codes;
use crate::audit::page::Page;

/// The keys of an operation in the order of `spec/README.md`.
pub(super) const KEYS: [&str; 27] = [
    "operation",
    "title",
    "doc",
    "fingerprint",
    "source",
    "audience",
    "method",
    "path",
    "hosts",
    "rate_limit",
    "prerequisites",
    "remarks",
    "waived",
    "idempotency_key",
    "idempotent",
    "recovery",
    "partial_result",
    "pagination",
    "parameters",
    "form",
    "body",
    "rules",
    "response",
    "request",
    "types",
    "request_types",
    "response_types",
];

/// The keys that the audit compares with the head of the page.
const FACTS: [&str; 7] = [
    "title",
    "audience",
    "method",
    "path",
    "hosts",
    "rate_limit",
    "response",
];

pub(super) fn patch(spec: &mut Node, draft: &Node, doubts: &Doubts, page: &Page<'_>) {
    let line = spec.child("operation").map_or(0, |node| node.line);
    if doubts.has(line, &[codes::PAGE_FACT]) {
        for key in FACTS {
            update(spec, draft, key, &KEYS);
        }
        if let (Some(source), Some(new)) = (spec.child_mut("source"), draft.child("source")) {
            update(source, new, "page", &["page", "updated"]);
            update(source, new, "updated", &["page", "updated"]);
        }
    }
    let mut news = doubts.sentences(line).to_vec();
    news.dedup();
    introduction(spec, draft, page, &mut news);
    let is_gone = |fingerprint: &str| page.prose.clone().cover(fingerprint).is_none();
    for key in ["prerequisites", "remarks"] {
        if let Some(statements) = spec.child_mut(key) {
            statements_of(statements, &mut news, is_gone);
        }
    }
}

/// Sets a key as the draft has it. A question of the draft changes nothing.
pub(super) fn update(spec: &mut Node, draft: &Node, key: &str, order: &[&str]) {
    let old = spec.child(key).map(Node::meaning);
    match draft.child(key) {
        Some(new) if new.has_question() || old.as_ref() == Some(&new.meaning()) => {}
        Some(new) => set(spec, new, order),
        None if old.is_some() => spec.children.retain(|child| child.key() != key),
        None => {}
    }
}

/// Replaces a key, or inserts it at its place in the order of keys.
pub(super) fn set(spec: &mut Node, new: &Node, order: &[&str]) {
    if let Some(old) = spec.child_mut(new.key()) {
        old.replace_with(new);
        return;
    }
    let rank = |key: &str| order.iter().position(|other| *other == key);
    let level = spec.children.first().map_or(0, Node::level);
    let before = |child: &Node| rank(child.key()) < rank(new.key());
    let at = spec
        .children
        .iter()
        .rposition(before)
        .map_or(0, |at| at + 1);
    let mut node = new.moved_to(level);
    // The comments behind a key of the draft are about the whole element.
    node.drop_tail();
    spec.children.insert(at, node);
}

/// The fingerprint of the introduction. The draft has the whole text before the captions.
fn introduction(spec: &mut Node, draft: &Node, page: &Page<'_>, news: &mut Vec<String>) {
    let Some(old) = spec.child_mut("fingerprint") else {
        return;
    };
    if page.prose.clone().cover(&old.scalar()).is_some() {
        return;
    }
    if let Some(new) = draft.text("fingerprint") {
        // The first new sentences are those of the introduction.
        let whole = news.iter().position(|known| *known == new);
        let end = whole.map_or(1, |at| at + 1).min(news.len());
        news.drain(..end);
        old.value = crate::draft::writer::fingerprint(&new);
    }
}

/// Gives a statement whose sentence is gone the fingerprint of a new sentence. Without a new
/// sentence, the statement stays, and the audit reports it.
pub(super) fn statements_of(
    statements: &mut Node,
    news: &mut Vec<String>,
    is_gone: impl Fn(&str) -> bool,
) {
    // A single statement needs no item.
    let is_single = statements.child("fingerprint").is_some();
    let nodes: Vec<&mut Node> = if is_single {
        vec![statements]
    } else {
        statements.children.iter_mut().collect()
    };
    for node in nodes {
        let Some(fingerprint) = node.child_mut("fingerprint") else {
            continue;
        };
        if is_gone(&fingerprint.scalar()) && !news.is_empty() {
            fingerprint.value = crate::draft::writer::fingerprint(&news.remove(0));
        }
    }
}
