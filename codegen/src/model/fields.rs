//! Structs, their fields, and the types of these.

use std::collections::HashSet;

use super::{Checks, Condition, Note, Presence, Rule, RuleKind, Statement, Waiver};
use crate::named_list::{Named, NamedList};
use crate::source::Span;

/// In which direction a struct travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From us to the server.
    Request,
    /// From the server to us.
    Response,
}

impl Direction {
    /// `request` or `response`, as in wire paths.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// A JSON object, with the parameters beside it where it is an operation's request.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Where the spec says it.
    pub span: Span,
    /// Rust name.
    pub name: String,
    /// The page's name.
    pub wire_name: String,
    /// Names that other pages give to the same shape.
    pub also_called: Vec<String>,
    /// The page's label.
    pub title: Option<String>,
    /// What it is.
    pub doc: Option<String>,
    /// In the page's order.
    pub fields: NamedList<Field>,
    /// Groups of fields that become one Rust enum; only in requests.
    pub choices: Vec<Choice>,
    /// Rules over its fields.
    pub rules: Vec<Rule>,
    /// What is checked before sending; only in requests.
    pub checks: Checks,
    /// Where the page is cut off, silent or at odds.
    pub notes: Vec<Note>,
    /// The operation's file that defines it; `None` where the service shares it.
    pub file: Option<String>,
    /// Whether another page's response has the same name and shape: both are one Rust type, printed for the other.
    pub is_duplicate: bool,
    /// The operation whose request this is.
    pub operation: Option<String>,
}

impl Struct {
    /// A field by its name on the wire.
    #[must_use]
    pub fn field(&self, wire_name: &str) -> Option<&Field> {
        self.fields.find(wire_name)
    }

    /// The fields that are sent in one place, in order.
    pub fn fields_in(&self, place: Place) -> impl Iterator<Item = &Field> + Clone {
        let fields = self.fields.iter();
        fields.filter(move |field| field.place == place)
    }

    /// Every condition of its fields and rules.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let of_fields = self.fields.iter().flat_map(|f| f.presence.conditions());
        let of_rules = self.rules.iter().filter_map(|rule| match &rule.kind {
            RuleKind::Allowed { when, .. } => Some(when),
            RuleKind::AtMostOneOf(_) | RuleKind::Server => None,
        });
        of_fields.chain(of_rules.flatten())
    }

    /// The wire names of the fields that choices decide about.
    #[must_use]
    pub fn chosen_fields(&self) -> HashSet<&str> {
        let names = self.choices.iter().flat_map(Choice::fields);
        names.collect()
    }
}

/// A discriminator and the fields that depend on it, which become one Rust enum. The fields stand in the struct's own
/// list all the same.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Where the spec says it.
    pub span: Span,
    /// Rust name of the enum.
    pub name: String,
    /// Wire name of the discriminator.
    pub discriminator: String,
    /// Whether its values are whole numbers on the wire.
    pub of_integers: bool,
    /// One for each value that the page lists.
    pub variants: Vec<Variant>,
    /// Whether some field of it has something to check inside, or a limit.
    pub is_checked: bool,
    /// Whether a rule or condition has the discriminator as its subject.
    pub is_subject: bool,
}

impl Choice {
    /// The wire names of the fields that go with some value; one that goes with several is repeated.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let fields = self.variants.iter().flat_map(|variant| &variant.fields);
        fields.map(|field| field.wire_name.as_str())
    }
}

/// A value of a discriminator with the fields that go with it.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The value.
    pub value: Value,
    /// In the page's order.
    pub fields: Vec<VariantField>,
}

/// A field that goes with a value.
#[derive(Clone, Debug)]
pub struct VariantField {
    /// Wire name of a field of the struct.
    pub wire_name: String,
    /// Whether it must be there with this value.
    pub required: bool,
}

/// Where a field travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the JSON body.
    Body,
}

/// A field or parameter.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where the spec says it.
    pub span: Span,
    /// Rust name.
    pub name: String,
    /// Name on the wire.
    pub wire_name: String,
    /// Where it travels.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// Whether it must be there.
    pub presence: Presence,
    /// The page's label.
    pub title: Option<String>,
    /// What it means; `None` where the page says nothing.
    pub doc: Option<String>,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
    /// `personal` or `encrypted`.
    pub sensitive: Option<String>,
    /// `rfc3339` or `url`.
    pub format: Option<String>,
    /// Of a number.
    pub unit: Option<String>,
    /// What the server takes where the field is absent.
    pub default: Option<String>,
    /// Of a text: `digits letters _ -`.
    pub alphabet: Option<String>,
    /// Bounds.
    pub limits: Limits,
    /// What only the server can check.
    pub server: Vec<Statement>,
    /// What the page says beside.
    pub remarks: Vec<Statement>,
    /// Words of the page for which nothing stands here.
    pub waived: Vec<Waiver>,
    /// What other pages or directions say; never enforced.
    pub from: Vec<Elsewhere>,
    /// Where the page is cut off, silent or at odds.
    pub notes: Vec<Note>,
}

impl Field {
    /// Whether its texts are times.
    #[must_use]
    pub fn is_of_time(&self) -> bool {
        self.format.as_deref() == Some("rfc3339")
    }

    /// Whether the page requires it always.
    #[must_use]
    pub fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }
}

/// A type; names are Rust names within the service and direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    String,
    /// Whole number, 64 bits, signed.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A point in time, as RFC 3339 writes it.
    Time,
    /// Several of one type.
    Array(Box<Type>),
    /// A struct of the field's direction.
    Struct(String),
    /// An enum of the service.
    Enum(String),
}

impl Type {
    /// How many lists are around what it holds in the end.
    #[must_use]
    pub fn list_depth(&self) -> usize {
        match self {
            Self::Array(inner) => inner.list_depth() + 1,
            _ => 0,
        }
    }

    /// What a list of lists holds in the end; of anything else itself.
    #[must_use]
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Array(inner) => inner.innermost(),
            other => other,
        }
    }
}

/// Bounds of a value, each inclusive. Of a list, those of texts and numbers bind each item.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// Of a number.
    pub min: Option<i64>,
    /// Of a number.
    pub max: Option<i64>,
    /// Of a text, in characters.
    pub min_chars: Option<i64>,
    /// Of a text, in characters.
    pub max_chars: Option<i64>,
    /// Of an array.
    pub min_items: Option<i64>,
    /// Of an array.
    pub max_items: Option<i64>,
}

impl Limits {
    /// All of them, each by its key in the language.
    #[must_use]
    pub fn each(&self) -> [(&'static str, Option<i64>); 6] {
        let Self {
            min,
            max,
            min_chars,
            max_chars,
            min_items,
            max_items,
        } = *self;
        [
            ("min", min),
            ("max", max),
            ("min_chars", min_chars),
            ("max_chars", max_chars),
            ("min_items", min_items),
            ("max_items", max_items),
        ]
    }
}

/// What another page or direction says of a field.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// `operation.request` or `operation.response`.
    pub place: String,
    /// Its presence there.
    pub presence: Option<Presence>,
    /// Its label there.
    pub title: Option<String>,
    /// What it says there.
    pub doc: Option<String>,
    /// Its unit there.
    pub unit: Option<String>,
    /// Its default there.
    pub default: Option<String>,
    /// Its alphabet there.
    pub alphabet: Option<String>,
    /// Its bounds there.
    pub limits: Limits,
}

/// An enum; open, whatever the page lists.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Where the spec says it.
    pub span: Span,
    /// Rust name.
    pub name: String,
    /// The page's name.
    pub wire_name: String,
    /// Names that other pages give to the same shape.
    pub also_called: Vec<String>,
    /// The page's label.
    pub title: Option<String>,
    /// What it is.
    pub doc: Option<String>,
    /// Whether the values are whole numbers on the wire.
    pub of_integers: bool,
    /// In the page's order.
    pub values: NamedList<Value>,
    /// Where the page is cut off, silent or at odds.
    pub notes: Vec<Note>,
    /// The operation's file that defines it; `None` where the service shares it.
    pub file: Option<String>,
    /// Whether another page's enum has the same name and values: both are one Rust type, printed for the other.
    pub is_duplicate: bool,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct Value {
    /// Where the spec says it.
    pub span: Span,
    /// Rust name of the variant.
    pub name: String,
    /// Text on the wire.
    pub wire_name: String,
    /// The page's label.
    pub title: Option<String>,
    /// What it means.
    pub doc: Option<String>,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
    /// What the page says beside.
    pub remarks: Vec<Statement>,
    /// Words of the page for which nothing stands here.
    pub waived: Vec<Waiver>,
    /// Where the page is cut off, silent or at odds.
    pub notes: Vec<Note>,
}

impl Named for Struct {
    fn key(&self) -> &str {
        &self.name
    }
}

impl Named for Field {
    fn key(&self) -> &str {
        &self.wire_name
    }
}

impl Named for Enum {
    fn key(&self) -> &str {
        &self.name
    }
}

impl Named for Value {
    fn key(&self) -> &str {
        &self.wire_name
    }
}
