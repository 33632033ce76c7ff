//! Pairs the nodes of two specs.
//!
//! Nodes with the same name are paired first. Two remaining nodes of the same kind and parent are
//! one renamed node if they have the same fingerprint, code, label, description, method and path,
//! fields, values, rule or content, tested in this order. The last test compares position and type
//! if exactly one node was removed and one was added. Each test must identify both nodes uniquely.

use crate::facts::{FactKind as F, FactValue, Node, NodeKind};

/// The result of matching the children of two nodes.
pub(super) struct Matched<'a, 'm> {
    pub(super) pairs: Vec<Pair<'a, 'm>>,
    pub(super) removed: Vec<&'a Node<'m>>,
    pub(super) added: Vec<&'a Node<'m>>,
}

/// The same node in both specs.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a, 'm> {
    pub(super) before: &'a Node<'m>,
    pub(super) after: &'a Node<'m>,
    /// If the node was renamed: the reason why both nodes are the same.
    pub(super) evidence: Option<&'static str>,
}

/// The value that must be the same in two nodes.
type Identity = fn(&Node<'_>) -> Option<String>;

/// The tests that recognize renamed nodes.
const EVIDENCE: &[(&str, Identity)] = &[
    ("same fingerprint", |node| owned(node.text(F::Fingerprint)?)),
    ("same code and meaning", |node| {
        Some(format!(
            "{} {}",
            node.text(F::Code)?,
            node.text(F::Meaning)?
        ))
    }),
    ("same code and status", |node| {
        Some(format!(
            "{} {}",
            node.text(F::Code)?,
            node.value(F::Status)?.show()
        ))
    }),
    ("same code", |node| owned(node.text(F::Code)?)),
    ("same label", |node| owned(node.text(F::Title)?)),
    ("same description", |node| owned(node.text(F::Doc)?)),
    ("same method and path", |node| {
        let path = node.text(F::Path)?;
        Some(format!("{} {path}", node.text(F::Method)?))
    }),
    ("same fields", |node| {
        child_names(node, |kind| matches!(kind, NodeKind::Field(_)))
    }),
    ("same values", |node| {
        child_names(node, |kind| matches!(kind, NodeKind::Value(_)))
    }),
    ("same rule", |node| Some(node.value(F::Rule)?.show())),
    ("same content", |node| {
        let content = [node.value(F::SampleRequest), node.value(F::SampleResponse)];
        let content: Vec<_> = content
            .into_iter()
            .flatten()
            .map(super::strictness::normalized)
            .collect();
        (!content.is_empty()).then(|| content.join("\n"))
    }),
];

#[expect(clippy::unnecessary_wraps, reason = "the callers return options")]
fn owned(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn child_names(node: &Node<'_>, is_included: fn(NodeKind) -> bool) -> Option<String> {
    let children = node.children.iter();
    let children = children.filter(|child| is_included(child.kind));
    let mut names: Vec<_> = children.map(|child| child.key.as_str()).collect();
    names.sort_unstable();
    (!names.is_empty() && !matches!(node.kind, NodeKind::Operation)).then(|| names.join(" "))
}

/// Pairs the children of two nodes.
pub(super) fn matched<'a, 'm>(before: &'a [Node<'m>], after: &'a [Node<'m>]) -> Matched<'a, 'm> {
    let mut matched = Matched {
        pairs: Vec::new(),
        removed: before.iter().collect(),
        added: after.iter().collect(),
    };
    let same = |a: &Node<'_>, b: &Node<'_>| a.kind.is_like(b.kind) && a.key == b.key;
    // Parameters and a field of the body can have one name.
    let same_place = |a: &Node<'_>, b: &Node<'_>| a.text(F::Location) == b.text(F::Location);
    matched.pair_if(None, |a, b| {
        same(a, b) && same_place(a, b) && a.owner == b.owner
    });
    matched.pair_if(None, |a, b| same(a, b) && a.owner == b.owner);
    matched.pair_if(None, same);
    for (evidence, identity) in EVIDENCE {
        matched.pair_by_evidence(evidence, *identity);
    }
    matched.pair_by_position(before, after);
    let position =
        |pair: &Pair<'_, '_>| after.iter().position(|node| std::ptr::eq(node, pair.after));
    matched.pairs.sort_by_key(position);
    matched
}

impl<'m> Matched<'_, 'm> {
    /// Pairs nodes with the same identity, if it is unique among both removed and added nodes.
    fn pair_by_evidence(&mut self, evidence: &'static str, identity: Identity) {
        let is_unique = |nodes: &[&Node<'m>], node: &Node<'_>| {
            let alike = nodes.iter().filter(|other| other.kind.is_like(node.kind));
            alike
                .filter(|other| identity(other) == identity(node))
                .count()
                == 1
        };
        let (removed, added) = (self.removed.clone(), self.added.clone());
        self.pair_if(Some(evidence), |a, b| {
            a.kind.is_like(b.kind)
                && identity(a).is_some()
                && identity(a) == identity(b)
                && is_unique(&removed, a)
                && is_unique(&added, b)
        });
    }

    /// Pairs the only removed and the only added field or value, if both have the same position.
    fn pair_by_position(&mut self, before: &[Node<'m>], after: &[Node<'m>]) {
        let is_only = |nodes: &[&Node<'m>], node: &Node<'_>| {
            let alike = nodes.iter().filter(|other| other.kind.is_like(node.kind));
            alike.count() == 1
        };
        let position = |nodes: &[Node<'m>], node: &Node<'_>| {
            let mut alike = nodes.iter().filter(|other| other.kind.is_like(node.kind));
            alike.position(|other| std::ptr::eq(other, node))
        };
        let ty = |node: &Node<'_>| node.value(F::Type).map(FactValue::show);
        let (removed, added) = (self.removed.clone(), self.added.clone());
        self.pair_if(Some("same position and type"), |a, b| {
            matches!(a.kind, NodeKind::Field(_) | NodeKind::Value(_))
                && a.kind.is_like(b.kind)
                && is_only(&removed, a)
                && is_only(&added, b)
                && position(before, a) == position(after, b)
                && ty(a) == ty(b)
        });
    }

    /// Pairs all nodes that are the same, each node at most once.
    fn pair_if(
        &mut self,
        evidence: Option<&'static str>,
        is_same: impl Fn(&Node<'m>, &Node<'m>) -> bool,
    ) {
        let Self {
            pairs,
            removed,
            added,
        } = self;
        removed.retain(|before| {
            let Some(index) = added.iter().position(|after| is_same(before, after)) else {
                return true;
            };
            let after = added.remove(index);
            pairs.push(Pair {
                before,
                after,
                evidence,
            });
            false
        });
    }
}
