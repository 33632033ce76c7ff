//! The keys of the spec language for claims of a page.

use std::collections::BTreeSet;

use super::conditions::is_wire_name;
use super::{Consequence, PageClaim, Quantity, Requirement};

/// The kind of a value, on which the key of a limit depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// An integer.
    Number,
    /// A boolean.
    Boolean,
    /// A list.
    List,
    /// An object, a file, or an unknown type.
    Other,
}

/// What a claim is in the spec language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    /// A key of a field, and its value.
    Key(&'static str, String),
    /// A condition: its key, the other field and the value.
    Condition(&'static str, String, String),
    /// A rule over several fields: its key and the fields.
    Rule(&'static str, Vec<String>),
    /// The field, or the named field, is the idempotency key.
    IdempotencyKey(Option<String>),
    /// The same call may be repeated.
    Repeatable,
    /// The text stops inside a statement.
    CutOff(&'static str),
    /// No key can say it.
    NoKey,
}

/// The facts of all claims of one field.
pub(crate) fn facts(claims: &[PageClaim], kind: Kind) -> Vec<Fact> {
    let unit = claims.iter().find_map(|claim| match claim {
        PageClaim::Unit(unit) => Some(*unit),
        _ => None,
    });
    let mut facts: Vec<Fact> = Vec::new();
    for claim in claims {
        for fact in fact(claim, kind, unit) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
    }
    facts
}

fn fact(claim: &PageClaim, kind: Kind, unit: Option<&'static str>) -> Vec<Fact> {
    let key = |key, value: &str| Fact::Key(key, value.to_owned());
    vec![match claim {
        PageClaim::AtLeast(number, quantity) => return bound(true, *number, *quantity, kind, unit),
        PageClaim::AtMost(number, quantity) => return bound(false, *number, *quantity, kind, unit),
        PageClaim::Unit(unit) if kind == Kind::Number => key("unit", unit),
        PageClaim::Default(value) => key("default", value),
        PageClaim::Alphabet(classes) if matches!(kind, Kind::Text | Kind::List) => {
            let mut classes: Vec<&str> = classes.iter().map(String::as_str).collect();
            let order = "_-|*@";
            classes.sort_by_key(|class| (class.len() == 1, order.find(class)));
            key("alphabet", &classes.join(" "))
        }
        PageClaim::Format(format) if matches!(kind, Kind::Text | Kind::List) => {
            key("format", format)
        }
        PageClaim::Encrypted if matches!(kind, Kind::Text | Kind::List) => {
            key("sensitive", "encrypted")
        }
        PageClaim::Literal(value) => key("literal", value),
        PageClaim::When(consequence, subject, requirement) => {
            condition(*consequence, subject, requirement)
        }
        PageClaim::CutOff(words) => Fact::CutOff(words),
        PageClaim::AtMostOne(fields) => rule("at_most_one_of", fields),
        PageClaim::ExactlyOne(fields) => rule("exactly_one_of", fields),
        PageClaim::IdempotencyKey(name) => Fact::IdempotencyKey(name.clone()),
        PageClaim::Repeatable => Fact::Repeatable,
        PageClaim::Unit(_)
        | PageClaim::Alphabet(_)
        | PageClaim::Format(_)
        | PageClaim::Encrypted
        | PageClaim::Allowed(..)
        | PageClaim::DefaultMeaning(_)
        | PageClaim::NoKey => Fact::NoKey,
    }]
}

fn rule(key: &'static str, fields: &BTreeSet<String>) -> Fact {
    if fields.iter().all(|field| is_wire_name(field)) {
        Fact::Rule(key, fields.iter().cloned().collect())
    } else {
        Fact::NoKey
    }
}

fn condition(consequence: Consequence, subject: &str, requirement: &Requirement) -> Fact {
    let key = consequence.key();
    let value = match requirement {
        Requirement::Outside => {
            return Fact::Condition(key, format!("outside {subject}"), "present".to_owned());
        }
        Requirement::Values(values) if values.iter().all(|value| value.is_ascii()) => {
            values.iter().cloned().collect::<Vec<_>>().join(", ")
        }
        Requirement::GreaterThan(number) => format!("greater than {number}"),
        Requirement::AtLeast(number, Quantity::Plain | Quantity::Unit("fen")) => {
            format!("greater than {}", number.saturating_sub(1))
        }
        Requirement::Present => "present".to_owned(),
        Requirement::Values(_) | Requirement::AtLeast(..) => return Fact::NoKey,
    };
    if is_wire_name(subject) {
        Fact::Condition(key, subject.to_owned(), value)
    } else {
        Fact::NoKey
    }
}

fn bound(
    is_lower: bool,
    number: i64,
    quantity: Quantity,
    kind: Kind,
    unit: Option<&'static str>,
) -> Vec<Fact> {
    let (number, states_unit) = match (quantity, unit) {
        (Quantity::Unit("yuan"), Some("fen")) => (number.saturating_mul(100), None),
        // Amounts on the wire are in fen, but the page does not say it here.
        (Quantity::Unit("yuan"), None) => return vec![Fact::NoKey],
        (Quantity::Unit(counted), Some(unit)) if counted != unit => return vec![Fact::NoKey],
        (Quantity::Unit(counted), None) => (number, Some(counted)),
        _ => (number, None),
    };
    let Some(key) = bound_key(is_lower, quantity, kind) else {
        return vec![Fact::NoKey];
    };
    let mut facts = vec![Fact::Key(key, number.to_string())];
    facts.extend(states_unit.map(|unit| Fact::Key("unit", unit.to_owned())));
    facts
}

/// The key of the spec for a bound. `None` if it has none.
pub(crate) fn bound_key(is_lower: bool, quantity: Quantity, kind: Kind) -> Option<&'static str> {
    let (lower, upper) = match (quantity, kind) {
        (Quantity::Chars, Kind::Text | Kind::List)
        | (Quantity::Plain | Quantity::Digits, Kind::Text) => ("min_chars", "max_chars"),
        (Quantity::Plain | Quantity::Items, Kind::List) => ("min_items", "max_items"),
        (Quantity::Plain | Quantity::Items | Quantity::Unit(_), Kind::Number) => ("min", "max"),
        _ => return None,
    };
    Some(if is_lower { lower } else { upper })
}

impl Consequence {
    /// The key of the spec.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Only => "only_when",
            Self::Required => "required_when",
            Self::Allowed => "allowed_when",
        }
    }
}
