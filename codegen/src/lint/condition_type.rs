//! Conditions that do not fit the type of their subject.

use super::conditions::{self, Compared};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::load::decimal;
use crate::resolve::Resolved;
use crate::scope::{Lookup, Object, Scope, look_up_path, path_conditions};
use crate::source::{Span, Spanned};
use crate::syntax::{Field, Shape, Test, Text, TypeExpr};

declare_rule! {
    /// A condition that does not fit the type of its field.
    ///
    /// The field can never have the value of the condition. Examples: `greater than` on a text, a
    /// word for a number, a value for an object.
    ///
    /// ## Why it matters
    ///
    /// The condition would never be true.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///        required_when:
    /// -        colour: greater than 0
    /// +        colour: DARK
    /// ```
    ///
    /// ## What to do
    ///
    /// Use `greater than N` for a number. Use `contains X` for a list. Use a value for an enum, a
    /// text, a number or a boolean. Use `present` or `absent` for any field.
    CONDITION_TYPE = "condition-type", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    let scope = &service.scope;
    for object in service.objects() {
        for (condition, wire, field) in conditions::about_siblings(&object) {
            if let Test::Contains(item) = &condition.test
                && let Some(report) = not_in_list(item, field)
            {
                diagnostics.push(report);
            }
            if matches!(condition.test, Test::GreaterThan(_))
                && is_other_than_number(field, &object, scope)
            {
                let span = condition.subject.span;
                diagnostics.push(
                    not_a_number(&wire.value, span)
                        .also(field.ty.span, "its type")
                        .help("use `greater than` on an integer only"),
                );
            }
        }
        for Compared { field, values } in conditions::compared(&object) {
            diagnostics.extend(misread(values, field, &object, scope));
        }
    }
    check_paths(service, diagnostics);
}

/// Checks conditions on a path in the message.
fn check_paths(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for condition in path_conditions(&service.pages, &service.scope) {
        let Lookup::Found(object, wire, field) =
            look_up_path(&condition.message, condition.path, &service.scope)
        else {
            continue;
        };
        if let Test::Contains(item) = &condition.condition.test {
            let message = "`contains` on a field of another object";
            diagnostics.push(
                Diagnostic::error(Code::NOT_EMITTED, message, item.span)
                    .help("write the condition as a rule with `server: true`"),
            );
        }
        if matches!(condition.condition.test, Test::GreaterThan(_))
            && is_other_than_number(field, &object, &service.scope)
        {
            let report = not_a_number(condition.path, condition.condition.subject.span);
            diagnostics.push(condition.with_message(report.also(wire.span, "defined here")));
        }
    }
}

/// Reports `contains` on a field that is not a list of texts, numbers or enum values, or for an
/// item that the list cannot have. Values of enums have been looked up.
fn not_in_list(item: &Text, field: &Field) -> Option<Diagnostic> {
    let fits = match &field.ty.value {
        TypeExpr::Unread => true,
        TypeExpr::Array(inner) => match &**inner {
            TypeExpr::Integer => decimal::<i64>(&item.value).is_some(),
            TypeExpr::Boolean => matches!(item.value.as_str(), "true" | "false"),
            TypeExpr::String { .. } | TypeExpr::Named(_) | TypeExpr::Unread => true,
            TypeExpr::Array(_) | TypeExpr::Json(_) | TypeExpr::File | TypeExpr::Object => false,
        },
        _ => false,
    };
    let report = || {
        let message = "`contains` on a field that is not a list of such values";
        Diagnostic::error(Code::CONDITION_TYPE, message, item.span)
            .also(field.ty.span, "its type")
            .help("use `contains` only on a list of texts, numbers, booleans or enum values")
    };
    (!fits).then(report)
}

fn not_a_number(subject: &str, span: Span) -> Diagnostic {
    let message = format!("`greater than` on `{subject}`, which is not a number");
    Diagnostic::error(Code::CONDITION_TYPE, message, span)
}

/// Whether the type of a field is known and is not a number.
fn is_other_than_number(field: &Field, object: &Object<'_>, scope: &Scope<'_>) -> bool {
    match &field.ty.value {
        TypeExpr::Integer | TypeExpr::Unread => false,
        TypeExpr::Named(_) => scope.type_of(&field.ty.value, object).is_some(),
        TypeExpr::String { .. }
        | TypeExpr::Boolean
        | TypeExpr::Array(_)
        | TypeExpr::Json(_)
        | TypeExpr::File
        | TypeExpr::Object => true,
    }
}

/// Reports values that the field's type cannot have. Values of enums have been looked up.
fn misread(
    values: &[Text],
    field: &Field,
    object: &Object<'_>,
    scope: &Scope<'_>,
) -> Vec<Diagnostic> {
    let ty = &field.ty;
    match &ty.value {
        TypeExpr::Integer => {
            let is_number = |text: &str| decimal::<i64>(text).is_some();
            misspelled(values, ty, "a whole number", is_number)
        }
        TypeExpr::Boolean => {
            let is_boolean = |text: &str| matches!(text, "true" | "false");
            misspelled(values, ty, "true or false", is_boolean)
        }
        TypeExpr::Array(_) | TypeExpr::Json(_) | TypeExpr::File | TypeExpr::Object => {
            compound(values, ty)
        }
        TypeExpr::Named(_) => {
            let id = scope.type_of(&ty.value, object);
            let shape = id.map(|id| &scope.get(id).ty.shape);
            match shape {
                Some(Shape::Struct { .. }) => compound(values, ty),
                Some(Shape::Enum { .. }) | None => Vec::new(),
            }
        }
        TypeExpr::String { .. } | TypeExpr::Unread => Vec::new(),
    }
}

fn misspelled(
    values: &[Text],
    ty: &Spanned<TypeExpr>,
    expected: &str,
    fits: fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let misfits = values.iter().filter(|text| !fits(&text.value));
    let report = |text: &Text| {
        let message = format!(
            "`{}` as the value of a field that is {expected}",
            text.value
        );
        let diagnostic =
            Diagnostic::error(Code::CONDITION_TYPE, message, text.span).also(ty.span, "its type");
        let words = ["true", "false", "present", "absent"].into_iter();
        let words = words.filter(|word| fits(word) || word.ends_with("sent"));
        match closest(&text.value, words) {
            Some(meant) => diagnostic.did_you_mean(text.span, meant),
            None => diagnostic.help(format!("write {expected}, `present` or `absent`")),
        }
    };
    misfits.map(report).collect()
}

/// Reports a value for an object or a list, whose conditions can only be about presence.
fn compound(values: &[Text], ty: &Spanned<TypeExpr>) -> Vec<Diagnostic> {
    let report = |first: &Text| {
        let message = "comparison of an object or a list with a value";
        Diagnostic::error(Code::CONDITION_TYPE, message, first.span)
            .also(ty.span, "its type")
            .help("write `present` or `absent`; on a list also `contains X`")
    };
    values.first().map(report).into_iter().collect()
}
