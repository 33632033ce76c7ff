//! Explains one thing of the spec: what the spec says of it and where, which page says so, and what became of it in Rust.

mod paths;
mod render;

use paths::Paths;

use crate::facts::{FactKind as F, Line, Node, Said, Spec, What, walk};
use wechatpay_codegen::surface::printed_surface;

/// All that is known of one thing.
#[derive(Clone, Debug)]
pub struct Why {
    /// Its wire path, in full.
    pub path: String,
    /// What kind of thing it is, as `field of requests`.
    pub what: &'static str,
    /// Where the spec says it.
    pub line: Option<Line>,
    /// The pages that it stands on.
    pub pages: Vec<Page>,
    /// What the spec says of it.
    pub facts: Vec<Told>,
    /// What stands below it: path and one line.
    pub inside: Vec<(String, String)>,
    /// The Rust items that it became.
    pub rust: Vec<RustItem>,
}

/// A page of the documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The operation that it describes.
    pub operation: String,
    /// Its title.
    pub title: String,
    /// Its date, as `YYYY-MM-DD`.
    pub updated: String,
}

/// One thing that the spec says.
#[derive(Clone, Debug)]
pub struct Told {
    /// What it is about, as `presence`.
    pub name: &'static str,
    /// What is said, one line each.
    pub said: Vec<String>,
    /// Where.
    pub line: Option<Line>,
}

/// An item of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustItem {
    /// As `cards::request::PaintCardRequest::colour`.
    pub path: String,
    /// Its types.
    pub types: String,
    /// Below the crate's `src/`.
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// Why a path led nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It may mean each of these.
    Ambiguous(Vec<String>),
    /// There is nothing of that path; one of these was meant, if any.
    Unknown(Vec<String>),
}

/// Explains the thing at a wire path: `service.operation`, `service.operation.request.field`, `service.Type`, or so much of
/// the end of one that it singles it out; `request` and `response` may be left out.
///
/// # Errors
/// If there is no such thing, or more than one.
pub fn why(spec: Spec<'_>, path: &str) -> Result<Why, Lost> {
    let tree = walk(spec.model);
    let paths = Paths::new(&tree, spec.model);
    let (path, node) = paths.find(path)?;
    let inside = node.children.iter();
    let inside = inside.map(|child| (paths.of(child), brief(child)));
    Ok(explain(spec, &tree, node, path, inside.collect()))
}

fn explain(
    spec: Spec<'_>,
    tree: &Node<'_>,
    node: &Node<'_>,
    path: &str,
    inside: Vec<(String, String)>,
) -> Why {
    let mut facts: Vec<Told> = node
        .facts
        .iter()
        .map(|fact| told(spec, node, fact))
        .collect();
    facts.sort_by_key(|told| told.line.as_ref().map(|line| line.line));
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
        .all()
        .into_iter()
        .filter(|other| other.what == What::Operation && node.operations.contains(&other.path));
    let text = |node: &Node<'_>, kind| node.text(kind).unwrap_or_default().to_owned();
    Why {
        path: path.to_owned(),
        what: node.what.name(),
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

fn told(spec: Spec<'_>, node: &Node<'_>, fact: &crate::facts::Fact<'_>) -> Told {
    Told {
        name: fact.kind.name(),
        said: match &fact.said {
            Said::List(list) => list.clone(),
            other => vec![other.show()],
        },
        line: spec.line_of_fact(node, fact),
    }
}

/// The samples of the page that break what is said here, and are kept all the same.
fn waivers(spec: Spec<'_>, tree: &Node<'_>, node: &Node<'_>) -> Vec<Told> {
    let samples = tree.all().into_iter().filter(|sample| {
        let breaks =
            matches!(sample.fact(F::Breaks), Some(Said::List(list)) if list.contains(&node.key));
        let is_of_it = matches!(node.what, What::Field(_) | What::Rule(_));
        breaks
            && is_of_it
            && sample
                .operations
                .iter()
                .any(|of| node.operations.contains(of))
    });
    samples
        .map(|sample| Told {
            name: "waiver",
            said: vec![format!("the page's own sample {} breaks it", sample.path)],
            line: sample
                .whole_fact(F::Breaks)
                .and_then(|fact| spec.line_of_fact(sample, fact)),
        })
        .collect()
}

/// What a thing is, in a few words.
fn brief(node: &Node<'_>) -> String {
    let kinds = match node.what {
        What::Field(_) => [F::Type, F::Presence, F::Title],
        What::DocumentedError => [F::Status, F::Code, F::Meaning],
        What::Rule(_) => [F::Asks, F::Doc, F::Fingerprint],
        _ => [F::RustName, F::Title, F::Doc],
    };
    let shown = kinds
        .iter()
        .filter_map(|kind| Some(node.fact(*kind)?.show()));
    shown.collect::<Vec<_>>().join(" ")
}
