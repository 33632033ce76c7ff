//! Presence and conditions: the fields and values that they name are looked up. What they say about
//! a path in the message is looked up once all types are known.

use super::copies;
use super::resolver::Resolver;
use super::unknown::{unknown, with_candidates};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, Presence};
use crate::scope::Object;
use crate::syntax::{self, Shape, Text};

/// When a field is there.
pub(super) fn presence(
    of: &Text,
    field: &syntax::Field,
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Presence {
    copies::presence(&field.presence.value, |list| {
        conditions(list, Some(of), object, resolver)
    })
}

/// The conditions of a field's presence, or of a rule. That a field depends on itself is left to the
/// rule about it.
pub(super) fn conditions(
    list: &[syntax::Condition],
    of: Option<&Text>,
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> Vec<Condition> {
    let resolve = |condition: &syntax::Condition| {
        let mut resolved = copies::condition(condition);
        if object.message_path(&condition.subject).is_none() {
            let name = object.sibling_name(&condition.subject);
            if of.is_none_or(|of| of.value != name) {
                look_up(condition, object, resolver);
            }
            // In a request itself `$.name` is the field beside it.
            name.clone_into(&mut resolved.subject);
        }
        resolved
    };
    list.iter().map(resolve).collect()
}

/// Reports a field or value that a condition names and that is not there.
fn look_up(condition: &syntax::Condition, object: &Object<'_>, resolver: &mut Resolver<'_, '_>) {
    let subject = &condition.subject;
    if subject.value.starts_with("outside ") {
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
        let is_long = resolver.diagnostics.is_long();
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
    let ty = &field.ty.value;
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
        let message = format!("`{name}` has no value `{}`", text.value);
        let diagnostic = Diagnostic::error(Code::UNKNOWN_VALUE, message, text.span)
            .also(definition.name.span, "its values stand here");
        let diagnostic = with_candidates(diagnostic, &what, text, names, is_long);
        resolver.diagnostics.push(diagnostic);
    }
}
