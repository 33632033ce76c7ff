//! The state while one service is resolved, including the types that its pages use.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use super::rust_names::{Namespace, UsedNames, rust_name};
use super::unknown::unknown;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest, type_for_foreign_name};
use crate::load::SCALARS;
use crate::model::{Api, Direction};
use crate::names;
use crate::scope::{DefId, Scope};
use crate::source::Span;
use crate::syntax::{Shape, Spec, Text};

/// Data that all services share.
pub(super) struct Shared<'a> {
    pub(super) spec: &'a Spec,
    /// `None` if the api file could not be read. Then references to it are not reported.
    pub(super) api: Option<&'a Api>,
    /// Whether no error was reported before the services were resolved.
    pub(super) is_sound: bool,
    /// The names of the operations of each service, by the service file.
    pub(super) pages: HashMap<&'a str, BTreeSet<String>>,
}

/// The state while one service is resolved.
pub(super) struct Resolver<'a, 'd> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) scope: Scope<'a>,
    pub(super) used_names: UsedNames,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// The file of the service.
    file: &'a str,
    /// Types that were named, each once per direction.
    pub(super) reached: BTreeSet<(DefId, Direction)>,
    /// Used types that have not been resolved yet, in order of first use.
    pub(super) waiting: VecDeque<(DefId, Direction)>,
    /// Enums that have been resolved.
    pub(super) enums: BTreeSet<DefId>,
    /// Directions and files with an unresolved name, which may mean any type there.
    missed: HashSet<(Direction, Option<String>)>,
}

impl<'a, 'd> Resolver<'a, 'd> {
    pub(super) fn new(
        shared: &'a Shared<'a>,
        file: &'a str,
        scope: Scope<'a>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            shared,
            scope,
            used_names: UsedNames::default(),
            diagnostics,
            file,
            reached: BTreeSet::new(),
            waiting: VecDeque::new(),
            enums: BTreeSet::new(),
            missed: HashSet::new(),
        }
    }

    /// The names of the operations that a file can name: those of its service, and those of the
    /// services that its service uses.
    pub(super) fn visible_pages(&self, file: Option<&str>) -> Vec<&'a BTreeSet<String>> {
        let shared: &'a Shared<'a> = self.shared;
        let services = self.scope.visible_services(self.file, file);
        let pages = services.into_iter();
        pages
            .filter_map(|service| shared.pages.get(service))
            .collect()
    }

    /// Marks a type as used in a direction.
    pub(super) fn reach(&mut self, id: DefId, direction: Direction) {
        if self.reached.insert((id, direction)) {
            self.waiting.push_back((id, direction));
        }
    }

    /// The type that a name means. Reports an unknown name.
    pub(super) fn find(
        &mut self,
        name: &Text,
        direction: Direction,
        file: Option<&str>,
    ) -> Option<DefId> {
        let found = self.scope.find(&name.value, direction, file);
        if found.is_none() {
            self.report_unknown_type(name, direction, file);
        }
        found
    }

    fn report_unknown_type(&mut self, name: &Text, direction: Direction, file: Option<&str>) {
        if self.shared.spec.dropped.contains(&name.value) {
            self.miss(direction, file);
            return;
        }
        if let Some(scalar) = type_for_foreign_name(&name.value) {
            if scalar == name.value {
                self.miss(direction, file);
            }
            self.diagnostics.push(if scalar == name.value {
                let message = format!("basic type `{scalar}` instead of a type with `fields:`");
                Diagnostic::error(Code::UNKNOWN_TYPE, message, name.span)
                    .help("write the name of a type that has `fields:`")
            } else {
                unknown_type(name).did_you_mean(name.span, scalar)
            });
            return;
        }
        let meant = self.report_unknown(name, file);
        match meant.and_then(|meant| self.scope.find(meant, direction, file)) {
            // Problems of the type that was probably meant are reported in the same run.
            Some(meant) => self.reach(meant, direction),
            None => self.miss(direction, file),
        }
    }

    /// Reports an unknown type name. Returns the type name that was probably meant.
    fn report_unknown(&mut self, name: &Text, file: Option<&str>) -> Option<&'a str> {
        let is_long = self.diagnostics.is_long();
        let names = self.scope.visible_names(file);
        let meant = if is_long {
            None
        } else {
            closest(&name.value, names.clone())
        };
        let diagnostic = match closest(&name.value.to_lowercase(), SCALARS) {
            Some(scalar) if meant.is_none() => unknown_type(name).did_you_mean(name.span, scalar),
            _ => unknown(Code::UNKNOWN_TYPE, "type", name, names, is_long),
        };
        self.diagnostics.push(diagnostic);
        meant
    }

    /// Records that a name was not resolved. It may mean any type that is visible there.
    pub(super) fn miss(&mut self, direction: Direction, file: Option<&str>) {
        self.missed.insert((direction, None));
        self.missed.insert((direction, file.map(str::to_owned)));
    }

    /// Marks the unused types that an unresolved name may mean as used, so that their problems are
    /// reported, too.
    pub(super) fn reach_missed(&mut self) {
        let ids = self.scope.ids().filter(|id| !self.is_reached(*id));
        for id in ids.collect::<Vec<_>>() {
            let definition = self.scope.get(id);
            for direction in [Direction::Request, Direction::Response] {
                let place = (direction, definition.file.map(str::to_owned));
                if definition.is_visible_in(direction) && self.missed.contains(&place) {
                    self.reach(id, direction);
                }
            }
        }
    }

    fn is_reached(&self, id: DefId) -> bool {
        let mut directions = [Direction::Request, Direction::Response].into_iter();
        directions.any(|direction| self.reached.contains(&(id, direction)))
    }

    /// The Rust name of a type.
    pub(super) fn type_name(&mut self, id: DefId) -> String {
        let definition = self.scope.get(id);
        let given = definition.ty.rust_name.as_ref();
        // A bad name is reported when the type itself is resolved.
        let mut ignored = Diagnostics::default();
        rust_name(definition.name, given, names::type_name, &mut ignored)
    }

    /// Adds the Rust name of a type to its namespaces.
    pub(super) fn use_type_name(&mut self, id: DefId, direction: Direction) {
        let definition = self.scope.get(id);
        let given = definition.ty.rust_name.as_ref();
        let name = rust_name(definition.name, given, names::type_name, self.diagnostics);
        let span = given.unwrap_or(definition.name).span;
        let namespaces: &[Namespace] = match (&definition.ty.shape, direction) {
            (Shape::Enum { .. }, _) => &[
                Namespace::Service,
                Namespace::Requests,
                Namespace::Responses,
            ],
            (Shape::Struct { .. }, Direction::Request) => &[Namespace::Requests],
            (Shape::Struct { .. }, Direction::Response) => &[Namespace::Responses],
        };
        self.use_name(namespaces, &name, span);
    }

    /// Adds a name and, in the namespace of requests, the name of its builder.
    pub(super) fn use_name(&mut self, namespaces: &[Namespace], name: &str, span: Span) {
        let is_free = self
            .used_names
            .insert(namespaces, name, span, self.diagnostics);
        if is_free && namespaces == [Namespace::Requests] {
            let builder = format!("{name}Builder");
            self.used_names
                .insert(namespaces, &builder, span, self.diagnostics);
        }
    }
}

fn unknown_type(name: &Text) -> Diagnostic {
    let message = format!("unknown type `{}`", name.value);
    Diagnostic::error(Code::UNKNOWN_TYPE, message, name.span)
}
