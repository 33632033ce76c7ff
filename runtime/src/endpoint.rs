//! Facts about an operation that are the same for every call.

use std::fmt;

/// The facts that a page states about an operation for all calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Service and operation, such as `busifavor.modify_budget`. Errors and traces use this name.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with a `{name}` for each path parameter.
    pub path: &'static str,
    /// The documentation page that the operation was transcribed from.
    pub page: SourcePage,
    /// How well that page is known.
    pub evidence: Evidence,
    /// The field that makes a retry with the same value safe, such as `out_request_no`. `None` if
    /// the page names no such field.
    pub idempotency_key: Option<IdempotencyKey<'static>>,
    /// Whether there is evidence that a repeated PUT or DELETE has no second effect, so that a
    /// retry is safe without an idempotency key. The evidence is in the operation's documentation.
    ///
    /// `false` for other methods. A GET is always safe to retry.
    pub idempotent: bool,
    /// The page's limit on the frequency of calls, if it states one.
    pub rate_limit: Option<RateLimit>,
    /// The HTTP statuses that the page documents for success.
    pub success: &'static [u16],
    /// The page's error table, in order. Entries with the same code are adjacent.
    pub errors: &'static [DocumentedError],
}

impl Endpoint {
    /// The entries of the error table for a status and a code.
    pub(crate) fn documented_errors(
        &self,
        status: u16,
        code: Option<&str>,
    ) -> impl Iterator<Item = &'static DocumentedError> {
        let errors = self.errors.iter();
        errors.filter(move |error| error.status == status && code == Some(error.code))
    }
}

/// The field of a request that makes a retry with the same value safe, such as `out_request_no`.
///
/// The service uses the value of this field to distinguish a retry from a second request. Unlike
/// with Stripe, a retry may return a different response from the first attempt, for example the
/// error `ALREADY_EXISTS` instead of the first success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdempotencyKey<'a> {
    /// The wire name of the field.
    pub name: &'a str,
    /// The part of the request that has the field.
    pub location: Location,
}

impl<'a> IdempotencyKey<'a> {
    /// A field of the JSON body.
    #[must_use]
    pub const fn in_body(name: &'a str) -> Self {
        Self {
            name,
            location: Location::Body,
        }
    }

    /// A value in the path.
    #[must_use]
    pub const fn in_path(name: &'a str) -> Self {
        Self {
            name,
            location: Location::Path,
        }
    }

    /// A query parameter.
    #[must_use]
    pub const fn in_query(name: &'a str) -> Self {
        Self {
            name,
            location: Location::Query,
        }
    }

    /// A header. Upper and lower case do not matter.
    #[must_use]
    pub const fn in_header(name: &'a str) -> Self {
        Self {
            name,
            location: Location::Header,
        }
    }
}

/// A name alone means a field of the JSON body.
impl<'a> From<&'a str> for IdempotencyKey<'a> {
    fn from(name: &'a str) -> Self {
        Self::in_body(name)
    }
}

/// A part of a request that has named values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Location {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The headers.
    Header,
    /// The JSON body.
    Body,
}

/// The title and the date of a documentation page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourcePage {
    /// The Chinese title of the page.
    pub title: &'static str,
    /// The date of the page's last change, as stated on the page: `YYYY-MM-DD`. Empty if no page
    /// is known.
    pub updated: &'static str,
}

/// How well the page of an operation is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// The whole page was transcribed and audited.
    Full,
    /// Only a part of the page was seen, such as its beginning.
    Partial,
    /// The page was not seen. The operation was transcribed from other descriptions.
    Secondary,
}

/// A limit on how often an operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of requests that are allowed in one period.
    pub requests: u32,
    /// The length of the period, in seconds.
    pub per_seconds: u32,
    /// Which requests count towards the limit.
    pub scope: RateLimitScope,
}

/// Which requests count towards a [`RateLimit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateLimitScope {
    /// The page gives a number and does not say which requests count.
    Unstated,
    /// All requests to the interface count, from all its callers.
    Interface,
}

/// One entry of a page's error table. A table can list one code several times, with different
/// meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentedError {
    /// The HTTP status of the response.
    pub status: u16,
    /// The code in the response's body.
    pub code: &'static str,
    /// The meaning of the error.
    pub meaning: &'static str,
    /// What to do about the error.
    pub remedy: &'static str,
    /// Whether the same request may be sent again after this error.
    pub retryable: bool,
    /// Whether an earlier attempt of the same call can have caused this error.
    ///
    /// This is possible if no response to the earlier attempt arrived.
    pub may_follow_own_attempt: bool,
}

/// Constructors for [`error_codes!`](crate::__private::error_codes!).
#[doc(hidden)]
impl DocumentedError {
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
            retryable: false,
            may_follow_own_attempt: false,
        }
    }

    #[must_use]
    pub const fn retryable(mut self) -> Self {
        self.retryable = true;
        self
    }

    #[must_use]
    pub const fn may_follow_own_attempt(mut self) -> Self {
        self.may_follow_own_attempt = true;
        self
    }
}

/// The HTTP methods of APIv3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads data and changes nothing.
    Get,
    /// Creates something or starts an action.
    Post,
    /// Replaces something.
    Put,
    /// Changes a part of something.
    Patch,
    /// Removes something.
    Delete,
}

impl Method {
    /// The name of the method in the request line and in the signed message.
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

    /// Whether HTTP expects a body for this method. If there is none, the request needs
    /// `Content-Length: 0`.
    pub(crate) const fn expects_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
