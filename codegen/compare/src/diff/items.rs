//! The Rust items of both crates, and the items that break.

use std::collections::BTreeMap;

use super::Broken;
use super::names::Names;
use wechatpay_codegen::surface::{Surface, surface};

use crate::facts::{NodeKind, Spec};

/// The Rust items generated from both specs.
pub(super) struct Items {
    before: Surface,
    after: Surface,
    names: Names,
    /// The old items by their paths after all renamings of types: old path, types.
    translated: BTreeMap<String, (String, String)>,
}

impl Items {
    pub(super) fn new(before: Spec<'_>, after: Spec<'_>, names: Names) -> Self {
        let before = surface(before.model);
        let items = before.iter().map(|(path, item)| {
            let service = service_of(path);
            let types = names.translate(service, &item.signature);
            (names.translate(service, path), (path.to_owned(), types))
        });
        Self {
            translated: items.collect(),
            before,
            after: surface(after.model),
            names,
        }
    }

    /// A type's name after all renamings.
    pub(super) fn translate(&self, service: &str, text: &str) -> String {
        self.names.translate(service, text)
    }

    /// Every item of the old crate that breaks.
    pub(super) fn all_broken(&self) -> Vec<Broken> {
        let items = self.translated.values().map(|(path, _)| path.clone());
        // Any kind without a name of its own: the items are looked up by their new names.
        self.broken(NodeKind::Sample, &items.collect::<Vec<_>>(), &[])
    }

    /// The items of a node that can break existing code.
    pub(super) fn broken(
        &self,
        kind: NodeKind,
        before: &[String],
        after: &[String],
    ) -> Vec<Broken> {
        // An element with its own name is looked up by its old name, all others by the new name.
        let is_named = matches!(
            kind,
            NodeKind::Service
                | NodeKind::Operation
                | NodeKind::Callback
                | NodeKind::Struct(_)
                | NodeKind::Enum(_)
                | NodeKind::Choice
        );
        let mut broken = Vec::new();
        for path in before {
            let Some(old) = self.before.get(path) else {
                continue;
            };
            let service = service_of(path);
            let new_path = if is_named {
                path.clone()
            } else {
                self.names.translate(service, path)
            };
            let types = self.names.translate(service, &old.signature);
            let new = self.after.get(&new_path);
            if new.is_none_or(|new| new.signature != types) {
                broken.push(Broken {
                    item: path.clone(),
                    before: Some(old.signature.clone()),
                    after: new.map(|new| new.signature.clone()),
                });
            }
        }
        for path in after.iter().filter(|path| !before.contains(path)) {
            let Some(new) = self.after.get(path) else {
                continue;
            };
            let parent = path.rsplit_once("::").map_or("", |(parent, _)| parent);
            let old = self.translated.get(path);
            let is_changed = old.is_some_and(|(_, types)| *types != new.signature);
            let is_required = old.is_none() && new.demanded && self.translated.contains_key(parent);
            if is_changed || is_required {
                broken.push(Broken {
                    item: path.clone(),
                    before: old.map(|(_, types)| types.clone()),
                    after: Some(new.signature.clone()),
                });
            }
        }
        broken
    }
}

fn service_of(path: &str) -> &str {
    path.split("::").next().unwrap_or_default()
}
