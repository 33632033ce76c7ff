//! Named types: every struct once a direction, every enum once.

use super::choices::choices;
use super::fields::{Context, struct_fields};
use super::rules::struct_rules;
use super::scope::{DefId, Room, Taken, rust_name};
use super::service::Resolver;
use super::{notes, optional, statements, waivers};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::decimal;
use crate::model::{Checks, Direction, Enum, Service, Struct, Value};
use crate::named_list::NamedList;
use crate::names;
use crate::source::Span;
use crate::syntax::{self, Entries, Shape, Text};

impl Resolver<'_, '_> {
    /// Resolves all types that wait, and those that they name in turn.
    pub(super) fn follow(&mut self, service: &mut Service) {
        while let Some((id, direction)) = self.waiting.pop_front() {
            match &self.scope.get(id).ty.shape {
                Shape::Struct { fields, rules } => {
                    let model = self.structure(id, direction, fields, rules);
                    self.add_struct(id, model, direction, service);
                }
                Shape::Enum {
                    values,
                    of_integers,
                } => {
                    // An enum travels both ways under one name.
                    if self.enums.insert(id) {
                        let model = self.enumeration(id, values, *of_integers);
                        self.add_enum(id, model, direction, service);
                    }
                }
            }
        }
    }

    fn add_struct(
        &mut self,
        id: DefId,
        mut model: Struct,
        direction: Direction,
        service: &mut Service,
    ) {
        let all = match direction {
            Direction::Request => &mut service.requests,
            Direction::Response => &mut service.responses,
        };
        model.is_twin = direction == Direction::Response
            && all
                .find_all(&model.name)
                .any(|other| is_same_shape(other, &model));
        if !model.is_twin {
            self.take_type(id, direction);
        }
        all.push(model);
    }

    /// Pages may describe the values of one enum each in its own way; what they list is the same.
    fn add_enum(
        &mut self,
        id: DefId,
        mut model: Enum,
        direction: Direction,
        service: &mut Service,
    ) {
        match service.enumeration(&model.name) {
            Some(first) => {
                model.is_twin = true;
                let definition = self.scope.get(id);
                let given = definition.ty.rust_name.as_ref();
                let found = differing(first, &model, given.unwrap_or(definition.name).span);
                self.diagnostics.extend(found);
            }
            None => {
                self.take_type(id, direction);
            }
        }
        service.enums.push(model);
    }

    fn enumeration(
        &mut self,
        id: DefId,
        values: &Entries<syntax::Value>,
        of_integers: bool,
    ) -> Enum {
        let definition = self.scope.get(id);
        let name = self.type_name(id);
        self.report_undescribed(values);
        let values = self.enum_values(values);
        if of_integers {
            self.report_non_integers(&values);
        }
        Enum {
            span: definition.name.span,
            name,
            wire_name: definition.name.value.clone(),
            also_called: super::values(&definition.ty.also_called),
            title: optional(definition.ty.title.as_ref()),
            doc: optional(definition.ty.doc.as_ref()),
            of_integers,
            values,
            notes: notes(&definition.ty.notes),
            file: self.scope.file_of(id).map(str::to_owned),
            is_twin: false,
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

    pub(super) fn enum_values(&mut self, values: &Entries<syntax::Value>) -> NamedList<Value> {
        let mut taken = Taken::default();
        let mut resolved = Vec::new();
        for (wire, value) in values {
            let given = value.rust_name.as_ref();
            let name = rust_name(wire, given, names::variant, self.diagnostics);
            let span = given.unwrap_or(wire).span;
            if name == UNKNOWN_VARIANT {
                self.diagnostics.push(unknown_variant(span));
            }
            taken.take(&[Room::Service], &name, span, self.diagnostics);
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
        resolved.into()
    }

    fn report_non_integers(&mut self, values: &[Value]) {
        for value in values {
            if decimal::<i64>(&value.wire_name).is_none() {
                let message = format!("`{}` is not a whole number", value.wire_name);
                self.diagnostics.push(
                    Diagnostic::error(Code::BadValue, message, value.span).help(
                        "leave `of: integer` out, or write numbers, each with a `rust_name:`",
                    ),
                );
            }
        }
    }

    /// A fingerprint says that the page describes a value.
    fn report_undescribed(&mut self, values: &Entries<syntax::Value>) {
        for (wire, value) in values {
            if let (Some(fingerprint), None) = (&value.fingerprint, &value.doc) {
                let diagnostic = undescribed(wire, fingerprint);
                self.diagnostics.push(diagnostic);
            }
        }
    }
}

/// The page has a sentence, as its fingerprint tells, and the spec says nothing in its place.
pub(super) fn undescribed(wire: &Text, fingerprint: &Text) -> Diagnostic {
    let message = format!("the page describes `{}`, and nothing here does", wire.value);
    Diagnostic::warning(Code::MissingDoc, message, wire.span)
        .also(fingerprint.span, "of this sentence")
        .help(
            "say it in our words below `doc:`, or leave the fingerprint out if the page is silent",
        )
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
    shape(one) == shape(other)
}

/// Two enums of one name that are not one: their values differ, or what these are called in Rust. The order does not
/// matter.
fn differing(first: &Enum, second: &Enum, span: Span) -> Option<Diagnostic> {
    let lacks = |model: &Enum, value: &Value| {
        let known = model.values.find(&value.wire_name);
        known.is_none_or(|known| known.name != value.name)
    };
    let only_first = first.values.iter().filter(|value| lacks(second, value));
    let only_second = second.values.iter().filter(|value| lacks(first, value));
    let differing: Vec<_> = only_first.chain(only_second).collect();
    if differing.is_empty() && first.of_integers == second.of_integers {
        return None;
    }
    let message = format!(
        "two different enums would be called `{}` in Rust",
        second.name
    );
    let diagnostic = Diagnostic::error(Code::NameCollision, message, span)
        .label("this one")
        .also(first.span, "and this one");
    let diagnostic = match differing.first() {
        Some(value) => diagnostic.also(
            value.span,
            "only one of them has this value, or this name of it",
        ),
        None => diagnostic,
    };
    Some(
        diagnostic
            .help("if both are one enum, define it once, below `types:` of `service.yaml`")
            .help("if not, give one of them a `rust_name:`"),
    )
}

/// A value that would be the variant that every enum has.
pub(super) fn unknown_variant(span: Span) -> Diagnostic {
    let message =
        format!("every enum has a variant `{UNKNOWN_VARIANT}` for values that it does not know");
    Diagnostic::error(Code::NameCollision, message, span)
        .help("give this value another `rust_name:`")
}

/// The variant that keeps what an enum does not know.
pub(super) const UNKNOWN_VARIANT: &str = "Unknown";
