//! The resolved spec: plain data, every decision taken.
//!
//! Everything that prints or compares (the emitters, and later `OpenAPI`, audit, diff, the mock) reads this and nothing above
//! it. Order is the page's order; Rust names are final and free of collisions.

use crate::source::Span;

/// The whole spec.
#[derive(Clone, Debug)]
pub struct Model {
    /// What holds for every page.
    pub api: Api,
    /// One per folder, in order of name.
    pub services: Vec<Service>,
}

/// What holds for every page.
#[derive(Clone, Debug)]
pub struct Api {
    /// Name and version, as `APIv3`.
    pub name: String,
    /// The hosts, main one first.
    pub hosts: Vec<Host>,
    /// The error rows that every page repeats.
    pub errors: Vec<Row>,
}

/// A host.
#[derive(Clone, Debug)]
pub struct Host {
    /// Where the spec says it.
    pub span: Span,
    /// By which operations refer to it, as `main`.
    pub name: String,
    /// The page's label.
    pub title: String,
    /// Scheme and host.
    pub url: String,
    /// What it is for.
    pub doc: String,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
}

/// A Rust module and Cargo feature.
#[derive(Clone, Debug)]
pub struct Service {
    /// Name of module and feature.
    pub name: String,
    /// What it is for.
    pub doc: String,
    /// Where its pages are silent or at odds.
    pub notes: Vec<Note>,
    /// The folder that it came from, as shown in file headers.
    pub folder: String,
    /// In order of file name.
    pub operations: Vec<Operation>,
    /// Structs of requests, in order of first mention.
    pub requests: Vec<Struct>,
    /// Structs of answers, in order of first mention.
    pub responses: Vec<Struct>,
    /// Enums of either direction, in order of first mention.
    pub enums: Vec<Enum>,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where the spec says it.
    pub span: Span,
    /// Name of the client function.
    pub name: String,
    /// The spec file.
    pub file: String,
    /// The page's title.
    pub title: String,
    /// What it does.
    pub doc: String,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
    /// The page's title in its source line.
    pub page: String,
    /// The page's date, `YYYY-MM-DD`.
    pub updated: String,
    /// Who may call, as the page says.
    pub audience: Vec<String>,
    /// The HTTP method.
    pub method: Method,
    /// Template with `{name}` for each path parameter.
    pub path: String,
    /// Names of hosts.
    pub hosts: Vec<String>,
    /// How often it may be called, if the page says so.
    pub rate_limit: Option<RateLimit>,
    /// What must be true before.
    pub prerequisites: Vec<Statement>,
    /// What the page says beside.
    pub remarks: Vec<Statement>,
    /// Words of the page for which nothing stands here.
    pub waived: Vec<Waiver>,
    /// The field that makes a repeat harmless.
    pub request_number: Option<String>,
    /// Headers that the runtime sets.
    pub runtime_headers: Vec<Field>,
    /// Name of the request struct in `requests`.
    pub request: String,
    /// Whether the request has a body.
    pub has_body: bool,
    /// Name of the answer struct in `responses`; `None` where a good answer has no body.
    pub response: Option<String>,
    /// Status of a good answer.
    pub success: u16,
    /// The page's error rows, in order.
    pub errors: Vec<ErrorRow>,
    /// The codes of those rows, without repetition.
    pub error_code: Enum,
    /// What the page prints.
    pub samples: Vec<Sample>,
    /// Where the page is cut off, silent or at odds.
    pub notes: Vec<Note>,
}

/// HTTP methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

impl Method {
    /// As on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// How often an operation may be called.
#[derive(Clone, Copy, Debug)]
pub struct RateLimit {
    /// So many calls.
    pub requests: u32,
    /// In so many seconds.
    pub per_seconds: u32,
    /// Whether the page says that it is the interface's limit, not one caller's.
    pub interface_level: bool,
}

/// A sentence of the page in our words.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Where the spec says it.
    pub span: Span,
    /// The sentence.
    pub doc: String,
    /// Of the page's own sentence.
    pub fingerprint: Option<String>,
}

/// Words of the page that state nothing that the spec could hold, and why.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Where the spec says it.
    pub span: Span,
    /// The page's words.
    pub words: String,
    /// Why nothing stands for them.
    pub reason: String,
}

/// In which direction a struct travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From us to the server.
    Request,
    /// From the server to us.
    Response,
}

impl Service {
    /// The struct that a name means on an operation's page: the page's own definition before a shared one or a twin's.
    #[must_use]
    pub fn structure(&self, direction: Direction, name: &str, file: &str) -> Option<&Struct> {
        let all = match direction {
            Direction::Request => &self.requests,
            Direction::Response => &self.responses,
        };
        let named = || all.iter().filter(|model| model.name == name);
        named()
            .find(|model| model.file.as_deref() == Some(file))
            .or_else(|| named().next())
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
    pub fields: Vec<Field>,
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
    /// Whether another page's answer has the same name and shape: both are one Rust type, printed for the other.
    pub is_twin: bool,
    /// The operation whose request this is.
    pub operation: Option<String>,
}

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
    /// Whether what it holds has rules of its own: a text of the body, or an object with checks.
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
    /// Whether a rule asks for the discriminator's value.
    pub is_asked: bool,
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
    pub values: Vec<Value>,
    /// Where the page is cut off, silent or at odds.
    pub notes: Vec<Note>,
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

/// The content of an error row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where the spec says it.
    pub span: Span,
    /// HTTP status.
    pub status: u16,
    /// Text on the wire.
    pub code: String,
    /// What happened.
    pub meaning: String,
    /// What to do.
    pub remedy: String,
    /// Whether the page says to repeat with the same parameters.
    pub repeat: bool,
    /// Whether an own earlier attempt may be the cause.
    pub own_attempt: bool,
    /// Of the page's own row.
    pub fingerprint: Option<String>,
    /// Where the page is silent or at odds.
    pub notes: Vec<Note>,
}

/// A row of an operation's error table.
#[derive(Clone, Debug)]
pub struct ErrorRow {
    /// The heading of the table that it stands in.
    pub table: Option<String>,
    /// Whether the row is one of those that every page repeats.
    pub common: bool,
    /// Its content.
    pub row: Row,
}

/// A request and its answer as the page prints them.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Where the spec says it.
    pub span: Span,
    /// Not printed by the page: made by us, to show a request that keeps the page's rules.
    pub ours: bool,
    /// The page's caption.
    pub title: Option<String>,
    /// Path values of its URL, by wire name.
    pub path: Vec<(String, String)>,
    /// Query values of its URL, by wire name.
    pub query: Vec<(String, String)>,
    /// JSON body of the request.
    pub request: Option<String>,
    /// JSON body of the answer.
    pub response: Option<String>,
    /// Ids of the rules that the page's own sample breaks.
    pub breaks: Vec<String>,
}

/// Where the page is cut off, silent or at odds, and the side that we take.
#[derive(Clone, Debug)]
pub struct Note {
    /// `contradiction`, `cut off`, `silent`, `unlisted` or `difference`.
    pub kind: String,
    /// What each place says.
    pub says: Vec<String>,
    /// What we do.
    pub we: String,
}
