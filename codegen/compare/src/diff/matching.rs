//! Which thing of one spec is which of the other.
//!
//! First by name. Of what is left, two things of one kind below the same parent are one that was renamed if, in this order:
//! they have the same fingerprint, code, label, description, method and path, fields, values, rule or content, or if one thing is gone and
//! one is new, at the same position with the same type. Each of these must single both out.

use crate::facts::{FactKind as F, Node, What};

/// What became of the things below one parent.
pub(super) struct Matched<'a, 'm> {
    pub(super) pairs: Vec<Pair<'a, 'm>>,
    pub(super) removed: Vec<&'a Node<'m>>,
    pub(super) added: Vec<&'a Node<'m>>,
}

/// One thing in both specs.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a, 'm> {
    pub(super) before: &'a Node<'m>,
    pub(super) after: &'a Node<'m>,
    /// Of a renaming.
    pub(super) evidence: Option<&'static str>,
}

type Test = fn(&Node<'_>) -> Option<String>;

/// What may tell that two things of different names are one.
const EVIDENCE: &[(&str, Test)] = &[
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
            node.fact(F::Status)?.show()
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
        below(node, |what| matches!(what, What::Field(_)))
    }),
    ("same values", |node| {
        below(node, |what| matches!(what, What::Value(_)))
    }),
    ("same rule", |node| Some(node.fact(F::Asks)?.show())),
    ("same content", |node| {
        let content = [node.fact(F::SampleRequest), node.fact(F::SampleResponse)];
        let content: Vec<_> = content
            .into_iter()
            .flatten()
            .map(super::order::meaning)
            .collect();
        (!content.is_empty()).then(|| content.join("\n"))
    }),
];

#[expect(clippy::unnecessary_wraps, reason = "it ends a chain of options")]
fn owned(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn below(node: &Node<'_>, is_wanted: fn(What) -> bool) -> Option<String> {
    let inside = node.children.iter().filter(|child| is_wanted(child.what));
    let mut names: Vec<_> = inside.map(|child| child.key.as_str()).collect();
    names.sort_unstable();
    (!names.is_empty() && !matches!(node.what, What::Operation)).then(|| names.join(" "))
}

/// Pairs the things below two parents.
pub(super) fn matched<'a, 'm>(before: &'a [Node<'m>], after: &'a [Node<'m>]) -> Matched<'a, 'm> {
    let mut matched = Matched {
        pairs: Vec::new(),
        removed: before.iter().collect(),
        added: after.iter().collect(),
    };
    let same = |a: &Node<'_>, b: &Node<'_>| a.what.is_like(b.what) && a.key == b.key;
    matched.take(None, |a, b| same(a, b) && a.owner == b.owner);
    matched.take(None, same);
    for (evidence, test) in EVIDENCE {
        matched.by_evidence(evidence, *test);
    }
    matched.by_position(before, after);
    let position =
        |pair: &Pair<'_, '_>| after.iter().position(|node| std::ptr::eq(node, pair.after));
    matched.pairs.sort_by_key(position);
    matched
}

impl<'m> Matched<'_, 'm> {
    /// Pairs what one text tells, if it singles out one of those gone and one of those new.
    fn by_evidence(&mut self, evidence: &'static str, test: Test) {
        let single = |all: &[&Node<'m>], of: &Node<'_>| {
            let like = all.iter().filter(|node| node.what.is_like(of.what));
            like.filter(|node| test(node) == test(of)).count() == 1
        };
        let (gone, new) = (self.removed.clone(), self.added.clone());
        self.take(Some(evidence), |a, b| {
            a.what.is_like(b.what)
                && test(a).is_some()
                && test(a) == test(b)
                && single(&gone, a)
                && single(&new, b)
        });
    }

    /// Pairs the only field or value that is gone and the only one that is new, where both stand at one place.
    fn by_position(&mut self, before: &[Node<'m>], after: &[Node<'m>]) {
        let lone = |all: &[&Node<'m>], of: &Node<'_>| {
            all.iter().filter(|node| node.what.is_like(of.what)).count() == 1
        };
        let position = |all: &[Node<'m>], of: &Node<'_>| {
            let mut like = all.iter().filter(|node| node.what.is_like(of.what));
            like.position(|node| std::ptr::eq(node, of))
        };
        let ty = |node: &Node<'_>| node.fact(F::Type).map(crate::facts::Said::show);
        let (gone, new) = (self.removed.clone(), self.added.clone());
        self.take(Some("same position and type"), |a, b| {
            matches!(a.what, What::Field(_) | What::Value(_))
                && a.what.is_like(b.what)
                && lone(&gone, a)
                && lone(&new, b)
                && position(before, a) == position(after, b)
                && ty(a) == ty(b)
        });
    }

    /// Moves everything that a test pairs, each at most once.
    fn take(
        &mut self,
        evidence: Option<&'static str>,
        is_it: impl Fn(&Node<'m>, &Node<'m>) -> bool,
    ) {
        let Self {
            pairs,
            removed,
            added,
        } = self;
        removed.retain(|before| {
            let Some(index) = added.iter().position(|after| is_it(before, after)) else {
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
