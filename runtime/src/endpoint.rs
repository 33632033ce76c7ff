//! The facts that a page states about an operation, the same for every call.

use std::fmt;

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
    pub page: SourcePage,
    /// The wire name of the field that makes a repeat with the same value harmless, where the page has one.
    pub idempotency_key: Option<&'static str>,
    /// How often the page allows the call, where it says so.
    pub rate_limit: Option<RateLimit>,
    /// The statuses that the page documents for success.
    pub success: &'static [u16],
    /// The page's error table, row by row, the rows of one code together.
    pub errors: &'static [DocumentedError],
}

impl Endpoint {
    /// The rows of the error table for a status and a code.
    pub(crate) fn rows_of(
        &self,
        status: u16,
        code: Option<&str>,
    ) -> impl Iterator<Item = &'static DocumentedError> {
        let rows = self.errors.iter();
        rows.filter(move |row| row.status == status && code == Some(row.code))
    }
}

/// Title and date of a documentation page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourcePage {
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
pub struct DocumentedError {
    /// The HTTP status of the response.
    pub status: u16,
    /// The code in the response's body.
    pub code: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// Whether the same request may be sent again for it.
    pub retryable: bool,
    /// Whether an earlier attempt of the same call, of which no response arrived, can have caused it.
    pub may_follow_own_attempt: bool,
}

/// For [`error_codes!`](crate::__private::error_codes!).
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
