//! Responses with which the service refuses a request before it reaches a route.

use serde_json::{Value, json};

use crate::authenticator::message;
use crate::authorization::Authorization;
use crate::fault::SignatureFault;
use crate::http::Request;
use crate::response::MockResponse;

/// The number of bytes of the body that the service shows in the verified message.
const SHOWN_OF_BODY: usize = 8;

/// A refusal: status, code and the rest of the error's body.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    code: &'static str,
    message: String,
    detail: Option<Value>,
    /// The other methods of the path, for the `Allow` header.
    allow: Option<String>,
    /// Whether the response is signed: it is, if the service trusts the merchant and has the
    /// requested key.
    pub(crate) signed: bool,
}

impl Refusal {
    fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            detail: None,
            allow: None,
            signed: true,
        }
    }

    /// The received bytes are not an HTTP request.
    pub(crate) fn malformed(why: &str) -> Self {
        Self {
            signed: false,
            ..Self::new(400, "INVALID_REQUEST", why)
        }
    }

    /// The request breaks a rule that applies to all of APIv3.
    pub(crate) fn invalid_request(why: impl Into<String>) -> Self {
        Self::new(400, "INVALID_REQUEST", why)
    }

    /// The mock does not have the key that should sign the response.
    pub(crate) fn unknown_key() -> Self {
        Self {
            signed: false,
            ..Self::invalid_request("Wechatpay-Serial names a key that is not this server's")
        }
    }

    /// The body breaks a rule at this place.
    pub(crate) fn param_error(field: &str, value: Option<&Value>, issue: &str) -> Self {
        Self::param_error_in("body", field, value, issue)
    }

    /// The body, the path or the query breaks a rule at this place.
    pub(crate) fn param_error_in(
        location: &str,
        field: &str,
        value: Option<&Value>,
        issue: &str,
    ) -> Self {
        let mut detail = json!({ "location": location, "field": field, "issue": issue });
        if let Some(value) = value {
            detail["value"] = value.clone();
        }
        Self {
            detail: Some(detail),
            ..Self::new(400, "PARAM_ERROR", format!("{issue}: {field:?}"))
        }
    }

    /// There is no route: none has the path, or the routes with this path have other methods.
    pub(crate) fn unknown_route(request: &Request, methods: &[&str]) -> Self {
        let (status, code) = if methods.is_empty() {
            (404, "RESOURCE_NOT_EXISTS")
        } else {
            (405, "METHOD_NOT_ALLOWED")
        };
        let message = format!(
            "there is no route for {} {}",
            request.method, request.target
        );
        Self {
            allow: (!methods.is_empty()).then(|| methods.join(", ")),
            ..Self::new(status, code, message)
        }
    }

    /// The signature is missing or wrong. Shows what the service would have verified, with empty
    /// lines for missing header fields.
    pub(crate) fn sign_error(request: &Request, signed: &[u8], fault: SignatureFault) -> Self {
        let (timestamp, nonce) = Authorization::from_headers(&request.headers)
            .map_or(("", ""), |header| (header.timestamp, header.nonce_str));
        let detail = json!({
            "location": "authorization",
            "field": fault.field(),
            "issue": fault.to_string(),
            "sign_information": {
                "method": request.method,
                "url": request.target,
                "truncated_sign_message": truncated_message(request, signed, timestamp, nonce),
                "sign_message_length": message(request, signed, timestamp, nonce).len(),
            },
        });
        Self {
            detail: Some(detail),
            signed: false,
            ..Self::new(401, "SIGN_ERROR", fault.to_string())
        }
    }

    /// The response for this refusal.
    pub(crate) fn response(&self) -> MockResponse {
        let mut response = MockResponse::json(self.status, self.body());
        if let Some(allow) = &self.allow {
            response = response.header("Allow", allow.as_str());
        }
        if self.signed {
            response
        } else {
            response.unsigned()
        }
    }

    /// The JSON of the error.
    pub(crate) fn body(&self) -> Vec<u8> {
        let mut body = json!({ "code": self.code, "message": self.message });
        if let Some(detail) = &self.detail {
            body["detail"] = detail.clone();
        }
        body.to_string().into_bytes()
    }
}

/// The message with only the start of its body, as the real service shows it.
fn truncated_message(request: &Request, signed: &[u8], timestamp: &str, nonce: &str) -> String {
    let shown = signed.len().min(SHOWN_OF_BODY);
    let body = String::from_utf8_lossy(&signed[..shown]);
    format!(
        "{}\n{}\n{timestamp}\n{nonce}\n{body}\n",
        request.method, request.target
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Headers;

    fn request(authorization: &str) -> Request {
        Request {
            method: "POST".to_owned(),
            target: "/v3/pay?a=b".to_owned(),
            headers: Headers::from_iter([("Authorization", authorization)]),
            body: r#"{"amount":{"total":1},"name":"张三"}"#.into(),
            keep_alive: true,
        }
    }

    fn body(refusal: &Refusal) -> Value {
        serde_json::from_slice(&refusal.body()).unwrap()
    }

    #[test]
    fn a_sign_error_shows_the_verified_message() {
        let header = r#"WECHATPAY2-SHA256-RSA2048 mchid="1",nonce_str="NONCE",timestamp="17",serial_no="A",signature="x""#;
        let request = request(header);
        let refusal = Refusal::sign_error(&request, &request.body, SignatureFault::Mismatch);
        let body = body(&refusal);
        assert_eq!((refusal.status, refusal.signed), (401, false));
        assert_eq!(body["code"], "SIGN_ERROR");
        assert_eq!(body["message"], "sign not match");
        assert_eq!(body["detail"]["field"], "signature");
        let information = &body["detail"]["sign_information"];
        assert_eq!(information["method"], "POST");
        assert_eq!(information["url"], "/v3/pay?a=b");
        assert_eq!(
            information["truncated_sign_message"],
            "POST\n/v3/pay?a=b\n17\nNONCE\n{\"amount\n"
        );
        // 4 + 1 + 11 + 1 + 2 + 1 + 5 + 1 and a body of 38 bytes and its LF.
        assert_eq!(information["sign_message_length"], 65);
    }

    #[test]
    fn a_sign_error_has_empty_lines_for_missing_header_fields() {
        let request = request("Basic x");
        let refusal = Refusal::sign_error(&request, &request.body, SignatureFault::Scheme);
        let information = &body(&refusal)["detail"]["sign_information"];
        assert_eq!(
            information["truncated_sign_message"],
            "POST\n/v3/pay?a=b\n\n\n{\"amount\n"
        );
        assert_eq!(information["sign_message_length"], 58);
    }

    #[test]
    fn other_refusals_have_status_code_and_message() {
        for (refusal, status, code, signed) in [
            (Refusal::malformed("x"), 400, "INVALID_REQUEST", false),
            (Refusal::invalid_request("x"), 400, "INVALID_REQUEST", true),
            (Refusal::unknown_key(), 400, "INVALID_REQUEST", false),
            (
                Refusal::param_error("/a", Some(&Value::Null), "x"),
                400,
                "PARAM_ERROR",
                true,
            ),
            (
                Refusal::unknown_route(&request(""), &[]),
                404,
                "RESOURCE_NOT_EXISTS",
                true,
            ),
            (
                Refusal::unknown_route(&request(""), &["GET", "PATCH"]),
                405,
                "METHOD_NOT_ALLOWED",
                true,
            ),
        ] {
            assert_eq!(
                (refusal.status, refusal.signed),
                (status, signed),
                "{refusal:?}"
            );
            assert_eq!(body(&refusal)["code"], code);
            assert!(!body(&refusal)["message"].as_str().unwrap().is_empty());
        }
    }
}
