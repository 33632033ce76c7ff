//! Every wire path that leads to something, and what a person's path means among them.

use std::collections::{BTreeMap, HashMap};
use std::ptr;

use super::Lost;
use crate::facts::{Node, Said, Side, What};
use wechatpay_codegen::model::{Direction, Model, Presence, Service, Struct};

/// Candidates shown at most.
const SHOWN: usize = 12;

/// Every path, with the node that it leads to: a shared type has several wire paths and one node.
pub(super) struct Paths<'t, 'm>(BTreeMap<String, &'t Node<'m>>);

impl<'t, 'm> Paths<'t, 'm> {
    /// The full path that is wanted, and where it leads.
    pub(super) fn find(&self, wanted: &str) -> Result<(&str, &'t Node<'m>), Lost> {
        let ending = format!(".{wanted}");
        let tests: [&dyn Fn(&str) -> bool; 3] = [
            &|path| path == wanted,
            &|path| without_part(path) == wanted,
            &|path| path.ends_with(&ending) || without_part(path).ends_with(&ending),
        ];
        for is_it in tests {
            let hits: Vec<_> = self.0.iter().filter(|(path, _)| is_it(path)).collect();
            let Some((path, node)) = hits.first() else {
                continue;
            };
            if hits.iter().all(|(_, other)| ptr::eq(*other, *node)) {
                return Ok((path, node));
            }
            let hits = hits.into_iter().map(|(path, _)| path.clone());
            return Err(Lost::Ambiguous(hits.take(SHOWN).collect()));
        }
        Err(Lost::Unknown(self.near(wanted)))
    }

    /// The path that is shown of a node, and leads to it. That of a type is its name: its place is
    /// that of the first field that has it.
    pub(super) fn of(&self, node: &Node<'_>) -> String {
        let leads = self.0.iter().filter(|(_, other)| ptr::eq(**other, node));
        let shortest = leads.map(|(path, _)| path).min_by_key(|path| path.len());
        match node.what {
            What::Struct(_) => shortest.unwrap_or(&node.path).clone(),
            _ => node.path.clone(),
        }
    }

    pub(super) fn new(tree: &'t Node<'m>, model: &'m Model) -> Self {
        let mut paths = Self(BTreeMap::new());
        for node in tree.all() {
            if !node.path.is_empty() && !matches!(node.what, What::Struct(_)) {
                paths.put(&node.path, node);
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
        // A response has no field around it that would stand for its place.
        for node in tree.all() {
            if matches!(node.what, What::Struct(_)) {
                paths.put(&node.path, node);
            }
        }
        paths
    }

    fn put(&mut self, path: &str, node: &'t Node<'m>) {
        self.0.entry(path.to_owned()).or_insert(node);
    }

    /// Types by name: `cards.Card`, and where both directions have one, `cards.request.Card` and `cards.response.Card`;
    /// where several pages have one, `cards.paint_card.request.Card`.
    fn types(&mut self, node: &'t Node<'m>, service: &Service) {
        let mut named: HashMap<&str, Vec<What>> = HashMap::new();
        for inner in &node.children {
            if matches!(inner.what, What::Struct(_)) {
                named.entry(&inner.key).or_default().push(inner.what);
            }
        }
        for inner in &node.children {
            let part = match inner.what {
                What::Struct(Side::Response) => "response",
                What::Struct(_) => "request",
                _ => continue,
            };
            let service = &service.name;
            let of_name = named.get(inner.key.as_str()).map_or(&[][..], Vec::as_slice);
            let is_alone = of_name.len() == 1;
            let of_direction = of_name.iter().filter(|what| **what == inner.what);
            let is_of_a_page = of_direction.count() > 1;
            let plain = format!("{service}.{}", inner.key);
            let full = format!("{service}.{part}.{}", inner.key);
            let owner = inner.owner.as_ref().filter(|_| is_of_a_page);
            let owned = owner.map(|page| format!("{service}.{page}.{part}.{}", inner.key));
            let names = match owned {
                Some(owned) => vec![owned],
                None if is_alone => vec![plain, full],
                None => vec![full],
            };
            for name in names {
                self.put(&name, inner);
                for field in &inner.children {
                    self.put(&format!("{name}.{}", field.key), field);
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

/// The path without the part for the direction, as `cards.paint_card.colour`.
fn without_part(path: &str) -> String {
    let mut parts: Vec<_> = path.split('.').collect();
    if parts.len() > 3 && ["request", "response"].contains(&parts[2]) {
        parts.remove(2);
    }
    parts.join(".")
}

struct Walk<'w, 'm> {
    service: &'m Service,
    node: &'w Node<'m>,
    direction: Direction,
}

impl<'w, 'm> Walk<'w, 'm> {
    fn follow(
        &self,
        model: &'m Struct,
        path: &str,
        above: &mut Vec<&'m Struct>,
        paths: &mut Paths<'w, 'm>,
    ) {
        if above.iter().any(|known| ptr::eq(*known, model)) {
            return;
        }
        above.push(model);
        for field in &model.fields {
            let here = format!("{path}.{}", field.wire_name);
            if let Some(node) = self.field(field) {
                paths.put(&here, node);
            }
            let inner = field.ty.innermost();
            if let Some(inner) = self.service.object(inner, model, self.direction) {
                self.follow(inner, &here, above, paths);
            }
        }
        above.pop();
    }

    /// The node of a field, known by the text that both were made from.
    fn field(&self, field: &'m wechatpay_codegen::model::Field) -> Option<&'w Node<'m>> {
        let side = match self.direction {
            Direction::Request => What::Field(Side::Request),
            Direction::Response => What::Field(Side::Response),
        };
        let is_it = |node: &&'w Node<'m>| {
            let own: *const Presence = &raw const field.presence;
            let presence = node.fact(crate::facts::FactKind::Presence);
            node.what == side && matches!(presence, Some(Said::Presence(of)) if ptr::eq(*of, own))
        };
        let below = self.node.children.iter().flat_map(|child| &child.children);
        below.into_iter().find(is_it)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::facts::walk;
    use wechatpay_codegen::source::Sources;

    /// What is listed below each thing of the workspace's own spec leads to it.
    #[test]
    fn every_path_of_the_committed_spec_finds_its_node() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
        let (model, _) = wechatpay_codegen::read(&Sources::read(&folder).unwrap());
        let tree = walk(&model);
        let paths = Paths::new(&tree, &model);
        let mut seen = 0;
        for node in tree.all().into_iter().flat_map(|node| &node.children) {
            let path = paths.of(node);
            match paths.find(&path) {
                Ok((found, there)) => {
                    assert_eq!(found, path);
                    assert!(ptr::eq(there, node), "{path} is also {:?}", there.what);
                }
                Err(lost) => panic!("{path}: {lost:?}"),
            }
            seen += 1;
        }
        assert!(seen > 300, "{seen}");
    }
}
