//! `selects`: a discriminator and the fields that depend on it alone become one Rust enum.

use std::collections::{BTreeSet, HashMap};

use super::fields::Context;
use super::scope::{Room, own_name};
use super::service::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Choice, Condition, Conditional, Direction, Field, Place, Presence, Test, Value, Variant,
    VariantField,
};
use crate::named_list::NamedList;
use crate::names;
use crate::syntax::{self, Entries, Shape, Text, TypeExpr};

/// The choices of a struct. An answer has none: there everything is optional.
pub(super) fn choices(
    groups: &[&Entries<syntax::Field>],
    fields: &[Field],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Vec<Choice> {
    if context.direction == Direction::Response {
        return Vec::new();
    }
    let all = groups.iter().flat_map(|group| group.iter());
    let discriminators =
        all.filter_map(|(wire, field)| Some((wire, field, field.selects.as_ref()?)));
    discriminators
        .filter_map(|(wire, field, name)| choice(wire, field, name, fields, context, resolver))
        .collect()
}

fn choice(
    wire: &Text,
    field: &syntax::Field,
    given: &Text,
    fields: &[Field],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Option<Choice> {
    let (values, of_integers) = discriminator_values(field, given, context, resolver)?;
    let name = own_name(given, names::choice, resolver.diagnostics);
    resolver.take_name(&[Room::Requests], &name, given.span);
    report_dependent_discriminator(wire, field, fields, resolver);
    let always = matches!(field.presence.value, syntax::Presence::Required);
    let variants = variants(values, wire, always, fields);
    if variants.iter().all(|variant| variant.fields.is_empty()) {
        resolver.diagnostics.push(
            Diagnostic::error(
                Code::UnknownReference,
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

/// A discriminator decides for itself: it may neither depend on another field nor decide about what is outside the body.
fn report_dependent_discriminator(
    wire: &Text,
    field: &syntax::Field,
    fields: &[Field],
    resolver: &mut Resolver<'_, '_>,
) {
    let depends = matches!(field.presence.value, syntax::Presence::Conditional(_));
    let on_it = |condition: &Condition| condition.subject == wire.value;
    let outside = fields.iter().find(|part| {
        let Presence::Conditional(conditional) = &part.presence else {
            return false;
        };
        part.place != Place::Body && conditional.conditions().any(on_it)
    });
    let (message, span) = match (depends, outside) {
        (true, _) => (
            "a field that selects cannot itself depend on another",
            field.presence.span,
        ),
        (false, Some(part)) => (
            "a parameter outside the body cannot depend on a field that selects",
            part.span,
        ),
        (false, None) => return,
    };
    let diagnostic = Diagnostic::error(Code::NotEmitted, message, span);
    resolver
        .diagnostics
        .push(diagnostic.help("leave `selects` out here: the fields then stand by themselves"));
}

/// The values of the enum that a discriminator has as its type.
fn discriminator_values(
    field: &syntax::Field,
    given: &Text,
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Option<(NamedList<Value>, bool)> {
    let definition = match &field.ty.value {
        TypeExpr::Named(name) => resolver.scope.find(name, context.direction, context.file),
        _ => None,
    };
    if let Some(id) = definition
        && let Shape::Enum {
            values,
            of_integers,
        } = &resolver.scope.get(id).ty.shape
    {
        return Some((resolver.enum_values(values), *of_integers));
    }
    resolver.diagnostics.push(
        Diagnostic::error(Code::TypeMisfit, "only an enum can select", given.span)
            .also(field.ty.span, "its type")
            .help("give the field a type that has `values:`"),
    );
    None
}

/// The values, each with the fields that go with it. `always` says that the discriminator is required.
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
            (0..positions.len()).for_each(|position| add(position, listed.contains(&position)));
        } else {
            listed
                .into_iter()
                .for_each(|at| add(at, dependence.required));
        }
    }
    let variants = values.into_iter().zip(parts);
    variants
        .map(|(value, fields)| Variant { value, fields })
        .collect()
}

/// How a field depends on a discriminator and on nothing else.
struct Dependence<'a> {
    /// The values with which it stands, or must stand.
    values: &'a [String],
    /// Whether it must be there with them.
    required: bool,
    /// Whether it may be there with every other value too.
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
            // Where the discriminator itself may be absent, such a field is possible without it.
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
