//! Error rows, rules and samples: lists whose items have no names.

use super::doubts::Doubts;
use super::head::update;
use super::tree::Node;
use crate::audit::align::align;
use crate::audit::codes;

/// The keys of an error row that the page states.
const ERROR_KEYS: [&str; 5] = ["table", "status", "code", "retryable", "fingerprint"];
const ERROR_ORDER: [&str; 8] = [
    "table",
    "status",
    "code",
    "meaning",
    "remedy",
    "may_follow_own_attempt",
    "retryable",
    "fingerprint",
];

pub(super) fn patch(spec: &mut Node, draft: &Node, doubts: &Doubts) {
    if let (Some(old), Some(new)) = (spec.child_mut("errors"), draft.child("errors")) {
        errors(old, new);
    }
    if doubts.has_anywhere(codes::PAGE_LIMIT) {
        let body = (spec.child_mut("rules"), draft.child("rules"));
        if let (Some(old), new) = body {
            rules(old, new, doubts);
        }
    }
    if let (Some(old), Some(new)) = (spec.child_mut("samples"), draft.child("samples")) {
        samples(old, new, doubts);
    }
}

/// Code and fingerprint of a row.
fn error_key(row: &Node) -> (String, String) {
    let code = row.text("code").or(row.text("common"));
    let text = |key: &str| row.text(key).unwrap_or_default();
    (code.unwrap_or_default(), text("fingerprint"))
}

fn errors(old: &mut Node, new: &Node) {
    // A page without tables states nothing about them.
    if new.children.is_empty() {
        return;
    }
    let left: Vec<_> = new.children.iter().map(error_key).collect();
    let right: Vec<_> = old.children.iter().map(error_key).collect();
    let mut alignment = align(&left, &right);
    for is_same in [
        |a: &(String, String), b: &(String, String)| a.0 == b.0,
        |a: &(String, String), b: &(String, String)| !a.1.is_empty() && a.1 == b.1,
    ] {
        alignment.left.retain(|index| {
            let Some(row) = left.get(*index) else {
                return false;
            };
            let mut free = alignment.right.iter();
            let found =
                free.position(|other| right.get(*other).is_some_and(|other| is_same(row, other)));
            if let Some(found) = found {
                alignment
                    .pairs
                    .push((*index, alignment.right.remove(found)));
            }
            found.is_none()
        });
    }
    alignment.pairs.sort_unstable();
    let level = old.children.first().map_or(2, Node::level);
    let mut rows = Vec::new();
    for (index, row) in new.children.iter().enumerate() {
        let pair = alignment.pairs.iter().find(|(left, _)| *left == index);
        let known = pair.and_then(|(_, right)| old.children.get(*right));
        rows.push(match known {
            Some(known) => error(known, row),
            None => row.moved_to(level),
        });
    }
    old.children = rows;
}

/// A row of the spec as the page has it now.
fn error(old: &Node, new: &Node) -> Node {
    if old.child("common").is_some() != new.child("common").is_some() {
        return new.moved_to(old.level());
    }
    let mut row = old.clone();
    for key in ERROR_KEYS {
        update(&mut row, new, key, &ERROR_ORDER);
    }
    row
}

/// What a rule says, without its name and our words.
fn rule_key(rule: &Node) -> String {
    let mut children = rule.children.iter();
    let said = children.find(|child| !matches!(child.key(), "id" | "doc" | "fingerprint"));
    let Some(said) = said else {
        return String::new();
    };
    let meaning = said.meaning();
    let mut words: Vec<&str> = meaning.split(';').collect();
    words.sort_unstable();
    format!("{}:{}", said.key(), words.join(";"))
}

fn rules(old: &mut Node, new: Option<&Node>, doubts: &Doubts) {
    let new = new.map_or(&[][..], |new| &new.children[..]);
    let is_new = |rule: &Node| new.iter().any(|other| rule_key(other) == rule_key(rule));
    let is_doubted = |rule: &Node| {
        let lines = rule.children.iter().map(|child| child.line);
        lines
            .chain([rule.line])
            .any(|line| doubts.has(line, &[codes::PAGE_LIMIT]))
    };
    let keys: Vec<String> = old.children.iter().map(rule_key).collect();
    old.children
        .retain(|rule| is_new(rule) || !is_doubted(rule));
    let level = old.children.first().map_or(2, Node::level);
    for rule in new.iter().filter(|rule| !keys.contains(&rule_key(rule))) {
        old.children.push(rule.moved_to(level));
    }
}

/// Printed samples, which come in the order of the page before ours.
fn samples(old: &mut Node, new: &Node, doubts: &Doubts) {
    let is_ours = |sample: &Node| sample.child("ours").is_some();
    let printed = old.children.iter_mut().filter(|sample| !is_ours(sample));
    for (sample, new) in printed.zip(&new.children) {
        let line = sample
            .children
            .first()
            .map_or(sample.line, |child| child.line);
        if !doubts.has(line, &[codes::PAGE_SAMPLE]) {
            continue;
        }
        for key in ["title", "path", "query"] {
            update(
                sample,
                new,
                key,
                &["title", "path", "query", "request", "response"],
            );
        }
        for key in ["request", "response"] {
            if let (Some(old), Some(new)) = (sample.child_mut(key), new.child(key)) {
                json(old, new);
            }
        }
    }
}

/// Replaces the lines of JSON that differ in more than white space.
fn json(old: &mut Node, new: &Node) {
    let plain = |lines: &[String]| -> Vec<String> {
        let lines = lines.iter();
        lines
            .map(|line| line.split_whitespace().collect())
            .collect()
    };
    let (before, after) = (old.block(), new.block());
    let (known, wanted) = (plain(&before), plain(&after));
    let start = known
        .iter()
        .zip(&wanted)
        .take_while(|(a, b)| a == b)
        .count();
    let rest = known.len().min(wanted.len()) - start;
    let both = known.iter().rev().zip(wanted.iter().rev());
    let end = both.take(rest).take_while(|(a, b)| a == b).count();
    let mut lines = before.get(..start).unwrap_or_default().to_vec();
    // Samples of a spec may have a space before each colon.
    let is_spaced = before.iter().any(|line| line.contains("\" : "));
    let news = after.get(start..after.len() - end).unwrap_or_default();
    lines.extend(news.iter().map(|line| {
        if is_spaced {
            line.replacen("\": ", "\" : ", 1)
        } else {
            line.clone()
        }
    }));
    lines.extend_from_slice(before.get(before.len() - end..).unwrap_or_default());
    old.set_block(&lines);
}
