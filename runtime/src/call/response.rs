//! A verified and decoded response.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::call::base_url::BaseUrl;
use crate::call::head::Head;
use crate::error::attempt::Attempt;
use crate::error::history::History;
use crate::text::Excerpt;

/// The response of a successful call: verified, and decoded as `T`. It dereferences to `T`.
pub struct Response<T> {
    value: T,
    pub(crate) head: Head,
    pub(crate) body: Bytes,
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

    /// The `Request-ID`; WeChat Pay's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id.as_deref()
    }

    /// The verified body, byte for byte, including all fields that `T` does not know.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Decodes the verified body as another type, such as `serde_json::Value`, to read fields that
    /// `T` does not know.
    ///
    /// # Errors
    /// If the body is not JSON of that type.
    pub fn read<U: DeserializeOwned>(&self) -> Result<U, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// The attempts that failed before this response arrived, in order. Most calls have none.
    #[must_use]
    pub fn earlier_attempts(&self) -> &[Attempt] {
        self.earlier.attempts()
    }

    /// Returns only the decoded value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

/// Writes the decoded value, without the rest of the response.
#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for Response<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Omits the raw body.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.head.status)
            .field("request_id", &self.request_id().map(Excerpt))
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

/// A verified success that is not decoded yet.
pub(crate) struct Verified {
    pub(crate) head: Head,
    pub(crate) body: Bytes,
    /// The host that sent the response; `None` if the call was made without a client.
    pub(crate) host: Option<BaseUrl>,
    /// The failed attempts before this response.
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
