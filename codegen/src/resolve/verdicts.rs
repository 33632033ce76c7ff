//! Conditions whose answer is known beforehand: those that never hold, and those that always do.
//!
//! A condition that asks a field to be there asks all that the field's own presence asks, and so on; two of these may
//! contradict each other. Of what is outside the message, or further inside, nothing is known here.

use std::collections::{HashMap, HashSet};

use super::conditions::bare;
use super::fields::Context;
use super::service::Resolver;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::load::decimal;
use crate::source::Span;
use crate::syntax::{Condition, Entries, Field, Presence, Test, Text, TypeExpr};

/// What must be true for a condition to hold.
struct Demand<'a> {
    subject: &'a str,
    test: &'a Test,
    span: Span,
}

/// Reports conditions, to hold all together, of which one never or always holds, or two never at once.
pub(super) fn check(
    conditions: &[Condition],
    siblings: &[&Entries<Field>],
    context: &Context<'_>,
    resolver: &mut Resolver<'_, '_>,
) {
    let find = |name: &str| {
        let mut groups = siblings.iter();
        let (_, field) = groups.find_map(|group| group.find(name))?;
        Some(field)
    };
    let mut is_open = true;
    for condition in conditions {
        if let Some(field) = find(bare(&condition.subject, context)) {
            let verdict = verdict(condition, field, context, resolver);
            is_open &= verdict.is_none();
            resolver.diagnostics.extend(verdict);
        }
    }
    if is_open {
        let demands = demands(conditions, find, context);
        resolver.diagnostics.extend(contradiction(&demands));
    }
}

/// What is known of a condition by itself.
fn verdict(
    condition: &Condition,
    field: &Field,
    context: &Context<'_>,
    resolver: &Resolver<'_, '_>,
) -> Option<Diagnostic> {
    let subject = &condition.subject;
    let is_required = matches!(field.presence.value, Presence::Required);
    let required = |code, message: String, help: &str| {
        Diagnostic::error(code, message, subject.span)
            .also(field.presence.span, "it is required here")
            .help(help)
    };
    match &condition.test {
        Test::Absent if is_required => Some(required(
            Code::NeverHolds,
            format!("`{}` is never absent", subject.value),
            "name the field that may be left out",
        )),
        Test::Present if is_required => Some(required(
            Code::AlwaysHolds,
            format!("`{}` is always present", subject.value),
            "write `required` if the condition says no more; otherwise name its value",
        )),
        Test::GreaterThan(number) => beyond(subject, *number, field, is_required),
        Test::OneOf(values) => impossible(values, field).or_else(|| {
            let all = is_required && lists_all(values, field, context, resolver);
            all.then(|| Diagnostic {
                // Enums are open: of a value that is not listed the condition says something.
                severity: Severity::Warning,
                ..required(
                    Code::AlwaysHolds,
                    format!("`{}` always has one of these values", subject.value),
                    "list the values for which the page says it, or drop the condition",
                )
            })
        }),
        Test::Present | Test::Absent => None,
    }
}

/// A bound that no number of the field passes, or every one.
fn beyond(subject: &Text, number: i64, field: &Field, is_required: bool) -> Option<Diagnostic> {
    let limits = &field.limits;
    if let Some(max) = limits.max.as_ref().filter(|max| number >= max.value) {
        let message = format!("`{}` is never greater than {number}", subject.value);
        return Some(
            Diagnostic::error(Code::NeverHolds, message, subject.span)
                .also(max.span, "it is at most this")
                .help("correct the number or the limit"),
        );
    }
    if number == i64::MAX {
        let message = format!("no number is greater than {number}");
        let diagnostic = Diagnostic::error(Code::NeverHolds, message, subject.span);
        return Some(diagnostic.help("integers have 64 bits"));
    }
    let min = limits
        .min
        .as_ref()
        .filter(|min| is_required && number < min.value)?;
    let message = format!("`{}` is always greater than {number}", subject.value);
    Some(
        Diagnostic::error(Code::AlwaysHolds, message, subject.span)
            .also(min.span, "it is at least this")
            .help("correct the number or the limit, or drop the condition"),
    )
}

/// A value that the field's limits forbid.
fn impossible(values: &[Text], field: &Field) -> Option<Diagnostic> {
    let limits = &field.limits;
    for value in values {
        let (measure, bounds) = match &field.ty.value {
            TypeExpr::Integer => (decimal(&value.value)?, [&limits.min, &limits.max]),
            TypeExpr::String { max_chars } => {
                let chars = i64::try_from(value.value.chars().count()).unwrap_or(i64::MAX);
                if max_chars.is_some_and(|max| chars > max) {
                    return Some(out_of_reach(value, field.ty.span));
                }
                (chars, [&limits.min_chars, &limits.max_chars])
            }
            _ => return None,
        };
        let [min, max] = bounds;
        let broken = [
            min.as_ref().filter(|min| measure < min.value),
            max.as_ref().filter(|max| measure > max.value),
        ];
        if let Some(limit) = broken.into_iter().flatten().next() {
            return Some(out_of_reach(value, limit.span));
        }
    }
    None
}

fn out_of_reach(value: &Text, limit: Span) -> Diagnostic {
    let message = format!("the field can never be `{}`", value.value);
    Diagnostic::error(Code::NeverHolds, message, value.span)
        .also(limit, "because of this limit")
        .help("correct the value or the limit")
}

fn lists_all(
    values: &[Text],
    field: &Field,
    context: &Context<'_>,
    resolver: &Resolver<'_, '_>,
) -> bool {
    let values: HashSet<&str> = values.iter().map(|value| value.value.as_str()).collect();
    let has = |expected: &str| values.contains(expected);
    if matches!(field.ty.value, TypeExpr::Boolean) {
        return has("true") && has("false");
    }
    let all = resolver.scope.values_of(&field.ty.value, context);
    all.is_some_and(|all| all.iter().all(|(wire, _)| has(&wire.value)))
}

/// The conditions, and what the presences of the fields that they want there ask in turn.
fn demands<'a>(
    conditions: &'a [Condition],
    find: impl Fn(&str) -> Option<&'a Field>,
    context: &Context<'_>,
) -> Vec<Demand<'a>> {
    let demand = |condition: &'a Condition| Demand {
        subject: bare(&condition.subject, context),
        test: &condition.test,
        span: condition.subject.span,
    };
    let mut demands: Vec<_> = conditions.iter().map(demand).collect();
    let most = demands.len() + MAX_FOLLOWED;
    let mut places: HashSet<_> = demands.iter().map(|demand| demand.span).collect();
    let mut next = 0;
    while let Some(Demand { subject, test, .. }) = demands.get(next) {
        next += 1;
        if matches!(test, Test::Absent) {
            continue;
        }
        if let Some(Presence::Conditional(asked)) = find(subject).map(|f| &f.presence.value) {
            for condition in asked.only_when.iter().chain(&asked.allowed_when) {
                let span = condition.subject.span;
                if demands.len() < most && places.insert(span) {
                    demands.push(demand(condition));
                }
            }
        }
    }
    demands
}

/// A longer chain of presences that ask for each other is not followed.
const MAX_FOLLOWED: usize = 100;

/// Two demands that exclude each other.
fn contradiction(demands: &[Demand<'_>]) -> Option<Diagnostic> {
    let first = demands.first()?;
    let mut before: HashMap<&str, Vec<&Demand<'_>>> = HashMap::new();
    for one in demands {
        let same = before.entry(one.subject).or_default();
        let other = same.iter().find(|other| exclude(one.test, other.test));
        let other = other.copied();
        same.push(one);
        if let Some(other) = other {
            let message = "this can never hold, for two of its parts exclude each other";
            let diagnostic = Diagnostic::error(Code::NeverHolds, message, first.span);
            let diagnostic = if other.span == first.span {
                diagnostic.label("this")
            } else {
                diagnostic.also(other.span, "it needs this")
            };
            return Some(diagnostic.also(one.span, "and it needs this").help(
                "a field that is asked for brings the conditions of its own presence with it",
            ));
        }
    }
    None
}

fn exclude(one: &Test, other: &Test) -> bool {
    match (one, other) {
        (Test::Absent, Test::Absent) => false,
        (Test::Absent, _) | (_, Test::Absent) => true,
        (Test::OneOf(these), Test::OneOf(those)) => {
            let those: HashSet<&str> = those.iter().map(|text| text.value.as_str()).collect();
            !these.iter().any(|text| those.contains(text.value.as_str()))
        }
        (Test::OneOf(values), Test::GreaterThan(number))
        | (Test::GreaterThan(number), Test::OneOf(values)) => {
            let passes = |text: &Text| decimal::<i64>(&text.value).is_none_or(|n| n > *number);
            !values.iter().any(passes)
        }
        _ => false,
    }
}
