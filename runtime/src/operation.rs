//! What an operation of APIv3 is: the trait that generated requests implement, and the data it names.

use std::fmt;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::api_error::ApiError;
use crate::check::Violations;
use crate::open_enum::OpenEnum;
pub use crate::parameters::{ParameterValue, Parameters};

/// A request that knows everything about its own call.
///
/// Generated request types implement it; [`Client::send`](crate::Client::send) and
/// [`Call::prepare`](crate::call::Call::prepare) read it. An implementation holds data only, no behaviour.
pub trait Operation {
    /// The page's facts that are the same for every call.
    const ENDPOINT: &'static Endpoint;
    /// What is serialised as the JSON body; [`NoBody`] where there is none.
    type Body: Serialize + ?Sized;
    /// What a successful answer is decoded into; [`NoContent`] where it has no body.
    type Response: DeserializeOwned;
    /// The codes that the page lists for a refusal, for [`Error::code`](crate::Error::code).
    type ErrorCode: OpenEnum;

    /// The facts about this very call. Only a call whose facts are not known beforehand, such as
    /// [`Untyped`](crate::Untyped), says otherwise than [`ENDPOINT`](Self::ENDPOINT).
    fn endpoint(&self) -> &'static Endpoint {
        Self::ENDPOINT
    }

    /// The path of this very call, with a `{name}` for every path parameter.
    fn path_template(&self) -> &str {
        self.endpoint().path
    }

    /// The name of the field by which the service tells a repeat of this very call from a second one.
    fn request_number(&self) -> Option<&str> {
        self.endpoint().request_number
    }

    /// Hands over the values that travel in the path, the query and headers. An operation without any keeps this default.
    fn parameters<'a>(&'a self, to: &mut Parameters<'a>) {
        let _ = to;
    }

    /// The body to send, or `None` for a call without one.
    fn body(&self) -> Option<&Self::Body>;

    /// Checks what no type can say: every rule that the page states of the request, and nothing that it does not state.
    /// An operation without such rules keeps this default.
    ///
    /// # Errors
    /// All rules that the request breaks, each with its path, its limit and what is there instead.
    fn validate(&self) -> Result<(), Violations> {
        Ok(())
    }
}

/// The body of an operation that sends none: a type without values, always passed as `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBody {}

impl Serialize for NoBody {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

/// The answer of an operation that answers with a status alone. Whatever JSON comes all the same is not looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl<'de> Deserialize<'de> for NoContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// The facts about an operation that its page states once for all calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Service and operation, as in `busifavor.modify_budget`; errors and traces name the call by it.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with a `{name}` for every path parameter.
    pub path: &'static str,
    /// The page that was transcribed.
    pub page: Page,
    /// The wire name of the field that makes a repeat with the same value harmless, where the page has one.
    pub request_number: Option<&'static str>,
    /// How often the page allows the call, where it says so.
    pub rate_limit: Option<RateLimit>,
    /// The statuses that the page documents for success.
    pub success: &'static [u16],
    /// The page's error table, row by row, the rows of one code together.
    pub errors: &'static [ErrorRow],
}

impl Endpoint {
    /// The rows of the error table for the status and code of an answer.
    pub(crate) fn rows_of(
        &self,
        api: Option<&ApiError>,
    ) -> impl Iterator<Item = &'static ErrorRow> {
        let answer = api.and_then(|api| Some((api.status(), api.code()?)));
        self.errors
            .iter()
            .filter(move |row| answer == Some((row.status, row.code)))
    }
}

/// Title and date of a documentation page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The page's Chinese title.
    pub title: &'static str,
    /// The page's own date of last change, as `YYYY-MM-DD`.
    pub updated: &'static str,
}

/// A limit on how often an operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many requests are allowed in one period.
    pub requests: u32,
    /// The length of the period, in seconds.
    pub per_seconds: u32,
    /// What the requests are counted over.
    pub scope: RateLimitScope,
}

/// What a [`RateLimit`] is counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateLimitScope {
    /// The page gives a number without saying over what.
    Unstated,
    /// Over the whole interface, for all its callers together.
    Interface,
}

/// One row of a page's error table. A code may stand in several rows with several meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// The HTTP status of the answer.
    pub status: u16,
    /// The code in the answer's body.
    pub code: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// Whether the same request may be sent again for it.
    pub repeat: bool,
    /// Whether an earlier attempt of the same call, of which no answer arrived, can have caused it.
    pub own_attempt: bool,
}

/// For [`error_codes!`](crate::error_codes!).
#[doc(hidden)]
impl ErrorRow {
    #[must_use]
    pub const fn new(
        status: u16,
        code: &'static str,
        meaning: &'static str,
        remedy: &'static str,
    ) -> Self {
        Self {
            status,
            code,
            meaning,
            remedy,
            repeat: false,
            own_attempt: false,
        }
    }

    #[must_use]
    pub const fn repeat(mut self) -> Self {
        self.repeat = true;
        self
    }

    #[must_use]
    pub const fn own_attempt(mut self) -> Self {
        self.own_attempt = true;
        self
    }
}

/// The HTTP methods of APIv3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads, changes nothing.
    Get,
    /// Creates or acts.
    Post,
    /// Replaces.
    Put,
    /// Changes a part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method as it stands in the request line and in the signed message.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether HTTP expects a body of this method, so that its absence has to be stated as a length of zero.
    pub(crate) const fn expects_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
