//! Walks both trees of facts in parallel and collects the changes.

use std::collections::BTreeSet;

use super::impact::{self, Impact};
use super::items::Items;
use super::matching::{Pair, matched};
use super::names::Names;
use super::page_grades::remove_repetitions;
use super::strictness::is_same;
use super::{Broken, Change, SpecText, Users};
use crate::facts::{COMMON, FactKind as F, FactValue, Node, NodeKind, Spec, walk};

/// All changes, grouped by operation.
pub(super) fn compare(before: Spec<'_>, after: Spec<'_>) -> Vec<Change> {
    let (old, new) = (walk(before.model), walk(after.model));
    let mut comparison = Comparison::new(before, after, &old, &new);
    comparison.compare_pair(Pair {
        before: &old,
        after: &new,
        evidence: None,
    });
    comparison.report_unexplained();
    let mut changes = comparison.changes;
    remove_consequences(&mut changes);
    remove_repetitions(&mut changes, before.model, after.model);
    let order = order_of(&old, &new);
    changes.sort_by_key(|change| group(change, &order));
    changes
}

/// Removes changes of Rust items that another change already lists.
fn remove_consequences(changes: &mut Vec<Change>) {
    let is_consequence = |change: &Change| change.fact == Some(F::RustItem.name());
    let causes = changes.iter().filter(|change| !is_consequence(change));
    let broken = causes.flat_map(|change| &change.broken);
    let listed: BTreeSet<String> = broken.map(|broken| broken.item.clone()).collect();
    let is_listed = |item: &str| {
        listed.contains(item) || enclosing_items(item).any(|outer| listed.contains(outer))
    };
    changes.retain(|change| {
        !is_consequence(change) || !change.broken.iter().all(|broken| is_listed(&broken.item))
    });
}

/// Operations in the order of the new spec, then removed operations.
fn order_of(old: &Node<'_>, new: &Node<'_>) -> Vec<String> {
    let nodes = new.subtree().into_iter().chain(old.subtree());
    let operations = nodes.filter(|node| node.kind == NodeKind::Operation);
    operations.map(|node| node.path.clone()).collect()
}

fn group(change: &Change, order: &[String]) -> usize {
    let operations = change.operations.iter();
    let positions = operations.filter_map(|name| order.iter().position(|known| known == name));
    positions.min().map_or(0, |position| position + 1)
}

struct Comparison<'a, 'm> {
    before: Spec<'m>,
    after: Spec<'m>,
    items: Items,
    old: &'a Node<'m>,
    changes: Vec<Change>,
    /// Items that some change explains.
    explained: BTreeSet<String>,
    /// Items that some change reports as removed, including everything inside them.
    removed_items: BTreeSet<String>,
    added_operations: Vec<String>,
    removed_operations: Vec<String>,
}

impl<'a, 'm> Comparison<'a, 'm> {
    fn new(before: Spec<'m>, after: Spec<'m>, old: &'a Node<'m>, new: &'a Node<'m>) -> Self {
        Self {
            before,
            after,
            items: Items::new(before, after, Names::new(old, new)),
            old,
            changes: Vec::new(),
            explained: BTreeSet::new(),
            removed_items: BTreeSet::new(),
            added_operations: Vec::new(),
            removed_operations: Vec::new(),
        }
    }

    fn compare_pair(&mut self, pair: Pair<'_, '_>) {
        self.compare_facts(pair);
        let children = matched(&pair.before.children, &pair.after.children);
        let operations = |nodes: &[&Node<'_>]| {
            let nodes = nodes.iter().flat_map(|node| node.subtree());
            let operations = nodes.filter(|node| node.kind == NodeKind::Operation);
            operations.map(|node| node.path.clone()).collect::<Vec<_>>()
        };
        self.removed_operations
            .extend(operations(&children.removed));
        self.added_operations.extend(operations(&children.added));
        for inner in children.pairs {
            self.compare_pair(inner);
        }
        for node in children.removed {
            self.report_removed(node);
        }
        for node in children.added {
            self.report_added(node);
        }
    }

    /// Compares the facts of one node.
    fn compare_facts(&mut self, pair: Pair<'_, '_>) {
        let Pair { before, after, .. } = pair;
        let broken = self.items.broken(before.kind, &before.rust, &after.rust);
        if !broken.is_empty() {
            let items = before.rust.iter().chain(&after.rust);
            self.explained.extend(items.cloned());
        }
        let mut broken = self.outermost(broken);
        let mut found = self.differences(pair);
        if broken.is_empty() {
            self.changes
                .extend(found.into_iter().map(|(_, change)| change));
            return;
        }
        let is_cause = |kind: &Option<F>| kind.is_none_or(impact::affects_items);
        if !found.iter().any(|(kind, _)| is_cause(kind)) {
            let impact = impact::fact(after.kind, F::RustItem, None, None);
            let change = self.change(Some(F::RustItem), before, after, impact);
            found.push((Some(F::RustItem), change));
        }
        for (kind, mut change) in found {
            if is_cause(&kind) {
                change.users = Users::BreaksCompilation;
                change.broken = std::mem::take(&mut broken);
            }
            self.changes.push(change);
        }
    }

    /// The changes of the name and the facts, without broken items.
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
            let is_implied = is_renamed && follows && !is_changed_itself(kind, before, after);
            // Rows that all pages share are compared once, where the spec defines them.
            let is_shared =
                is_common(before) && is_common(after) && ![F::Code, F::Table].contains(&kind);
            if !is_implied && !is_shared {
                found.extend(self.compare_fact(kind, before, after));
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
        let mut change = self.change(None, before, after, impact::renamed(after));
        change.evidence = Some(evidence);
        let name = |node: &Node<'_>| node.name().unwrap_or_default().to_owned();
        if let (Some(old), Some(new)) = (&mut change.before, &mut change.after) {
            old.text = name(before);
            new.text = name(after);
        }
        (None, change)
    }

    fn compare_fact(
        &self,
        kind: F,
        before: &Node<'_>,
        after: &Node<'_>,
    ) -> Option<(Option<F>, Change)> {
        let (old, new) = (before.value(kind), after.value(kind));
        if let (Some(old), Some(new)) = (old, new) {
            let service = before.path.split('.').next().unwrap_or_default();
            let renamed = matches!(kind, F::Type | F::Response)
                && self.items.translate(service, &old.show()) == new.show();
            if renamed || is_same(kind, old, new) {
                return None;
            }
        }
        let impact = impact::fact(after.kind, kind, old, new);
        let mut change = self.change(Some(kind), before, after, impact);
        if let (Some(FactValue::List(old)), Some(FactValue::List(new))) = (old, new) {
            let difference = |list: &[String], other: &[String]| {
                let difference = list.iter().filter(|text| !other.contains(text));
                difference.cloned().collect::<Vec<_>>().join("; ")
            };
            set_text(&mut change.before, difference(old, new));
            set_text(&mut change.after, difference(new, old));
        }
        Some((Some(kind), change))
    }

    fn change(
        &self,
        kind: Option<F>,
        before: &Node<'_>,
        after: &Node<'_>,
        impact: Impact,
    ) -> Change {
        let spec_text = |node: &Node<'_>, spec: Spec<'_>| {
            let fact = kind.and_then(|kind| node.fact(kind));
            let text = fact.map_or_else(String::new, |fact| fact.value.show());
            let line = match fact {
                Some(fact) => spec.line_of_fact(node, fact),
                None => spec.line_of(node),
            };
            (line.is_some() || !text.is_empty()).then_some(SpecText { text, line })
        };
        let mut operations = after.operations.clone();
        for operation in &before.operations {
            if !operations.contains(operation) && after.kind != NodeKind::Operation {
                operations.push(operation.clone());
            }
        }
        Change {
            path: after.path.clone(),
            operations,
            element: after.kind.name(),
            fact: kind.map(F::name),
            kind: impact.kind,
            before: spec_text(before, self.before),
            after: spec_text(after, self.after),
            evidence: None,
            users: impact.users,
            wire: impact.wire,
            broken: Vec::new(),
        }
    }

    fn report_removed(&mut self, node: &Node<'_>) {
        let items: Vec<_> = node.subtree().iter().flat_map(|n| n.rust.clone()).collect();
        let broken = self.outermost(self.items.broken(node.kind, &items, &[]));
        self.explained.extend(items);
        if !is_reported_with(node, &self.removed_operations) {
            self.add_single(node, impact::removed(node), broken, true);
        }
    }

    fn report_added(&mut self, node: &Node<'_>) {
        let items: Vec<_> = node.subtree().iter().flat_map(|n| n.rust.clone()).collect();
        let broken = self.outermost(self.items.broken(node.kind, &[], &items));
        self.explained.extend(items);
        if !is_reported_with(node, &self.added_operations) {
            self.add_single(node, impact::added(node), broken, false);
        }
    }

    /// Adds the change of a node that exists in one spec only.
    fn add_single(
        &mut self,
        node: &Node<'_>,
        impact: Impact,
        broken: Vec<Broken>,
        is_removed: bool,
    ) {
        let mut change = self.change(None, node, node, impact);
        let (present, absent, spec) = if is_removed {
            (&mut change.before, &mut change.after, self.before)
        } else {
            (&mut change.after, &mut change.before, self.after)
        };
        *absent = None;
        *present = Some(SpecText {
            text: summary(node),
            line: spec.line_of(node),
        });
        if !broken.is_empty() {
            change.users = Users::BreaksCompilation;
            change.broken = broken;
        }
        self.changes.push(change);
    }

    /// The broken items without those inside a removed item.
    fn outermost(&mut self, mut broken: Vec<Broken>) -> Vec<Broken> {
        let removed = broken.iter().filter(|broken| broken.after.is_none());
        self.removed_items
            .extend(removed.map(|broken| broken.item.clone()));
        broken.retain(|broken| {
            let mut outer = enclosing_items(&broken.item);
            !outer.any(|item| self.removed_items.contains(item))
        });
        broken
    }

    /// Reports items that break although no change explains it.
    fn report_unexplained(&mut self) {
        let mut broken = self.items.all_broken();
        broken.retain(|broken| !self.explained.contains(&broken.item));
        if !broken.is_empty() {
            let impact = impact::fact(NodeKind::Api, F::RustItem, None, None);
            let mut change = self.change(Some(F::RustItem), self.old, self.old, impact);
            change.users = Users::BreaksCompilation;
            change.broken = broken;
            self.changes.push(change);
        }
    }
}

/// The enclosing items: the struct of a field, the type that implements a trait, their modules.
fn enclosing_items(item: &str) -> impl Iterator<Item = &str> {
    let ends = item.match_indices("::").chain(item.match_indices(" as "));
    ends.filter_map(|(end, _)| item.get(..end))
}

fn set_text(spec_text: &mut Option<SpecText>, text: String) {
    match spec_text {
        Some(spec_text) => spec_text.text = text,
        None => *spec_text = Some(SpecText { text, line: None }),
    }
}

/// The kinds of all facts that at least one of the nodes has, in the order of the spec.
fn kinds_of(before: &Node<'_>, after: &Node<'_>) -> Vec<F> {
    let facts = after.facts.iter().chain(&before.facts);
    let kinds: BTreeSet<_> = facts.map(|fact| fact.kind).collect();
    kinds.into_iter().collect()
}

/// Whether the node is a type that was added or removed together with all its operations.
fn is_reported_with(node: &Node<'_>, operations: &[String]) -> bool {
    matches!(node.kind, NodeKind::Struct(_) | NodeKind::Enum(_))
        && !node.operations.is_empty()
        && node.operations.iter().all(|name| operations.contains(name))
}

/// A description of a node, in one line.
fn summary(node: &Node<'_>) -> String {
    let show = |kind| node.value(kind).map(FactValue::show);
    let parts = match node.kind {
        NodeKind::Field(_) => vec![show(F::Type), show(F::Presence), show(F::Title)],
        NodeKind::Operation => vec![show(F::Method), show(F::Path)],
        NodeKind::DocumentedError | NodeKind::CommonRow => {
            vec![show(F::Status), show(F::Code), show(F::Meaning)]
        }
        NodeKind::Rule(_) => vec![show(F::Rule)],
        NodeKind::Host => vec![show(F::Url)],
        NodeKind::Value(_)
        | NodeKind::Enum(_)
        | NodeKind::Struct(_)
        | NodeKind::Sample
        | NodeKind::Callback
        | NodeKind::Event => {
            vec![node.name().map(str::to_owned), show(F::Title)]
        }
        NodeKind::Choice => vec![show(F::RustName)],
        NodeKind::Api | NodeKind::Service => vec![Some(node.key.clone())],
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Whether a fact changed that usually follows from the name.
fn is_changed_itself(kind: F, before: &Node<'_>, after: &Node<'_>) -> bool {
    kind == F::RequestType
        && before.value(kind).map(FactValue::show) != after.value(kind).map(FactValue::show)
}
