//! The response of a route or an act before it is signed.

use serde_json::json;

/// The response of a route or an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MockResponse {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) content_type: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) signed: bool,
    /// The number at the end of `Request-ID`; `None` for that of the status.
    pub(crate) internal_number: Option<u32>,
}

impl MockResponse {
    /// A signed response with this status and this JSON text. The text is sent byte for byte, valid
    /// or not.
    ///
    /// With an empty text, the response has no body and no `Content-Type`, as for 204.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            body: body.into(),
            content_type: "application/json".to_owned(),
            headers: Vec::new(),
            signed: true,
            internal_number: None,
        }
    }

    /// An unsigned HTML page, as a gateway in front of the service sends it.
    #[must_use]
    pub fn html(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::json(status, body)
            .content_type("text/html; charset=utf-8")
            .unsigned()
    }

    /// A signed error with this code and message, as `{"code": …, "message": …}`.
    #[must_use]
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(
            status,
            json!({ "code": code, "message": message }).to_string(),
        )
    }

    /// The same response with another `Content-Type`, which is sent only if there is a body.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// The same response with one more header line.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same response without a signature.
    #[must_use]
    pub fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }

    /// The same response with this number at the end of its `Request-ID`.
    pub(crate) fn internal_number(mut self, number: Option<u32>) -> Self {
        self.internal_number = number;
        self
    }

    /// Whether the status means that the operation was done.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Why HTTP cannot carry this response, if it cannot.
    pub(crate) fn flaw(&self) -> Option<&'static str> {
        match self.status {
            204 | 304 if !self.body.is_empty() => {
                Some("a response with status 204 or 304 has no body")
            }
            200..=599 => None,
            _ => Some("the status of a response is from 200 to 599"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_responses_are_reported() {
        for (status, body, possible) in [
            (200, "{}", true),
            (200, "", true),
            (204, "", true),
            (204, "{}", false),
            (304, "{}", false),
            (599, "", true),
            (100, "", false),
            (199, "", false),
            (600, "", false),
            (0, "", false),
        ] {
            assert_eq!(
                MockResponse::json(status, body).flaw().is_none(),
                possible,
                "{status} {body:?}"
            );
        }
    }

    #[test]
    fn html_responses_are_unsigned() {
        let page = MockResponse::html(502, "<html>");
        assert_eq!(
            (page.signed, page.content_type.as_str()),
            (false, "text/html; charset=utf-8")
        );
        assert!(MockResponse::json(200, "").signed);
    }
}
