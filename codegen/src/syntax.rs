//! The syntax tree of a spec: the content of the files, each text with its place, not yet checked.
//!
//! `spec/README.md` explains every key. Fields of these types have the names of the keys.

use std::collections::HashSet;

use crate::model::{Count, Grade, Keys};
use crate::named_list::{Named, NamedList};
use crate::source::{Span, Spanned};

/// A word or sentence of a spec file.
pub(crate) type Text = Spanned<String>;

/// A map of the spec language, in the order of the file.
pub(crate) type Entries<T> = NamedList<(Text, T)>;

impl<T> Named for (Text, T) {
    fn key(&self) -> &str {
        &self.0.value
    }
}

/// All files of one spec folder.
#[derive(Debug, Default)]
pub(crate) struct Spec {
    /// Files that could not be read. This has been reported. References to their definitions are
    /// not reported.
    pub(crate) unread: Vec<String>,
    /// Names of types, hosts and other items that could not be read, with the same effect.
    pub(crate) dropped: HashSet<String>,
    /// The places of the keys of every map.
    pub(crate) keys: Keys,
    pub(crate) api: Vec<Api>,
    pub(crate) services: Vec<Service>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) callbacks: Vec<Callback>,
}

impl Spec {
    /// The number of files that could be read.
    pub(crate) fn files(&self) -> usize {
        self.api.len() + self.services.len() + self.operations.len() + self.callbacks.len()
    }

    /// Adds the content of other files.
    pub(crate) fn append(&mut self, more: Self) {
        let Self {
            unread,
            dropped,
            keys,
            api,
            services,
            operations,
            callbacks,
        } = more;
        self.unread.extend(unread);
        self.dropped.extend(dropped);
        self.keys.append(keys);
        self.api.extend(api);
        self.services.extend(services);
        self.operations.extend(operations);
        self.callbacks.extend(callbacks);
    }
}

/// The api file: facts that every page repeats.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) name: Text,
    pub(crate) hosts: Entries<Host>,
    pub(crate) errors: Vec<Row>,
}

/// A host, as the pages describe it.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) title: Text,
    pub(crate) url: Text,
    pub(crate) doc: Text,
    pub(crate) fingerprint: Option<Text>,
}

/// A service file: facts about one folder.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) name: Text,
    pub(crate) file: String,
    pub(crate) doc: Text,
    /// Services whose types its operations may name.
    pub(crate) uses: Vec<Text>,
    /// Whether the crate has its feature by default.
    pub(crate) on_by_default: bool,
    pub(crate) types: Types,
    pub(crate) notes: Vec<Note>,
}

/// An operation file: one page.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: Text,
    pub(crate) file: String,
    pub(crate) title: Text,
    pub(crate) doc: Text,
    pub(crate) source: Source,
    pub(crate) audience: Vec<Text>,
    pub(crate) method: Spanned<Method>,
    pub(crate) path: Text,
    pub(crate) hosts: Vec<Text>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) prerequisites: Vec<Statement>,
    pub(crate) remarks: Vec<Statement>,
    pub(crate) waived: Vec<Waiver>,
    pub(crate) idempotency_key: Option<Text>,
    pub(crate) idempotent: Option<Text>,
    pub(crate) recovery: Option<Recovery>,
    pub(crate) partial_result: Option<PartialResult>,
    pub(crate) pagination: Option<Pagination>,
    pub(crate) download: Option<Download>,
    pub(crate) parameters: Parameters,
    pub(crate) request: Option<Text>,
    pub(crate) body: Option<Entries<Field>>,
    pub(crate) form: Option<Form>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) response: Response,
    /// Empty if the page's list was not seen.
    pub(crate) errors: Vec<DocumentedError>,
    pub(crate) samples: Vec<Sample>,
    pub(crate) types: Types,
    pub(crate) notes: Vec<Note>,
    pub(crate) fingerprint: Option<Text>,
}

/// What settles an unknown outcome.
#[derive(Debug)]
pub(crate) struct Recovery {
    pub(crate) action: RecoveryAction,
    pub(crate) doc: Text,
}

/// The call that settles an unknown outcome.
#[derive(Debug)]
pub(crate) enum RecoveryAction {
    /// The same call again.
    Repeat,
    /// Another operation, and the field of its response that equals a field of the request.
    Query {
        operation: Text,
        comparison: Option<(Text, Text)>,
    },
}

/// A success that may have refused some of its items.
#[derive(Debug)]
pub(crate) struct PartialResult {
    /// The list of the response that has the refused items.
    pub(crate) refused: Text,
    pub(crate) doc: Option<Text>,
}

/// A list that is returned in pages.
#[derive(Debug)]
pub(crate) struct Pagination {
    /// The list of the response that has the items.
    pub(crate) items: Text,
    /// The number of the response that counts all items.
    pub(crate) total: Option<Text>,
    pub(crate) position: PagePosition,
}

/// A response with the address of a file: the fields of the response. The file is sent unsigned.
#[derive(Debug)]
pub(crate) struct Download {
    pub(crate) url: Text,
    pub(crate) hash_type: Text,
    pub(crate) hash_value: Text,
}

/// How a request says which page it asks for.
#[derive(Debug)]
pub(crate) enum PagePosition {
    /// By a token of the response before.
    Token { request: Text, response: Text },
    /// By the number of items before the page.
    Offset { offset: Text, limit: Text },
}

/// A callback file: one page about events that WeChat Pay sends.
#[derive(Debug)]
pub(crate) struct Callback {
    pub(crate) name: Text,
    pub(crate) file: String,
    pub(crate) title: Text,
    pub(crate) doc: Text,
    pub(crate) source: Source,
    pub(crate) events: Entries<Event>,
    pub(crate) reply: Vec<Statement>,
    pub(crate) remarks: Vec<Statement>,
    pub(crate) waived: Vec<Waiver>,
    pub(crate) types: Types,
    pub(crate) notes: Vec<Note>,
    pub(crate) fingerprint: Option<Text>,
}

/// An event of a callback.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) also: Vec<Text>,
    pub(crate) title: Option<Text>,
    pub(crate) doc: Option<Text>,
    pub(crate) rust_name: Option<Text>,
    pub(crate) original_type: Option<Text>,
    pub(crate) resource: Text,
    pub(crate) remarks: Vec<Statement>,
    pub(crate) notes: Vec<Note>,
    pub(crate) fingerprint: Option<Text>,
}

/// The page that an operation was transcribed from.
#[derive(Debug)]
pub(crate) struct Source {
    /// `None` only if the grade is `secondary`.
    pub(crate) page: Option<Text>,
    /// `None` only if the grade is `secondary`.
    pub(crate) updated: Option<Text>,
    pub(crate) grade: Grade,
}

/// The HTTP methods of APIv3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// `20/s`, `1000/min per interface`.
#[derive(Clone, Debug)]
pub(crate) struct RateLimit {
    pub(crate) requests: u32,
    pub(crate) per_seconds: u32,
    pub(crate) interface_level: bool,
}

/// A sentence of the page in our words.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) doc: Text,
    pub(crate) fingerprint: Option<Text>,
}

/// Words of the page that are not in the spec, and the reason.
#[derive(Clone, Debug)]
pub(crate) struct Waiver {
    pub(crate) words: Text,
    pub(crate) reason: Text,
}

/// The parameters outside the body.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    /// Headers that the runtime sends, and callers do not set.
    pub(crate) runtime_header: Entries<Field>,
    pub(crate) header: Entries<Field>,
    pub(crate) path: Entries<Field>,
    pub(crate) query: Entries<Field>,
}

/// The form that sends the body together with a file.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) json: FormPart,
    /// The part with the file, by its name.
    pub(crate) file: Entries<Field>,
    /// Media types by the endings of file names.
    pub(crate) types: Entries<Text>,
    pub(crate) file_name: Text,
    pub(crate) digest: Text,
}

impl Form {
    /// The names of fields of the body, each with its key.
    pub(crate) fn names(&self) -> [(&'static str, &Text); 2] {
        [("file_name", &self.file_name), ("digest", &self.digest)]
    }
}

/// The part of a form that has the JSON.
#[derive(Debug)]
pub(crate) struct FormPart {
    pub(crate) name: Text,
    pub(crate) title: Option<Text>,
    pub(crate) doc: Option<Text>,
    pub(crate) fingerprint: Option<Text>,
}

/// The types of a file, by direction.
#[derive(Debug, Default)]
pub(crate) struct Types {
    pub(crate) both: Entries<Type>,
    pub(crate) request: Entries<Type>,
    pub(crate) response: Entries<Type>,
}

/// A named type: `fields` makes a struct, `values` an enum.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) title: Option<Text>,
    pub(crate) doc: Option<Text>,
    pub(crate) rust_name: Option<Text>,
    pub(crate) also_called: Vec<Text>,
    pub(crate) grade: Option<Grade>,
    pub(crate) shape: Shape,
    pub(crate) notes: Vec<Note>,
}

/// The shape of a named type.
#[derive(Debug)]
pub(crate) enum Shape {
    Struct {
        fields: Entries<Field>,
        rules: Vec<Rule>,
    },
    Enum {
        values: Entries<Value>,
        /// Whether the values are whole numbers on the wire.
        of_integers: bool,
    },
}

/// One value of an enum.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) grade: Option<Grade>,
    pub(crate) title: Option<Text>,
    pub(crate) doc: Option<Text>,
    pub(crate) rust_name: Option<Text>,
    pub(crate) remarks: Vec<Statement>,
    pub(crate) waived: Vec<Waiver>,
    pub(crate) notes: Vec<Note>,
    pub(crate) fingerprint: Option<Text>,
}

/// A field of a struct, or a parameter.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) ty: Spanned<TypeExpr>,
    pub(crate) presence: Spanned<Presence>,
    pub(crate) grade: Option<Grade>,
    pub(crate) title: Option<Text>,
    pub(crate) doc: Option<Text>,
    pub(crate) rust_name: Option<Text>,
    pub(crate) selects: Option<Text>,
    /// `runtime`: the runtime sets it, and callers do not.
    pub(crate) set_by: Option<Text>,
    pub(crate) sensitive: Option<Text>,
    /// Of an encrypted field, if it is not OAEP.
    pub(crate) padding: Option<Text>,
    pub(crate) format: Option<Text>,
    pub(crate) unit: Option<Text>,
    pub(crate) default: Option<Text>,
    pub(crate) alphabet: Option<Text>,
    pub(crate) limits: Limits,
    pub(crate) server: Vec<Statement>,
    pub(crate) remarks: Vec<Statement>,
    pub(crate) waived: Vec<Waiver>,
    pub(crate) from: Entries<Elsewhere>,
    pub(crate) notes: Vec<Note>,
    pub(crate) fingerprint: Option<Text>,
}

impl Field {
    /// Whether the field is encrypted on the wire.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.sensitive.iter().any(|word| word.value == "encrypted")
    }
}

/// Bounds of a value; each inclusive.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) min: Option<Spanned<i64>>,
    pub(crate) max: Option<Spanned<i64>>,
    pub(crate) min_chars: Option<Spanned<i64>>,
    pub(crate) max_chars: Option<Spanned<i64>>,
    pub(crate) min_items: Option<Spanned<i64>>,
    pub(crate) max_items: Option<Spanned<i64>>,
    /// Of a file.
    pub(crate) max_bytes: Option<Spanned<i64>>,
}

impl Limits {
    /// All limits, each with its key.
    pub(crate) fn each(&self) -> [(&'static str, Option<&Spanned<i64>>); 7] {
        [
            ("min", self.min.as_ref()),
            ("max", self.max.as_ref()),
            ("min_chars", self.min_chars.as_ref()),
            ("max_chars", self.max_chars.as_ref()),
            ("min_items", self.min_items.as_ref()),
            ("max_items", self.max_items.as_ref()),
            ("max_bytes", self.max_bytes.as_ref()),
        ]
    }
}

/// A type in the page's notation.
#[derive(Clone, Debug)]
pub(crate) enum TypeExpr {
    String {
        max_chars: Option<i64>,
    },
    Integer,
    Boolean,
    Array(Box<TypeExpr>),
    /// A text that contains JSON.
    Json(Box<TypeExpr>),
    /// An object whose fields no page lists.
    Object,
    Named(String),
    /// A file, which is a part of a form. The spec language has no word for it.
    File,
    /// A type that could not be read. This has been reported, so nothing else about it is reported.
    Unread,
}

impl TypeExpr {
    /// The type of the innermost items of an array. For other types, the type itself.
    pub(crate) fn item(&self) -> &Self {
        match self {
            Self::Array(inner) => inner.item(),
            other => other,
        }
    }

    /// The type of the innermost items of an array, or of the JSON in a text. For other types, the
    /// type itself.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::Array(inner) | Self::Json(inner) => inner.innermost(),
            other => other,
        }
    }
}

/// Whether a field must be present.
#[derive(Debug)]
pub(crate) enum Presence {
    Required,
    Optional,
    Undocumented,
    Conditional(Conditional),
}

/// A presence that depends on conditions.
#[derive(Debug)]
pub(crate) struct Conditional {
    pub(crate) printed_required: bool,
    pub(crate) only_when: Vec<Condition>,
    pub(crate) required_when: Vec<Condition>,
    pub(crate) allowed_when: Vec<Condition>,
    pub(crate) cut_off: Option<Text>,
}

impl Conditional {
    /// The lists of conditions. All conditions of a list must be true.
    pub(crate) fn lists(&self) -> [&[Condition]; 3] {
        [&self.only_when, &self.required_when, &self.allowed_when]
    }
}

/// `update_mode: MAX_COUNT`, `target_max_coupons: greater than 0`.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) subject: Text,
    pub(crate) test: Test,
}

/// The test of a condition.
#[derive(Debug)]
pub(crate) enum Test {
    OneOf(Vec<Text>),
    GreaterThan(i64),
    /// A list has this item.
    Contains(Text),
    Present,
    Absent,
}

/// Facts about a field from another page or direction, which are documented but never enforced.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    pub(crate) grade: Option<Text>,
    pub(crate) presence: Option<Spanned<Presence>>,
    pub(crate) title: Option<Text>,
    pub(crate) doc: Option<Text>,
    pub(crate) unit: Option<Text>,
    pub(crate) default: Option<Text>,
    pub(crate) alphabet: Option<Text>,
    pub(crate) limits: Limits,
}

/// A rule over the fields of one struct.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) id: Option<Text>,
    pub(crate) span: Span,
    pub(crate) doc: Option<Text>,
    pub(crate) kind: RuleKind,
    pub(crate) grade: Option<Grade>,
    pub(crate) fingerprint: Option<Text>,
}

/// The kinds of rules.
#[derive(Debug)]
pub(crate) enum RuleKind {
    Count(Count, Vec<Text>),
    Allowed {
        when: Vec<Condition>,
        field: Text,
        values: Vec<Text>,
    },
    Server,
}

/// The response of a successful call.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: Spanned<i64>,
    pub(crate) body: Option<Text>,
    /// The key `file:`, if the response is a file.
    pub(crate) file: Option<Span>,
    pub(crate) grade: Option<Grade>,
}

/// A row of an operation's error table.
#[derive(Debug)]
pub(crate) enum DocumentedError {
    Common {
        common: Text,
        table: Option<Text>,
        grade: Option<Grade>,
    },
    Own {
        row: Box<Row>,
        table: Option<Text>,
        grade: Option<Grade>,
    },
}

/// The content of an error row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) status: Spanned<i64>,
    pub(crate) code: Text,
    pub(crate) rust_name: Option<Text>,
    pub(crate) meaning: Text,
    pub(crate) remedy: Text,
    pub(crate) retryable: bool,
    pub(crate) may_follow_own_attempt: bool,
    pub(crate) notes: Vec<Note>,
    pub(crate) fingerprint: Option<Text>,
}

/// A pair of request and response as the page prints it.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) span: Span,
    /// Whether we made the sample to show a request that keeps the page's rules. The page does not
    /// print it.
    pub(crate) ours: bool,
    pub(crate) title: Option<Text>,
    pub(crate) path: Entries<Text>,
    pub(crate) query: Entries<Text>,
    pub(crate) header: Entries<Text>,
    pub(crate) request: Option<Text>,
    pub(crate) response: Option<Text>,
    pub(crate) breaks: Vec<Text>,
}

/// A place where the page is cut off, is silent, or contradicts itself or another page, and the
/// side that we take.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) kind: Text,
    pub(crate) says: Vec<Text>,
    pub(crate) we: Text,
}
