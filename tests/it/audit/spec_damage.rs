//! Every mutant of a spec file: one fact at a time that the audit compares is changed, dropped or
//! moved.

use super::fixture::Mutant;
use super::page_damage::altered;

/// Keys whose values are not compared with a page: texts in our own words, decisions, and settings
/// for Rust.
const NOT_COMPARED: [&str; 14] = [
    "doc",
    "notes",
    "id",
    "breaks",
    "idempotency_key",
    "meaning",
    "remedy",
    "may_follow_own_attempt",
    "set_by",
    "selects",
    "rust_name",
    "service",
    "api",
    "reason",
];

/// Keys whose values may be omitted because another page has them.
const COVERED: [&str; 1] = ["from"];

/// Keys whose children are named and ordered as on the page.
const NAMED: [&str; 10] = [
    "header",
    "path",
    "query",
    "body",
    "fields",
    "values",
    "types",
    "request_types",
    "response_types",
    "hosts",
];

/// A line of the file and its place in the tree.
struct Node<'a> {
    /// The first line, and the line after the last.
    lines: (usize, usize),
    indent: usize,
    key: &'a str,
    value: &'a str,
    is_item: bool,
    /// The keys around it, outermost first.
    above: Vec<&'a str>,
}

/// All mutants of a file.
pub(crate) fn mutants(file: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = file.lines().collect();
    let nodes = nodes(&lines);
    let mut all = Vec::new();
    // A sample marked as ours is not a fact of the page.
    let ours = nodes
        .iter()
        .filter(|node| node.is_item && lines[node.lines.0].trim() == "- ours: true");
    // Facts of a source with a grade are not compared with a page.
    let graded = nodes.iter().filter(|node| node.key == "grade");
    let graded = graded.filter_map(|grade| {
        let mut sources = nodes.iter().rev().filter(|node| {
            (node.lines.0..node.lines.1).contains(&grade.lines.0)
                && Some(&node.key) == grade.above.last()
        });
        sources.next()
    });
    let excluded: Vec<(usize, usize)> = ours.chain(graded).map(|node| node.lines).collect();
    let is_excluded = |node: &&Node<'_>| {
        excluded
            .iter()
            .any(|(from, to)| (*from..*to).contains(&node.lines.0))
    };
    for node in nodes.iter().filter(|node| !is_excluded(node)) {
        drop_node(&lines, node, &mut all);
        change(&lines, node, &mut all);
    }
    swap(&lines, &nodes, &mut all);
    all
}

/// The tree of keys and items. Each line of a JSON sample is a line of its own.
fn nodes<'a>(lines: &[&'a str]) -> Vec<Node<'a>> {
    let mut nodes: Vec<Node<'a>> = Vec::new();
    let mut open: Vec<(usize, &'a str)> = Vec::new();
    let mut json: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        let text = line.trim_start();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let mut indent = line.len() - text.len();
        open.retain(|(of, _)| *of < indent);
        json = json.filter(|of| *of < indent);
        let item = text.strip_prefix("- ").filter(|_| json.is_none());
        let inner = item.unwrap_or(text);
        let pair = inner.split_once(':').filter(|_| json.is_none());
        let (key, value) = pair.unwrap_or(("", inner));
        let above: Vec<&str> = open.iter().map(|(_, key)| *key).collect();
        let node = |indent, key, value, is_item| Node {
            lines: (at, end(lines, at, indent)),
            indent,
            key,
            value,
            is_item,
            above: above.clone(),
        };
        if item.is_some() && !key.is_empty() {
            nodes.push(node(indent, "", "", true));
            indent += 2;
        }
        let value = value.trim();
        nodes.push(node(indent, key, value, item.is_some() && key.is_empty()));
        if !key.is_empty() {
            open.push((indent, key));
            json = json.or((value == "|").then_some(indent));
        }
    }
    nodes
}

/// The line after the last line that is indented deeper than this one.
fn end(lines: &[&str], at: usize, indent: usize) -> usize {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut below = lines[at + 1..].iter();
    let length = below.position(|line| !line.trim().is_empty() && depth(line) <= indent);
    length.map_or(lines.len(), |length| at + 1 + length)
}

fn push(lines: &[&str], what: String, edit: impl FnOnce(&mut Vec<String>), all: &mut Vec<Mutant>) {
    let mut copy: Vec<String> = lines.iter().map(ToString::to_string).collect();
    edit(&mut copy);
    let text = copy.join("\n") + "\n";
    all.push(Mutant { what, text });
}

impl Node<'_> {
    fn is_compared(&self) -> bool {
        let compared = |key: &&str| !NOT_COMPARED.contains(key);
        compared(&self.key) && self.above.iter().all(compared)
    }

    fn parent(&self) -> &str {
        self.above.last().copied().unwrap_or_default()
    }

    fn what(&self, did: &str) -> String {
        let place = self.above.join(".");
        format!(
            "line {}: {did} {place}.{} {}",
            self.lines.0 + 1,
            self.key,
            self.value
        )
    }

    fn is_json(&self) -> bool {
        matches!(self.parent(), "request" | "response") && self.key.is_empty()
    }
}

fn drop_node(lines: &[&str], node: &Node<'_>, all: &mut Vec<Mutant>) {
    let covered = COVERED
        .iter()
        .any(|key| *key == node.key || node.above.contains(key));
    // The label of a value or type is a word of the page; a spec may omit it.
    let of_type = node.above.len() == 2 && node.above[0].ends_with("types");
    let covered = covered || node.key == "title" && (of_type || node.above.contains(&"values"));
    // A statement in our own words is not compared with anything; the fingerprint covers its
    // sentence.
    let of_ours = node.key == "remarks"
        && !lines[node.lines.0..node.lines.1]
            .iter()
            .any(|line| line.contains("fingerprint"));
    let in_item =
        lines[node.lines.0].trim_start().starts_with("- ") && !node.is_item && node.indent > 0;
    if node.is_compared() && !covered && !of_ours && !in_item {
        let (from, to) = node.lines;
        push(
            lines,
            node.what("dropped"),
            |copy| drop(copy.drain(from..to)),
            all,
        );
    }
}

fn change(lines: &[&str], node: &Node<'_>, all: &mut Vec<Mutant>) {
    if !node.is_compared() {
        return;
    }
    let at = node.lines.0;
    let line = lines[at];
    let mut replace = |from: &str, to: &str| {
        let to = line.replacen(from, to, 1);
        push(lines, node.what("changed"), |copy| copy[at] = to, all);
    };
    if node.is_json() {
        let quoted: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        for text in quoted {
            replace(&format!("\"{text}\""), &format!("\"{}\"", altered(text)));
        }
        let rest = line
            .rsplit(':')
            .next()
            .unwrap_or_default()
            .trim()
            .trim_end_matches(',');
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            replace(rest, &altered(rest));
        }
        return;
    }
    if NAMED.contains(&node.parent()) && !node.is_item {
        replace(node.key, &altered(node.key));
    }
    if let Some(to) = other_value(node) {
        replace(node.value, &to);
    }
}

/// A value that says something else and is probably well-formed.
fn other_value(node: &Node<'_>) -> Option<String> {
    if node.value.is_empty() || matches!(node.value, "|" | "{}") {
        return None;
    }
    Some(match (node.key, node.value) {
        (_, "true") => "false".to_owned(),
        ("presence", "required") => "optional".to_owned(),
        ("presence", _) => "required".to_owned(),
        ("type", "string") => "string(77)".to_owned(),
        ("type", "integer") => "boolean".to_owned(),
        ("type", "boolean") => "integer".to_owned(),
        ("type", list) if list.starts_with("array[") => list[6..list.len() - 1].to_owned(),
        ("type", text) if text.starts_with("string(") => "string".to_owned(),
        ("type", name) => format!("array[{name}]"),
        ("format", "url") => "rfc3339".to_owned(),
        ("format", _) => "url".to_owned(),
        ("unit", unit) => altered(unit),
        ("default", "unlimited") => "1".to_owned(),
        ("alphabet", classes) => format!("{classes} ."),
        (_, number) if number.bytes().all(|b| b.is_ascii_digit()) && is_bound(node.key) => {
            format!("{number}1")
        }
        ("updated", _) => "2020-01-01".to_owned(),
        ("method", "POST") => "PUT".to_owned(),
        ("method", _) => "POST".to_owned(),
        ("rate_limit", limit) => altered(limit),
        ("path", path) => format!("{path}/more"),
        ("fingerprint", text) => {
            let first = if text.starts_with('0') { "1" } else { "0" };
            first.to_owned() + &text[1..]
        }
        (_, text) if text.starts_with("greater than ") => format!("{text}1"),
        (_, text) if text.starts_with('"') => format!("\"{}", altered(&text[1..])),
        (_, text) => altered(text),
    })
}

fn is_bound(key: &str) -> bool {
    key.starts_with("min") || key.starts_with("max")
}

/// Neighbors swapped, if the page has an order for them.
fn swap(lines: &[&str], nodes: &[Node<'_>], all: &mut Vec<Mutant>) {
    for (n, first) in nodes.iter().enumerate() {
        let ordered = matches!(
            first.parent(),
            "header" | "path" | "body" | "fields" | "values"
        ) && !first.above.contains(&"samples");
        // The error rows common to every page have no order of their own.
        let is_row =
            first.is_item && first.parent() == "errors" && lines[0].starts_with("operation");
        // A field may be named `path`. Then its keys have values, while a field has none.
        let is_named = ordered && !first.key.is_empty();
        let is_named = is_named && (first.value.is_empty() || first.parent() == "values");
        if !(is_named || is_row) || !first.is_compared() {
            continue;
        }
        let mut later = nodes[n + 1..].iter();
        let Some(second) = later.find(|node| node.lines.0 == first.lines.1) else {
            continue;
        };
        if second.indent == first.indent
            && second.is_item == first.is_item
            && lines[first.lines.0].trim() != ""
        {
            let ((a, b), (_, d)) = (first.lines, second.lines);
            push(
                lines,
                first.what("swapped"),
                |copy| copy[a..d].rotate_left(b - a),
                all,
            );
        }
    }
}
