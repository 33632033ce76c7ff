//! A verified, decoded response.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::call::base_url::BaseUrl;
use crate::call::head::Head;
use crate::error::attempt::Attempt;
use crate::error::history::History;
use crate::text::Excerpt;

/// The response of a successful call: verified to be WeChat Pay's, and decoded. Reads like a `T`.
pub struct Response<T> {
    value: T,
    head: Head,
    body: Bytes,
    earlier: History,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, raw: Verified) -> Self {
        let Verified {
            head,
            body,
            earlier,
            ..
        } = raw;
        Self {
            value,
            head,
            body,
            earlier,
        }
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

    /// The verified body read as another type, such as `serde_json::Value`, to reach a field that `T` does not know.
    ///
    /// # Errors
    /// Where the body is not JSON of that type.
    pub fn read<U: DeserializeOwned>(&self) -> Result<U, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// The attempts that failed before this response came, in order. Most calls have none.
    #[must_use]
    pub fn earlier_attempts(&self) -> &[Attempt] {
        self.earlier.attempts()
    }

    /// The decoded response alone.
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
            .field("request_id", &self.request_id().map(Excerpt))
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

/// A success that is known to be WeChat Pay's, not decoded yet.
pub(crate) struct Verified {
    pub(crate) head: Head,
    pub(crate) body: Bytes,
    /// Where it came from, if a client asked.
    pub(crate) host: Option<BaseUrl>,
    /// The failed attempts before it.
    pub(crate) earlier: History,
}

impl Verified {
    pub(crate) fn new(head: Head, body: Bytes) -> Self {
        Self {
            head,
            body,
            host: None,
            earlier: History::default(),
        }
    }
}
