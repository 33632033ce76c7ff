//! One service: its operations, and every type that they reach.

use std::collections::{BTreeSet, VecDeque};

use super::scope::{DefId, Room, Scope, Taken, own_name, rust_name};
use super::{Folder, checks, notes, operation, recursion, report_twins};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest, type_here_called};
use crate::load::SCALARS;
use crate::model::{Api, Direction, Service};
use crate::named_list::NamedList;
use crate::names;
use crate::syntax::{self, Shape, Spec, Text};

/// What is needed while one service is resolved.
pub(super) struct Resolver<'a, 'd> {
    /// `None` where it could not be read, so that nothing is missed in it.
    pub(super) api: Option<&'a Api>,
    pub(super) spec: &'a Spec,
    pub(super) scope: Scope<'a>,
    pub(super) taken: Taken,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// Names of the service's operations.
    pub(super) pages: Vec<&'a str>,
    /// Types that were named, each once a direction.
    pub(super) reached: BTreeSet<(DefId, Direction)>,
    /// Those of them that were not looked at yet, in order of first mention.
    pub(super) waiting: VecDeque<(DefId, Direction)>,
    /// Enums that are done.
    pub(super) enums: BTreeSet<DefId>,
}

pub(super) fn resolve<'a>(
    folder: &'a Folder,
    spec: &'a Spec,
    api: Option<&'a Api>,
    diagnostics: &mut Diagnostics,
) -> Service {
    let syntax = &folder.service;
    let pages = pages(&folder.pages, diagnostics);
    let mut scope = Scope::default();
    scope.add(&syntax.types, None);
    for page in &pages {
        scope.add(&page.types, Some(&page.file));
    }
    scope.report_twins(diagnostics);
    scope.report_selecting_answers(diagnostics);
    let mut resolver = Resolver {
        api,
        spec,
        pages: pages.iter().map(|page| page.name.value.as_str()).collect(),
        scope,
        taken: Taken::default(),
        diagnostics,
        reached: BTreeSet::new(),
        waiting: VecDeque::new(),
        enums: BTreeSet::new(),
    };
    let name = own_name(&syntax.name, names::module, resolver.diagnostics);
    let mut service = Service {
        name,
        doc: syntax.doc.value.clone(),
        notes: notes(&syntax.notes),
        folder: super::folder(&syntax.file).to_owned(),
        operations: Vec::new(),
        requests: NamedList::new(),
        responses: NamedList::new(),
        enums: NamedList::new(),
    };
    for page in pages {
        operation::resolve(page, &mut resolver, &mut service);
        resolver.follow(&mut service);
    }
    let reached = resolver.reached.iter().copied();
    recursion::report(&resolver.scope, reached, resolver.diagnostics);
    resolver.report_unused();
    checks::decide(&mut service, resolver.diagnostics);
    service
}

/// The pages of a service, each name once.
fn pages<'a>(
    all: &'a [syntax::Operation],
    diagnostics: &mut Diagnostics,
) -> Vec<&'a syntax::Operation> {
    let names = all.iter().map(|operation| &operation.name);
    report_twins(names, "operation", diagnostics);

    let mut pages: Vec<&syntax::Operation> = all.iter().collect();
    // Of two pages of one name the first counts; the second was reported.
    let mut names = BTreeSet::new();
    pages.retain(|page| names.insert(&page.name.value));
    pages
}

impl Resolver<'_, '_> {
    /// Remembers that a type is needed in a direction.
    pub(super) fn reach(&mut self, id: DefId, direction: Direction) {
        if self.reached.insert((id, direction)) {
            self.waiting.push_back((id, direction));
        }
    }

    /// The type that a name means, or a report that there is none.
    pub(super) fn find(
        &mut self,
        name: &Text,
        direction: Direction,
        file: Option<&str>,
    ) -> Option<DefId> {
        let found = self.scope.find(&name.value, direction, file);
        if found.is_none() && !self.spec.dropped.contains(&name.value) {
            let names = self.scope.visible_names(file);
            let is_long = self.diagnostics.is_long();
            self.diagnostics.push(match type_here_called(&name.value) {
                Some(meant) if meant == name.value => {
                    let message = format!("`{meant}` stands where only a type with fields can");
                    Diagnostic::error(Code::UnknownType, message, name.span)
                        .help("write the name of a type that has `fields:`")
                }
                Some(meant) => {
                    let message = format!("there is no type `{}`", name.value);
                    Diagnostic::error(Code::UnknownType, message, name.span)
                        .did_you_mean(name.span, meant)
                }
                None => match closest(&name.value.to_lowercase(), SCALARS) {
                    Some(meant) if is_long || closest(&name.value, names.clone()).is_none() => {
                        let message = format!("there is no type `{}`", name.value);
                        Diagnostic::error(Code::UnknownType, message, name.span)
                            .did_you_mean(name.span, meant)
                    }
                    _ => super::unknown(Code::UnknownType, "type", name, names, is_long),
                },
            });
        }
        found
    }

    /// The Rust name of a type, without taking it.
    pub(super) fn type_name(&mut self, id: DefId) -> String {
        let definition = self.scope.get(id);
        let given = definition.ty.rust_name.as_ref();
        // A bad name is reported where the type itself is resolved.
        let mut ignored = Diagnostics::default();
        rust_name(definition.name, given, names::type_name, &mut ignored)
    }

    pub(super) fn take_type(&mut self, id: DefId, direction: Direction) -> String {
        let definition = self.scope.get(id);
        let given = definition.ty.rust_name.as_ref();
        let name = rust_name(definition.name, given, names::type_name, self.diagnostics);
        let span = given.unwrap_or(definition.name).span;
        let rooms: &[Room] = match (&definition.ty.shape, direction) {
            (Shape::Enum { .. }, _) => &[Room::Service, Room::Requests, Room::Responses],
            (Shape::Struct { .. }, Direction::Request) => &[Room::Requests],
            (Shape::Struct { .. }, Direction::Response) => &[Room::Responses],
        };
        self.take_name(rooms, &name, span);
        name
    }

    /// Takes a name, and in the room of requests those of its builder.
    pub(super) fn take_name(&mut self, rooms: &[Room], name: &str, span: crate::source::Span) {
        let is_free = self.taken.take(rooms, name, span, self.diagnostics);
        if is_free && rooms == [Room::Requests] {
            for suffix in ["Builder", "Optional"] {
                let name = format!("{name}{suffix}");
                self.taken.take(rooms, &name, span, self.diagnostics);
            }
        }
    }

    fn report_unused(&mut self) {
        // What a misspelt reference misses is told once, where the reference stands.
        let misses = [Code::BadType, Code::UnknownType, Code::TypeMisfit];
        let is_missed = self
            .diagnostics
            .iter()
            .any(|found| misses.contains(&found.code));
        if is_missed || !self.spec.dropped.is_empty() || !self.spec.unread.is_empty() {
            return;
        }
        for id in self.scope.ids() {
            let is_reached = |direction| self.reached.contains(&(id, direction));
            if !is_reached(Direction::Request) && !is_reached(Direction::Response) {
                let name = self.scope.get(id).name;
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::UnusedType,
                        format!("nothing uses the type `{}`", name.value),
                        name.span,
                    )
                    .help("name it in a field's `type:`, or delete it"),
                );
            }
        }
    }
}
