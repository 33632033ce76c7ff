//! One service: its operations, and every type that they reach.

use std::collections::{BTreeSet, VecDeque};

use super::checks;
use super::choices::choices;
use super::fields::{Context, struct_fields};
use super::operation;
use super::rules::struct_rules;
use super::scope::{DefId, Room, Scope, Taken, own_name, rust_name};
use super::{folder, notes, optional, report_twins, statements, waivers};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Checks, Direction, Enum, Service, Struct, Value};
use crate::names;
use crate::syntax::{self, Entries, Shape, Spec, Text};

/// What is needed while one service is resolved.
pub(super) struct Resolver<'a, 'd> {
    /// `None` where it could not be read, so that nothing is missed in it.
    pub(super) api: Option<&'a Api>,
    pub(super) scope: Scope<'a>,
    pub(super) taken: Taken,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// Types that were named, in order of first mention, each once a direction.
    reached: Vec<(DefId, Direction)>,
    waiting: VecDeque<(DefId, Direction)>,
    /// Enums that are done.
    enums: BTreeSet<DefId>,
}

pub(super) fn resolve<'a>(
    syntax: &'a syntax::Service,
    spec: &'a Spec,
    api: Option<&'a Api>,
    diagnostics: &mut Diagnostics,
) -> Service {
    let folder = folder(&syntax.file);
    let mut pages: Vec<&syntax::Operation> = spec
        .operations
        .iter()
        .filter(|operation| self::folder(&operation.file) == folder)
        .collect();
    report_twins(
        pages.iter().map(|operation| &operation.name),
        "operation",
        diagnostics,
    );

    // Of two pages of one name the first counts; the second was reported.
    let mut names = BTreeSet::new();
    pages.retain(|page| names.insert(&page.name.value));

    let mut scope = Scope::default();
    scope.add(&syntax.types, None);
    for page in &pages {
        scope.add(&page.types, Some(&page.file));
    }
    let mut resolver = Resolver {
        api,
        scope,
        taken: Taken::default(),
        diagnostics,
        reached: Vec::new(),
        waiting: VecDeque::new(),
        enums: BTreeSet::new(),
    };
    let name = own_name(&syntax.name, names::module, resolver.diagnostics);
    let mut service = Service {
        name,
        doc: syntax.doc.value.clone(),
        notes: notes(&syntax.notes),
        folder: folder.to_owned(),
        operations: Vec::new(),
        requests: Vec::new(),
        responses: Vec::new(),
        enums: Vec::new(),
    };
    for page in pages {
        operation::resolve(page, &mut resolver, &mut service);
        resolver.follow(&mut service);
    }
    resolver.report_unused();
    checks::decide(&mut service, resolver.diagnostics);
    service
}

impl Resolver<'_, '_> {
    /// Remembers that a type is needed in a direction.
    pub(super) fn reach(&mut self, id: DefId, direction: Direction) {
        if !self.reached.contains(&(id, direction)) {
            self.reached.push((id, direction));
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
        if found.is_none() {
            let names = self.scope.visible_names(file);
            let diagnostic = super::unknown(Code::UnknownType, "type", name, names);
            self.diagnostics.push(diagnostic);
        }
        found
    }

    /// Resolves all types that wait, and those that they name in turn.
    fn follow(&mut self, service: &mut Service) {
        while let Some((id, direction)) = self.waiting.pop_front() {
            let definition = self.scope.get(id);
            match &definition.ty.shape {
                Shape::Struct { fields, rules } => {
                    self.report_recursion(id, direction);
                    let mut model = self.structure(id, direction, fields, rules);
                    let all = match direction {
                        Direction::Request => &mut service.requests,
                        Direction::Response => &mut service.responses,
                    };
                    model.is_twin = direction == Direction::Response
                        && all.iter().any(|other| is_same_shape(other, &model));
                    if !model.is_twin {
                        self.take_type(id, direction);
                    }
                    all.push(model);
                }
                Shape::Enum {
                    values,
                    of_integers,
                } => {
                    // An enum travels both ways under one name.
                    if self.enums.insert(id) {
                        let name = self.take_type(id, direction);
                        let values = self.enum_values(values);
                        if *of_integers {
                            self.report_non_integers(&values);
                        }
                        service.enums.push(Enum {
                            span: definition.name.span,
                            name,
                            wire_name: definition.name.value.clone(),
                            also_called: super::values(&definition.ty.also_called),
                            title: optional(definition.ty.title.as_ref()),
                            doc: optional(definition.ty.doc.as_ref()),
                            of_integers: *of_integers,
                            values,
                            notes: notes(&definition.ty.notes),
                        });
                    }
                }
            }
        }
    }

    fn structure(
        &mut self,
        id: DefId,
        direction: Direction,
        fields: &Entries<syntax::Field>,
        rules: &[syntax::Rule],
    ) -> Struct {
        let definition = self.scope.get(id);
        let context = Context {
            direction,
            file: self.scope.file_of(id),
            root: false,
        };
        let resolved = struct_fields(&[fields], &context, self);
        Struct {
            span: definition.name.span,
            name: self.type_name(id),
            wire_name: definition.name.value.clone(),
            also_called: super::values(&definition.ty.also_called),
            title: optional(definition.ty.title.as_ref()),
            doc: optional(definition.ty.doc.as_ref()),
            choices: choices(&[fields], &resolved, &context, self),
            fields: resolved,
            rules: struct_rules(rules, &[fields], &context, self),
            checks: Checks::default(),
            notes: notes(&definition.ty.notes),
            file: context.file.map(str::to_owned),
            is_twin: false,
            operation: None,
        }
    }

    /// The Rust name of a type, without taking it.
    pub(super) fn type_name(&mut self, id: DefId) -> String {
        let definition = self.scope.get(id);
        let given = definition.ty.rust_name.as_ref();
        // A bad name is reported where the type itself is resolved.
        let mut ignored = Diagnostics::default();
        rust_name(definition.name, given, names::type_name, &mut ignored)
    }

    fn take_type(&mut self, id: DefId, direction: Direction) -> String {
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
        self.taken.take(rooms, name, span, self.diagnostics);
        if rooms == [Room::Requests] {
            for suffix in ["Builder", "Optional"] {
                let name = format!("{name}{suffix}");
                self.taken.take(rooms, &name, span, self.diagnostics);
            }
        }
    }

    pub(super) fn enum_values(&mut self, values: &Entries<syntax::Value>) -> Vec<Value> {
        let mut taken = Taken::default();
        let mut resolved = Vec::new();
        for (wire, value) in values {
            let given = value.rust_name.as_ref();
            let name = variant(wire, given, &mut taken, self.diagnostics);
            resolved.push(Value {
                span: wire.span,
                name,
                wire_name: wire.value.clone(),
                title: optional(value.title.as_ref()),
                doc: optional(value.doc.as_ref()),
                remarks: statements(&value.remarks),
                waived: waivers(&value.waived),
                notes: notes(&value.notes),
                fingerprint: optional(value.fingerprint.as_ref()),
            });
        }
        resolved
    }

    fn report_non_integers(&mut self, values: &[Value]) {
        for value in values {
            if value.wire_name.parse::<i64>().is_err() {
                let message = format!("`{}` is not a whole number", value.wire_name);
                self.diagnostics.push(
                    Diagnostic::error(Code::BadValue, message, value.span).help(
                        "leave `of: integer` out, or write numbers, each with a `rust_name:`",
                    ),
                );
            }
        }
    }

    /// A struct that holds itself by value has no size.
    fn report_recursion(&mut self, id: DefId, direction: Direction) {
        let mut path = vec![id];
        if self.holds_itself(id, direction, &mut path) {
            let name = self.scope.get(id).name;
            self.diagnostics.push(
                Diagnostic::error(
                    Code::RecursiveType,
                    format!("`{}` contains itself", name.value),
                    name.span,
                )
                .help("only an array can hold a type inside itself: `array[…]`"),
            );
        }
    }

    fn holds_itself(&self, of: DefId, direction: Direction, path: &mut Vec<DefId>) -> bool {
        let Some(&current) = path.last() else {
            return false;
        };
        let Shape::Struct { fields, .. } = &self.scope.get(current).ty.shape else {
            return false;
        };
        let file = self.scope.file_of(current);
        let held = fields
            .iter()
            .filter_map(|(_, field)| match &field.ty.value {
                syntax::TypeExpr::Named(name) => self.scope.find(name, direction, file),
                _ => None,
            });
        for next in held.collect::<Vec<_>>() {
            if next == of {
                return true;
            }
            if !path.contains(&next) {
                path.push(next);
                if self.holds_itself(of, direction, path) {
                    return true;
                }
            }
        }
        false
    }

    fn report_unused(&mut self) {
        for id in self.scope.ids() {
            if !self.reached.iter().any(|(reached, _)| *reached == id) {
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

/// Answers of one name whose fields have the same names and types: pages may differ in what they promise, not in this.
fn is_same_shape(one: &Struct, other: &Struct) -> bool {
    let shape = |model: &Struct| -> Vec<_> {
        let fields = model.fields.iter();
        fields
            .map(|field| {
                (
                    field.wire_name.clone(),
                    field.name.clone(),
                    field.ty.clone(),
                    field.sensitive.clone(),
                )
            })
            .collect()
    };
    one.name == other.name && shape(one) == shape(other)
}

/// The variant that keeps what an enum does not know.
const UNKNOWN_VARIANT: &str = "Unknown";

/// The name of a variant that no other one of its enum has.
pub(super) fn variant(
    wire: &Text,
    given: Option<&Text>,
    taken: &mut Taken,
    diagnostics: &mut Diagnostics,
) -> String {
    let name = rust_name(wire, given, names::variant, diagnostics);
    let span = given.unwrap_or(wire).span;
    if name == UNKNOWN_VARIANT {
        diagnostics.push(
            Diagnostic::error(
                Code::NameCollision,
                format!(
                    "every enum has a variant `{UNKNOWN_VARIANT}` for values that it does not know"
                ),
                span,
            )
            .help("give this value another `rust_name:`"),
        );
    }
    taken.take(&[Room::Service], &name, span, diagnostics);
    name
}
