//! What depends on something: presence, rules, and what `validate()` asks.

use crate::source::Span;

/// What `validate()` asks of a struct of a request.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    /// The fields of which something is asked, in the page's order.
    pub fields: Vec<FieldCheck>,
    /// Of a message: paths of its fields that conditions further inside ask for, without `$.`.
    pub asked_inside: Vec<String>,
    /// Whether anything is to be checked here or further inside.
    pub any: bool,
}

/// What `validate()` asks of one field.
#[derive(Clone, Debug)]
pub struct FieldCheck {
    /// Wire name of the field.
    pub wire_name: String,
    /// Whether it holds objects with checks of their own.
    pub inside: bool,
    /// Rules of the field, in the order in which they are checked.
    pub asks: Vec<Ask>,
}

/// A rule that `validate()` checks. Of a list, those over texts and numbers are asked of each item.
#[derive(Clone, Debug)]
pub enum Ask {
    /// So many items at least, and at most.
    Items(Option<i64>, Option<i64>),
    /// So many characters at least, and at most.
    Chars(Option<i64>, Option<i64>),
    /// Made of these.
    Alphabet(String),
    /// At least, and at most.
    Range(Option<i64>, Option<i64>),
    /// A time as RFC 3339 writes it.
    Rfc3339,
    /// To be given exactly when all of these hold.
    OnlyWhen(Vec<Condition>),
    /// To be given when all of these hold.
    RequiredWhen(Vec<Condition>),
    /// To be left out unless all of these hold.
    AllowedWhen(Vec<Condition>),
    /// One of the values, when all of these hold.
    OneOf(Vec<String>, Vec<Condition>),
}

impl Ask {
    /// Whether the field's own value decides, without any other field.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.conditions().is_none()
    }

    /// The conditions that it depends on, if it does.
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
            | Self::Rfc3339 => None,
        }
    }
}

/// Whether a field must be there.
#[derive(Clone, Debug)]
pub enum Presence {
    /// The page says required.
    Required,
    /// The page says optional.
    Optional,
    /// The page does not say.
    Undocumented,
    /// It depends.
    Conditional(Conditional),
}

impl Presence {
    /// Every condition that it depends on, whatever follows from it.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let conditional = match self {
            Self::Conditional(conditional) => Some(conditional),
            Self::Required | Self::Optional | Self::Undocumented => None,
        };
        conditional.into_iter().flat_map(Conditional::conditions)
    }
}

/// A presence that depends on something.
#[derive(Clone, Debug)]
pub struct Conditional {
    /// Whether the page prints the required tag all the same.
    pub printed_required: bool,
    /// Present exactly when all of these hold.
    pub only_when: Vec<Condition>,
    /// Required when all of these hold, else optional.
    pub required_when: Vec<Condition>,
    /// Optional when all of these hold, else to be left out.
    pub allowed_when: Vec<Condition>,
    /// The words with which the page breaks off.
    pub cut_off: Option<String>,
}

/// A test of something.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Where the spec says it.
    pub span: Span,
    /// A field of the same struct, `$.` and a path from the message's root, or `outside` and what it is.
    pub subject: String,
    /// What it must be.
    pub test: Test,
}

impl Condition {
    /// Whether it asks for something that is not in the message, which nobody here can tell.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.subject.starts_with("outside ")
    }

    /// The path in the message that it asks for, where it is not a field next door.
    #[must_use]
    pub fn in_message(&self) -> Option<&str> {
        self.subject.strip_prefix("$.")
    }
}

impl Conditional {
    /// Every condition, whatever follows from it.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.only_when
            .iter()
            .chain(&self.required_when)
            .chain(&self.allowed_when)
    }
}

/// What a condition asks of its subject.
#[derive(Clone, Debug)]
pub enum Test {
    /// One of these values.
    OneOf(Vec<String>),
    /// A number above this one.
    GreaterThan(i64),
    /// There.
    Present,
    /// Not there.
    Absent,
}

/// A rule over the fields of one struct.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Where the spec says it.
    pub span: Span,
    /// By which samples refer to it.
    pub id: Option<String>,
    /// Why, or what it means.
    pub doc: Option<String>,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
    /// What it asks.
    pub kind: RuleKind,
}

/// What a rule asks.
#[derive(Clone, Debug)]
pub enum RuleKind {
    /// At most one of these fields is there.
    AtMostOneOf(Vec<String>),
    /// Where the conditions hold, the field has one of the values.
    Allowed {
        /// When it applies.
        when: Vec<Condition>,
        /// To which field.
        field: String,
        /// What it may then be.
        values: Vec<String>,
    },
    /// Only the server can tell.
    Server,
}
