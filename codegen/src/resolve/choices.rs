//! `selects`: combines a discriminator and the fields that depend only on it into one Rust enum.

use std::collections::{BTreeSet, HashMap};

use super::resolver::Resolver;
use super::rust_names::{Namespace, own_name};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Choice, Conditional, Direction, Field, Place, Presence, Test, Value, Variant, VariantField,
};
use crate::named_list::NamedList;
use crate::names;
use crate::scope::Object;
use crate::syntax::{self, Shape, Text};

/// The choices of an object. A response has none, because all its fields are optional.
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
    let discriminator = fields.iter().find(|field| field.wire_name == wire.value);
    let always = discriminator.is_some_and(Field::is_required);
    let variants = variants(values, wire, always, fields);
    if variants.iter().all(|variant| variant.fields.is_empty()) {
        resolver.diagnostics.push(
            Diagnostic::error(
                Code::UNKNOWN_REFERENCE,
                format!(
                    "`selects` on `{}`, but no field depends only on it",
                    wire.value
                ),
                given.span,
            )
            .help(format!(
                "give the fields that depend on it `presence: only_when: {}: …`, or delete \
                    `selects`",
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
    })
}

/// The values of a discriminator's enum.
fn discriminator_values(
    field: &syntax::Field,
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Option<(NamedList<Value>, bool)> {
    let id = resolver.scope.type_of(&field.ty.value, object)?;
    let definition = resolver.scope.get(id);
    let grade = definition.grade(object.direction);
    match &definition.ty.shape {
        Shape::Enum {
            values,
            of_integers,
        } => Some((resolver.enum_values(values, grade), *of_integers)),
        Shape::Struct { .. } => None,
    }
}

/// The values, each with the fields that depend on it. `always` means that the discriminator is
/// required.
fn variants(
    values: NamedList<Value>,
    discriminator: &Text,
    always: bool,
    fields: &[Field],
) -> Vec<Variant> {
    let mut parts: Vec<Vec<VariantField>> = values.iter().map(|_| Vec::new()).collect();
    let names = values.iter().map(|value| value.wire_name.as_str());
    let positions: HashMap<&str, usize> = names.zip(0..).collect();
    for field in fields {
        let Some(dependence) = Dependence::of(&field.presence, &discriminator.value, always) else {
            continue;
        };
        let mut add = |position: usize, required| {
            parts[position].push(VariantField {
                wire_name: field.wire_name.clone(),
                required,
            });
        };
        let listed = dependence.values.iter();
        let listed = listed.filter_map(|value| positions.get(value.as_str()).copied());
        let listed: BTreeSet<usize> = listed.collect();
        if dependence.with_all {
            for position in 0..positions.len() {
                add(position, listed.contains(&position));
            }
        } else {
            for position in listed {
                add(position, dependence.required);
            }
        }
    }
    let variants = values.into_iter().zip(parts);
    variants
        .map(|(value, fields)| Variant { value, fields })
        .collect()
}

/// How a field depends on a discriminator and on nothing else.
struct Dependence<'a> {
    /// The values with which the field may or must be present.
    values: &'a [String],
    /// Whether the field must be present with them.
    required: bool,
    /// Whether the field may also be present with every other value.
    with_all: bool,
}

impl<'a> Dependence<'a> {
    fn of(presence: &'a Presence, discriminator: &str, always: bool) -> Option<Self> {
        let Presence::Conditional(Conditional {
            only_when,
            required_when,
            allowed_when,
            ..
        }) = presence
        else {
            return None;
        };
        let (conditions, required, with_all) = match (
            only_when.as_slice(),
            required_when.as_slice(),
            allowed_when.as_slice(),
        ) {
            (only, [], []) => (only, true, false),
            // If the discriminator may be absent, such a field may be present without it.
            ([], required, []) if always => (required, true, true),
            ([], [], allowed) => (allowed, false, false),
            _ => return None,
        };
        let [condition] = conditions else { return None };
        match &condition.test {
            Test::OneOf(values) if condition.subject == discriminator => Some(Self {
                values,
                required,
                with_all,
            }),
            _ => None,
        }
    }
}
