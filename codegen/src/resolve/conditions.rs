//! Presence and conditions: the fields and values that they name are looked up.

use super::copies;
use super::resolver::Resolver;
use super::unknown::unknown;
use crate::diagnostic::Code;
use crate::model::{Condition, Presence};
use crate::scope::Object;
use crate::source::Spanned;
use crate::syntax::{self, Shape, Text};

/// When a field is there.
pub(super) fn presence(
    of: &Text,
    field: &syntax::Field,
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Presence {
    let mut presence = copies::presence(&field.presence.value);
    if let syntax::Presence::Conditional(conditional) = &field.presence.value {
        for condition in conditional.lists().into_iter().flatten() {
            // A field that depends on itself is left to the rule about it.
            if object.sibling_name(&condition.subject) != of.value {
                look_up(condition, object, resolver);
            }
        }
    }
    if let Presence::Conditional(conditional) = &mut presence {
        rename_subjects(&mut conditional.only_when, object);
        rename_subjects(&mut conditional.required_when, object);
        rename_subjects(&mut conditional.allowed_when, object);
    }
    presence
}

/// The conditions of a rule.
pub(super) fn conditions(
    syntax: &[syntax::Condition],
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Vec<Condition> {
    for condition in syntax {
        look_up(condition, object, resolver);
    }
    let mut conditions = copies::conditions(syntax);
    rename_subjects(&mut conditions, object);
    conditions
}

/// In a request itself `$.name` is the field beside it.
fn rename_subjects(conditions: &mut [Condition], object: &Object<'_>) {
    for condition in conditions.iter_mut().filter(|_| object.is_request) {
        // A path that leads further inside stays one.
        if let Some(name) = condition.in_message()
            && !name.contains('.')
        {
            condition.subject = name.to_owned();
        }
    }
}

/// Reports a field or value that a condition names and that is not there. What it says about a path
/// in the message is looked up once all types are known.
fn look_up(condition: &syntax::Condition, object: &Object<'_>, resolver: &mut Resolver<'_, '_>) {
    let subject = &condition.subject;
    if subject.value.starts_with("outside ") || object.message_path(subject).is_some() {
        return;
    }
    if let (Some((_, field)), syntax::Test::OneOf(texts)) =
        (sibling(subject, object, resolver), &condition.test)
    {
        look_up_values(texts, field, &["present", "absent"], object, resolver);
    }
}

/// The field beside it that a condition or rule names, or a report that there is none.
pub(super) fn sibling<'a>(
    name: &Text,
    object: &Object<'a>,
    resolver: &mut Resolver<'_, '_>,
) -> Option<(&'a Text, &'a syntax::Field)> {
    let (root, bare) = match name.value.strip_prefix("$.") {
        Some(bare) => ("$.", bare),
        None => ("", name.value.as_str()),
    };
    let found = object.field(bare);
    if found.is_none() {
        let place = name.part(root.len()..name.value.len());
        let name = Text::new(bare.to_owned(), place);
        let names = object.fields().map(|(_, wire, _)| wire.value.as_str());
        let names: Vec<_> = names.collect();
        let is_long = resolver.diagnostics.is_long();
        let names = names.iter().copied();
        let diagnostic = unknown(Code::UNKNOWN_FIELD, "field", &name, names, is_long);
        resolver.diagnostics.push(diagnostic);
    }
    found
}

/// Reports values that a field's enum does not have. Words that could stand in place of a value are
/// candidates for what was meant.
pub(super) fn look_up_values(
    texts: &[Text],
    field: &syntax::Field,
    words: &[&str],
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let Spanned { value: ty, .. } = &field.ty;
    let (Some(id), syntax::TypeExpr::Named(name)) = (resolver.scope.type_of(ty, object), ty) else {
        return;
    };
    let definition = resolver.scope.get(id);
    let Shape::Enum { values, .. } = &definition.ty.shape else {
        return;
    };
    for text in texts {
        if values.find(&text.value).is_some() {
            continue;
        }
        let names = values.iter().map(|(wire, _)| wire.value.as_str());
        let names = names.chain(words.iter().copied());
        let what = format!("value of `{name}`");
        let is_long = resolver.diagnostics.is_long();
        let mut diagnostic = unknown(Code::UNKNOWN_VALUE, &what, text, names, is_long);
        diagnostic.message = format!("`{name}` has no value `{}`", text.value);
        let diagnostic = diagnostic.also(definition.name.span, "its values stand here");
        resolver.diagnostics.push(diagnostic);
    }
}
