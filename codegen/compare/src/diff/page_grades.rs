//! The evidence of a page is reported once, not once for each of its fields.

use wechatpay_codegen::model::{Grade, Model};

use super::{Change, SpecText};
use crate::facts::{FactKind, NodeKind};

/// A page whose evidence changed: an operation, or the service of a callback.
struct Page {
    name: String,
    is_callback: bool,
    before: Grade,
    after: Grade,
}

/// Removes the changes of evidence inside a page that are the change of the page itself.
pub(super) fn remove_repetitions(changes: &mut Vec<Change>, before: &Model, after: &Model) {
    let (old, new) = (pages(before), pages(after));
    let pairs = new.into_iter().filter_map(|(name, is_callback, after)| {
        let mut old = old.iter();
        let (.., before) = *old.find(|(known, same, _)| *known == name && *same == is_callback)?;
        Some([0, 1].map(|part| Page {
            name: name.clone(),
            is_callback,
            before: before[part],
            after: after[part],
        }))
    });
    let changed: Vec<Page> = pairs
        .flatten()
        .filter(|page| page.before != page.after)
        .collect();
    changes.retain(|change| !changed.iter().any(|page| page.has(change)));
}

/// The grades of the requests and the responses of all pages.
fn pages(model: &Model) -> Vec<(String, bool, [Grade; 2])> {
    let mut pages = Vec::new();
    for service in &model.services {
        for operation in &service.operations {
            let name = format!("{}.{}", service.name, operation.name);
            pages.push((name, false, [operation.grade, operation.response_grade]));
        }
        for callback in &service.callbacks {
            let name = format!("{}.{}", service.name, callback.name);
            pages.push((name, true, [callback.grade; 2]));
        }
    }
    pages
}

impl Page {
    /// Whether a part of this page has the same change of evidence as the page.
    fn has(&self, change: &Change) -> bool {
        let pages = [NodeKind::Operation, NodeKind::Callback].map(NodeKind::name);
        let is_part =
            change.fact == Some(FactKind::Evidence.name()) && !pages.contains(&change.element);
        is_part
            && self.contains(change)
            && is_grade(change.before.as_ref(), self.before)
            && is_grade(change.after.as_ref(), self.after)
    }

    /// Only the types of a callback belong to no operation.
    fn contains(&self, change: &Change) -> bool {
        if self.is_callback {
            let service = |path: &str| path.split('.').next().map(str::to_owned);
            return change.operations.is_empty() && service(&change.path) == service(&self.name);
        }
        change.operations.contains(&self.name)
    }
}

/// Whether a text is the word of a grade; the highest grade has none.
fn is_grade(text: Option<&SpecText>, grade: Grade) -> bool {
    let text = text.map_or("", |text| text.text.as_str());
    text == grade.limited().unwrap_or_default()
}
