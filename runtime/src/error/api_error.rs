//! An error response, read leniently: the status stays available whatever the body contains.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use serde_json::value::RawValue;

use crate::call::head::Head;
use crate::call::verify::VerificationError;
use crate::error::kind::{ErrorKind, HasKind as _};
use crate::error::outcome::Outcome;
use crate::error::sign_error::{SignErrorCause, Signed};
use crate::error::signature_status::SignatureStatus;
use crate::text::Excerpt;

/// The error response of WeChat Pay, or of a proxy or gateway between WeChat Pay and this client.
#[derive(Clone)]
pub struct ApiError {
    pub(crate) head: Head,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) detail: Option<Box<RawValue>>,
    pub(crate) body: Bytes,
    pub(crate) signature: Signature,
    sign_error_cause: Option<SignErrorCause>,
}

impl ApiError {
    pub(crate) fn new(head: Head, body: Bytes, signature: Signature) -> Self {
        let text = String::from_utf8_lossy(&body);
        // An HTML page, an empty body or a list has no fields. Then only the status is reported.
        let mut fields: BTreeMap<String, &RawValue> =
            serde_json::from_str(&text).unwrap_or_default();
        let code = fields.remove("code").and_then(text_or_json);
        let message = fields.remove("message").and_then(text_or_json);
        let detail = fields
            .remove("detail")
            .filter(|raw| raw.get() != "null")
            .map(ToOwned::to_owned);
        drop(text);
        // Without a valid signature nobody confirms the body, so it is dropped.
        let body = match signature {
            Signature::Verified => body,
            Signature::Unsigned | Signature::Failed(_) => Bytes::new(),
        };
        Self {
            head,
            code,
            message,
            detail,
            body,
            signature,
            sign_error_cause: None,
        }
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        if let Some(why) = self.verification() {
            return why.error_kind();
        }
        match self.status() {
            200..=299 => ErrorKind::NotFinished,
            300..=399 => ErrorKind::Redirect,
            401 => ErrorKind::SignError,
            429 => ErrorKind::TooFrequent,
            400..=499 => ErrorKind::Refused,
            _ => ErrorKind::ServerError,
        }
    }

    /// Finds the cause of a `SIGN_ERROR` by comparing the response with the signed message.
    pub(crate) fn with_sign_error_cause(mut self, signed: &Signed<'_>) -> Self {
        if self.status() == 401 {
            self.sign_error_cause = signed.cause(self.detail(), self.head.date);
        }
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.head.status
    }

    /// The error code, such as `PARAM_ERROR`.
    ///
    /// [`Error::code`](crate::Error::code) returns it as the operation's own type.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The message that came with the code, in full.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The `Request-ID`; WeChat Pay's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id.as_deref()
    }

    /// Whether the signature proves that the response comes from WeChat Pay.
    #[must_use]
    pub fn signature(&self) -> SignatureStatus {
        self.signature.status()
    }

    /// The `detail` as JSON text, for example the name of the wrong field.
    ///
    /// It can repeat personal data from the request. The client therefore shows it nowhere else;
    /// take care where you print it.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref().map(RawValue::get)
    }

    /// The time to wait before the next call (`Retry-After`), counted from the arrival of the
    /// response.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.head.retry_after
    }

    pub(crate) fn content_encoding(&self) -> Option<&str> {
        self.head.content_encoding.as_deref()
    }

    pub(crate) fn sign_error_cause(&self) -> Option<SignErrorCause> {
        self.sign_error_cause.clone()
    }

    pub(crate) fn outcome(&self) -> Outcome {
        Outcome::for_response(self.status(), self.signature())
    }

    pub(crate) fn verification(&self) -> Option<&VerificationError> {
        match &self.signature {
            Signature::Failed(why) => Some(why),
            Signature::Verified | Signature::Unsigned => None,
        }
    }

    pub(crate) fn verified_body(&self) -> Option<&[u8]> {
        matches!(self.signature, Signature::Verified).then_some(&self.body)
    }
}

/// Writes status, code and message as one phrase.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status())?;
        if let Some(code) = self.code() {
            write!(f, " {}", Excerpt(code))?;
        }
        match self.message() {
            Some(message) => write!(f, " (\"{}\")", Excerpt(message)),
            None => Ok(()),
        }
    }
}

/// Omits `detail` and body, which can repeat personal data.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.head.status)
            .field("code", &self.code().map(Excerpt))
            .field("message", &self.message().map(Excerpt))
            .field("request_id", &self.request_id().map(Excerpt))
            .field("content_encoding", &self.content_encoding().map(Excerpt))
            .field("signature", &self.signature())
            .finish_non_exhaustive()
    }
}

/// A [`SignatureStatus`] with the reason of a failure.
#[derive(Clone, Debug)]
pub(crate) enum Signature {
    Verified,
    Unsigned,
    Failed(VerificationError),
}

impl Signature {
    fn status(&self) -> SignatureStatus {
        match self {
            Self::Verified => SignatureStatus::Verified,
            Self::Unsigned => SignatureStatus::Unsigned,
            Self::Failed(_) => SignatureStatus::Failed,
        }
    }
}

/// The text of a JSON string, or the JSON itself for any other value.
fn text_or_json(raw: &RawValue) -> Option<String> {
    match raw.get() {
        "null" => None,
        json => Some(serde_json::from_str(json).unwrap_or_else(|_| json.to_owned())),
    }
}
