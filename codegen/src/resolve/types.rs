//! Resolves named types: each struct once per direction, each enum once.

use super::choices::choices;
use super::copies::{notes, optional, values};
use super::fields::fields;
use super::resolver::Resolver;
use super::rules::rules;
use crate::model::{Checks, Direction, Field, Service, Struct, Type};
use crate::names;
use crate::scope::{DefId, Object};
use crate::syntax::Shape;

impl Resolver<'_, '_> {
    /// Resolves all waiting types, and the types that they name.
    pub(super) fn follow(&mut self, service: &mut Service) {
        while let Some((id, direction)) = self.waiting.pop_front() {
            let definition = self.scope.get(id);
            if let Some(object) = self.scope.object(id, direction) {
                let model = self.structure(id, &object);
                self.add_struct(id, model, direction, service);
            } else if let Shape::Enum {
                values,
                of_integers,
            } = &definition.ty.shape
                // An enum has one Rust type for both directions.
                && self.enums.insert(id)
            {
                let model = self.enumeration(id, values, *of_integers, direction);
                self.add_enum(id, model, direction, service);
            }
        }
    }

    fn structure(&mut self, id: DefId, object: &Object<'_>) -> Struct {
        let definition = self.scope.get(id);
        let fields = fields(object, self);
        Struct {
            span: definition.name.span,
            name: self.type_name(id),
            wire_name: definition.name.value.clone(),
            also_called: values(&definition.ty.also_called),
            title: optional(definition.ty.title.as_ref()),
            doc: optional(definition.ty.doc.as_ref()),
            choices: choices(object, &fields, self),
            fields,
            rules: rules(object, self),
            checks: Checks::default(),
            grade: object.grade,
            notes: notes(&definition.ty.notes),
            file: definition.file.map(str::to_owned),
            service: self.service_of(id),
            is_duplicate: false,
            operation: None,
            form: None,
        }
    }

    /// The module of the used service that has a type.
    pub(super) fn service_of(&self, id: DefId) -> Option<String> {
        let service = self.scope.get(id).service?;
        // A bad name is reported when the used service itself is resolved.
        Some(names::module(service).unwrap_or_else(|_| service.to_owned()))
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
        model.is_duplicate = direction == Direction::Response
            && all
                .find_all(&model.name)
                .any(|other| other.service == model.service && is_same_shape(other, &model));
        if !model.is_duplicate {
            self.use_type_name(id, direction);
        }
        all.push(model);
    }
}

/// Whether two responses have the same names and types of fields. Pages may still differ in the
/// presence of the fields.
fn is_same_shape(one: &Struct, other: &Struct) -> bool {
    type Shape<'f> = (&'f str, &'f str, &'f Type, [Option<&'f str>; 2]);
    fn shape(field: &Field) -> Shape<'_> {
        let privacy = [&field.sensitive, &field.padding].map(Option::as_deref);
        (&field.wire_name, &field.name, &field.ty, privacy)
    }
    let (fields, others) = (one.fields.iter(), other.fields.iter());
    fields.map(shape).eq(others.map(shape))
}
