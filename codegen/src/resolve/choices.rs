//! `selects`: a discriminator and the fields that depend on it alone become one Rust enum.

use super::resolver::Resolver;
use super::rust_names::{Namespace, own_name};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Choice, Condition, Conditional, Direction, Field, Place, Presence, Test, Value, Variant,
    VariantField,
};
use crate::names;
use crate::scope::Object;
use crate::syntax::{self, Shape, Text};

/// The choices of an object. A response has none: there every field is optional.
pub(super) fn choices(
    object: &Object<'_>,
    fields: &[Field],
    resolver: &mut Resolver<'_, '_>,
) -> Vec<Choice> {
    if object.direction == Direction::Response {
        return Vec::new();
    }
    let all = object.fields_in(Place::Body);
    let discriminators =
        all.filter_map(|(wire, field)| Some((wire, field, field.selects.as_ref()?)));
    discriminators
        .filter_map(|(wire, field, name)| choice(wire, field, name, fields, object, resolver))
        .collect()
}

fn choice(
    wire: &Text,
    field: &syntax::Field,
    given: &Text,
    fields: &[Field],
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Option<Choice> {
    let (values, of_integers) = discriminator_values(field, object, resolver)?;
    let name = own_name(given, names::choice, resolver.diagnostics);
    resolver.use_name(&[Namespace::Requests], &name, given.span);
    let always = matches!(field.presence.value, syntax::Presence::Required);
    let variants: Vec<Variant> = values
        .into_iter()
        .map(|value| variant(value, wire, always, fields))
        .collect();
    if variants.iter().all(|variant| variant.fields.is_empty()) {
        resolver.diagnostics.push(
            Diagnostic::error(
                Code::UNKNOWN_REFERENCE,
                format!("no field depends on `{}` alone", wire.value),
                given.span,
            )
            .help(format!(
                "give the fields that go with it `presence: only_when: {}: …`, or leave `selects` out",
                wire.value
            )),
        );
    }
    Some(Choice {
        span: given.span,
        name,
        discriminator: wire.value.clone(),
        of_integers,
        variants,
        is_checked: false,
        is_asked: false,
    })
}

/// The values of the enum that a discriminator has as its type.
fn discriminator_values(
    field: &syntax::Field,
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Option<(Vec<Value>, bool)> {
    let id = resolver.scope.type_of(&field.ty.value, object)?;
    match &resolver.scope.get(id).ty.shape {
        Shape::Enum {
            values,
            of_integers,
        } => Some((resolver.enum_values(values), *of_integers)),
        Shape::Struct { .. } => None,
    }
}

fn variant(value: Value, discriminator: &Text, always: bool, fields: &[Field]) -> Variant {
    let dependent = |field: &Field| {
        let name = &discriminator.value;
        let required = presence_with(&field.presence, name, always, &value.wire_name)?;
        Some(VariantField {
            wire_name: field.wire_name.clone(),
            required,
        })
    };
    Variant {
        fields: fields.iter().filter_map(dependent).collect(),
        value,
    }
}

/// Whether a field goes with a value of a discriminator, and whether it must: `None` if it depends on something else.
/// `always` says that the discriminator itself is required.
fn presence_with(
    presence: &Presence,
    discriminator: &str,
    always: bool,
    value: &str,
) -> Option<bool> {
    let Presence::Conditional(conditional) = presence else {
        return None;
    };
    let Conditional {
        only_when,
        required_when,
        allowed_when,
        ..
    } = conditional;
    let holds = |conditions: &[Condition]| match conditions {
        [only] if only.subject == discriminator => match &only.test {
            Test::OneOf(values) => Some(values.iter().any(|v| v == value)),
            _ => None,
        },
        _ => None,
    };
    match (
        only_when.as_slice(),
        required_when.as_slice(),
        allowed_when.as_slice(),
    ) {
        (only, [], []) => holds(only)?.then_some(true),
        // Where the discriminator itself may be absent, such a field is possible without it.
        ([], required, []) if always => holds(required),
        ([], [], allowed) => holds(allowed)?.then_some(false),
        _ => None,
    }
}
