//! Conditions that are never true.

use std::collections::{HashMap, HashSet};

use super::verdict::{Never, Verdict, impossible, verdict};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::decimal;
use crate::resolve::Resolved;
use crate::scope::{Object, Subject};
use crate::source::Span;
use crate::syntax::{Condition, Field, Presence, RuleKind, Test, Text};

declare_rule! {
    /// A condition that is never true.
    ///
    /// No message can fulfill the condition. Examples: a number outside the limit, the absence of a
    /// required field, or two parts that exclude each other. A condition on a field also includes
    /// the conditions of that field's own `presence:`.
    ///
    /// ## Why it matters
    ///
    /// The field that depends on the condition could never be sent, and a rule with this condition
    /// would never be checked.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///          colour: DARK
    ///      max: 9
    /// -  gloss:
    /// -    type: boolean
    /// -    presence:
    /// -      required_when:
    /// -        depth: greater than 9
    /// +  gloss:
    /// +    type: boolean
    /// +    presence:
    /// +      required_when:
    /// +        depth: greater than 8
    /// ```
    ///
    /// ## What to do
    ///
    /// Correct the condition or the limit. The message shows all places that are involved. If the
    /// page contradicts itself, choose one side and add a note.
    NEVER_HOLDS = "never-holds", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        report_allowed(&object, diagnostics);
        for conditions in object.conditions() {
            check_together(conditions.all, &object, service, diagnostics);
        }
    }
}

/// Checks conditions that must all be true. If the result of one is known, their combination is not
/// checked.
fn check_together(
    conditions: &[Condition],
    object: &Object<'_>,
    service: &Resolved<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut is_open = true;
    for condition in conditions {
        if let Some((_, field)) = object.sibling(&condition.subject)
            && let Some(verdict) = verdict(condition, field, object, &service.scope)
        {
            is_open = false;
            if let Verdict::Never(reason) = verdict {
                diagnostics.push(never(condition, field, reason));
            }
        }
    }
    if is_open {
        diagnostics.extend(contradiction(&demands(conditions, object)));
    }
}

/// Reports values that a rule allows but the field can never have.
fn report_allowed(object: &Object<'_>, diagnostics: &mut Diagnostics) {
    for rule in object.rules {
        if let RuleKind::Allowed { field, values, .. } = &rule.kind
            && let Some((_, field)) = object.field(&field.value)
            && let Some(Never::Value(value, limit)) = impossible(values, field)
        {
            diagnostics.push(never_has(value, limit));
        }
    }
}

fn never_has(value: &Text, limit: Span) -> Diagnostic {
    let message = format!("value `{}` that the field can never have", value.value);
    Diagnostic::error(Code::NEVER_HOLDS, message, value.span)
        .also(limit, "the limit")
        .help("correct the value or the limit")
}

fn never(condition: &Condition, field: &Field, reason: Never<'_>) -> Diagnostic {
    let subject = &condition.subject;
    let report = |message: String, span: Span| Diagnostic::error(Code::NEVER_HOLDS, message, span);
    match reason {
        Never::Absent => report(
            format!("condition on `{}`, which is never absent", subject.value),
            subject.span,
        )
        .also(field.presence.span, "required here")
        .help("name a field that may be absent"),
        Never::Above(number, max) => {
            let message = format!(
                "condition on `{}`, which is never greater than {number}",
                subject.value
            );
            report(message, subject.span)
                .also(max, "its upper limit")
                .help("correct the number or the limit")
        }
        Never::AboveAll(number) => report(
            format!("condition `greater than {number}`, which no integer satisfies"),
            subject.span,
        )
        .help("write a smaller number; integers have 64 bits"),
        Never::Value(value, limit) => never_has(value, limit),
    }
}

/// A requirement of a condition.
struct Demand<'a> {
    subject: &'a str,
    test: &'a Test,
    span: Span,
}

/// The maximum number of conditions that are collected from the presence of other fields.
const MAX_FOLLOWED: usize = 100;

/// The conditions, and the conditions of the presence of the fields that they require.
fn demands<'a>(conditions: &'a [Condition], object: &Object<'a>) -> Vec<Demand<'a>> {
    let demand = |condition: &'a Condition| Demand {
        subject: match object.subject(&condition.subject) {
            Subject::Sibling(name) => name,
            Subject::Path(_) | Subject::Outside => &condition.subject.value,
        },
        test: &condition.test,
        span: condition.subject.span,
    };
    let mut demands: Vec<_> = conditions.iter().map(demand).collect();
    let mut known: HashSet<Span> = demands.iter().map(|demand| demand.span).collect();
    let most = demands.len() + MAX_FOLLOWED;
    let mut next = 0;
    while let Some(Demand { subject, test, .. }) = demands.get(next) {
        next += 1;
        let field = object
            .field(subject)
            .map(|(_, field)| &field.presence.value);
        let (Some(Presence::Conditional(conditional)), false) =
            (field, matches!(test, Test::Absent))
        else {
            continue;
        };
        for condition in conditional
            .only_when
            .iter()
            .chain(&conditional.allowed_when)
        {
            if demands.len() < most && known.insert(condition.subject.span) {
                demands.push(demand(condition));
            }
        }
    }
    demands
}

/// Reports two demands that exclude each other.
fn contradiction(demands: &[Demand<'_>]) -> Option<Diagnostic> {
    let first = demands.first()?;
    let mut before: HashMap<&str, Vec<&Demand<'_>>> = HashMap::new();
    for one in demands {
        let same = before.entry(one.subject).or_default();
        if let Some(other) = same.iter().find(|other| exclude(one.test, other.test)) {
            return Some(exclusive(first, other, one));
        }
        same.push(one);
    }
    None
}

fn exclusive(first: &Demand<'_>, other: &Demand<'_>, one: &Demand<'_>) -> Diagnostic {
    let message = "condition with two parts that exclude each other";
    let diagnostic = Diagnostic::error(Code::NEVER_HOLDS, message, first.span);
    let diagnostic = if other.span == first.span {
        diagnostic.label("one part")
    } else {
        diagnostic.also(other.span, "one part")
    };
    diagnostic.also(one.span, "the other part").help(
        "correct one part; a condition on a field includes the conditions of its own `presence:`",
    )
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
