//! The names of renamed types in the new crate.

use std::collections::BTreeMap;

use super::matching::{Pair, matched};
use crate::facts::{FactKind as F, Node, NodeKind};

/// New names of renamed types, by service and old name.
#[derive(Default)]
pub(super) struct Names(BTreeMap<(String, String), String>);

impl Names {
    pub(super) fn new(old: &Node<'_>, new: &Node<'_>) -> Self {
        let mut names = Self::default();
        for service in matched(&old.children, &new.children).pairs {
            for pair in matched(&service.before.children, &service.after.children).pairs {
                let (before, after) = match pair.before.kind {
                    NodeKind::Struct(_) | NodeKind::Enum(_) => {
                        (pair.before.text(F::RustName), pair.after.text(F::RustName))
                    }
                    NodeKind::Operation => (
                        pair.before.text(F::RequestType),
                        pair.after.text(F::RequestType),
                    ),
                    _ => continue,
                };
                names.add(&service.before.key, before, after);
                names.add_choices(&service.before.key, &pair);
                if pair.before.kind == NodeKind::Operation {
                    let code = |node: &Node<'_>| {
                        let path = node.rust.iter().find(|path| path.ends_with("ErrorCode"))?;
                        Some(path.rsplit("::").next()?.to_owned())
                    };
                    let (before, after) = (code(pair.before), code(pair.after));
                    names.add(&service.before.key, before.as_deref(), after.as_deref());
                }
            }
        }
        names
    }

    fn add_choices(&mut self, service: &str, pair: &Pair<'_, '_>) {
        for choice in matched(&pair.before.children, &pair.after.children).pairs {
            if choice.before.kind == NodeKind::Choice {
                let (before, after) = (choice.before, choice.after);
                self.add(service, before.text(F::RustName), after.text(F::RustName));
            }
        }
    }

    fn add(&mut self, service: &str, before: Option<&str>, after: Option<&str>) {
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            for suffix in ["", "Builder"] {
                let key = (service.to_owned(), format!("{before}{suffix}"));
                self.0.insert(key, format!("{after}{suffix}"));
            }
        }
    }

    pub(super) fn translate(&self, service: &str, text: &str) -> String {
        let mut translated = String::new();
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let mut rest = text;
        while let Some(start) = rest.find(is_part) {
            translated.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            let word = &rest[..end];
            let new = self.0.get(&(service.to_owned(), word.to_owned()));
            translated.push_str(new.map_or(word, String::as_str));
            rest = &rest[end..];
        }
        translated.push_str(rest);
        translated
    }
}
