//! Fields, types, enum values, and their order.

use super::doubts::Doubts;
use super::head::{self, set, statements_of, update};
use super::tree::Node;
use crate::audit::codes;
use wechatpay_codegen::diagnostic::Code;

/// The keys of a field in the order of a draft.
const KEYS: [&str; 22] = [
    "type",
    "presence",
    "set_by",
    "grade",
    "title",
    "doc",
    "fingerprint",
    "unit",
    "default",
    "format",
    "min",
    "max",
    "min_chars",
    "max_chars",
    "min_items",
    "max_items",
    "alphabet",
    "sensitive",
    "server",
    "remarks",
    "waived",
    "from",
];

/// The keys that a discrepancy of a kind may change.
const CHANGES: [(Code, &[&str]); 6] = [
    (codes::PAGE_PRESENCE, &["presence"]),
    (codes::PAGE_LABEL, &["title"]),
    (codes::PAGE_FINGERPRINT, &["fingerprint"]),
    (codes::PAGE_FIELD_TYPE, &["type", "format", "min_chars"]),
    (
        codes::PAGE_FIELD,
        &["presence", "title", "fingerprint", "type"],
    ),
    (
        codes::PAGE_LIMIT,
        &[
            "type",
            "presence",
            "unit",
            "default",
            "format",
            "min",
            "max",
            "min_chars",
            "max_chars",
            "min_items",
            "max_items",
            "alphabet",
            "fingerprint",
        ],
    ),
];

const TYPES: [&str; 3] = ["types", "request_types", "response_types"];

pub(super) fn patch(spec: &mut Node, draft: &Node, doubts: &Doubts) {
    let mut before = String::new();
    spec.write(&mut before);
    for key in ["header", "path", "query"] {
        let new = draft.child("parameters").and_then(|node| node.child(key));
        let old = spec.child_mut("parameters");
        if let (Some(old), Some(new)) = (old.and_then(|node| node.child_mut(key)), new) {
            fields(old, new, doubts);
        }
    }
    if let (Some(old), Some(new)) = (spec.child_mut("body"), draft.child("body")) {
        fields(old, new, doubts);
    }
    for key in TYPES {
        let Some(types) = spec.child_mut(key) else {
            continue;
        };
        for old in &mut types.children {
            let mut new = TYPES
                .iter()
                .filter_map(|key| draft.child(key)?.child(old.key()));
            if let Some(new) = new.next_back() {
                named_type(old, new, doubts);
            }
        }
    }
    add_types(spec, draft, &before);
}

fn named_type(old: &mut Node, new: &Node, doubts: &Doubts) {
    if let (Some(old), Some(new)) = (old.child_mut("fields"), new.child("fields")) {
        fields(old, new, doubts);
    }
    let line = old.line;
    if let (Some(old), Some(new)) = (old.child_mut("values"), new.child("values")) {
        values(old, new, line, doubts);
    }
}

/// Adds the types that only new fields use.
fn add_types(spec: &mut Node, draft: &Node, before: &str) {
    let uses = |text: &str, name: &str| {
        text.contains(&format!("type: {name}\n")) || text.contains(&format!("[{name}]\n"))
    };
    for key in TYPES {
        let Some(types) = draft.child(key) else {
            continue;
        };
        for new in &types.children {
            let mut after = String::new();
            spec.write(&mut after);
            if uses(before, new.key()) || !uses(&after, new.key()) {
                continue;
            }
            match spec.child_mut(key) {
                Some(old) => old.children.push(new.clone()),
                None => {
                    let mut map = types.clone();
                    map.children = vec![new.clone()];
                    set(spec, &map, &head::KEYS);
                }
            }
        }
    }
}

/// The fields of one object.
fn fields(old: &mut Node, new: &Node, doubts: &Doubts) {
    let is_gone = |node: &Node| {
        new.child(node.key()).is_none() && doubts.has(node.line, &[codes::PAGE_FIELD])
    };
    rename(old, new, is_gone);
    old.children.retain(|node| !is_gone(node));
    insert(old, new, doubts.has_anywhere(codes::PAGE_FIELD));
    for node in &mut old.children {
        if let Some(new) = new.child(node.key()) {
            field(node, new, doubts);
        }
    }
    reorder(old, new, doubts);
}

fn field(old: &mut Node, new: &Node, doubts: &Doubts) {
    let line = old.line;
    for (code, keys) in CHANGES {
        if !doubts.has(line, &[code]) {
            continue;
        }
        for key in keys {
            update(old, new, key, &KEYS);
        }
    }
    let mut news = doubts.sentences(line).to_vec();
    // The description is not a statement.
    news.retain(|known| new.text("fingerprint").as_ref() != Some(known));
    for key in ["server", "remarks"] {
        if let Some(statements) = old.child_mut(key) {
            let lines = statement_lines(statements);
            let is_orphan = |fingerprint: &str| {
                let mut lines = lines.iter();
                lines.any(|(line, known)| {
                    known == fingerprint && doubts.has(*line, &[codes::PAGE_FINGERPRINT])
                })
            };
            statements_of(statements, &mut news, is_orphan);
        }
    }
}

/// The lines of statements, with their fingerprints.
fn statement_lines(statements: &Node) -> Vec<(usize, String)> {
    let nodes = statements.children.iter().chain([statements]);
    let found = nodes.filter_map(|node| {
        let fingerprint = node.text("fingerprint")?;
        // A place is that of the first key.
        let first = node.children.first().map_or(node.line, |child| child.line);
        Some((first, fingerprint))
    });
    found.collect()
}

/// Gives a node that is gone the key of a new node in its place that says the same.
fn rename(old: &mut Node, new: &Node, is_gone: impl Fn(&Node) -> bool) {
    let is_new = |old: &Node, node: &Node| old.child(node.key()).is_none();
    for index in 0..old.children.len() {
        let Some(node) = old.children.get(index).filter(|node| is_gone(node)) else {
            continue;
        };
        let same =
            |key: &str, other: &Node| node.text(key).is_some() && node.text(key) == other.text(key);
        let mut news = new.children.iter().filter(|other| is_new(old, other));
        let found = news.find(|other| {
            same("fingerprint", other) || (same("title", other) && same("type", other))
        });
        let name = found.map(|found| found.key().to_owned());
        if let (Some(name), Some(node)) = (name, old.children.get_mut(index)) {
            node.set_key(&name);
        }
    }
}

/// Inserts the nodes of the draft that the spec lacks, each behind the one before it.
fn insert(old: &mut Node, new: &Node, may_insert: bool) {
    let level = old.children.first().map_or(old.level() + 2, Node::level);
    let mut at = 0;
    for node in &new.children {
        match old
            .children
            .iter()
            .position(|other| other.key() == node.key())
        {
            Some(found) => at = found + 1,
            None if may_insert => {
                old.children.insert(at, node.moved_to(level));
                at += 1;
            }
            None => {}
        }
    }
}

/// Puts nodes into the order of the draft, if the audit reports another order.
fn reorder(old: &mut Node, new: &Node, doubts: &Doubts) {
    let mut nodes = old.children.iter();
    if !nodes.any(|node| doubts.has(node.line, &[codes::PAGE_ORDER])) {
        return;
    }
    let rank = |node: &Node| {
        new.children
            .iter()
            .position(|other| other.key() == node.key())
    };
    // A node that only the spec has stays behind the one before it.
    let mut last = None;
    let mut ranked: Vec<(Option<usize>, Node)> = Vec::new();
    for node in std::mem::take(&mut old.children) {
        last = rank(&node).or(last);
        ranked.push((last, node));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    old.children = ranked.into_iter().map(|(_, node)| node).collect();
}

/// The values of an enum, whose name is at `line`.
fn values(old: &mut Node, new: &Node, line: usize, doubts: &Doubts) {
    let is_gone = |node: &Node| {
        new.child(node.key()).is_none() && doubts.has(node.line, &[codes::PAGE_VALUE])
    };
    rename(old, new, is_gone);
    old.children.retain(|node| !is_gone(node));
    insert(old, new, doubts.has(line, &[codes::PAGE_VALUE]));
    for node in &mut old.children {
        let Some(new) = new.child(node.key()) else {
            continue;
        };
        let line = node.line;
        for (code, key) in [
            (codes::PAGE_LABEL, "title"),
            (codes::PAGE_FINGERPRINT, "fingerprint"),
        ] {
            if doubts.has(line, &[code]) {
                update(node, new, key, &KEYS);
            }
        }
    }
    reorder(old, new, doubts);
}
