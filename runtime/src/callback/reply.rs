//! The reply to a callback.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};

/// What to send to WeChat Pay: a status and a body.
///
/// A success comes only from [`Event::acknowledge`](super::Event::acknowledge). Every other reply
/// makes WeChat Pay send the event again.
///
/// It converts into a `http::Response` with any body type that can be made from `Bytes`. Without
/// such types, send [`status`](Self::status) and [`body`](Self::body), the latter as
/// `application/json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    status: StatusCode,
    body: &'static str,
}

impl Reply {
    /// The reply if the event could not be stored: status 500.
    #[must_use]
    pub fn not_stored() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            body: r#"{"code":"FAIL","message":"the event was not stored"}"#,
        }
    }

    pub(super) fn acknowledgment() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: "",
        }
    }

    pub(super) fn unverified() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            body: r#"{"code":"FAIL","message":"the signature is not valid"}"#,
        }
    }

    pub(super) fn unreadable() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            body: r#"{"code":"FAIL","message":"the event cannot be read"}"#,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The body: empty, or JSON.
    #[must_use]
    pub fn body(&self) -> &'static str {
        self.body
    }
}

impl<B: From<Bytes>> From<Reply> for Response<B> {
    fn from(reply: Reply) -> Self {
        let mut response = Self::new(Bytes::from_static(reply.body.as_bytes()).into());
        *response.status_mut() = reply.status;
        if !reply.body.is_empty() {
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(CONTENT_TYPE, json);
        }
        response
    }
}
