//! Rules over several fields of one struct.

use super::conditions::{check_condition, check_values, condition, rooted, sibling};
use super::fields::Context;
use super::service::Resolver;
use super::{optional, values};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Rule, RuleKind};
use crate::source::Span;
use crate::syntax::{self, Entries, Text};

/// The rules of a struct, their fields looked up.
pub(super) fn struct_rules(
    rules: &[syntax::Rule],
    groups: &[&Entries<syntax::Field>],
    context: &Context<'_>,
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
                for condition in when {
                    check_condition(condition, groups, context, resolver);
                }
                if let Some(limited) = sibling(field, groups, resolver) {
                    check_values(allowed, &limited.ty, context, resolver);
                }
                let mut when: Vec<_> = when.iter().map(condition).collect();
                if context.root {
                    rooted(&mut when);
                }
                RuleKind::Allowed {
                    when,
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
    for (index, field) in fields.iter().enumerate() {
        sibling(field, groups, resolver);
        if fields[..index].iter().any(|f| f.value == field.value) {
            let message = format!("`{}` stands twice in one rule", field.value);
            let diagnostic = Diagnostic::error(Code::BadValue, message, field.span);
            resolver
                .diagnostics
                .push(diagnostic.help("delete one of the two"));
        }
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
