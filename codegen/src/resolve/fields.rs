//! Fields of one struct: names, types, presences, rules.

use super::scope::{Room, Taken, rust_name};
use super::service::Resolver;
use super::{notes, optional, statements, unknown, values};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Condition, Conditional, Direction, Elsewhere, Field, Limits, Place, Presence, Rule, RuleKind,
    Test, Type,
};
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
    let name = rust_name(wire, given, names::field, resolver.diagnostics);
    let ty = resolve_type(&field.ty, context, resolver);
    report_unemitted(field, resolver);
    if let Presence::Conditional(_) = presence(&field.presence.value) {
        check_conditions(&field.presence.value, siblings, context, resolver);
    }
    Field {
        span: wire.span,
        name,
        wire_name: wire.value.clone(),
        place,
        ty,
        presence: presence(&field.presence.value),
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
    let reasons = [
        (field.selects.as_ref(), "`selects`"),
        (field.sensitive.as_ref(), "`sensitive`"),
    ];
    for (text, what) in reasons {
        if let Some(text) = text {
            let message = format!("the generator does not emit {what} yet");
            let diagnostic = Diagnostic::error(Code::NotEmitted, message, text.span);
            resolver
                .diagnostics
                .push(diagnostic.help("leave it out for now; nothing else stands in for it"));
        }
    }
}

/// The limits that bind: those written out, and the length that the page's type carries.
fn field_limits(field: &syntax::Field, resolver: &mut Resolver<'_, '_>) -> Limits {
    let mut limits = limits(&field.limits);
    if let TypeExpr::String {
        max_chars: Some(max),
    } = field.ty.value
    {
        if let Some(other) = &field.limits.max_chars
            && other.value != max
        {
            resolver.diagnostics.push(
                Diagnostic::error(
                    Code::LimitConflict,
                    format!("`max_chars` is {} and the type says {max}", other.value),
                    other.span,
                )
                .also(field.ty.span, "the type")
                .help("leave `max_chars` out, and add a note if the page says both"),
            );
        }
        limits.max_chars = Some(max);
    }
    report_limits(field, &limits, resolver);
    limits
}

/// Limits that do not fit the type, or leave nothing between them.
fn report_limits(field: &syntax::Field, limits: &Limits, resolver: &mut Resolver<'_, '_>) {
    if matches!(field.ty.value, TypeExpr::Unread) {
        return;
    }
    let written = &field.limits;
    let is_array = matches!(field.ty.value, TypeExpr::Array(_));
    let is_text = matches!(field.ty.value, TypeExpr::String { .. });
    let is_number = matches!(field.ty.value, TypeExpr::Integer);
    let misfits = [
        (&written.min, is_number, "min"),
        (&written.max, is_number, "max"),
        (&written.min_chars, is_text, "min_chars"),
        (&written.max_chars, is_text, "max_chars"),
        (&written.min_items, is_array, "min_items"),
        (&written.max_items, is_array, "max_items"),
    ];
    for (limit, fits, name) in misfits {
        if let Some(limit) = limit
            && !fits
        {
            let message = format!("`{name}` does not fit the type");
            let diagnostic = Diagnostic::error(Code::LimitConflict, message, limit.span);
            resolver.diagnostics.push(
                diagnostic
                    .also(field.ty.span, "of this type")
                    .help("min and max are for integers, …_chars for strings, …_items for arrays"),
            );
        }
    }
    let pairs = [
        (limits.min, limits.max, written.min.as_ref(), "min"),
        (
            limits.min_chars,
            limits.max_chars,
            written.min_chars.as_ref(),
            "min_chars",
        ),
        (
            limits.min_items,
            limits.max_items,
            written.min_items.as_ref(),
            "min_items",
        ),
    ];
    for (low, high, written, name) in pairs {
        if let (Some(low), Some(high), Some(written)) = (low, high, written)
            && low > high
        {
            let message = format!("`{name}` {low} is above the upper limit {high}");
            let diagnostic = Diagnostic::error(Code::LimitConflict, message, written.span);
            resolver
                .diagnostics
                .push(diagnostic.help("no value could satisfy both"));
        }
    }
}

fn limits(limits: &syntax::Limits) -> Limits {
    let number = |limit: &Option<Spanned<i64>>| limit.as_ref().map(|limit| limit.value);
    Limits {
        min: number(&limits.min),
        max: number(&limits.max),
        min_chars: number(&limits.min_chars),
        max_chars: number(&limits.max_chars),
        min_items: number(&limits.min_items),
        max_items: number(&limits.max_items),
    }
}

fn presence(presence: &syntax::Presence) -> Presence {
    match presence {
        syntax::Presence::Required => Presence::Required,
        syntax::Presence::Optional => Presence::Optional,
        syntax::Presence::Undocumented => Presence::Undocumented,
        syntax::Presence::Conditional(conditional) => Presence::Conditional(Conditional {
            printed_required: conditional.printed_required,
            only_when: conditional.only_when.iter().map(condition).collect(),
            required_when: conditional.required_when.iter().map(condition).collect(),
            cut_off: optional(conditional.cut_off.as_ref()),
        }),
    }
}

fn condition(syntax: &syntax::Condition) -> Condition {
    Condition {
        subject: syntax.subject.value.clone(),
        test: match &syntax.test {
            syntax::Test::OneOf(texts) => Test::OneOf(values(texts)),
            syntax::Test::GreaterThan(number) => Test::GreaterThan(*number),
            syntax::Test::Present => Test::Present,
            syntax::Test::Absent => Test::Absent,
        },
    }
}

fn elsewhere((place, syntax): &(Text, syntax::Elsewhere)) -> Elsewhere {
    Elsewhere {
        place: place.value.clone(),
        presence: syntax.presence.as_ref().map(|p| presence(&p.value)),
        doc: optional(syntax.doc.as_ref()),
        limits: limits(&syntax.limits),
    }
}

fn check_conditions(
    presence: &syntax::Presence,
    siblings: &[&Entries<syntax::Field>],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let syntax::Presence::Conditional(conditional) = presence else {
        return;
    };
    let all = conditional
        .only_when
        .iter()
        .chain(&conditional.required_when);
    for condition in all {
        check_condition(condition, siblings, context, resolver);
    }
}

/// A condition asks something of a sibling that the sibling can be.
fn check_condition(
    condition: &syntax::Condition,
    siblings: &[&Entries<syntax::Field>],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let subject = &condition.subject;
    if subject.value.starts_with("outside ") {
        return;
    }
    if subject.value.starts_with("$.") && !context.root {
        // Checked against the message once rules across structs are emitted.
        return;
    }
    let Some(field) = sibling(subject, siblings, resolver) else {
        return;
    };
    match &condition.test {
        syntax::Test::OneOf(texts) => check_values(texts, &field.ty, context, resolver),
        syntax::Test::GreaterThan(_)
            if !matches!(field.ty.value, TypeExpr::Integer | TypeExpr::Unread) =>
        {
            resolver.diagnostics.push(
                Diagnostic::error(
                    Code::BadValue,
                    format!("`{}` is not a number", subject.value),
                    subject.span,
                )
                .also(field.ty.span, "its type")
                .help("`greater than` asks an integer"),
            );
        }
        _ => {}
    }
}

fn sibling<'f>(
    name: &Text,
    siblings: &[&'f Entries<syntax::Field>],
    resolver: &mut Resolver<'_, '_>,
) -> Option<&'f syntax::Field> {
    let all = siblings.iter().flat_map(|group| group.iter());
    let bare = name.value.strip_prefix("$.").unwrap_or(&name.value);
    let found = all.clone().find(|(wire, _)| wire.value == bare);
    if found.is_none() {
        let names = all.map(|(wire, _)| wire.value.as_str());
        let diagnostic = unknown(Code::UnknownField, "field", name, names);
        resolver.diagnostics.push(diagnostic);
    }
    found.map(|(_, field)| field)
}

/// Values that an enum can have.
fn check_values(
    texts: &[Text],
    ty: &Spanned<TypeExpr>,
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let TypeExpr::Named(name) = &ty.value else {
        return;
    };
    let Some(id) = resolver.scope.find(name, context.direction, context.file) else {
        return;
    };
    let Shape::Enum { values } = &resolver.scope.get(id).ty.shape else {
        return;
    };
    for text in texts {
        if !values.iter().any(|(wire, _)| wire.value == text.value) {
            let names = values.iter().map(|(wire, _)| wire.value.as_str());
            let what = format!("value of `{name}`");
            let diagnostic = unknown(Code::UnknownValue, &what, text, names);
            resolver.diagnostics.push(diagnostic);
        }
    }
}

/// The rules of a struct, their fields looked up.
pub(super) fn struct_rules(
    rules: &[syntax::Rule],
    groups: &[&Entries<syntax::Field>],
    resolver: &mut Resolver<'_, '_>,
) -> Vec<Rule> {
    let mut ids: Vec<(&str, Span)> = Vec::new();
    let mut resolved = Vec::new();
    for rule in rules {
        if let Some(id) = &rule.id {
            match ids.iter().find(|(name, _)| *name == id.value) {
                Some((_, first)) => resolver.diagnostics.push(
                    Diagnostic::error(
                        Code::DuplicateDefinition,
                        format!("two rules have the id `{}`", id.value),
                        id.span,
                    )
                    .also(*first, "first here"),
                ),
                None => ids.push((&id.value, id.span)),
            }
        }
        let kind = match &rule.kind {
            syntax::RuleKind::AtMostOneOf(fields) => {
                check_at_most_one(rule, fields, groups, resolver);
                RuleKind::AtMostOneOf(values(fields))
            }
            syntax::RuleKind::Allowed {
                when,
                field,
                values: allowed,
            } => {
                sibling(field, groups, resolver);
                RuleKind::Allowed {
                    when: when.iter().map(condition).collect(),
                    field: field.value.clone(),
                    values: values(allowed),
                }
            }
            syntax::RuleKind::Server => RuleKind::Server,
        };
        resolved.push(Rule {
            span: rule.span,
            id: optional(rule.id.as_ref()),
            doc: optional(rule.doc.as_ref()),
            fingerprint: optional(rule.fingerprint.as_ref()),
            kind,
        });
    }
    resolved
}

fn check_at_most_one(
    rule: &syntax::Rule,
    fields: &[Text],
    groups: &[&Entries<syntax::Field>],
    resolver: &mut Resolver<'_, '_>,
) {
    for field in fields {
        sibling(field, groups, resolver);
    }
    if fields.len() < 2 {
        resolver.diagnostics.push(
            Diagnostic::error(
                Code::BadValue,
                "`at_most_one_of` needs at least two fields",
                rule.span,
            )
            .help("with one field the rule could never be broken"),
        );
    }
}
