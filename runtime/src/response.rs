//! A verified, decoded answer.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::HeaderMap;

/// The answer of a call that succeeded: verified to be WeChat Pay's, and decoded. Reads like a `T`.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    head: Head,
    body: Bytes,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: Head, body: Bytes) -> Self {
        Self { value, head, body }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.head.status
    }

    /// The `Request-ID`, which WeChat Pay's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id.as_deref()
    }

    /// The verified body, byte for byte, with every field that `T` does not know.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The decoded answer alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Without the raw body.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.head.status)
            .field("request_id", &self.head.request_id)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

/// What every answer has, whatever it says.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
}

impl Head {
    pub(crate) fn new(status: u16, headers: &HeaderMap) -> Self {
        let request_id = headers
            .get("Request-ID")
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        Self { status, request_id }
    }
}
