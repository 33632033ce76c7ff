//! Resolves the fields of one object: names, types, places.

use super::conditions::{Context, look_up_values, presence};
use super::copies::{self, notes, optional, statements, waivers};
use super::origins;
use super::resolver::Resolver;
use super::rust_names::{Namespace, UsedNames, rust_name};
use crate::model::{
    Direction, Elsewhere, Field, Grade, Limits, Place, Presence, SECONDARY_SOURCE, Type,
};
use crate::named_list::NamedList;
use crate::names;
use crate::scope::Object;
use crate::source::{Span, Spanned};
use crate::syntax::{self, Shape, Text, TypeExpr};
use crate::text::breaks_off;

/// The fields of an object, in order.
pub(super) fn fields(object: &Object<'_>, resolver: &mut Resolver<'_, '_>) -> NamedList<Field> {
    let mut used = UsedNames::default();
    let mut resolved = Vec::with_capacity(object.fields().count());
    for (place, wire, field) in object.fields() {
        let field = resolve(place, wire, field, object, resolver);
        let namespace = &[Namespace::Requests];
        used.insert(namespace, &field.name, wire.span, resolver.diagnostics);
        resolved.push(field);
    }
    resolved.into()
}

fn resolve(
    place: Place,
    wire: &Text,
    field: &syntax::Field,
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Field {
    let given = field.rust_name.as_ref();
    let make = match object.direction {
        Direction::Request => names::request_field,
        Direction::Response => names::field,
    };
    let ty = resolve_type(&field.ty, object, resolver);
    let ty = if object.direction == Direction::Response && field.is_encrypted() {
        encrypted(ty)
    } else if ty == Type::String && is(field.format.as_ref(), "rfc3339") {
        Type::Time
    } else {
        ty
    };
    let context = Context {
        object,
        field: Some(wire),
    };
    look_up_default(field, object, resolver);
    let grade = field.grade.unwrap_or(object.grade);
    let mut model = Field {
        span: wire.span,
        name: rust_name(wire, given, make, resolver.diagnostics),
        wire_name: wire.value.clone(),
        place,
        ty,
        grade,
        presence: presence(&field.presence.value, Some(context), resolver),
        title: optional(field.title.as_ref()),
        doc: optional(field.doc.as_ref()),
        fingerprint: optional(field.fingerprint.as_ref()),
        sensitive: optional(field.sensitive.as_ref()),
        padding: optional(field.padding.as_ref()),
        format: optional(field.format.as_ref()),
        unit: optional(field.unit.as_ref()),
        default: optional(field.default.as_ref()),
        alphabet: optional(field.alphabet.as_ref()),
        limits: limits(field),
        server: statements(&field.server),
        remarks: statements(&field.remarks),
        waived: waivers(&field.waived),
        from: origins::elsewhere(field, object.file, resolver),
        notes: notes(&field.notes),
    };
    if object.direction == Direction::Request && grade == Grade::Secondary {
        release(&mut model, object.is_needed(place, &wire.value));
    }
    model
}

fn is(word: Option<&Text>, expected: &str) -> bool {
    word.is_some_and(|word| word.value == expected)
}

/// The type of an encrypted text, or of a list of them. Another rule reports other types.
fn encrypted(ty: Type) -> Type {
    match ty {
        Type::Array(inner) => Type::Array(Box::new(encrypted(*inner))),
        Type::String => Type::Encrypted,
        other => other,
    }
}

/// Moves the facts that bind a field of a request to another source, because the page does not
/// state them. A field that is needed stays required.
fn release(field: &mut Field, is_needed: bool) {
    let open = Presence::Undocumented;
    let presence = (!is_needed).then(|| std::mem::replace(&mut field.presence, open));
    let facts = Elsewhere {
        place: SECONDARY_SOURCE.to_owned(),
        grade: Some(Grade::Secondary.as_str().to_owned()),
        presence: presence
            .filter(|presence| !matches!(presence, Presence::Optional | Presence::Undocumented)),
        title: None,
        doc: None,
        unit: None,
        default: None,
        alphabet: field.alphabet.take(),
        limits: std::mem::take(&mut field.limits),
    };
    let is_limited = facts.limits.each().iter().any(|(_, limit)| limit.is_some());
    if is_limited || facts.presence.is_some() || facts.alphabet.is_some() {
        field.from.insert(0, facts);
    }
}

fn resolve_type(
    ty: &Spanned<TypeExpr>,
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Type {
    match &ty.value {
        TypeExpr::String { .. } => Type::String,
        TypeExpr::Integer => Type::Integer,
        TypeExpr::Boolean => Type::Boolean,
        TypeExpr::File => Type::File,
        TypeExpr::Object => Type::Object,
        TypeExpr::Unread => {
            resolver.miss(object.direction, object.file);
            Type::String
        }
        TypeExpr::Array(inner) => {
            let inner = inside(ty.span, "array[", inner);
            Type::Array(Box::new(resolve_type(&inner, object, resolver)))
        }
        TypeExpr::Json(inner) => {
            let inner = inside(ty.span, "json[", inner);
            let inner = Box::new(resolve_type(&inner, object, resolver));
            match object.direction {
                Direction::Request => Type::JsonText(inner),
                Direction::Response => Type::ReceivedJson(inner),
            }
        }
        TypeExpr::Named(name) => {
            let name = Spanned::new(name.clone(), ty.span);
            let Some(id) = resolver.find(&name, object.direction, object.file) else {
                return Type::String;
            };
            resolver.reach(id, object.direction);
            let rust = resolver.type_name(id);
            match resolver.scope.get(id).ty.shape {
                Shape::Struct { .. } => Type::Struct(rust),
                Shape::Enum { .. } => Type::Enum(rust),
            }
        }
    }
}

/// The type in brackets, with its place.
fn inside(span: Span, opening: &str, inner: &TypeExpr) -> Spanned<TypeExpr> {
    let span = Span {
        start: span.start + opening.len(),
        end: span.end.saturating_sub(1),
        ..span
    };
    Spanned::new(inner.clone(), span)
}

/// The limits of a field: the explicit ones, or else the maximum length in the page's type. Both are
/// given for an encrypted text, of which the type has the length when it is encrypted.
fn limits(field: &syntax::Field) -> Limits {
    let limits = copies::limits(&field.limits);
    match field.ty.value.innermost() {
        TypeExpr::String {
            max_chars: Some(max),
        } => Limits {
            max_chars: limits.max_chars.or(Some(*max)),
            ..limits
        },
        _ => limits,
    }
}

/// Reports a default that the field's enum does not list. Defaults of other pages are not looked
/// up.
///
/// The server uses a default for a request. If each direction has an enum of this name, the enum of
/// the request applies.
fn look_up_default(field: &syntax::Field, object: &Object<'_>, resolver: &mut Resolver<'_, '_>) {
    let default = field.default.as_ref();
    if let Some(default) = default.filter(|default| !breaks_off(&default.value)) {
        if let TypeExpr::Named(name) = &field.ty.value
            && let Some(id) = resolver.scope.find(name, Direction::Request, object.file)
            && let Shape::Enum { values, .. } = &resolver.scope.get(id).ty.shape
            && values.find(&default.value).is_some()
        {
            return;
        }
        look_up_values(std::slice::from_ref(default), field, &[], object, resolver);
    }
}
