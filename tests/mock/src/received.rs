//! The record of a received request.

use std::fmt;
use std::sync::Arc;

use crate::fault::SignatureFault;
use crate::http::Request;

/// A received request, with the mock's check of its signature and the status of the response.
#[derive(Clone)]
pub struct Received {
    pub(crate) request: Arc<Request>,
    pub(crate) signature: Result<(), SignatureFault>,
    pub(crate) route: Option<Arc<str>>,
    pub(crate) status: Option<u16>,
}

impl Received {
    /// The method, such as `PATCH`.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.request.method
    }

    /// Path and query, percent-encoded exactly as in the request line.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.request.target
    }

    /// All header lines in order. Names keep their case.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.request.headers.iter()
    }

    /// The value of the first header with this name, if it is text. The case of the name does not
    /// matter.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request
            .headers
            .first(name)
            .and_then(|value| str::from_utf8(value).ok())
    }

    /// The bytes of the body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.request.body
    }

    /// Whether the signature of the request is valid.
    ///
    /// # Errors
    /// The first fault of the signature.
    pub fn signature(&self) -> Result<(), SignatureFault> {
        self.signature
    }

    /// The path template of the matching route, even if the request was refused.
    #[must_use]
    pub fn route(&self) -> Option<&str> {
        self.route.as_deref()
    }

    /// The status of the response. `None` if an act left the client without a complete head.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }
}

/// Shows neither headers nor body, because they contain signatures and personal data.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", &self.method())
            .field("target", &self.target())
            .field("body_length", &self.body().len())
            .field("signature", &self.signature)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
