//! Walks both trees of facts side by side and writes down what differs.

use std::collections::BTreeSet;

use super::items::Items;
use super::judge::{self, Verdict};
use super::matching::{Pair, matched};
use super::names::Names;
use super::order::is_same;
use super::{Broken, Change, Said, Users};
use crate::facts::{self, COMMON, FactKind as F, Node, Spec, What, walk};

/// Everything that differs, grouped by operation.
pub(super) fn compare(before: Spec<'_>, after: Spec<'_>) -> Vec<Change> {
    let (old, new) = (walk(before.model), walk(after.model));
    let mut comparison = Comparison::new(before, after, &old, &new);
    comparison.pair(Pair {
        before: &old,
        after: &new,
        evidence: None,
    });
    comparison.unexplained();
    let mut changes = comparison.changes;
    leave_out_consequences(&mut changes);
    let order = order_of(&old, &new);
    changes.sort_by_key(|change| group(change, &order));
    changes
}

/// What breaks because something else changed is told there, if that change tells of it.
fn leave_out_consequences(changes: &mut Vec<Change>) {
    let is_consequence = |change: &Change| change.fact == Some(F::RustItem.name());
    let causes = changes.iter().filter(|change| !is_consequence(change));
    let broken = causes.flat_map(|change| &change.broken);
    let told: BTreeSet<String> = broken.map(|broken| broken.item.clone()).collect();
    let is_told =
        |item: &str| told.contains(item) || around(item).any(|around| told.contains(around));
    changes.retain(|change| {
        !is_consequence(change) || !change.broken.iter().all(|broken| is_told(&broken.item))
    });
}

/// Operations in the order of the new spec, then those that are gone.
fn order_of(old: &Node<'_>, new: &Node<'_>) -> Vec<String> {
    let all = new.all().into_iter().chain(old.all());
    let operations = all.filter(|node| node.what == What::Operation);
    operations.map(|node| node.path.clone()).collect()
}

fn group(change: &Change, order: &[String]) -> usize {
    let first = change.operations.iter();
    let places = first.filter_map(|of| order.iter().position(|known| known == of));
    places.min().map_or(0, |place| place + 1)
}

struct Comparison<'a, 'm> {
    before: Spec<'m>,
    after: Spec<'m>,
    items: Items,
    old: &'a Node<'m>,
    changes: Vec<Change>,
    /// Items that some change speaks of.
    explained: BTreeSet<String>,
    /// Items that some change says are gone, with all that was inside of them.
    gone: BTreeSet<String>,
    new_operations: Vec<String>,
    gone_operations: Vec<String>,
}

impl<'a, 'm> Comparison<'a, 'm> {
    fn new(before: Spec<'m>, after: Spec<'m>, old: &'a Node<'m>, new: &'a Node<'m>) -> Self {
        Self {
            before,
            after,
            items: Items::new(before, after, Names::of(old, new)),
            old,
            changes: Vec::new(),
            explained: BTreeSet::new(),
            gone: BTreeSet::new(),
            new_operations: Vec::new(),
            gone_operations: Vec::new(),
        }
    }

    fn pair(&mut self, pair: Pair<'_, '_>) {
        self.own_facts(pair);
        let children = matched(&pair.before.children, &pair.after.children);
        let operations = |nodes: &[&Node<'_>]| {
            let all = nodes.iter().flat_map(|node| node.all());
            let operations = all.filter(|node| node.what == What::Operation);
            operations.map(|node| node.path.clone()).collect::<Vec<_>>()
        };
        self.gone_operations.extend(operations(&children.removed));
        self.new_operations.extend(operations(&children.added));
        for inner in children.pairs {
            self.pair(inner);
        }
        for node in children.removed {
            self.removed(node);
        }
        for node in children.added {
            self.added(node);
        }
    }

    /// What is said of one thing.
    fn own_facts(&mut self, pair: Pair<'_, '_>) {
        let Pair { before, after, .. } = pair;
        let broken = self.items.broken(before.what, &before.rust, &after.rust);
        if !broken.is_empty() {
            let behind = before.rust.iter().chain(&after.rust);
            self.explained.extend(behind.cloned());
        }
        let mut broken = self.outermost(broken);
        let mut found = self.differences(pair);
        if broken.is_empty() {
            self.changes
                .extend(found.into_iter().map(|(_, change)| change));
            return;
        }
        let is_why = |kind: &Option<F>| kind.is_none_or(judge::shapes);
        if !found.iter().any(|(kind, _)| is_why(kind)) {
            let verdict = judge::fact(after.what, F::RustItem, None, None);
            let change = self.change(Some(F::RustItem), before, after, verdict);
            found.push((Some(F::RustItem), change));
        }
        for (kind, mut change) in found {
            if is_why(&kind) {
                change.users = Users::BreaksCompilation;
                change.broken = std::mem::take(&mut broken);
            }
            self.changes.push(change);
        }
    }

    /// The name and every fact that is not the same, whatever breaks because of it.
    fn differences(&self, pair: Pair<'_, '_>) -> Vec<(Option<F>, Change)> {
        let Pair { before, after, .. } = pair;
        let is_renamed = before.name() != after.name();
        let is_common = |node: &Node<'_>| node.owner.as_deref() == Some(COMMON);
        let mut found = Vec::new();
        if is_renamed {
            let evidence = pair.evidence.unwrap_or("same place");
            found.push(self.renaming(before, after, evidence));
        }
        for kind in kinds_of(before, after) {
            let follows = matches!(
                kind,
                F::WireName | F::RustName | F::PageName | F::Code | F::RequestType
            );
            let is_told = is_renamed && follows && !says_more(kind, before, after);
            // What every page repeats is compared once, where it stands.
            let is_elsewhere =
                is_common(before) && is_common(after) && ![F::Code, F::Table].contains(&kind);
            if !is_told && !is_elsewhere {
                found.extend(self.fact(kind, before, after));
            }
        }
        found
    }

    fn renaming(
        &self,
        before: &Node<'_>,
        after: &Node<'_>,
        evidence: &'static str,
    ) -> (Option<F>, Change) {
        let mut change = self.change(None, before, after, judge::renamed(after));
        change.evidence = Some(evidence);
        let said = |node: &Node<'_>| node.name().unwrap_or_default().to_owned();
        if let (Some(old), Some(new)) = (&mut change.before, &mut change.after) {
            old.text = said(before);
            new.text = said(after);
        }
        (None, change)
    }

    fn fact(&self, kind: F, before: &Node<'_>, after: &Node<'_>) -> Option<(Option<F>, Change)> {
        let (old, new) = (before.fact(kind), after.fact(kind));
        if let (Some(old), Some(new)) = (old, new) {
            let service = before.path.split('.').next().unwrap_or_default();
            let renamed = matches!(kind, F::Type | F::Response)
                && self.items.translate(service, &old.show()) == new.show();
            if renamed || is_same(kind, old, new) {
                return None;
            }
        }
        let verdict = judge::fact(after.what, kind, old, new);
        let mut change = self.change(Some(kind), before, after, verdict);
        if let (Some(facts::Said::List(old)), Some(facts::Said::List(new))) = (old, new) {
            let only = |these: &[String], those: &[String]| {
                let only = these.iter().filter(|text| !those.contains(text));
                only.cloned().collect::<Vec<_>>().join("; ")
            };
            set_text(&mut change.before, only(old, new));
            set_text(&mut change.after, only(new, old));
        }
        Some((Some(kind), change))
    }

    fn change(
        &self,
        kind: Option<F>,
        before: &Node<'_>,
        after: &Node<'_>,
        verdict: Verdict,
    ) -> Change {
        let said = |node: &Node<'_>, side: Spec<'_>| {
            let fact = kind.and_then(|kind| node.whole_fact(kind));
            let text = fact.map_or_else(String::new, |fact| fact.said.show());
            let line = match fact {
                Some(fact) => side.line_of_fact(node, fact),
                None => side.line_of(node),
            };
            (line.is_some() || !text.is_empty()).then_some(Said { text, line })
        };
        let mut operations = after.operations.clone();
        for operation in &before.operations {
            if !operations.contains(operation) && after.what != What::Operation {
                operations.push(operation.clone());
            }
        }
        Change {
            path: after.path.clone(),
            operations,
            what: after.what.name(),
            fact: kind.map(F::name),
            kind: verdict.kind,
            before: said(before, self.before),
            after: said(after, self.after),
            evidence: None,
            users: verdict.users,
            wire: verdict.wire,
            broken: Vec::new(),
        }
    }

    fn removed(&mut self, node: &Node<'_>) {
        let items: Vec<_> = node.all().iter().flat_map(|n| n.rust.clone()).collect();
        let broken = self.outermost(self.items.broken(node.what, &items, &[]));
        self.explained.extend(items);
        if !is_told_by(node, &self.gone_operations) {
            self.alone(node, judge::removed(node), broken, true);
        }
    }

    fn added(&mut self, node: &Node<'_>) {
        let items: Vec<_> = node.all().iter().flat_map(|n| n.rust.clone()).collect();
        let broken = self.outermost(self.items.broken(node.what, &[], &items));
        self.explained.extend(items);
        if !is_told_by(node, &self.new_operations) {
            self.alone(node, judge::added(node), broken, false);
        }
    }

    fn alone(&mut self, node: &Node<'_>, verdict: Verdict, broken: Vec<Broken>, is_gone: bool) {
        let mut change = self.change(None, node, node, verdict);
        let (side, other) = if is_gone {
            (&mut change.before, &mut change.after)
        } else {
            (&mut change.after, &mut change.before)
        };
        *other = None;
        let sources = if is_gone { self.before } else { self.after };
        *side = Some(Said {
            text: summary(node),
            line: sources.line_of(node),
        });
        if !broken.is_empty() {
            change.users = Users::BreaksCompilation;
            change.broken = broken;
        }
        self.changes.push(change);
    }

    /// Where an item is gone, what was inside of it needs no line of its own.
    fn outermost(&mut self, mut broken: Vec<Broken>) -> Vec<Broken> {
        let gone = broken.iter().filter(|broken| broken.after.is_none());
        self.gone.extend(gone.map(|broken| broken.item.clone()));
        broken.retain(|broken| {
            let mut around = around(&broken.item);
            !around.any(|item| self.gone.contains(item))
        });
        broken
    }

    /// Items that break though nothing in the spec seems to be why: never silently.
    fn unexplained(&mut self) {
        let mut broken = self.items.all_broken();
        broken.retain(|broken| !self.explained.contains(&broken.item));
        if !broken.is_empty() {
            let verdict = judge::fact(What::Api, F::RustItem, None, None);
            let mut change = self.change(Some(F::RustItem), self.old, self.old, verdict);
            change.users = Users::BreaksCompilation;
            change.broken = broken;
            self.changes.push(change);
        }
    }
}

/// The items around one: a field's struct, a trait's implementor, their modules.
fn around(item: &str) -> impl Iterator<Item = &str> {
    let ends = item.match_indices("::").chain(item.match_indices(" as "));
    ends.filter_map(|(end, _)| item.get(..end))
}

fn set_text(said: &mut Option<Said>, text: String) {
    match said {
        Some(said) => said.text = text,
        None => *said = Some(Said { text, line: None }),
    }
}

/// Every kind of fact that either says, in the order of the spec.
fn kinds_of(before: &Node<'_>, after: &Node<'_>) -> Vec<F> {
    let all = after.facts.iter().chain(&before.facts);
    let kinds: BTreeSet<_> = all.map(|fact| fact.kind).collect();
    kinds.into_iter().collect()
}

/// A type that came or went with its operations needs no line of its own.
fn is_told_by(node: &Node<'_>, operations: &[String]) -> bool {
    matches!(node.what, What::Struct(_) | What::Enum(_))
        && !node.operations.is_empty()
        && node.operations.iter().all(|of| operations.contains(of))
}

/// What a thing is, in one line.
fn summary(node: &Node<'_>) -> String {
    let show = |kind| node.fact(kind).map(facts::Said::show);
    let parts = match node.what {
        What::Field(_) => vec![show(F::Type), show(F::Presence), show(F::Title)],
        What::Operation => vec![show(F::Method), show(F::Path)],
        What::DocumentedError | What::CommonRow => {
            vec![show(F::Status), show(F::Code), show(F::Meaning)]
        }
        What::Rule(_) => vec![show(F::Asks)],
        What::Host => vec![show(F::Url)],
        What::Value(_) | What::Enum(_) | What::Struct(_) | What::Sample => {
            vec![node.name().map(str::to_owned), show(F::Title)]
        }
        What::Choice => vec![show(F::RustName)],
        What::Api | What::Service => vec![Some(node.key.clone())],
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Whether a name that follows from another one does not.
fn says_more(kind: F, before: &Node<'_>, after: &Node<'_>) -> bool {
    kind == F::RequestType
        && before.fact(kind).map(facts::Said::show) != after.fact(kind).map(facts::Said::show)
}
