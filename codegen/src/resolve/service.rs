//! Resolves one service: its operations and all types that they use.

use std::collections::BTreeSet;

use super::copies::notes;
use super::resolved::Resolved;
use super::resolver::{Resolver, Shared};
use super::rust_names::own_name;
use super::{callback, checks, duplicates, message_paths, operation};
use crate::diagnostic::Diagnostics;
use crate::model::Service;
use crate::named_list::NamedList;
use crate::names;
use crate::scope::{Grades, Scope};
use crate::syntax;

/// Resolves a service with its pages and callbacks.
pub(super) fn resolve<'a>(
    syntax: &'a syntax::Service,
    pages: &'a [syntax::Operation],
    callbacks: &'a [syntax::Callback],
    shared: &'a Shared<'a>,
    diagnostics: &mut Diagnostics,
) -> Resolved<'a> {
    let pages = unique(pages, diagnostics);
    let scope = scope(syntax, &pages, callbacks);
    duplicates::report_types(&scope, diagnostics);
    let mut resolver = Resolver::new(shared, &pages, scope, diagnostics);
    let mut service = Service {
        name: own_name(&syntax.name, names::module, resolver.diagnostics),
        doc: syntax.doc.value.clone(),
        notes: notes(&syntax.notes),
        folder: super::folder(&syntax.file).to_owned(),
        operations: Vec::new(),
        callbacks: Vec::new(),
        requests: NamedList::new(),
        responses: NamedList::new(),
        enums: NamedList::new(),
    };
    for page in pages.iter().copied() {
        operation::resolve(page, &mut resolver, &mut service);
        resolver.follow(&mut service);
    }
    for page in callbacks {
        callback::resolve(page, &mut resolver, &mut service);
        resolver.follow(&mut service);
    }
    resolver.reach_missed();
    resolver.follow(&mut service);
    message_paths::look_up(&pages, &mut resolver);
    checks::decide(&mut service);
    Resolved {
        is_sound: shared.is_sound,
        is_whole: shared.spec.dropped.is_empty() && shared.spec.unread.is_empty(),
        pages,
        callbacks,
        scope: resolver.scope,
        reached: resolver.reached,
        model: service,
    }
}

/// The pages of a service, each name once.
fn unique<'a>(
    pages: &'a [syntax::Operation],
    diagnostics: &mut Diagnostics,
) -> Vec<&'a syntax::Operation> {
    let all = pages.iter().map(|operation| &operation.name);
    duplicates::report(all, "operation", diagnostics);
    // The first of two pages with the same name is kept. The second has been reported.
    let mut names = BTreeSet::new();
    let unique = pages.iter().filter(|page| names.insert(&page.name.value));
    unique.collect()
}

fn scope<'a>(
    syntax: &'a syntax::Service,
    pages: &[&'a syntax::Operation],
    callbacks: &'a [syntax::Callback],
) -> Scope<'a> {
    let mut scope = Scope::default();
    scope.add(&syntax.types, None, Grades::default());
    for page in pages {
        scope.add(&page.types, Some(&page.file), Grades::of_page(page));
    }
    for callback in callbacks {
        let grades = Grades::of(callback.source.grade);
        scope.add(&callback.types, Some(&callback.file), grades);
    }
    scope
}
