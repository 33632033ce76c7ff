//! Applies the fixes of diagnostics to the texts of the files.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Diagnostic, Diagnostics, Edit, Fix};
use crate::source::{FileId, Sources};

/// The fixes of some diagnostics that can be applied together, and those that cannot.
#[derive(Debug, Default)]
pub struct Fixes {
    /// The diagnostics whose fixes can be applied.
    pub applied: Vec<Diagnostic>,
    /// The diagnostics whose fixes change the same text in different ways. None of them is applied.
    pub refused: Vec<Diagnostic>,
}

/// A place in a file, with the place of its edit in a list.
type Place = (FileId, usize, usize);

impl Diagnostics {
    /// The fixes of the selected diagnostics. Two diagnostics may have the same edit.
    #[must_use]
    pub fn fixes(&self, sources: &Sources, is_selected: impl Fn(&Diagnostic) -> bool) -> Fixes {
        let selected = self.iter().filter(|found| is_selected(found));
        let is_fixable = |fix: &Fix| {
            let mut edits = fix.edits.iter();
            edits.all(|edit| sources.file(edit.span.file).is_editable())
        };
        let fixable: Vec<&Diagnostic> = selected
            .filter(|found| found.fix.as_ref().is_some_and(is_fixable))
            .collect();
        let overlapping = overlapping(&fixable, sources);
        let mut fixes = Fixes::default();
        for (index, diagnostic) in fixable.into_iter().enumerate() {
            if overlapping.contains(&index) {
                fixes.refused.push(diagnostic.clone());
            } else {
                fixes.applied.push(diagnostic.clone());
            }
        }
        fixes
    }
}

impl Fixes {
    /// The new text of each file that changes.
    #[must_use]
    pub fn texts(&self, sources: &Sources) -> BTreeMap<FileId, String> {
        let mut texts: BTreeMap<FileId, String> = BTreeMap::new();
        let mut edits = sorted(&self.applied, sources);
        edits.dedup_by(|(_, again), (_, first)| is_same(again, first));
        // From the end of each file to its beginning, so that the places stay valid.
        for ((file, start, end), edit) in edits.into_iter().rev() {
            let text = texts.entry(file);
            let text = text.or_insert_with(|| sources.file(file).text.clone());
            text.replace_range(start..end, &edit.replacement);
        }
        texts
    }
}

/// The edits in the order of their places. Insertions at one place keep their order.
fn sorted<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &Sources,
) -> Vec<(Place, &'d Edit)> {
    let fixes = diagnostics
        .into_iter()
        .filter_map(|found| found.fix.as_ref());
    let edits = fixes.flat_map(|fix| &fix.edits);
    let mut edits: Vec<_> = edits.map(|edit| (place(edit, sources), edit)).collect();
    edits.sort_by_key(|(place, _)| *place);
    edits
}

fn place(edit: &Edit, sources: &Sources) -> Place {
    let Range { start, end } = sources.file(edit.span.file).clamp(edit.span);
    (edit.span.file, start, end)
}

/// The indices of diagnostics whose edits overlap with those of others.
fn overlapping(diagnostics: &[&Diagnostic], sources: &Sources) -> BTreeSet<usize> {
    let mut edits = Vec::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let fix = diagnostic.fix.iter();
        edits.extend(
            fix.flat_map(|fix| &fix.edits)
                .map(|edit| (place(edit, sources), index, edit)),
        );
    }
    edits.sort_by_key(|(place, index, _)| (*place, *index));
    let mut overlapping = BTreeSet::new();
    for (at, (first, index, edit)) in edits.iter().enumerate() {
        let behind = edits.iter().skip(at + 1);
        let reached = behind.take_while(|(place, ..)| place.0 == first.0 && place.1 <= first.2);
        for (second, other, another) in reached {
            if index != other && overlap((*first, edit), (*second, another)) {
                overlapping.extend([*index, *other]);
            }
        }
    }
    overlapping
}

/// Whether two edits cannot both be applied. The first one does not begin after the second one.
fn overlap((first, edit): (Place, &Edit), (second, other): (Place, &Edit)) -> bool {
    if is_same(edit, other) {
        return false;
    }
    let is_insertion = |place: Place| place.1 == place.2;
    if is_insertion(first) && is_insertion(second) {
        return first == second && new_key(edit).is_none_or(|key| new_key(other) == Some(key));
    }
    second.1 < first.2
}

fn is_same(edit: &Edit, other: &Edit) -> bool {
    edit.span == other.span && edit.replacement == other.replacement
}

/// The key of an inserted line. Lines with different keys can be inserted at the same place.
fn new_key(edit: &Edit) -> Option<&str> {
    let line = edit.replacement.strip_prefix(['\r', '\n'])?;
    line.split_once(':').map(|(key, _)| key.trim())
}
