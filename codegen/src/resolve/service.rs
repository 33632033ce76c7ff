//! Resolves one service: its operations and all types that they use.

use std::collections::BTreeSet;

use super::copies::notes;
use super::resolved::Resolved;
use super::resolver::{Resolver, Shared};
use super::rust_names::own_name;
use super::{callback, checks, duplicates, message_paths, operation};
use crate::diagnostic::Diagnostics;
use crate::model::{Direction, Service};
use crate::named_list::NamedList;
use crate::names;
use crate::scope::{Grades, Scope, Used};
use crate::source::Span;
use crate::syntax;

/// What other services mean for a service.
#[derive(Default)]
pub(super) struct Neighbors<'a> {
    /// The services that it uses, directly or through each other.
    pub(super) used: Vec<Used<'a>>,
    /// The places of its types that other services name, with the direction.
    pub(super) wanted: Vec<(Span, Direction)>,
}

impl Neighbors<'_> {
    /// The modules of the used services.
    fn names(&self) -> Vec<String> {
        let names = self.used.iter().map(|used| &used.service.name.value);
        names.filter_map(|name| names::module(name).ok()).collect()
    }
}

/// Resolves a service with its pages and callbacks.
pub(super) fn resolve<'a>(
    syntax: &'a syntax::Service,
    pages: &'a [syntax::Operation],
    callbacks: &'a [syntax::Callback],
    neighbors: &Neighbors<'a>,
    shared: &'a Shared<'a>,
    diagnostics: &mut Diagnostics,
) -> Resolved<'a> {
    let pages = unique(pages, diagnostics);
    let mut scope = scope(syntax, &pages, callbacks);
    for used in &neighbors.used {
        scope.add_used(used);
    }
    duplicates::report_types(&scope, diagnostics);
    let mut resolver = Resolver::new(shared, &syntax.file, scope, diagnostics);
    let mut service = Service {
        name: own_name(&syntax.name, names::module, resolver.diagnostics),
        doc: syntax.doc.value.clone(),
        notes: notes(&syntax.notes),
        uses: neighbors.names(),
        on_by_default: syntax.on_by_default,
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
    for id in resolver.scope.ids() {
        let span = resolver.scope.get(id).name.span;
        let wanted = neighbors.wanted.iter().filter(|(place, _)| *place == span);
        wanted.for_each(|(_, direction)| resolver.reach(id, *direction));
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
