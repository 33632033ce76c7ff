//! `selects`: a discriminator and the fields that depend on it alone become one Rust enum.

use super::fields::Context;
use super::scope::{Room, own_name};
use super::service::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Choice, Condition, Conditional, Direction, Field, Place, Presence, Test, Value, Variant,
    VariantField,
};
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
    let diagnostic = Diagnostic::error(Code::NOT_EMITTED, message, span);
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
) -> Option<(Vec<Value>, bool)> {
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
        Diagnostic::error(Code::TYPE_MISFIT, "only an enum can select", given.span)
            .also(field.ty.span, "its type")
            .help("give the field a type that has `values:`"),
    );
    None
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
