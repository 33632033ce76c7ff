//! The mock's record of each request.

use std::fmt;
use std::sync::Arc;

use crate::fault::SignatureFault;
use crate::http::Request;

/// A request as it was received, and the result of the signature check.
#[derive(Clone)]
pub struct ReceivedRequest {
    pub(crate) request: Arc<Request>,
    pub(crate) signature: Result<(), SignatureFault>,
    pub(crate) route: Option<Arc<str>>,
    pub(crate) status: Option<u16>,
}

impl ReceivedRequest {
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

    /// All header lines in order, with the original case of the names.
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

    /// Whether the request was signed correctly, and if not, why not.
    ///
    /// # Errors
    /// The first fault.
    pub fn signature(&self) -> Result<(), SignatureFault> {
        self.signature
    }

    /// The path template of the request's route, even if the request was refused before.
    #[must_use]
    pub fn route(&self) -> Option<&str> {
        self.route.as_deref()
    }

    /// The status of the response; `None` if the client did not get a complete head because of an
    /// act.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }
}

/// Shows neither headers nor body, because they contain signatures and personal data.
impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("method", &self.method())
            .field("target", &self.target())
            .field("body_length", &self.body().len())
            .field("signature", &self.signature)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
