//! Resolves presence and conditions, and looks up the fields and values that they name. Conditions
//! on a path in the message are looked up later, when all types are known.

use super::copies::{optional, values};
use super::resolver::Resolver;
use super::unknown::{unknown, with_candidates};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, Conditional, Presence, Test};
use crate::scope::{Object, Subject};
use crate::syntax::{self, Shape, Text};

/// The context of conditions.
#[derive(Clone, Copy)]
pub(super) struct Context<'a, 'o> {
    pub(super) object: &'o Object<'a>,
    /// The field whose presence depends on the conditions.
    pub(super) field: Option<&'o Text>,
}

/// The presence of a field. Without a context, nothing is looked up, because the fact is from
/// another page.
pub(super) fn presence(
    presence: &syntax::Presence,
    context: Option<Context<'_, '_>>,
    resolver: &mut Resolver<'_, '_>,
) -> Presence {
    let mut resolve = |list| conditions(list, context, resolver);
    match presence {
        syntax::Presence::Required => Presence::Required,
        syntax::Presence::Optional => Presence::Optional,
        syntax::Presence::Undocumented => Presence::Undocumented,
        syntax::Presence::Conditional(conditional) => Presence::Conditional(Conditional {
            printed_required: conditional.printed_required,
            only_when: resolve(&conditional.only_when),
            required_when: resolve(&conditional.required_when),
            allowed_when: resolve(&conditional.allowed_when),
            cut_off: optional(conditional.cut_off.as_ref()),
        }),
    }
}

/// Resolves conditions, and looks up the fields and values that they name.
pub(super) fn conditions(
    list: &[syntax::Condition],
    context: Option<Context<'_, '_>>,
    resolver: &mut Resolver<'_, '_>,
) -> Vec<Condition> {
    let resolve = |syntax: &syntax::Condition| {
        let mut condition = Condition {
            span: syntax.subject.span,
            subject: syntax.subject.value.clone(),
            test: test(&syntax.test),
        };
        if let Some(Context {
            object,
            field: dependent,
        }) = context
            && let Subject::Sibling(name) = object.subject(&syntax.subject)
        {
            name.clone_into(&mut condition.subject);
            // A lint rule reports a field that depends on itself.
            if dependent.is_none_or(|dependent| dependent.value != name)
                && let Some((_, field)) = sibling(&syntax.subject, object, resolver)
            {
                match &syntax.test {
                    syntax::Test::OneOf(values) => {
                        look_up_values(values, field, &["present", "absent"], object, resolver);
                    }
                    syntax::Test::Contains(item) => {
                        let item = std::slice::from_ref(item);
                        look_up_values(item, field, &[], object, resolver);
                    }
                    _ => {}
                }
            }
        }
        condition
    };
    list.iter().map(resolve).collect()
}

fn test(test: &syntax::Test) -> Test {
    match test {
        syntax::Test::OneOf(texts) => Test::OneOf(values(texts)),
        syntax::Test::Contains(item) => Test::Contains(item.value.clone()),
        syntax::Test::GreaterThan(number) => Test::GreaterThan(*number),
        syntax::Test::Present => Test::Present,
        syntax::Test::Absent => Test::Absent,
    }
}

/// The field of the same object that a condition or rule names. Reports an unknown name.
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

/// Reports values that a field's enum does not have. `words` are other words that the author may
/// have meant.
pub(super) fn look_up_values(
    texts: &[Text],
    field: &syntax::Field,
    words: &[&str],
    object: &Object<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let ty = match &field.ty.value {
        syntax::TypeExpr::Array(inner) => inner,
        other => other,
    };
    let (Some(id), syntax::TypeExpr::Named(name)) = (resolver.scope.type_of(ty, object), ty) else {
        return;
    };
    let definition = resolver.scope.get(id);
    let Shape::Enum { values: listed, .. } = &definition.ty.shape else {
        return;
    };
    for text in texts {
        if listed.find(&text.value).is_some() {
            continue;
        }
        let names = listed.iter().map(|(wire, _)| wire.value.as_str());
        let names = names.chain(words.iter().copied());
        let what = format!("value of `{name}`");
        let is_long = resolver.diagnostics.is_long();
        let message = format!("unknown value `{}` of `{name}`", text.value);
        let diagnostic = Diagnostic::error(Code::UNKNOWN_VALUE, message, text.span)
            .also(definition.name.span, "the enum");
        let diagnostic = with_candidates(diagnostic, &what, text, names, is_long);
        resolver.diagnostics.push(diagnostic);
    }
}
