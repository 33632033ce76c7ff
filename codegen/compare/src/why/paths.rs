//! Every wire path that leads to something, and what a person's path means among them.

use std::collections::BTreeMap;

use super::Lost;
use crate::facts::{Node, Said, Side, What};
use wechatpay_codegen::model::{Direction, Model, Presence, Service, Struct};

/// Where a path leads.
pub(super) struct Found {
    /// The path in full.
    pub(super) path: String,
    /// The path of the node that stands for it: a shared type has several wire paths and one node.
    pub(super) node: String,
}

/// Candidates shown at most.
const SHOWN: usize = 12;

pub(super) fn find(tree: &Node<'_>, model: &Model, wanted: &str) -> Result<Found, Lost> {
    let paths = Paths::new(tree, model);
    let exact = |path: &str| path == wanted || without_part(path) == wanted;
    let ending = format!(".{wanted}");
    let tests: [&dyn Fn(&str) -> bool; 2] = [&exact, &|path| {
        path.ends_with(&ending) || without_part(path).ends_with(&ending)
    }];
    for is_it in tests {
        let hits: Vec<_> = paths.0.iter().filter(|(path, _)| is_it(path)).collect();
        let Some((path, node)) = hits.first() else {
            continue;
        };
        if hits.iter().all(|(_, other)| other == node) {
            return Ok(Found {
                path: (*path).clone(),
                node: (*node).clone(),
            });
        }
        let mut hits: Vec<_> = hits.into_iter().map(|(path, _)| path.clone()).collect();
        hits.truncate(SHOWN);
        return Err(Lost::Ambiguous(hits));
    }
    Err(Lost::Unknown(paths.near(wanted)))
}

/// The path without the part that tells the direction, as `cards.paint_card.colour`.
fn without_part(path: &str) -> String {
    let mut parts: Vec<_> = path.split('.').collect();
    if parts.len() > 3 && ["request", "response"].contains(&parts[2]) {
        parts.remove(2);
    }
    parts.join(".")
}

/// Every path, with that of its node.
struct Paths(BTreeMap<String, String>);

impl Paths {
    fn new(tree: &Node<'_>, model: &Model) -> Self {
        let mut paths = Self(BTreeMap::new());
        for node in tree.all() {
            if !node.path.is_empty()
                && node.what != What::Struct(Side::Request)
                && node.what != What::Struct(Side::Answer)
            {
                paths.put(&node.path, &node.path);
            }
        }
        for service in &model.services {
            let of = tree
                .children
                .iter()
                .find(|node| node.key == service.name && node.what == What::Service);
            let Some(node) = of else { continue };
            paths.types(node, service);
            for (operation, direction, model) in service.messages() {
                let (service_name, part) = (&service.name, direction.as_str());
                let path = format!("{service_name}.{}.{part}", operation.name);
                let walk = Walk {
                    service,
                    node,
                    direction,
                };
                walk.follow(model, &path, &mut Vec::new(), &mut paths);
            }
        }
        paths
    }

    fn put(&mut self, path: &str, node: &str) {
        self.0
            .entry(path.to_owned())
            .or_insert_with(|| node.to_owned());
    }

    /// Types by name: `cards.Card`, and where both directions have one, `cards.request.Card` and `cards.response.Card`.
    fn types(&mut self, node: &Node<'_>, service: &Service) {
        for inner in &node.children {
            let part = match inner.what {
                What::Struct(Side::Answer) => "response",
                What::Struct(_) => "request",
                _ => continue,
            };
            let full = format!("{}.{part}.{}", service.name, inner.key);
            let twins = node
                .children
                .iter()
                .filter(|other| matches!(other.what, What::Struct(_)) && other.key == inner.key);
            let plain = format!("{}.{}", service.name, inner.key);
            let names = if twins.count() == 1 {
                vec![plain, full]
            } else {
                vec![full]
            };
            for name in names {
                self.put(&name, &inner.path);
                for field in &inner.children {
                    self.put(&format!("{name}.{}", field.key), &field.path);
                }
            }
        }
    }

    /// Paths of about the same letters; each by its whole and by its last part.
    fn near(&self, wanted: &str) -> Vec<String> {
        let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
        let distance = |path: &str| {
            let whole = strsim::damerau_levenshtein(path, wanted);
            let plain = strsim::damerau_levenshtein(&without_part(path), wanted);
            let end = strsim::damerau_levenshtein(&last(path), &last(wanted));
            whole.min(plain).min(end + 1)
        };
        let limit = (wanted.chars().count() / 3).max(1);
        let all = self.0.keys().map(|path| (distance(path), path));
        let mut near: Vec<_> = all.filter(|(distance, _)| *distance <= limit).collect();
        near.sort();
        near.into_iter()
            .take(3)
            .map(|(_, path)| path.clone())
            .collect()
    }
}

struct Walk<'w, 'm> {
    service: &'m Service,
    node: &'w Node<'m>,
    direction: Direction,
}

impl<'m> Walk<'_, 'm> {
    fn follow(
        &self,
        model: &'m Struct,
        path: &str,
        above: &mut Vec<&'m Struct>,
        paths: &mut Paths,
    ) {
        if above.iter().any(|known| std::ptr::eq(*known, model)) {
            return;
        }
        above.push(model);
        for field in &model.fields {
            let here = format!("{path}.{}", field.wire_name);
            if let Some(node) = self.field(field) {
                paths.put(&here, &node.path);
            }
            let inner = field.ty.innermost();
            if let Some(inner) = self.service.object(inner, model, self.direction) {
                self.follow(inner, &here, above, paths);
            }
        }
        above.pop();
    }

    /// The node of a field, known by the text that both were made from.
    fn field(&self, field: &'m wechatpay_codegen::model::Field) -> Option<&Node<'m>> {
        let side = match self.direction {
            Direction::Request => What::Field(Side::Request),
            Direction::Response => What::Field(Side::Answer),
        };
        let is_it = |node: &&Node<'m>| {
            let own: *const Presence = &raw const field.presence;
            let presence = node.fact(crate::facts::FactKind::Presence);
            node.what == side
                && matches!(presence, Some(Said::Presence(of)) if std::ptr::eq(*of, own))
        };
        let below = self.node.children.iter().flat_map(|child| &child.children);
        below.into_iter().find(is_it)
    }
}
