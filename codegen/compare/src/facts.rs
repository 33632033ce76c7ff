//! The model as a tree of nodes. A node has facts, a wire path, a location in the spec and the
//! Rust items generated from it.
//!
//! `diff` and `why` read this tree. `walk` destructures every type of the model by name. If the
//! model gets a new field, `walk` does not compile until it assigns the field to a fact.

mod kinds;
mod location;
mod text;
mod usage;
mod walk;

pub(crate) use kinds::{FactKind, Message, Messages, NodeKind};
pub(crate) use text::condition;
use text::{presence, rule, type_name};
pub(crate) use walk::{COMMON, field_path, walk};

use wechatpay_codegen::model::{Model, Presence, RateLimit, RuleKind, Type};
use wechatpay_codegen::source::{Sources, Span};

/// A spec after reading.
#[derive(Clone, Copy, Debug)]
pub struct Spec<'a> {
    /// The content.
    pub model: &'a Model,
    /// The source files.
    pub sources: &'a Sources,
}

/// A line of a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Path of the file, as in the sources.
    pub file: String,
    /// Line number, starting at 1.
    pub line: usize,
}

/// An element that the spec describes: an operation, a field, an enum value, …
#[derive(Debug)]
pub(crate) struct Node<'m> {
    pub(crate) kind: NodeKind,
    /// Distinguishes the node from other children of the same kind.
    pub(crate) key: String,
    /// The page that defines the node, if several pages may define a node with this key.
    pub(crate) owner: Option<String>,
    /// Wire path, starting with the service.
    pub(crate) path: String,
    /// Location in the spec.
    pub(crate) span: Option<Span>,
    /// The operations that use the node, as `service.operation`. If empty: all operations.
    pub(crate) operations: Vec<String>,
    /// Paths of the Rust items generated from the node.
    pub(crate) rust: Vec<String>,
    pub(crate) facts: Vec<Fact<'m>>,
    pub(crate) children: Vec<Node<'m>>,
}

/// A single fact about a node.
#[derive(Clone, Debug)]
pub(crate) struct Fact<'m> {
    pub(crate) kind: FactKind,
    pub(crate) value: FactValue<'m>,
    /// Location of the YAML map with the fact's key, if it is not the span of the node.
    pub(crate) span: Option<Span>,
}

/// The content of a fact.
#[derive(Clone, Debug)]
pub(crate) enum FactValue<'m> {
    Text(&'m str),
    Number(i64),
    Flag(bool),
    /// Several texts. Their order has no meaning.
    List(Vec<String>),
    Presence(&'m Presence),
    Type(&'m Type),
    Rate(RateLimit),
    Rule(&'m RuleKind),
    Json(&'m str),
}

impl<'m> Node<'m> {
    pub(crate) fn new(kind: NodeKind, key: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            kind,
            key: key.into(),
            owner: None,
            path: path.into(),
            span: None,
            operations: Vec::new(),
            rust: Vec::new(),
            facts: Vec::new(),
            children: Vec::new(),
        }
    }

    pub(crate) fn fact(&self, kind: FactKind) -> Option<&Fact<'m>> {
        self.facts.iter().find(|fact| fact.kind == kind)
    }

    pub(crate) fn value(&self, kind: FactKind) -> Option<&FactValue<'m>> {
        self.fact(kind).map(|fact| &fact.value)
    }

    /// The name of the element, if it has one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self.kind {
            NodeKind::Field(_) | NodeKind::Value(_) | NodeKind::Event => {
                self.text(FactKind::WireName)
            }
            NodeKind::Callback | NodeKind::Struct(_) | NodeKind::Enum(_) | NodeKind::Choice => {
                self.text(FactKind::RustName)
            }
            NodeKind::DocumentedError | NodeKind::CommonRow => self.text(FactKind::Code),
            NodeKind::Operation | NodeKind::Service | NodeKind::Host => Some(&self.key),
            NodeKind::Api | NodeKind::Rule(_) | NodeKind::Sample => None,
        }
    }

    pub(crate) fn text(&self, kind: FactKind) -> Option<&'m str> {
        match self.value(kind)? {
            FactValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// This node and all its descendants.
    pub(crate) fn subtree(&self) -> Vec<&Self> {
        let mut nodes = vec![self];
        for child in &self.children {
            nodes.extend(child.subtree());
        }
        nodes
    }

    fn add(&mut self, kind: FactKind, value: FactValue<'m>) {
        self.facts.push(Fact {
            kind,
            value,
            span: None,
        });
    }

    fn add_text(&mut self, kind: FactKind, text: &'m str) {
        self.add(kind, FactValue::Text(text));
    }

    fn add_optional(&mut self, kind: FactKind, text: Option<&'m str>) {
        if let Some(text) = text {
            self.add_text(kind, text);
        }
    }

    fn add_list(&mut self, kind: FactKind, list: Vec<String>) {
        if !list.is_empty() {
            self.add(kind, FactValue::List(list));
        }
    }

    fn add_flag(&mut self, kind: FactKind, flag: bool) {
        if flag {
            self.add(kind, FactValue::Flag(true));
        }
    }
}

impl FactValue<'_> {
    /// The value as one line of text.
    pub(crate) fn show(&self) -> String {
        match self {
            Self::Text(text) | Self::Json(text) => one_line(text),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::List(list) => list.join(", "),
            Self::Presence(value) => presence(value),
            Self::Type(ty) => type_name(ty),
            Self::Rate(limit) => text::rate(*limit),
            Self::Rule(value) => rule(value),
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
