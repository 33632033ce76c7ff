//! Explains one element of the spec: its facts and their locations, its pages and its Rust items.

mod paths;
mod render;

use paths::Paths;

use crate::facts::{Fact, FactKind as F, FactValue, Line, Node, NodeKind, Spec, walk};
use wechatpay_codegen::surface::printed_surface;

/// The explanation of one element.
#[derive(Clone, Debug)]
pub struct Why {
    /// The full wire path.
    pub path: String,
    /// The kind of element, for example `request field`.
    pub element: &'static str,
    /// The location in the spec.
    pub line: Option<Line>,
    /// The pages that document the element.
    pub pages: Vec<Page>,
    /// The facts about the element.
    pub facts: Vec<ExplainedFact>,
    /// The children: path and short description.
    pub inside: Vec<(String, String)>,
    /// The Rust items generated from the element.
    pub rust: Vec<RustItem>,
}

/// A documentation page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The operation that the page documents.
    pub operation: String,
    /// The title.
    pub title: String,
    /// The date, as `YYYY-MM-DD`.
    pub updated: String,
}

/// A fact with its location.
#[derive(Clone, Debug)]
pub struct ExplainedFact {
    /// The name of the fact, for example `presence`.
    pub name: &'static str,
    /// The values, one line each.
    pub values: Vec<String>,
    /// The location in the spec.
    pub line: Option<Line>,
}

/// An item of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustItem {
    /// The path, for example `cards::request::PaintCardRequest::colour`.
    pub path: String,
    /// The types.
    pub types: String,
    /// The file, relative to the crate's `src/`.
    pub file: String,
    /// The line number, starting at 1.
    pub line: usize,
}

/// The reason why a path identifies no element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    /// The path matches all of these paths.
    Ambiguous(Vec<String>),
    /// No element has this path. The list contains similar paths.
    Unknown(Vec<String>),
}

/// Explains the element with a wire path: `service.operation`, `service.operation.request.field` or
/// `service.Type`.
///
/// The path may be shortened to an end of the path that is unique. The parts `request` and
/// `response` may be left out.
///
/// # Errors
/// If no element has the path, or more than one.
pub fn why(spec: Spec<'_>, path: &str) -> Result<Why, PathError> {
    let tree = walk(spec.model);
    let paths = Paths::new(&tree, spec.model);
    let (path, node) = paths.find(path)?;
    let inside = node.children.iter();
    let inside = inside.map(|child| (paths.shown_path(child), summary(child)));
    Ok(explain(spec, &tree, node, path, inside.collect()))
}

fn explain(
    spec: Spec<'_>,
    tree: &Node<'_>,
    node: &Node<'_>,
    path: &str,
    inside: Vec<(String, String)>,
) -> Why {
    let mut facts: Vec<ExplainedFact> = node
        .facts
        .iter()
        .map(|fact| explain_fact(spec, node, fact))
        .collect();
    facts.sort_by_key(|fact| fact.line.as_ref().map(|line| line.line));
    facts.extend(waivers(spec, tree, node));
    let surface = printed_surface(spec.model);
    let items = node.rust.iter().filter_map(|path| {
        let item = surface.get(path)?;
        Some(RustItem {
            path: path.clone(),
            types: item.signature.clone(),
            file: item.file.clone(),
            line: item.line,
        })
    });
    let operations = tree
        .subtree()
        .into_iter()
        .filter(|other| other.kind == NodeKind::Operation && node.operations.contains(&other.path));
    let text = |node: &Node<'_>, kind| node.text(kind).unwrap_or_default().to_owned();
    Why {
        path: path.to_owned(),
        element: node.kind.name(),
        line: spec.line_of(node),
        pages: operations
            .map(|operation| Page {
                operation: operation.path.clone(),
                title: text(operation, F::Page),
                updated: text(operation, F::Updated),
            })
            .collect(),
        facts,
        inside,
        rust: items.collect(),
    }
}

fn explain_fact(spec: Spec<'_>, node: &Node<'_>, fact: &Fact<'_>) -> ExplainedFact {
    ExplainedFact {
        name: fact.kind.name(),
        values: match &fact.value {
            FactValue::List(list) => list.clone(),
            other => vec![other.show()],
        },
        line: spec.line_of_fact(node, fact),
    }
}

/// The samples of the page that break the rule or field, with a permission in the spec.
fn waivers(spec: Spec<'_>, tree: &Node<'_>, node: &Node<'_>) -> Vec<ExplainedFact> {
    let samples = tree.subtree().into_iter().filter(|sample| {
        let breaks = match sample.value(F::Breaks) {
            Some(FactValue::List(list)) => list.contains(&node.key),
            _ => false,
        };
        let can_be_broken = matches!(node.kind, NodeKind::Field(_) | NodeKind::Rule(_));
        breaks
            && can_be_broken
            && sample
                .operations
                .iter()
                .any(|operation| node.operations.contains(operation))
    });
    samples
        .map(|sample| ExplainedFact {
            name: "waiver",
            values: vec![format!(
                "sample {} of the page breaks this rule",
                sample.path
            )],
            line: sample
                .fact(F::Breaks)
                .and_then(|fact| spec.line_of_fact(sample, fact)),
        })
        .collect()
}

/// A short description of a node.
fn summary(node: &Node<'_>) -> String {
    let kinds = match node.kind {
        NodeKind::Field(_) => [F::Type, F::Presence, F::Title],
        NodeKind::DocumentedError => [F::Status, F::Code, F::Meaning],
        NodeKind::Rule(_) => [F::Rule, F::Doc, F::Fingerprint],
        _ => [F::RustName, F::Title, F::Doc],
    };
    let shown = kinds
        .iter()
        .filter_map(|kind| Some(node.value(*kind)?.show()));
    shown.collect::<Vec<_>>().join(" ")
}
