//! Decides which of two facts is stricter.

use std::collections::BTreeSet;

use super::Kind;
use crate::facts::{FactKind as F, FactValue};
use wechatpay_codegen::model::{
    Condition, Conditional, Count, Presence, RateLimit, RuleKind, Test,
};

/// The change of a fact that restricts messages. An absent fact restricts nothing.
pub(super) fn compare(
    kind: F,
    before: Option<&FactValue<'_>>,
    after: Option<&FactValue<'_>>,
) -> Kind {
    match (kind, before, after) {
        (
            F::Min | F::MinChars | F::MinItems,
            Some(FactValue::Number(before)),
            Some(FactValue::Number(after)),
        ) => {
            if after > before {
                Kind::Tightened
            } else {
                Kind::Loosened
            }
        }
        (
            F::Max | F::MaxChars | F::MaxItems | F::MaxBytes,
            Some(FactValue::Number(before)),
            Some(FactValue::Number(after)),
        ) => {
            if after < before {
                Kind::Tightened
            } else {
                Kind::Loosened
            }
        }
        (F::Alphabet, Some(FactValue::Text(before)), Some(FactValue::Text(after))) => {
            compare_sets(&characters(before), &characters(after))
        }
        (F::Hosts | F::Audience | F::FileTypes, before, after) => {
            compare_sets(&list(before), &list(after))
        }
        (F::RateLimit, Some(FactValue::Rate(before)), Some(FactValue::Rate(after))) => {
            rate(*before, *after)
        }
        (F::Presence, Some(FactValue::Presence(before)), Some(FactValue::Presence(after))) => {
            presence(before, after)
        }
        (F::Rule, Some(FactValue::Rule(before)), Some(FactValue::Rule(after))) => {
            rule(before, after)
        }
        (_, None, Some(_)) => Kind::Tightened,
        (_, Some(_), None) => Kind::Loosened,
        _ => Kind::Changed,
    }
}

fn list(value: Option<&FactValue<'_>>) -> BTreeSet<String> {
    match value {
        Some(FactValue::List(list)) => list.iter().cloned().collect(),
        _ => BTreeSet::new(),
    }
}

/// A larger set of allowed items is less strict.
fn compare_sets<T: Ord>(before: &BTreeSet<T>, after: &BTreeSet<T>) -> Kind {
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

/// The characters of an alphabet.
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

/// The change of a presence. `Redocumented` if both presences are equally strict.
pub(super) fn presence(before: &Presence, after: &Presence) -> Kind {
    use Presence::{Conditional as When, Optional, Required, Undocumented};
    match (before, after) {
        (Optional | Undocumented, Optional | Undocumented) | (Required, Required) => {
            Kind::Redocumented
        }
        (When(before), When(after)) => conditional(before, after),
        (When(conditional), Optional | Undocumented) if is_unrestricted(conditional) => {
            Kind::Redocumented
        }
        (Optional | Undocumented, When(conditional)) if is_unrestricted(conditional) => {
            Kind::Redocumented
        }
        // The field was forbidden in some cases and is now always required, or the other way round.
        (When(conditional), Required) if may_be_forbidden(conditional) => Kind::Changed,
        (Required, When(conditional)) if may_be_forbidden(conditional) => Kind::Changed,
        (_, Required) | (Optional | Undocumented, When(_)) => Kind::Tightened,
        (Required, _) | (When(_), Optional | Undocumented) => Kind::Loosened,
    }
}

fn is_unrestricted(conditional: &Conditional) -> bool {
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
    let only = conjunction(&before.only_when, &after.only_when);
    let required = conjunction(&before.required_when, &after.required_when);
    let allowed = conjunction(&before.allowed_when, &after.allowed_when);
    match (only, required, allowed) {
        (Kind::Redocumented, required, Kind::Redocumented) => reversed(required),
        (Kind::Redocumented, Kind::Redocumented, allowed) => allowed,
        _ => Kind::Changed,
    }
}

/// The change of a conjunction: `Loosened` if it is true more often, `Tightened` if less often.
fn conjunction(before: &[Condition], after: &[Condition]) -> Kind {
    let texts = |conditions: &[Condition]| -> BTreeSet<String> {
        let text = |condition: &Condition| {
            let mut condition = condition.clone();
            if let Test::OneOf(values) = &mut condition.test {
                values.sort_unstable();
            }
            crate::facts::condition(&condition)
        };
        conditions.iter().map(text).collect()
    };
    if before.is_empty() != after.is_empty() {
        return Kind::Changed;
    }
    match compare_sets(&texts(before), &texts(after)) {
        Kind::Changed => match (before, after) {
            ([before], [after]) if before.subject == after.subject => {
                test(&before.test, &after.test)
            }
            _ => Kind::Changed,
        },
        // A conjunction with more conditions is true less often.
        other => reversed(other),
    }
}

fn test(before: &Test, after: &Test) -> Kind {
    match (before, after) {
        (Test::OneOf(before), Test::OneOf(after)) => {
            compare_sets(&before.iter().collect(), &after.iter().collect())
        }
        (Test::GreaterThan(before), Test::GreaterThan(after)) if after < before => Kind::Loosened,
        (Test::GreaterThan(_), Test::GreaterThan(_)) => Kind::Tightened,
        _ => Kind::Changed,
    }
}

fn rule(before: &RuleKind, after: &RuleKind) -> Kind {
    match (before, after) {
        (RuleKind::Count(count, before), RuleKind::Count(count_after, after))
            if count == count_after =>
        {
            let fields = compare_sets(&before.iter().collect(), &after.iter().collect());
            match count {
                Count::AtMostOne => reversed(fields),
                Count::AtLeastOne => fields,
                Count::ExactlyOne if fields == Kind::Redocumented => fields,
                Count::ExactlyOne => Kind::Changed,
            }
        }
        (RuleKind::Count(before, fields), RuleKind::Count(after, fields_after))
            if fields == fields_after =>
        {
            match (before, after) {
                (_, Count::ExactlyOne) => Kind::Tightened,
                (Count::ExactlyOne, _) => Kind::Loosened,
                _ => Kind::Changed,
            }
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
            let values = compare_sets(&before.iter().collect(), &after.iter().collect());
            // A rule that applies more often is stricter.
            let condition = reversed(conjunction(when_before, when));
            match (values, condition) {
                (Kind::Redocumented, condition) => condition,
                (values, Kind::Redocumented) => values,
                _ => Kind::Changed,
            }
        }
        _ => Kind::Changed,
    }
}

/// A text of a value that does not depend on the order of a list or the layout of JSON.
pub(super) fn normalized(value: &FactValue<'_>) -> String {
    match value {
        FactValue::List(list) => {
            let mut list = list.clone();
            list.sort_unstable();
            list.join("\n")
        }
        FactValue::Json(text) => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(json) => json.to_string(),
            Err(_) => value.show(),
        },
        other => other.show(),
    }
}

/// Whether two facts have the same meaning. Alphabets are compared by their characters, conditions
/// and rules as sets.
pub(super) fn is_same(kind: F, before: &FactValue<'_>, after: &FactValue<'_>) -> bool {
    if normalized(before) == normalized(after) {
        return true;
    }
    match (kind, before, after) {
        (F::Alphabet, FactValue::Text(before), FactValue::Text(after)) => {
            characters(before) == characters(after)
        }
        (
            F::Presence,
            FactValue::Presence(Presence::Conditional(a)),
            FactValue::Presence(Presence::Conditional(b)),
        ) => {
            conditional(a, b) == Kind::Redocumented
                && a.cut_off == b.cut_off
                && a.printed_required == b.printed_required
        }
        (F::Rule, FactValue::Rule(before), FactValue::Rule(after)) => {
            rule(before, after) == Kind::Redocumented
        }
        _ => false,
    }
}
