//! The Rust items of both crates, and which of them break.

use std::collections::BTreeMap;

use super::Broken;
use super::names::Names;
use wechatpay_codegen::surface::{Surface, surface};

use crate::facts::{Spec, What};

/// What both specs become.
pub(super) struct Items {
    before: Surface,
    after: Surface,
    names: Names,
    /// The old items as they would be called after every renaming of a type: old path, types.
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

    /// A type's name after every renaming.
    pub(super) fn translate(&self, service: &str, text: &str) -> String {
        self.names.translate(service, text)
    }

    /// Every item of the old crate that breaks.
    pub(super) fn all_broken(&self) -> Vec<Broken> {
        let items = self.translated.values().map(|(path, _)| path.clone());
        // Whatever it is: it is looked for under its new name.
        self.broken(What::Sample, &items.collect::<Vec<_>>(), &[])
    }

    /// Of the items behind a thing, those on which code that compiled may stumble.
    pub(super) fn broken(&self, what: What, before: &[String], after: &[String]) -> Vec<Broken> {
        // What has a name of its own is looked for under it; what is inside of it, under its new one.
        let is_named = matches!(
            what,
            What::Service | What::Operation | What::Struct(_) | What::Enum(_) | What::Choice
        );
        let mut broken = Vec::new();
        for path in before {
            let Some(old) = self.before.get(path) else {
                continue;
            };
            let service = service_of(path);
            let wanted = if is_named {
                path.clone()
            } else {
                self.names.translate(service, path)
            };
            let types = self.names.translate(service, &old.signature);
            let new = self.after.get(&wanted);
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
            let is_asked = old.is_none() && new.demanded && self.translated.contains_key(parent);
            if is_changed || is_asked {
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
