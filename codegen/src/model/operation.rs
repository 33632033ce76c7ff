//! An operation, as one page describes it.

use super::{Enum, Field, Grade, Note, Place, Statement, Waiver};
use crate::named_list::NamedList;
use crate::source::Span;

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The place in the spec.
    pub span: Span,
    /// Name of the client function.
    pub name: String,
    /// The spec file.
    pub file: String,
    /// The page's title.
    pub title: String,
    /// What the operation does.
    pub doc: String,
    /// The fingerprint of the page's sentence.
    pub fingerprint: Option<String>,
    /// The page's title in its source line. Without a page, the title of the operation.
    pub page: String,
    /// The page's date, `YYYY-MM-DD`. Empty if no page is known.
    pub updated: String,
    /// How well the page is known.
    pub grade: Grade,
    /// How well the page's description of the response is known.
    pub response_grade: Grade,
    /// Who may call, as the page says.
    pub audience: Vec<String>,
    /// The HTTP method.
    pub method: Method,
    /// Template with `{name}` for each path parameter.
    pub path: String,
    /// Names of hosts.
    pub hosts: Vec<String>,
    /// The rate limit, if the page states one.
    pub rate_limit: Option<RateLimit>,
    /// What must be true before a call.
    pub prerequisites: Vec<Statement>,
    /// What else the page says.
    pub remarks: Vec<Statement>,
    /// Words of the page that are not in the spec.
    pub waived: Vec<Waiver>,
    /// The string that makes a retry harmless.
    pub idempotency_key: Option<IdempotencyKey>,
    /// The evidence that a repeated call has no second effect, if there is any.
    pub idempotent: Option<String>,
    /// What settles an unknown outcome, if that is known.
    pub recovery: Option<Recovery>,
    /// The list of the response that has refused items although the call succeeded.
    pub partial_result: Option<PartialResult>,
    /// How the pages of a list are read.
    pub pagination: Option<Pagination>,
    /// The fields of the response that lead to a file.
    pub download: Option<Download>,
    /// Headers that the runtime sets.
    pub runtime_headers: NamedList<Field>,
    /// Name of the request struct in `requests`.
    pub request: String,
    /// Whether the request has a body.
    pub has_body: bool,
    /// Name of the response struct in `responses`; `None` if a successful response has no body or
    /// is a file.
    pub response: Option<String>,
    /// Whether a successful response is a file, which has no signature.
    pub responds_with_file: bool,
    /// Status of a successful response.
    pub success: u16,
    /// The page's error rows, in order.
    pub errors: Vec<DocumentedError>,
    /// The codes of those rows, without repetition.
    pub error_code: Enum,
    /// The samples, those of the page and ours.
    pub samples: Vec<Sample>,
    /// Places where the page is cut off, silent or contradictory.
    pub notes: Vec<Note>,
}

/// The string that makes a retry harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Its wire name.
    pub name: String,
    /// The part of the request that has it.
    pub place: Place,
}

/// What settles an unknown outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// The call that settles it.
    pub action: RecoveryAction,
    /// One sentence for who has to settle it.
    pub doc: String,
}

/// The call that settles an unknown outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecoveryAction {
    /// The same call again, byte by byte.
    Repeat,
    /// Another operation.
    Query {
        /// The place of its name in the spec.
        span: Span,
        /// Its service.
        service: String,
        /// Its name.
        operation: String,
        /// The field that shows whether the call took effect.
        comparison: Option<Comparison>,
    },
}

/// A field of a response that is compared with a field of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The path of the field in the response of the query.
    pub field: String,
    /// Its place in the spec.
    pub field_span: Span,
    /// The path of the field in the request.
    pub equals: String,
    /// Its place in the spec.
    pub equals_span: Span,
}

/// A success that may have refused some of its items.
#[derive(Clone, Debug)]
pub struct PartialResult {
    /// The list of the response that has the refused items.
    pub refused: NamedField,
    /// What a refusal means.
    pub doc: Option<String>,
    /// Whether the code of this operation implements the trait for the response. Other operations
    /// with the same response do not.
    pub is_first: bool,
}

/// A list that is returned in pages.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// The list of the response that has the items.
    pub items: NamedField,
    /// The number of the response that counts all items.
    pub total: Option<NamedField>,
    /// How a request says which page it asks for.
    pub position: PagePosition,
}

/// A response with the address of a file, which is sent without a signature.
#[derive(Clone, Debug)]
pub struct Download {
    /// The text of the response with the address.
    pub url: NamedField,
    /// The text of the response with the name of the digest, or an enum of such texts.
    pub hash_type: NamedField,
    /// The text of the response with the digest.
    pub hash_value: NamedField,
}

/// How a request says which page it asks for.
#[derive(Clone, Debug)]
pub enum PagePosition {
    /// By a token of the response before.
    Token {
        /// The field of the request.
        request: NamedField,
        /// The field of the response.
        response: NamedField,
    },
    /// By the number of items before the page.
    Offset {
        /// The number of the request that counts them.
        offset: NamedField,
        /// The number of the request that limits the items of a page.
        limit: NamedField,
    },
}

/// A field that the spec names, and the place of the name.
#[derive(Clone, Debug)]
pub struct NamedField {
    /// Its wire name.
    pub name: String,
    /// The place of the name in the spec.
    pub span: Span,
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
    /// The method as on the wire.
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

/// The rate limit of an operation.
#[derive(Clone, Copy, Debug)]
pub struct RateLimit {
    /// The number of calls.
    pub requests: u32,
    /// The period in seconds.
    pub per_seconds: u32,
    /// Whether the page says that the limit applies to the whole interface, not to each caller.
    pub interface_level: bool,
}

/// The content of an error row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The place in the spec.
    pub span: Span,
    /// HTTP status.
    pub status: u16,
    /// The error code on the wire.
    pub code: String,
    /// The `rust_name:` of the code, if there is one.
    pub rust_name: Option<String>,
    /// What happened.
    pub meaning: String,
    /// What to do.
    pub remedy: String,
    /// Whether the page advises to send the same request again.
    pub retryable: bool,
    /// Whether an earlier attempt of the same call may be the cause.
    pub may_follow_own_attempt: bool,
    /// The fingerprint of the page's row.
    pub fingerprint: Option<String>,
    /// Places where the page is silent or contradictory.
    pub notes: Vec<Note>,
}

/// A row of an operation's error table.
#[derive(Clone, Debug)]
pub struct DocumentedError {
    /// The place in the operation file. The content of a common row is in the api file.
    pub span: Span,
    /// The heading of its table.
    pub table: Option<String>,
    /// Whether the row is one of those that every page repeats.
    pub common: bool,
    /// How well the page is known that has the row.
    pub grade: Grade,
    /// Its content.
    pub row: Row,
}

/// A request and its response as the page prints them.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The place in the spec.
    pub span: Span,
    /// Whether we made the sample to show a request that keeps the page's rules. The page does not
    /// print it.
    pub ours: bool,
    /// The page's caption.
    pub title: Option<String>,
    /// Path values of its URL, by wire name.
    pub path: Vec<(String, String)>,
    /// Query values of its URL, by wire name.
    pub query: Vec<(String, String)>,
    /// Headers that the caller sets, by wire name.
    pub header: Vec<(String, String)>,
    /// JSON body of the request.
    pub request: Option<String>,
    /// JSON body of the response.
    pub response: Option<String>,
    /// Ids of the rules that the page's own sample breaks.
    pub breaks: Vec<String>,
}

impl Sample {
    /// The values of a parameter. A list in a query can have several.
    pub fn parameter<'a>(&'a self, field: &'a Field) -> impl Iterator<Item = &'a str> {
        let values: &[_] = match field.place {
            Place::Path => &self.path,
            Place::Query => &self.query,
            Place::Header => &self.header,
            Place::Body | Place::File => &[],
        };
        let values = values.iter();
        let values = values.filter(|(name, _)| *name == field.wire_name);
        values.map(|(_, value)| value.as_str())
    }
}
