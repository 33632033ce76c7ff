//! Which of two facts asks for more.

use std::collections::BTreeSet;

use super::Kind;
use crate::facts::{FactKind as F, Said};
use wechatpay_codegen::model::{Condition, Conditional, Presence, RateLimit, RuleKind, Test};

/// How a fact that asks something changed; one that is absent asks nothing.
pub(super) fn order(kind: F, before: Option<&Said<'_>>, after: Option<&Said<'_>>) -> Kind {
    match (kind, before, after) {
        (
            F::Min | F::MinChars | F::MinItems,
            Some(Said::Number(before)),
            Some(Said::Number(after)),
        ) => {
            if after > before {
                Kind::Tightened
            } else {
                Kind::Loosened
            }
        }
        (
            F::Max | F::MaxChars | F::MaxItems,
            Some(Said::Number(before)),
            Some(Said::Number(after)),
        ) => {
            if after < before {
                Kind::Tightened
            } else {
                Kind::Loosened
            }
        }
        (F::Alphabet, Some(Said::Text(before)), Some(Said::Text(after))) => {
            between(&characters(before), &characters(after))
        }
        (F::Hosts | F::Audience, before, after) => between(&list(before), &list(after)),
        (F::RateLimit, Some(Said::Rate(before)), Some(Said::Rate(after))) => rate(*before, *after),
        (F::Presence, Some(Said::Presence(before)), Some(Said::Presence(after))) => {
            presence(before, after)
        }
        (F::Asks, Some(Said::Rule(before)), Some(Said::Rule(after))) => rule(before, after),
        (_, None, Some(_)) => Kind::Tightened,
        (_, Some(_), None) => Kind::Loosened,
        _ => Kind::Changed,
    }
}

fn list(said: Option<&Said<'_>>) -> BTreeSet<String> {
    match said {
        Some(Said::List(list)) => list.iter().cloned().collect(),
        _ => BTreeSet::new(),
    }
}

/// More to choose from is looser.
fn between<T: Ord>(before: &BTreeSet<T>, after: &BTreeSet<T>) -> Kind {
    if before == after {
        Kind::Redocumented
    } else if before.is_subset(after) {
        Kind::Loosened
    } else if after.is_subset(before) {
        Kind::Tightened
    } else {
        Kind::Changed
    }
}

fn reversed(kind: Kind) -> Kind {
    match kind {
        Kind::Loosened => Kind::Tightened,
        Kind::Tightened => Kind::Loosened,
        other => other,
    }
}

/// The characters that an alphabet's words stand for.
fn characters(alphabet: &str) -> BTreeSet<char> {
    let mut characters = BTreeSet::new();
    for word in alphabet.split_whitespace() {
        match word {
            "digits" => characters.extend('0'..='9'),
            "upper" => characters.extend('A'..='Z'),
            "lower" => characters.extend('a'..='z'),
            "letters" => characters.extend(('A'..='Z').chain('a'..='z')),
            other => characters.extend(other.chars()),
        }
    }
    characters
}

fn rate(before: RateLimit, after: RateLimit) -> Kind {
    let calls = |limit: RateLimit, other: RateLimit| {
        u64::from(limit.requests) * u64::from(other.per_seconds)
    };
    match calls(after, before).cmp(&calls(before, after)) {
        std::cmp::Ordering::Less => Kind::Tightened,
        std::cmp::Ordering::Greater => Kind::Loosened,
        std::cmp::Ordering::Equal => Kind::Changed,
    }
}

/// How a presence changed; `Redocumented` where as much is asked as before.
pub(super) fn presence(before: &Presence, after: &Presence) -> Kind {
    use Presence::{Conditional as When, Optional, Required, Undocumented};
    match (before, after) {
        (Optional | Undocumented, Optional | Undocumented) | (Required, Required) => {
            Kind::Redocumented
        }
        (When(before), When(after)) => conditional(before, after),
        (When(conditional), Optional | Undocumented) if asks_nothing(conditional) => {
            Kind::Redocumented
        }
        (Optional | Undocumented, When(conditional)) if asks_nothing(conditional) => {
            Kind::Redocumented
        }
        // What may be there in some cases only, must now in all.
        (When(conditional), Required) if may_be_forbidden(conditional) => Kind::Changed,
        (Required, When(conditional)) if may_be_forbidden(conditional) => Kind::Changed,
        (_, Required) | (Optional | Undocumented, When(_)) => Kind::Tightened,
        (Required, _) | (When(_), Optional | Undocumented) => Kind::Loosened,
    }
}

fn asks_nothing(conditional: &Conditional) -> bool {
    let Conditional {
        only_when,
        required_when,
        allowed_when,
        printed_required: _,
        cut_off: _,
    } = conditional;
    only_when.is_empty() && required_when.is_empty() && allowed_when.is_empty()
}

fn may_be_forbidden(conditional: &Conditional) -> bool {
    !conditional.only_when.is_empty() || !conditional.allowed_when.is_empty()
}

fn conditional(before: &Conditional, after: &Conditional) -> Kind {
    let only = reach(&before.only_when, &after.only_when);
    let required = reach(&before.required_when, &after.required_when);
    let allowed = reach(&before.allowed_when, &after.allowed_when);
    match (only, required, allowed) {
        (Kind::Redocumented, required, Kind::Redocumented) => reversed(required),
        (Kind::Redocumented, Kind::Redocumented, allowed) => allowed,
        _ => Kind::Changed,
    }
}

/// Whether a conjunction holds more often (`Loosened`) or less often.
fn reach(before: &[Condition], after: &[Condition]) -> Kind {
    let text = |all: &[Condition]| -> BTreeSet<String> {
        let text = |of: &Condition| {
            let mut of = of.clone();
            if let Test::OneOf(values) = &mut of.test {
                values.sort_unstable();
            }
            crate::facts::condition(&of)
        };
        all.iter().map(text).collect()
    };
    if before.is_empty() != after.is_empty() {
        return Kind::Changed;
    }
    match between(&text(before), &text(after)) {
        Kind::Changed => match (before, after) {
            ([before], [after]) if before.subject == after.subject => {
                test(&before.test, &after.test)
            }
            _ => Kind::Changed,
        },
        // One condition more holds less often.
        other => reversed(other),
    }
}

fn test(before: &Test, after: &Test) -> Kind {
    match (before, after) {
        (Test::OneOf(before), Test::OneOf(after)) => {
            between(&before.iter().collect(), &after.iter().collect())
        }
        (Test::GreaterThan(before), Test::GreaterThan(after)) if after < before => Kind::Loosened,
        (Test::GreaterThan(_), Test::GreaterThan(_)) => Kind::Tightened,
        _ => Kind::Changed,
    }
}

fn rule(before: &RuleKind, after: &RuleKind) -> Kind {
    match (before, after) {
        (RuleKind::AtMostOneOf(before), RuleKind::AtMostOneOf(after)) => {
            reversed(between(&before.iter().collect(), &after.iter().collect()))
        }
        (
            RuleKind::Allowed {
                when: when_before,
                field: field_before,
                values: before,
            },
            RuleKind::Allowed {
                when,
                field,
                values: after,
            },
        ) if field == field_before => {
            let values = between(&before.iter().collect(), &after.iter().collect());
            // What applies more often asks for more.
            let applies = reversed(reach(when_before, when));
            match (values, applies) {
                (Kind::Redocumented, applies) => applies,
                (values, Kind::Redocumented) => values,
                _ => Kind::Changed,
            }
        }
        _ => Kind::Changed,
    }
}

/// What a fact says, without what says nothing: the order of a list, a condition's values or a rule's fields, and the layout
/// of JSON.
pub(super) fn meaning(said: &Said<'_>) -> String {
    match said {
        Said::List(list) => {
            let mut list = list.clone();
            list.sort_unstable();
            list.join("\n")
        }
        Said::Json(text) => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(value) => value.to_string(),
            Err(_) => said.show(),
        },
        other => other.show(),
    }
}

/// Whether two facts say the same. Alphabets are compared by their characters, conditions and rules as sets.
pub(super) fn is_same(kind: F, before: &Said<'_>, after: &Said<'_>) -> bool {
    if meaning(before) == meaning(after) {
        return true;
    }
    match (kind, before, after) {
        (F::Alphabet, Said::Text(before), Said::Text(after)) => {
            characters(before) == characters(after)
        }
        (
            F::Presence,
            Said::Presence(Presence::Conditional(a)),
            Said::Presence(Presence::Conditional(b)),
        ) => {
            conditional(a, b) == Kind::Redocumented
                && a.cut_off == b.cut_off
                && a.printed_required == b.printed_required
        }
        (F::Asks, Said::Rule(before), Said::Rule(after)) => {
            rule(before, after) == Kind::Redocumented
        }
        _ => false,
    }
}
