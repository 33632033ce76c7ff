//! Structs, fields and types.

use super::{
    Checks, Condition, Constraint, Grade, Note, Presence, Rule, RuleKind, Statement, Waiver,
};
use crate::named_list::{Named, NamedList};
use crate::source::Span;

/// The direction of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
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

/// A JSON object. The struct of a request also has the parameters outside the body.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The place in the spec.
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
    /// How well its page is known.
    pub grade: Grade,
    /// Places where the page is cut off, silent or contradictory.
    pub notes: Vec<Note>,
    /// The operation's file that defines it; `None` if the service shares it.
    pub file: Option<String>,
    /// The used service that has it; `None` for the service itself.
    pub service: Option<String>,
    /// Whether another page's response has the same name and shape. Both are one Rust type, which
    /// is printed for the other one.
    pub is_duplicate: bool,
    /// The operation whose request this is.
    pub operation: Option<String>,
    /// The form that sends the body together with a file; only of an operation's request.
    pub form: Option<Form>,
}

impl Struct {
    /// A field by its name on the wire. If a field of the body and a parameter have this name, it
    /// is the field of the body.
    #[must_use]
    pub fn field(&self, wire_name: &str) -> Option<&Field> {
        let mut named = self.fields.find_all(wire_name);
        let first = named.clone().next();
        named.find(|field| field.place == Place::Body).or(first)
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
            RuleKind::Count(..) | RuleKind::Server => None,
        });
        of_fields.chain(of_rules.flatten())
    }

    /// Whether a field is the digest of the file, which the runtime computes and adds.
    #[must_use]
    pub fn is_digest(&self, field: &Field) -> bool {
        let form = self.form.as_ref();
        field.place == Place::Body && form.is_some_and(|form| form.digest == field.wire_name)
    }

    /// The fields that callers set, in order.
    pub fn settable_fields(&self) -> impl Iterator<Item = &Field> + Clone {
        let fields = self.fields.iter();
        fields.filter(|field| !self.is_digest(field))
    }

    /// Whether a choice decides about a field, so that callers do not set it.
    #[must_use]
    pub fn is_chosen(&self, field: &Field) -> bool {
        self.choice_with(field).is_some()
    }

    /// The choice that decides about a field.
    #[must_use]
    pub fn choice_with(&self, field: &Field) -> Option<&Choice> {
        let mut choices = self.choices.iter().filter(|_| field.place == Place::Body);
        choices.find(|choice| choice.fields().any(|name| name == field.wire_name))
    }

    /// The choice that a field selects.
    #[must_use]
    pub fn choice_of(&self, field: &Field) -> Option<&Choice> {
        let mut choices = self.choices.iter().filter(|_| field.place == Place::Body);
        choices.find(|choice| choice.discriminator == field.wire_name)
    }
}

/// The form that sends the body of a request together with a file.
#[derive(Clone, Debug)]
pub struct Form {
    /// The part with the JSON body, which alone is signed.
    pub json: FormPart,
    /// Wire name of the part with the file, which is a field of the request.
    pub file: String,
    /// Wire name of the field of the body that has the name of the file.
    pub file_name: String,
    /// Wire name of the field of the body that has the SHA-256 digest of the file.
    pub digest: String,
    /// The media types of files by the endings of their names, such as `png` and `image/png`.
    pub types: Vec<(String, String)>,
}

impl Form {
    /// The endings of the names of files.
    pub fn endings(&self) -> impl Iterator<Item = &str> {
        self.types.iter().map(|(ending, _)| ending.as_str())
    }
}

/// The part of a form that has the JSON body.
#[derive(Clone, Debug)]
pub struct FormPart {
    /// The place in the spec.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// The page's label.
    pub title: Option<String>,
    /// What it is.
    pub doc: Option<String>,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
}

/// A discriminator and the fields that depend on it, which become one Rust enum. The struct's own
/// list of fields contains these fields, too.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The place in the spec.
    pub span: Span,
    /// Rust name of the enum.
    pub name: String,
    /// Wire name of the discriminator.
    pub discriminator: String,
    /// Whether its values are whole numbers on the wire.
    pub of_integers: bool,
    /// One for each value that the page lists.
    pub variants: Vec<Variant>,
}

impl Choice {
    /// The wire names of the fields of all values. A field of several values is repeated.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let fields = self.variants.iter().flat_map(|variant| &variant.fields);
        fields.map(|field| field.wire_name.as_str())
    }
}

/// A value of a discriminator, with its fields.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The value.
    pub value: Value,
    /// In the page's order.
    pub fields: Vec<VariantField>,
}

/// A field of a variant.
#[derive(Clone, Debug)]
pub struct VariantField {
    /// Wire name of a field of the struct.
    pub wire_name: String,
    /// Whether the field is required with this value.
    pub required: bool,
}

/// The place of a field in a message.
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
    /// The part of a form that is a file.
    File,
}

/// A field or parameter.
#[derive(Clone, Debug)]
pub struct Field {
    /// The place in the spec.
    pub span: Span,
    /// Rust name.
    pub name: String,
    /// Name on the wire.
    pub wire_name: String,
    /// The place in the message.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// Whether the field must be present.
    pub presence: Presence,
    /// How well the page is known that describes the field. A field of a request with the grade
    /// `secondary` has its facts in `from`.
    pub grade: Grade,
    /// The page's label.
    pub title: Option<String>,
    /// The meaning; `None` if the page does not describe it.
    pub doc: Option<String>,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
    /// `personal` or `encrypted`.
    pub sensitive: Option<String>,
    /// `pkcs1v15`, for an encrypted field with another padding than OAEP.
    pub padding: Option<String>,
    /// `rfc3339`, `date` or `url`.
    pub format: Option<String>,
    /// Of a number.
    pub unit: Option<String>,
    /// What the server uses if the field is absent.
    pub default: Option<String>,
    /// Of a text: `digits letters _ -`.
    pub alphabet: Option<String>,
    /// Bounds.
    pub limits: Limits,
    /// Rules that only the server can check.
    pub server: Vec<Statement>,
    /// What else the page says.
    pub remarks: Vec<Statement>,
    /// Words of the page that are not in the spec.
    pub waived: Vec<Waiver>,
    /// What other pages or directions say; never enforced.
    pub from: Vec<Elsewhere>,
    /// Places where the page is cut off, silent or contradictory.
    pub notes: Vec<Note>,
}

impl Field {
    /// The constraint of the format of the field's texts.
    pub(crate) fn format_constraint(&self) -> Option<Constraint> {
        match self.format.as_deref()? {
            "rfc3339" => Some(Constraint::Rfc3339),
            "date" => Some(Constraint::Date),
            _ => None,
        }
    }

    /// Whether the field is encrypted on the wire.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.sensitive.as_deref() == Some("encrypted")
    }

    /// Whether the field is always required.
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
    /// A time in the notation of RFC 3339.
    Time,
    /// A text of a response that is encrypted.
    Encrypted,
    /// An array of a type.
    Array(Box<Type>),
    /// The content of a file.
    File,
    /// A text of a request that contains the JSON of a type.
    JsonText(Box<Type>),
    /// A text of a response that should contain the JSON of a type.
    ReceivedJson(Box<Type>),
    /// An object whose fields no page lists.
    Object,
    /// A struct of the field's direction.
    Struct(String),
    /// An enum of the service.
    Enum(String),
}

impl Type {
    /// Whether it is a text that contains JSON, or a list of such texts.
    #[must_use]
    pub fn contains_json(&self) -> bool {
        match self {
            Self::Array(inner) => inner.contains_json(),
            Self::JsonText(_) | Self::ReceivedJson(_) => true,
            _ => false,
        }
    }

    /// Whether it is a list, or a text that contains the JSON of a list. Limits of texts and numbers
    /// apply to each item.
    #[must_use]
    pub fn has_items(&self) -> bool {
        match self {
            Self::Array(_) => true,
            Self::JsonText(inner) | Self::ReceivedJson(inner) => inner.has_items(),
            _ => false,
        }
    }

    /// The number of nested arrays.
    #[must_use]
    pub fn list_depth(&self) -> usize {
        match self {
            Self::Array(inner) => inner.list_depth() + 1,
            _ => 0,
        }
    }

    /// The type of the innermost items of an array, or of the JSON in a text. For other types, the
    /// type itself.
    #[must_use]
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Array(inner) | Self::JsonText(inner) | Self::ReceivedJson(inner) => {
                inner.innermost()
            }
            other => other,
        }
    }
}

/// Limits of a value, all inclusive. For an array, limits of texts and numbers apply to each item.
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
    /// Of a file.
    pub max_bytes: Option<i64>,
}

impl Limits {
    /// All limits, each with its key in the spec language.
    #[must_use]
    pub fn each(&self) -> [(&'static str, Option<i64>); 7] {
        let Self {
            min,
            max,
            min_chars,
            max_chars,
            min_items,
            max_items,
            max_bytes,
        } = *self;
        [
            ("min", min),
            ("max", max),
            ("min_chars", min_chars),
            ("max_chars", max_chars),
            ("min_items", min_items),
            ("max_items", max_items),
            ("max_bytes", max_bytes),
        ]
    }
}

/// Facts about a field from another page or direction.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// `operation.request` or `operation.response`; with a grade, the name of the source.
    pub place: String,
    /// `partial` or `secondary`, for a source that is not an operation of this service.
    pub grade: Option<String>,
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

/// An enum. Enums are open: other values than those that the page lists are possible.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The place in the spec.
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
    /// How well its page is known.
    pub grade: Grade,
    /// In the page's order.
    pub values: NamedList<Value>,
    /// Places where the page is cut off, silent or contradictory.
    pub notes: Vec<Note>,
    /// The operation's file that defines it; `None` if the service shares it.
    pub file: Option<String>,
    /// The used service that has it; `None` for the service itself.
    pub service: Option<String>,
    /// Whether another page's enum has the same name and values. Both are one Rust type, which is
    /// printed for the other one.
    pub is_duplicate: bool,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct Value {
    /// The place in the spec.
    pub span: Span,
    /// Rust name of the variant.
    pub name: String,
    /// Text on the wire.
    pub wire_name: String,
    /// How well the page is known that lists the value.
    pub grade: Grade,
    /// The page's label.
    pub title: Option<String>,
    /// What it means.
    pub doc: Option<String>,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
    /// What else the page says.
    pub remarks: Vec<Statement>,
    /// Words of the page that are not in the spec.
    pub waived: Vec<Waiver>,
    /// Places where the page is cut off, silent or contradictory.
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
