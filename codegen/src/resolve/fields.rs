//! Fields of one struct: names, types, places.

use super::conditions::{check_conditions, elsewhere, presence, without_root};
use super::limits::field_limits;
use super::scope::{Room, Taken, rust_name};
use super::service::Resolver;
use super::types::undescribed;
use super::{defaults, notes, optional, statements, waivers};
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::{Direction, Field, Place, Type};
use crate::named_list::NamedList;
use crate::names;
use crate::source::{Span, Spanned};
use crate::syntax::{self, Entries, Shape, Text, TypeExpr};

/// Where a group of fields stands.
pub(super) struct Context<'a> {
    pub(super) direction: Direction,
    pub(super) file: Option<&'a str>,
    /// Whether the struct is the message itself.
    pub(super) root: bool,
}

impl<'a> Context<'a> {
    /// The message of a page.
    pub(super) fn of_request(page: &'a syntax::Operation) -> Self {
        Self {
            direction: Direction::Request,
            file: Some(&page.file),
            root: true,
        }
    }
}

/// Fields of a body or nested object, collected in one struct.
pub(super) fn struct_fields(
    groups: &[&Entries<syntax::Field>],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> NamedList<Field> {
    let placed: Vec<_> = groups.iter().map(|group| (Place::Body, *group)).collect();
    placed_fields(&placed, context, resolver)
}

/// Fields of a request: parameters and body, collected in one struct.
pub(super) fn placed_fields(
    groups: &[(Place, &Entries<syntax::Field>)],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> NamedList<Field> {
    let siblings: Vec<_> = groups.iter().map(|(_, group)| *group).collect();
    let mut taken = Taken::default();
    let count = groups.iter().map(|(_, group)| group.len()).sum();
    let mut resolved = Vec::with_capacity(count);
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
    resolved.into()
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
    report(wire, field, place, resolver);
    defaults::check(field, context, resolver);
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

/// What is wrong with a field by itself.
fn report(wire: &Text, field: &syntax::Field, place: Place, resolver: &mut Resolver<'_, '_>) {
    report_unemitted(field, resolver);
    report_misplaced(field, place, resolver);
    report_undescribed(wire, field, resolver);
    for (place, _) in &field.from {
        check_place(place, resolver);
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
            // `array[` before it, `]` behind it.
            let span = Span {
                start: ty.span.start + 6,
                end: ty.span.end.saturating_sub(1),
                ..ty.span
            };
            let inner = Spanned::new((**inner).clone(), span);
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

/// Keys that go with a field of another place.
fn report_misplaced(field: &syntax::Field, place: Place, resolver: &mut Resolver<'_, '_>) {
    if let Some(word) = field.set_by.as_ref().filter(|_| place != Place::Header) {
        let message = "only headers are set by the runtime";
        resolver.diagnostics.push(
            Diagnostic::error(Code::MisplacedKey, message, word.span)
                .help("delete `set_by:`; what is not a header, callers give"),
        );
    }
    if let Some(name) = field.selects.as_ref().filter(|_| place != Place::Body) {
        let message = "only a field of an object can select";
        resolver.diagnostics.push(
            Diagnostic::error(Code::MisplacedKey, message, name.span)
                .help("delete `selects:`; conditions on a parameter are checked without it"),
        );
    }
}

/// A fingerprint says that the page describes a field; a condition or a limit may be all that it says.
fn report_undescribed(wire: &Text, field: &syntax::Field, resolver: &mut Resolver<'_, '_>) {
    let words = [
        &field.doc,
        &field.format,
        &field.unit,
        &field.default,
        &field.alphabet,
    ];
    let limits = &field.limits;
    let numbers = [
        &limits.min,
        &limits.max,
        &limits.min_chars,
        &limits.max_chars,
        &limits.min_items,
        &limits.max_items,
    ];
    let is_said = matches!(field.presence.value, syntax::Presence::Conditional(_))
        || words.iter().any(|word| word.is_some())
        || numbers.iter().any(|number| number.is_some())
        || !(field.server.is_empty() && field.remarks.is_empty() && field.waived.is_empty());
    if let (Some(fingerprint), false) = (&field.fingerprint, is_said) {
        resolver.diagnostics.push(undescribed(wire, fingerprint));
    }
}

/// What another page says is looked up there: `operation.request` or `operation.response`.
fn check_place(place: &Text, resolver: &mut Resolver<'_, '_>) {
    let (page, direction) = place.value.split_once('.').unwrap_or((&place.value, ""));
    let at = |range| place.part(range);
    if !resolver.pages.contains(&page) {
        let page = Spanned::new(page.to_owned(), at(0..page.len()));
        let message = format!("no operation of this service is called `{}`", page.value);
        let diagnostic = Diagnostic::warning(Code::UnknownReference, message, page.span);
        // A page may be known that nobody has transcribed yet.
        let pages = resolver.pages.iter().copied();
        resolver
            .diagnostics
            .push(match closest(&page.value, pages) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => {
                    diagnostic.help("what it says is held against nothing until it is transcribed")
                }
            });
        return;
    }
    let directions = ["request", "response"];
    if !directions.contains(&direction) {
        let start = (page.len() + 1).min(place.value.len());
        let span = at(start..place.value.len());
        let message = format!("`{}` is neither a request nor an answer", place.value);
        let diagnostic = Diagnostic::error(Code::UnknownReference, message, place.span);
        resolver
            .diagnostics
            .push(match closest(direction, directions) {
                Some(meant) => diagnostic.did_you_mean(span, meant),
                None => diagnostic.help(format!("write `{page}.request` or `{page}.response`")),
            });
    }
}
