//! All wire paths of the spec, and the search for the path that a user typed.

use std::collections::{BTreeMap, HashMap};
use std::ptr;

use super::PathError;
use crate::facts::{FactKind, FactValue, Message, Node, NodeKind, field_path};
use wechatpay_codegen::model::{Direction, Field, Model, Presence, Service, Struct};

/// The maximum number of candidates in an error.
const MAX_CANDIDATES: usize = 12;

/// All paths with their nodes. A shared type has several wire paths and one node.
pub(super) struct Paths<'t, 'm>(BTreeMap<String, &'t Node<'m>>);

impl<'t, 'm> Paths<'t, 'm> {
    /// The full path and the node for a typed path.
    pub(super) fn find(&self, typed: &str) -> Result<(&str, &'t Node<'m>), PathError> {
        let ending = format!(".{typed}");
        let tests: [&dyn Fn(&str) -> bool; 3] = [
            &|path| path == typed,
            &|path| without_direction(path) == typed,
            &|path| path.ends_with(&ending) || without_direction(path).ends_with(&ending),
        ];
        for is_match in tests {
            let matches: Vec<_> = self.0.iter().filter(|(path, _)| is_match(path)).collect();
            let Some((path, node)) = matches.first() else {
                continue;
            };
            if matches.iter().all(|(_, other)| ptr::eq(*other, *node)) {
                return Ok((path, node));
            }
            let paths = matches.into_iter().map(|(path, _)| path.clone());
            return Err(PathError::Ambiguous(paths.take(MAX_CANDIDATES).collect()));
        }
        Err(PathError::Unknown(self.similar(typed)))
    }

    /// The path under which a node is shown. For a type, it is the name of the type, because the
    /// path of its node belongs to the first field with this type.
    pub(super) fn shown_path(&self, node: &Node<'_>) -> String {
        let paths = self.0.iter().filter(|(_, other)| ptr::eq(**other, node));
        let shortest = paths.map(|(path, _)| path).min_by_key(|path| path.len());
        match node.kind {
            NodeKind::Struct(_) => shortest.unwrap_or(&node.path).clone(),
            _ => node.path.clone(),
        }
    }

    pub(super) fn new(tree: &'t Node<'m>, model: &'m Model) -> Self {
        let mut paths = Self(BTreeMap::new());
        for node in tree.subtree() {
            if !node.path.is_empty() && !matches!(node.kind, NodeKind::Struct(_)) {
                paths.add(&node.path, node);
            }
        }
        for service in &model.services {
            let node = tree
                .children
                .iter()
                .find(|node| node.key == service.name && node.kind == NodeKind::Service);
            let Some(node) = node else { continue };
            paths.add_types(node, service);
            for (operation, direction, message) in service.messages() {
                let (service_name, direction_name) = (&service.name, direction.as_str());
                let path = format!("{service_name}.{}.{direction_name}", operation.name);
                let walk = Walk {
                    service,
                    node,
                    direction,
                };
                walk.add_fields(message, &path, &mut Vec::new(), &mut paths);
            }
        }
        // A response is not inside a field, so its own path is added last.
        for node in tree.subtree() {
            if matches!(node.kind, NodeKind::Struct(_)) {
                paths.add(&node.path, node);
            }
        }
        paths
    }

    fn add(&mut self, path: &str, node: &'t Node<'m>) {
        self.0.entry(path.to_owned()).or_insert(node);
    }

    /// Adds types by name: `cards.Card`. If both directions have a type with this name:
    /// `cards.request.Card` and `cards.response.Card`. If several pages have one:
    /// `cards.paint_card.request.Card`.
    fn add_types(&mut self, node: &'t Node<'m>, service: &Service) {
        let mut named: HashMap<&str, Vec<NodeKind>> = HashMap::new();
        for inner in &node.children {
            if matches!(inner.kind, NodeKind::Struct(_)) {
                named.entry(&inner.key).or_default().push(inner.kind);
            }
        }
        for inner in &node.children {
            let direction = match inner.kind {
                NodeKind::Struct(Message::Response) => "response",
                NodeKind::Struct(_) => "request",
                _ => continue,
            };
            let service = &service.name;
            let same_name = named.get(inner.key.as_str()).map_or(&[][..], Vec::as_slice);
            let is_unique = same_name.len() == 1;
            let same_direction = same_name.iter().filter(|kind| **kind == inner.kind);
            let has_duplicates = same_direction.count() > 1;
            let short = format!("{service}.{}", inner.key);
            let full = format!("{service}.{direction}.{}", inner.key);
            let owner = inner.owner.as_ref().filter(|_| has_duplicates);
            let of_page = owner.map(|page| format!("{service}.{page}.{direction}.{}", inner.key));
            let names = match of_page {
                Some(of_page) => vec![of_page],
                None if is_unique => vec![short, full],
                None => vec![full],
            };
            for name in names {
                self.add(&name, inner);
                for field in &inner.children {
                    self.add(&format!("{name}.{}", field.key), field);
                }
            }
        }
    }

    /// Paths with a similar spelling, compared as a whole and by the last part.
    fn similar(&self, typed: &str) -> Vec<String> {
        let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
        let distance = |path: &str| {
            let whole = strsim::damerau_levenshtein(path, typed);
            let short = strsim::damerau_levenshtein(&without_direction(path), typed);
            let end = strsim::damerau_levenshtein(&last(path), &last(typed));
            whole.min(short).min(end + 1)
        };
        let limit = (typed.chars().count() / 3).max(1);
        let paths = self.0.keys().map(|path| (distance(path), path));
        let mut similar: Vec<_> = paths.filter(|(distance, _)| *distance <= limit).collect();
        similar.sort();
        similar
            .into_iter()
            .take(3)
            .map(|(_, path)| path.clone())
            .collect()
    }
}

/// The path without `request` or `response`, for example `cards.paint_card.colour`.
fn without_direction(path: &str) -> String {
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
    fn add_fields(
        &self,
        structure: &'m Struct,
        path: &str,
        ancestors: &mut Vec<&'m Struct>,
        paths: &mut Paths<'w, 'm>,
    ) {
        if ancestors.iter().any(|known| ptr::eq(*known, structure)) {
            return;
        }
        ancestors.push(structure);
        for field in &structure.fields {
            let field_path = field_path(path, field, structure);
            if let Some(node) = self.field_node(field) {
                paths.add(&field_path, node);
            }
            let inner = field.ty.innermost();
            if let Some(inner) = self.service.object(inner, structure, self.direction) {
                self.add_fields(inner, &field_path, ancestors, paths);
            }
        }
        ancestors.pop();
    }

    /// The node that refers to the presence of this field.
    fn field_node(&self, field: &'m Field) -> Option<&'w Node<'m>> {
        let kind = match self.direction {
            Direction::Request => NodeKind::Field(Message::Request),
            Direction::Response => NodeKind::Field(Message::Response),
        };
        let is_field_node = |node: &&'w Node<'m>| {
            let own: *const Presence = &raw const field.presence;
            let presence = node.value(FactKind::Presence);
            node.kind == kind
                && matches!(presence, Some(FactValue::Presence(other)) if ptr::eq(*other, own))
        };
        let grandchildren = self.node.children.iter().flat_map(|child| &child.children);
        grandchildren.into_iter().find(is_field_node)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::facts::walk;
    use wechatpay_codegen::source::Sources;

    /// Uses the workspace's own spec.
    #[test]
    fn every_path_of_the_committed_spec_finds_its_node() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
        let (model, _) = wechatpay_codegen::read(&Sources::read(&folder).unwrap());
        let tree = walk(&model);
        let paths = Paths::new(&tree, &model);
        let mut seen = 0;
        for node in tree.subtree().into_iter().flat_map(|node| &node.children) {
            let path = paths.shown_path(node);
            match paths.find(&path) {
                Ok((found, other)) => {
                    assert_eq!(found, path);
                    assert!(ptr::eq(other, node), "{path} is also {:?}", other.kind);
                }
                Err(error) => panic!("{path}: {error:?}"),
            }
            seen += 1;
        }
        assert!(seen > 300, "{seen}");
    }
}
