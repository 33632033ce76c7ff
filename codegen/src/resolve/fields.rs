//! Fields of one struct: names, types, places.

use super::conditions::{check_conditions, elsewhere, presence, without_root};
use super::limits::field_limits;
use super::scope::{Room, Taken, rust_name};
use super::service::Resolver;
use super::{notes, optional, statements, waivers};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Direction, Field, Place, Type};
use crate::names;
use crate::source::Spanned;
use crate::syntax::{self, Entries, Shape, Text, TypeExpr};

/// Where a group of fields stands.
pub(super) struct Context<'a> {
    pub(super) direction: Direction,
    pub(super) file: Option<&'a str>,
    /// Whether the struct is the message itself.
    pub(super) root: bool,
}

/// Fields of a body or nested object, collected in one struct.
pub(super) fn struct_fields(
    groups: &[&Entries<syntax::Field>],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Vec<Field> {
    let placed: Vec<_> = groups.iter().map(|group| (Place::Body, *group)).collect();
    placed_fields(&placed, context, resolver)
}

/// Fields of a request: parameters and body, collected in one struct.
pub(super) fn placed_fields(
    groups: &[(Place, &Entries<syntax::Field>)],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Vec<Field> {
    let siblings: Vec<_> = groups.iter().map(|(_, group)| *group).collect();
    let mut taken = Taken::default();
    let mut resolved = Vec::new();
    for (place, group) in groups {
        for (wire, field) in *group {
            let field = resolve(wire, field, *place, &siblings, context, resolver);
            taken.take(
                &[Room::Requests],
                &field.name,
                wire.span,
                resolver.diagnostics,
            );
            resolved.push(field);
        }
    }
    resolved
}

fn resolve(
    wire: &Text,
    field: &syntax::Field,
    place: Place,
    siblings: &[&Entries<syntax::Field>],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Field {
    let given = field.rust_name.as_ref();
    let make = match context.direction {
        Direction::Request => names::request_field,
        Direction::Response => names::field,
    };
    let name = rust_name(wire, given, make, resolver.diagnostics);
    let ty = match (resolve_type(&field.ty, context, resolver), &field.format) {
        (Type::String, Some(format)) if format.value == "rfc3339" => Type::Time,
        (ty, _) => ty,
    };
    report_unemitted(field, resolver);
    check_conditions(wire, &field.presence.value, siblings, context, resolver);
    let mut presence = presence(&field.presence.value);
    if context.root {
        without_root(&mut presence);
    }
    Field {
        span: wire.span,
        name,
        wire_name: wire.value.clone(),
        place,
        ty,
        presence,
        title: optional(field.title.as_ref()),
        doc: optional(field.doc.as_ref()),
        fingerprint: optional(field.fingerprint.as_ref()),
        sensitive: optional(field.sensitive.as_ref()),
        format: optional(field.format.as_ref()),
        unit: optional(field.unit.as_ref()),
        default: optional(field.default.as_ref()),
        alphabet: optional(field.alphabet.as_ref()),
        limits: field_limits(field, resolver),
        server: statements(&field.server),
        remarks: statements(&field.remarks),
        waived: waivers(&field.waived),
        from: field.from.iter().map(elsewhere).collect(),
        notes: notes(&field.notes),
    }
}

fn resolve_type(
    ty: &Spanned<TypeExpr>,
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Type {
    match &ty.value {
        TypeExpr::String { .. } | TypeExpr::Unread => Type::String,
        TypeExpr::Integer => Type::Integer,
        TypeExpr::Boolean => Type::Boolean,
        TypeExpr::Array(inner) => {
            let inner = Spanned::new((**inner).clone(), ty.span);
            Type::Array(Box::new(resolve_type(&inner, context, resolver)))
        }
        TypeExpr::Named(name) => {
            let name = Spanned::new(name.clone(), ty.span);
            let Some(id) = resolver.find(&name, context.direction, context.file) else {
                return Type::String;
            };
            resolver.reach(id, context.direction);
            let rust = resolver.type_name(id);
            match resolver.scope.get(id).ty.shape {
                Shape::Struct { .. } => Type::Struct(rust),
                Shape::Enum { .. } => Type::Enum(rust),
            }
        }
    }
}

fn report_unemitted(field: &syntax::Field, resolver: &mut Resolver<'_, '_>) {
    if let Some(text) = field.sensitive.as_ref().filter(|s| s.value == "encrypted") {
        let message = "the generator does not emit `sensitive: encrypted` yet";
        let diagnostic = Diagnostic::error(Code::NotEmitted, message, text.span);
        resolver
            .diagnostics
            .push(diagnostic.help("leave it out for now; nothing else stands in for it"));
    }
}
