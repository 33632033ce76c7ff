//! Presence, conditions and rules, and the checks of `validate()`.

use super::Grade;
use crate::source::Span;

/// The checks of `validate()` for a struct of a request.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    /// The fields with a check, in the page's order.
    pub fields: Vec<FieldCheck>,
    /// The context that a message gives its nested objects: the paths, without `$.`, of its fields
    /// on which their conditions depend.
    pub context_paths: Vec<String>,
    /// Whether the struct or a nested struct has a check of `validate()`.
    pub any: bool,
    /// The same for `validate_strict()`, which has more checks.
    pub any_strict: bool,
}

/// The checks of `validate()` for one field.
#[derive(Clone, Debug)]
pub struct FieldCheck {
    /// Rust name of the field.
    pub name: String,
    /// Whether it contains objects with checks of their own.
    pub inside: bool,
    /// The same for `validate_strict()`.
    pub inside_strict: bool,
    /// The constraints of the field, in the order of their checks.
    pub constraints: Vec<Constraint>,
    /// Whether `validate_strict()` refuses values that the page does not list.
    pub is_enum: bool,
    /// Constraints that only other sources state. Only `validate_strict()` checks them.
    pub from: Vec<FromSource>,
}

/// The constraints of a field that another source states.
#[derive(Clone, Debug)]
pub struct FromSource {
    /// The source, as its users know it.
    pub source: String,
    /// The constraints.
    pub constraints: Vec<Constraint>,
}

/// A constraint that `validate()` checks. For a list, constraints on texts and numbers apply to
/// each item.
#[derive(Clone, Debug)]
pub enum Constraint {
    /// Minimum and maximum number of items.
    Items(Option<i64>, Option<i64>),
    /// Minimum and maximum number of characters.
    Chars(Option<i64>, Option<i64>),
    /// Only these characters.
    Alphabet(String),
    /// Minimum and maximum of a number.
    Range(Option<i64>, Option<i64>),
    /// A time in the notation of RFC 3339.
    Rfc3339,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// The name of a file that ends with a dot and one of these.
    Types(Vec<String>),
    /// Maximum number of bytes of a file.
    MaxBytes(i64),
    /// Always present.
    Required,
    /// Present exactly if all of these are true.
    OnlyWhen(Vec<Condition>),
    /// Required if all of these are true.
    RequiredWhen(Vec<Condition>),
    /// Absent unless all of these are true.
    AllowedWhen(Vec<Condition>),
    /// One of the values, if all of these are true.
    OneOf(Vec<String>, Vec<Condition>),
}

impl Constraint {
    /// Whether both limit the same property.
    #[must_use]
    pub fn is_same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Whether both are the same limit with the same value. Constraints with conditions never are.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Items(a, b), Self::Items(c, d))
            | (Self::Chars(a, b), Self::Chars(c, d))
            | (Self::Range(a, b), Self::Range(c, d)) => (a, b) == (c, d),
            (Self::Alphabet(a), Self::Alphabet(b)) => a == b,
            (Self::Required, Self::Required)
            | (Self::Rfc3339, Self::Rfc3339)
            | (Self::Date, Self::Date) => true,
            _ => false,
        }
    }

    /// Whether the constraint depends only on the field's own value.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.conditions().is_none()
    }

    /// The conditions on which the constraint depends, if there are any.
    #[must_use]
    pub fn conditions(&self) -> Option<&[Condition]> {
        match self {
            Self::OnlyWhen(when)
            | Self::RequiredWhen(when)
            | Self::AllowedWhen(when)
            | Self::OneOf(_, when) => Some(when),
            Self::Items(..)
            | Self::Chars(..)
            | Self::Alphabet(_)
            | Self::Range(..)
            | Self::Types(_)
            | Self::MaxBytes(_)
            | Self::Required
            | Self::Rfc3339
            | Self::Date => None,
        }
    }
}

/// Whether a field must be present.
#[derive(Clone, Debug)]
pub enum Presence {
    /// The page says required.
    Required,
    /// The page says optional.
    Optional,
    /// The page does not say.
    Undocumented,
    /// It depends on conditions.
    Conditional(Conditional),
}

impl Presence {
    /// All conditions on which the presence depends.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let conditional = match self {
            Self::Conditional(conditional) => Some(conditional),
            Self::Required | Self::Optional | Self::Undocumented => None,
        };
        conditional.into_iter().flat_map(Conditional::conditions)
    }
}

/// A presence that depends on conditions.
#[derive(Clone, Debug)]
pub struct Conditional {
    /// Whether the page prints the field as required in addition to the condition.
    pub printed_required: bool,
    /// Present exactly if all of these are true.
    pub only_when: Vec<Condition>,
    /// Required if all of these are true, otherwise optional.
    pub required_when: Vec<Condition>,
    /// Optional if all of these are true, otherwise absent.
    pub allowed_when: Vec<Condition>,
    /// The words with which the page breaks off.
    pub cut_off: Option<String>,
}

/// A condition: a test of a subject.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The place in the spec.
    pub span: Span,
    /// A field of the same struct, `$.` and a path from the message's root, or `outside` and a
    /// description.
    pub subject: String,
    /// The test of the subject.
    pub test: Test,
}

impl Condition {
    /// Whether the subject is outside the message, so that the condition cannot be checked.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.subject.starts_with("outside ")
    }

    /// The path of the subject in the message, if the subject is not a field of the same struct.
    #[must_use]
    pub fn in_message(&self) -> Option<&str> {
        self.subject.strip_prefix("$.")
    }
}

impl Conditional {
    /// All conditions.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.only_when
            .iter()
            .chain(&self.required_when)
            .chain(&self.allowed_when)
    }
}

/// The test of a condition.
#[derive(Clone, Debug)]
pub enum Test {
    /// One of these values.
    OneOf(Vec<String>),
    /// A number above this one.
    GreaterThan(i64),
    /// A list has this item.
    Contains(String),
    /// The subject is present.
    Present,
    /// The subject is absent.
    Absent,
}

impl Test {
    /// Whether the value of the subject decides, not only its presence.
    #[must_use]
    pub fn needs_value(&self) -> bool {
        !matches!(self, Self::Present | Self::Absent)
    }
}

/// A rule over the fields of one struct.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The place in the spec.
    pub span: Span,
    /// The name by which samples refer to the rule.
    pub id: Option<String>,
    /// Why, or what it means.
    pub doc: Option<String>,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
    /// How well the page is known that states the rule. `validate()` does not check a rule with the
    /// grade `secondary`.
    pub grade: Grade,
    /// The content of the rule.
    pub kind: RuleKind,
}

/// How many of several fields may and must be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// One, or none.
    AtMostOne,
    /// One.
    ExactlyOne,
    /// One or more.
    AtLeastOne,
}

impl Count {
    /// All counts.
    pub const ALL: [Self; 3] = [Self::AtMostOne, Self::ExactlyOne, Self::AtLeastOne];

    /// The key of the spec language.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::AtMostOne => "at_most_one_of",
            Self::ExactlyOne => "exactly_one_of",
            Self::AtLeastOne => "at_least_one_of",
        }
    }

    /// Whether two of the fields break the rule.
    #[must_use]
    pub fn excludes(self) -> bool {
        self != Self::AtLeastOne
    }

    /// Whether none of the fields breaks the rule.
    #[must_use]
    pub fn requires(self) -> bool {
        self != Self::AtMostOne
    }

    /// Whether a number of present fields breaks the rule.
    #[must_use]
    pub fn is_broken_by(self, present: usize) -> bool {
        (self.excludes() && present > 1) || (self.requires() && present == 0)
    }
}

/// The kinds of rules.
#[derive(Clone, Debug)]
pub enum RuleKind {
    /// How many of these fields are present.
    Count(Count, Vec<String>),
    /// If the conditions are true, the field has one of the values.
    Allowed {
        /// The conditions under which the rule applies.
        when: Vec<Condition>,
        /// The limited field.
        field: String,
        /// The values that are then allowed.
        values: Vec<String>,
    },
    /// Only the server can check the rule.
    Server,
}
