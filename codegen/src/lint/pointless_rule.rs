//! Rules that can never be broken.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Count;
use crate::resolve::Resolved;
use crate::scope::{Object, Scope};
use crate::syntax::{Rule, RuleKind, Text};

declare_rule! {
    /// A rule that can never be broken.
    ///
    /// No message can break the rule. Examples: at most one of a single field, or a rule that
    /// allows all values of a field.
    ///
    /// ## Why it matters
    ///
    /// The spec seems to check something, but it checks nothing. If a rule allows all values, this
    /// is a warning, and generation continues.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///      at_most_one_of:
    ///        - colour
    /// +      - depth
    /// ```
    ///
    /// ## What to do
    ///
    /// Complete the rule, or delete it.
    POINTLESS_RULE = "pointless-rule", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        for rule in object.rules {
            match &rule.kind {
                RuleKind::Count(count, fields) => {
                    report_repeated(fields, diagnostics);
                    diagnostics.extend(too_few(rule, *count, fields));
                }
                RuleKind::Allowed { field, values, .. } => {
                    diagnostics.extend(all_allowed(field, values, &object, &service.scope));
                }
                RuleKind::Server => {}
            }
        }
    }
}

fn report_repeated(fields: &[Text], diagnostics: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for field in fields {
        let first = *seen.entry(&field.value).or_insert(field.span);
        // A path is not a field of the object. This has been reported.
        if first != field.span && !field.value.starts_with("$.") {
            let message = format!("duplicate field `{}` in a rule", field.value);
            diagnostics.push(
                Diagnostic::error(Code::POINTLESS_RULE, message, field.span)
                    .label("again here")
                    .also(first, "first here")
                    .help("delete one of the two"),
            );
        }
    }
}

fn too_few(rule: &Rule, count: Count, fields: &[Text]) -> Option<Diagnostic> {
    let message = format!("`{}` with fewer than two fields", count.key());
    let help = if count.requires() {
        "add the other fields, or write `presence: required` on the field"
    } else {
        "add the other fields; a rule over one field can never be broken"
    };
    let report = || Diagnostic::error(Code::POINTLESS_RULE, message, rule.span).help(help);
    (fields.len() < 2).then(report)
}

/// Reports a rule that allows every value, and so forbids nothing.
fn all_allowed(
    field: &Text,
    allowed: &[Text],
    object: &Object<'_>,
    scope: &Scope<'_>,
) -> Option<Diagnostic> {
    let (_, limited) = object.field(&field.value)?;
    let mut all = scope.values_of(&limited.ty.value, object)?.iter();
    let first = allowed.first()?;
    let names: HashSet<&str> = allowed.iter().map(|text| text.value.as_str()).collect();
    let message = format!("rule that allows every value of `{}`", field.value);
    let report = || {
        Diagnostic::warning(Code::POINTLESS_RULE, message, first.span)
            .also(limited.ty.span, "its type")
            .help("list only the values that are allowed then, or delete the rule")
    };
    all.all(|(wire, _)| names.contains(wire.value.as_str()))
        .then(report)
}
