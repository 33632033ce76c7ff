//! One page: what is called, how often, what can go wrong, what the page prints.

use super::{Enum, Field, Note, Statement, Waiver};
use crate::named_list::NamedList;
use crate::source::Span;

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
    /// The string of the body that makes a retry harmless.
    pub idempotency_key: Option<String>,
    /// Headers that the runtime sets.
    pub runtime_headers: NamedList<Field>,
    /// Name of the request struct in `requests`.
    pub request: String,
    /// Whether the request has a body.
    pub has_body: bool,
    /// Name of the response struct in `responses`; `None` where a good response has no body.
    pub response: Option<String>,
    /// Status of a good response.
    pub success: u16,
    /// The page's error rows, in order.
    pub errors: Vec<DocumentedError>,
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

/// The content of an error row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where the spec says it.
    pub span: Span,
    /// HTTP status.
    pub status: u16,
    /// Text on the wire.
    pub code: String,
    /// Its name in Rust, where it was given by hand.
    pub rust_name: Option<String>,
    /// What happened.
    pub meaning: String,
    /// What to do.
    pub remedy: String,
    /// Whether the page says to repeat with the same parameters.
    pub retryable: bool,
    /// Whether an own earlier attempt may be the cause.
    pub may_follow_own_attempt: bool,
    /// Of the page's own row.
    pub fingerprint: Option<String>,
    /// Where the page is silent or at odds.
    pub notes: Vec<Note>,
}

/// A row of an operation's error table.
#[derive(Clone, Debug)]
pub struct DocumentedError {
    /// Where the page's file says it; a row that every page repeats has its content elsewhere.
    pub span: Span,
    /// The heading of the table that it stands in.
    pub table: Option<String>,
    /// Whether the row is one of those that every page repeats.
    pub common: bool,
    /// Its content.
    pub row: Row,
}

/// A request and its response as the page prints them.
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
    /// Headers that the caller sets, by wire name.
    pub header: Vec<(String, String)>,
    /// JSON body of the request.
    pub request: Option<String>,
    /// JSON body of the response.
    pub response: Option<String>,
    /// Ids of the rules that the page's own sample breaks.
    pub breaks: Vec<String>,
}
