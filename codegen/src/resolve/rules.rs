//! Rules over several fields of one struct.

use std::collections::{HashMap, HashSet};

use super::conditions::{check_condition, check_values, condition, rooted, sibling};
use super::fields::Context;
use super::service::Resolver;
use super::{optional, report_twins, values, verdicts};
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
    let ids = rules.iter().filter_map(|rule| rule.id.as_ref());
    report_twins(ids, "rule", resolver.diagnostics);
    let rule = |rule: &syntax::Rule| Rule {
        span: rule.span,
        id: optional(rule.id.as_ref()),
        doc: optional(rule.doc.as_ref()),
        fingerprint: optional(rule.fingerprint.as_ref()),
        kind: kind(rule, groups, context, resolver),
    };
    rules.iter().map(rule).collect()
}

fn kind(
    rule: &syntax::Rule,
    groups: &[&Entries<syntax::Field>],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) -> RuleKind {
    match &rule.kind {
        syntax::RuleKind::AtMostOneOf(fields) => {
            check_at_most_one(rule, fields, groups, resolver);
            RuleKind::AtMostOneOf(values(fields))
        }
        syntax::RuleKind::Allowed {
            when,
            field,
            values: allowed,
        } => {
            check_allowed(when, field, allowed, groups, context, resolver);
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
    }
}

fn check_allowed(
    when: &[syntax::Condition],
    field: &Text,
    allowed: &[Text],
    groups: &[&Entries<syntax::Field>],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let is_bare = report_path(field, resolver);
    for condition in when {
        check_condition(condition, groups, context, resolver);
        if condition.subject.value == field.value {
            let message = format!("the rule asks `{}` about itself", field.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::SelfReference, message, condition.subject.span)
                    .also(field.span, "the field whose values it limits")
                    .help("name below `when:` the field that decides"),
            );
        }
    }
    if is_bare && let Some((_, limited)) = sibling(field, groups, resolver) {
        check_values(allowed, limited, false, context, resolver);
        report_all_allowed(field, allowed, limited, context, resolver);
    }
    verdicts::check(when, groups, context, resolver);
}

/// A rule is over fields of its own object. Returns whether it is.
fn report_path(field: &Text, resolver: &mut Resolver<'_, '_>) -> bool {
    let Some(bare) = field.value.strip_prefix("$.") else {
        return true;
    };
    let message = "a rule is over fields of its own object";
    let diagnostic = Diagnostic::error(Code::UnknownField, message, field.span);
    resolver.diagnostics.push(if bare.contains('.') {
        diagnostic.help("write the rule where that object is defined")
    } else {
        diagnostic.fix(format!("write `{bare}`"), field.span, bare)
    });
    false
}

/// Where every value is allowed, the rule forbids nothing.
fn report_all_allowed(
    field: &Text,
    allowed: &[Text],
    limited: &syntax::Field,
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let all = resolver.scope.values_of(&limited.ty.value, context);
    let texts: HashSet<&str> = allowed.iter().map(|text| text.value.as_str()).collect();
    let is_allowed = |wire: &Text| texts.contains(wire.value.as_str());
    if let (Some(all), Some(first)) = (all, allowed.first())
        && all.iter().all(|(wire, _)| is_allowed(wire))
    {
        let message = format!("the rule allows every value that `{}` has", field.value);
        resolver.diagnostics.push(
            Diagnostic::warning(Code::PointlessRule, message, first.span)
                .also(limited.ty.span, "its type")
                .help("list the values that it may have then, or delete the rule"),
        );
    }
}

fn check_at_most_one(
    rule: &syntax::Rule,
    fields: &[Text],
    groups: &[&Entries<syntax::Field>],
    resolver: &mut Resolver<'_, '_>,
) {
    let mut places: HashMap<&str, Span> = HashMap::new();
    for field in fields {
        let first = places.get(field.value.as_str()).copied();
        places.entry(&field.value).or_insert(field.span);
        if !report_path(field, resolver) {
            continue;
        }
        let found = sibling(field, groups, resolver);
        if let Some(first) = first {
            let message = format!("`{}` stands twice in one rule", field.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::PointlessRule, message, field.span)
                    .label("again here")
                    .also(first, "first here")
                    .help("delete one of the two"),
            );
        }
        if let Some((_, found)) = found
            && matches!(found.presence.value, syntax::Presence::Required)
        {
            let message = format!(
                "`{}` is required, so that no other could be given",
                field.value
            );
            resolver.diagnostics.push(
                Diagnostic::error(Code::PresenceConflict, message, field.span)
                    .also(found.presence.span, "required here")
                    .help("make it optional, or take it out of the rule; add a note if the page says both"),
            );
        }
    }
    if fields.len() < 2 {
        let message = "`at_most_one_of` needs at least two fields";
        resolver.diagnostics.push(
            Diagnostic::error(Code::PointlessRule, message, rule.span)
                .help("with one field the rule could never be broken"),
        );
    }
}
