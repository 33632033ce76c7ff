//! Looks up the fields and values of conditions on a path in the message.

use std::collections::HashSet;

use super::resolver::Resolver;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::scope::{
    Lookup, Object, PathCondition, Scope, closest_path, look_up_path, path_conditions,
};
use crate::syntax::{Field, Operation, Shape, Test, Text, TypeExpr};

/// Reports paths and values that some message with the condition does not have.
pub(super) fn look_up(pages: &[&Operation], resolver: &mut Resolver<'_, '_>) {
    let mut reported = HashSet::new();
    for condition in path_conditions(pages, &resolver.scope) {
        let span = condition.condition.subject.span;
        if let Some(problem) = problem(&condition, &resolver.scope, resolver.diagnostics.is_long())
            && reported.insert(span)
        {
            resolver.diagnostics.push(condition.with_message(problem));
        }
    }
}

fn problem(condition: &PathCondition<'_>, scope: &Scope<'_>, is_long: bool) -> Option<Diagnostic> {
    match look_up_path(&condition.message, condition.path, scope) {
        Lookup::Found(object, wire, field) => unknown_value(condition, &object, wire, field, scope),
        Lookup::Missing => Some(unknown_field(condition, scope, is_long)),
        Lookup::Unresolved => None,
    }
}

fn unknown_field(condition: &PathCondition<'_>, scope: &Scope<'_>, is_long: bool) -> Diagnostic {
    let span = condition.condition.subject.span;
    let message = format!("unknown field `{}` of the message", condition.path);
    let diagnostic = Diagnostic::error(Code::UNKNOWN_FIELD, message, span);
    if is_long {
        return diagnostic;
    }
    match closest_path(&condition.message, condition.path, scope) {
        Some(meant) => diagnostic.did_you_mean(span, &format!("$.{meant}")),
        None => diagnostic,
    }
}

fn unknown_value(
    condition: &PathCondition<'_>,
    object: &Object<'_>,
    wire: &Text,
    field: &Field,
    scope: &Scope<'_>,
) -> Option<Diagnostic> {
    let Test::OneOf(values) = &condition.condition.test else {
        return None;
    };
    let ty = &field.ty.value;
    let unfit = values
        .iter()
        .find(|value| !can_be(ty, &value.value, object, scope))?;
    let message = format!("unknown value `{}` of `{}`", unfit.value, condition.path);
    let span = condition.condition.subject.span;
    let diagnostic =
        Diagnostic::error(Code::UNKNOWN_VALUE, message, span).also(wire.span, "defined here");
    let listed = scope.values_of(ty, object).into_iter().flatten();
    let listed = listed.map(|(wire, _)| wire.value.as_str());
    Some(match closest(&unfit.value, listed) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    })
}

/// Whether a field can have a value. A field of an unresolved type can have any value.
fn can_be(ty: &TypeExpr, value: &str, object: &Object<'_>, scope: &Scope<'_>) -> bool {
    match ty {
        TypeExpr::String { .. } | TypeExpr::Unread => true,
        TypeExpr::Integer => value.parse::<i64>().is_ok(),
        TypeExpr::Boolean => value.parse::<bool>().is_ok(),
        TypeExpr::Array(_) | TypeExpr::Json(_) | TypeExpr::File | TypeExpr::Object => false,
        TypeExpr::Named(_) => match scope.type_of(ty, object).map(|id| &scope.get(id).ty.shape) {
            None => true,
            Some(Shape::Enum { values, .. }) => values.find(value).is_some(),
            Some(Shape::Struct { .. }) => false,
        },
    }
}
