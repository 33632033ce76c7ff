//! Presences and the conditions they depend on.

use super::fields::Context;
use super::limits::limits;
use super::service::Resolver;
use super::{optional, unknown, values, verdicts};
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::load::decimal;
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
    for conditions in [
        &conditional.only_when,
        &conditional.required_when,
        &conditional.allowed_when,
    ] {
        for condition in conditions {
            let subject = &condition.subject;
            if bare(subject, context) == of.value {
                let message = format!("`{}` depends on itself", of.value);
                resolver.diagnostics.push(
                    Diagnostic::error(Code::SelfReference, message, subject.span)
                        .also(of.span, "the field")
                        .help("name the field that decides"),
                );
            } else {
                check_condition(condition, siblings, context, resolver);
            }
        }
        verdicts::check(conditions, siblings, context, resolver);
    }
}

/// The field next door that a condition asks, where it asks one.
pub(super) fn bare<'t>(subject: &'t Text, context: &Context<'_>) -> &'t str {
    match subject.value.strip_prefix("$.") {
        Some(name) if context.root => name,
        _ => &subject.value,
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
    let Some((wire, field)) = sibling(subject, siblings, resolver) else {
        return;
    };
    match &condition.test {
        syntax::Test::OneOf(texts) => check_values(texts, field, true, context, resolver),
        syntax::Test::GreaterThan(_)
            if !matches!(field.ty.value, TypeExpr::Integer | TypeExpr::Unread) =>
        {
            let message = format!("`{}` is not a number", wire.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::ConditionType, message, subject.span)
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
) -> Option<(&'f Text, &'f syntax::Field)> {
    let (root, bare) = match name.value.strip_prefix("$.") {
        Some(bare) => ("$.", bare),
        None => ("", name.value.as_str()),
    };
    let found = siblings.iter().find_map(|group| group.find(bare));
    if found.is_none() {
        let place = name.part(root.len()..name.value.len());
        let name = Text::new(bare.to_owned(), place);
        let all = siblings.iter().flat_map(|group| group.iter());
        let names = all.map(|(wire, _)| wire.value.as_str());
        let diagnostic = unknown(
            Code::UnknownField,
            "field",
            &name,
            names,
            resolver.diagnostics.is_long(),
        );
        resolver.diagnostics.push(diagnostic);
    }
    found.map(|(wire, field)| (wire, field))
}

/// Values that a field can have. Where a test could stand instead of them, it may be a test that is misspelt.
pub(super) fn check_values(
    texts: &[Text],
    field: &syntax::Field,
    or_test: bool,
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let ty = &field.ty;
    let name = match &ty.value {
        TypeExpr::Named(name) => name,
        TypeExpr::Integer => {
            let is_number = |text: &str| decimal::<i64>(text).is_some();
            return report_misread(texts, ty, "a whole number", is_number, resolver);
        }
        TypeExpr::Boolean => {
            let is_boolean = |text: &str| matches!(text, "true" | "false");
            return report_misread(texts, ty, "true or false", is_boolean, resolver);
        }
        TypeExpr::Array(_) => return report_compound(texts, ty, resolver),
        TypeExpr::String { .. } | TypeExpr::Unread => return,
    };
    let Some(id) = resolver.scope.find(name, context.direction, context.file) else {
        return;
    };
    let definition = resolver.scope.get(id);
    let Shape::Enum { values, .. } = &definition.ty.shape else {
        return report_compound(texts, ty, resolver);
    };
    for text in texts {
        if values.find(&text.value).is_none() {
            let tests: &[&str] = if or_test { &["present", "absent"] } else { &[] };
            let names = values.iter().map(|(wire, _)| wire.value.as_str());
            let names = names.chain(tests.iter().copied());
            let what = format!("value of `{name}`");
            let mut diagnostic = unknown(
                Code::UnknownValue,
                &what,
                text,
                names,
                resolver.diagnostics.is_long(),
            );
            diagnostic.message = format!("`{name}` has no value `{}`", text.value);
            let diagnostic = diagnostic.also(definition.name.span, "its values stand here");
            resolver.diagnostics.push(diagnostic);
        }
    }
}

/// Values that the field's type cannot have.
fn report_misread(
    texts: &[Text],
    ty: &Spanned<TypeExpr>,
    wanted: &str,
    fits: fn(&str) -> bool,
    resolver: &mut Resolver<'_, '_>,
) {
    for text in texts.iter().filter(|text| !fits(&text.value)) {
        let message = format!("`{}` is not {wanted}, which the field is", text.value);
        let diagnostic = Diagnostic::error(Code::ConditionType, message, text.span);
        let words = ["true", "false", "present", "absent"];
        let words = words
            .into_iter()
            .filter(|word| fits(word) || word.ends_with("sent"));
        let diagnostic = diagnostic.also(ty.span, "its type");
        resolver
            .diagnostics
            .push(match closest(&text.value, words) {
                Some(meant) => diagnostic.did_you_mean(text.span, meant),
                None => diagnostic.help(format!("write {wanted}, `present` or `absent`")),
            });
    }
}

/// Values where only presence can be asked for.
fn report_compound(texts: &[Text], ty: &Spanned<TypeExpr>, resolver: &mut Resolver<'_, '_>) {
    if let Some(first) = texts.first() {
        let message = "an object or a list cannot be compared with a value";
        resolver.diagnostics.push(
            Diagnostic::error(Code::ConditionType, message, first.span)
                .also(ty.span, "its type")
                .help("ask whether it is `present` or `absent`"),
        );
    }
}
