//! The model as a tree of single facts, each with its wire path, its place in the spec and the Rust items that it became.
//!
//! What compares specs and what explains them both read this. `walk` takes every type of the model apart by name, so that a
//! field that is added to the model does not compile until somebody has decided here which fact it is.

mod kinds;
mod place;
mod reach;
mod walk;
mod words;

pub(crate) use kinds::{FactKind, Side, Sides, What};
pub(crate) use walk::{COMMON, walk};
pub(crate) use words::condition;
use words::{presence, rule, type_name};

use wechatpay_codegen::model::{Model, Presence, RateLimit, RuleKind, Type};
use wechatpay_codegen::source::{Sources, Span};

/// A spec that was read.
#[derive(Clone, Copy, Debug)]
pub struct Spec<'a> {
    /// What it says.
    pub model: &'a Model,
    /// Where it says it.
    pub sources: &'a Sources,
}

/// A file and a line of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// As the sources name it.
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// A thing that the spec describes.
#[derive(Debug)]
pub(crate) struct Node<'m> {
    pub(crate) what: What,
    /// What tells it from others of its kind below the same parent.
    pub(crate) key: String,
    /// The page that defines it, where several may define one of that key.
    pub(crate) owner: Option<String>,
    /// Wire path from the service on.
    pub(crate) path: String,
    /// Where the spec says it.
    pub(crate) span: Option<Span>,
    /// The operations that it concerns, as `service.operation`; none: all of them.
    pub(crate) operations: Vec<String>,
    /// Paths of the Rust items that stand for it.
    pub(crate) rust: Vec<String>,
    pub(crate) facts: Vec<Fact<'m>>,
    pub(crate) children: Vec<Node<'m>>,
}

/// One thing that is said of a node.
#[derive(Clone, Debug)]
pub(crate) struct Fact<'m> {
    pub(crate) kind: FactKind,
    pub(crate) said: Said<'m>,
    /// What the spec says it of, where that is not what the node stands for.
    pub(crate) thing: Option<Span>,
}

/// The content of a fact.
#[derive(Clone, Debug)]
pub(crate) enum Said<'m> {
    Text(&'m str),
    Number(i64),
    Flag(bool),
    /// Several, whose order says nothing.
    List(Vec<String>),
    Presence(&'m Presence),
    Type(&'m Type),
    Rate(RateLimit),
    Rule(&'m RuleKind),
    Json(&'m str),
}

impl<'m> Node<'m> {
    pub(crate) fn new(what: What, key: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            what,
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

    pub(crate) fn whole_fact(&self, kind: FactKind) -> Option<&Fact<'m>> {
        self.facts.iter().find(|fact| fact.kind == kind)
    }

    pub(crate) fn fact(&self, kind: FactKind) -> Option<&Said<'m>> {
        self.whole_fact(kind).map(|fact| &fact.said)
    }

    /// What its users call it, if it has a name of its own.
    pub(crate) fn name(&self) -> Option<&str> {
        match self.what {
            What::Field(_) | What::Value(_) => self.text(FactKind::WireName),
            What::Struct(_) | What::Enum(_) | What::Choice => self.text(FactKind::RustName),
            What::DocumentedError | What::CommonRow => self.text(FactKind::Code),
            What::Operation | What::Service | What::Host => Some(&self.key),
            What::Api | What::Rule(_) | What::Sample => None,
        }
    }

    pub(crate) fn text(&self, kind: FactKind) -> Option<&'m str> {
        match self.fact(kind)? {
            Said::Text(text) => Some(text),
            _ => None,
        }
    }

    /// This and everything below.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        for child in &self.children {
            all.extend(child.all());
        }
        all
    }

    fn say(&mut self, kind: FactKind, said: Said<'m>) {
        self.facts.push(Fact {
            kind,
            said,
            thing: None,
        });
    }

    fn say_text(&mut self, kind: FactKind, text: &'m str) {
        self.say(kind, Said::Text(text));
    }

    fn say_if(&mut self, kind: FactKind, text: Option<&'m str>) {
        if let Some(text) = text {
            self.say_text(kind, text);
        }
    }

    fn say_list(&mut self, kind: FactKind, list: Vec<String>) {
        if !list.is_empty() {
            self.say(kind, Said::List(list));
        }
    }

    fn say_flag(&mut self, kind: FactKind, flag: bool) {
        if flag {
            self.say(kind, Said::Flag(true));
        }
    }
}

impl Said<'_> {
    /// For people, in one line.
    pub(crate) fn show(&self) -> String {
        match self {
            Self::Text(text) | Self::Json(text) => one_line(text),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::List(list) => list.join(", "),
            Self::Presence(of) => presence(of),
            Self::Type(ty) => type_name(ty),
            Self::Rate(limit) => words::rate(*limit),
            Self::Rule(of) => rule(of),
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
