//! Presences and the conditions they depend on.

use super::fields::Context;
use super::limits::limits;
use super::service::Resolver;
use super::{optional, unknown, values};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, Conditional, Elsewhere, Presence, Test};
use crate::source::Spanned;
use crate::syntax::{self, Entries, Shape, Text, TypeExpr};

pub(super) fn presence(presence: &syntax::Presence) -> Presence {
    match presence {
        syntax::Presence::Required => Presence::Required,
        syntax::Presence::Optional => Presence::Optional,
        syntax::Presence::Undocumented => Presence::Undocumented,
        syntax::Presence::Conditional(conditional) => Presence::Conditional(Conditional {
            printed_required: conditional.printed_required,
            only_when: conditional.only_when.iter().map(condition).collect(),
            required_when: conditional.required_when.iter().map(condition).collect(),
            allowed_when: conditional.allowed_when.iter().map(condition).collect(),
            cut_off: optional(conditional.cut_off.as_ref()),
        }),
    }
}

/// In the message itself `$.name` is the field next door.
pub(super) fn without_root(presence: &mut Presence) {
    if let Presence::Conditional(conditional) = presence {
        rooted(&mut conditional.only_when);
        rooted(&mut conditional.required_when);
        rooted(&mut conditional.allowed_when);
    }
}

pub(super) fn rooted(conditions: &mut [Condition]) {
    for condition in conditions {
        // A path that leads further in stays one.
        if let Some(name) = condition.in_message()
            && !name.contains('.')
        {
            condition.subject = name.to_owned();
        }
    }
}

pub(super) fn condition(syntax: &syntax::Condition) -> Condition {
    Condition {
        span: syntax.subject.span,
        subject: syntax.subject.value.clone(),
        test: match &syntax.test {
            syntax::Test::OneOf(texts) => Test::OneOf(values(texts)),
            syntax::Test::GreaterThan(number) => Test::GreaterThan(*number),
            syntax::Test::Present => Test::Present,
            syntax::Test::Absent => Test::Absent,
        },
    }
}

pub(super) fn elsewhere((place, syntax): &(Text, syntax::Elsewhere)) -> Elsewhere {
    Elsewhere {
        place: place.value.clone(),
        presence: syntax.presence.as_ref().map(|p| presence(&p.value)),
        title: optional(syntax.title.as_ref()),
        unit: optional(syntax.unit.as_ref()),
        default: optional(syntax.default.as_ref()),
        alphabet: optional(syntax.alphabet.as_ref()),
        doc: optional(syntax.doc.as_ref()),
        limits: limits(&syntax.limits),
    }
}

pub(super) fn check_conditions(
    of: &Text,
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
        .chain(&conditional.required_when)
        .chain(&conditional.allowed_when);
    for condition in all {
        if condition.subject.value == of.value {
            resolver.diagnostics.push(
                Diagnostic::error(
                    Code::BadValue,
                    format!("`{}` depends on itself", of.value),
                    condition.subject.span,
                )
                .help("name the field that decides"),
            );
            continue;
        }
        check_condition(condition, siblings, context, resolver);
    }
}

/// A condition asks something of a sibling that the sibling can be. What it asks of the message is looked up once all
/// types are known.
pub(super) fn check_condition(
    condition: &syntax::Condition,
    siblings: &[&Entries<syntax::Field>],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let subject = &condition.subject;
    if subject.value.starts_with("outside ") {
        return;
    }
    let in_message = subject.value.strip_prefix("$.");
    if in_message.is_some_and(|path| !context.root || path.contains('.')) {
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

pub(super) fn sibling<'f>(
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

/// Values that a field can have.
pub(super) fn check_values(
    texts: &[Text],
    ty: &Spanned<TypeExpr>,
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let name = match &ty.value {
        TypeExpr::Named(name) => name,
        TypeExpr::Integer => return report_misread::<i64>(texts, "a whole number", resolver),
        TypeExpr::Boolean => return report_misread::<bool>(texts, "true or false", resolver),
        TypeExpr::Array(_) => return report_compound(texts, ty, resolver),
        TypeExpr::String { .. } | TypeExpr::Unread => return,
    };
    let Some(id) = resolver.scope.find(name, context.direction, context.file) else {
        return;
    };
    let Shape::Enum { values, .. } = &resolver.scope.get(id).ty.shape else {
        return report_compound(texts, ty, resolver);
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

/// Values that the field's type cannot have.
fn report_misread<T: std::str::FromStr>(
    texts: &[Text],
    wanted: &str,
    resolver: &mut Resolver<'_, '_>,
) {
    for text in texts.iter().filter(|text| text.value.parse::<T>().is_err()) {
        let message = format!("`{}` is not {wanted}, which the field is", text.value);
        resolver
            .diagnostics
            .push(Diagnostic::error(Code::BadValue, message, text.span));
    }
}

/// Values where only presence can be asked for.
fn report_compound(texts: &[Text], ty: &Spanned<TypeExpr>, resolver: &mut Resolver<'_, '_>) {
    if let Some(first) = texts.first() {
        let message = "an object or a list cannot be compared with a value";
        resolver.diagnostics.push(
            Diagnostic::error(Code::BadValue, message, first.span)
                .also(ty.span, "its type")
                .help("ask whether it is `present` or `absent`"),
        );
    }
}
