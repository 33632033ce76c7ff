//! Responses to valid requests, and the records of these requests.

use std::io::{Read as _, Write as _};

use wechatpay_mock::{Mock, MockResponse};

use crate::client::{BODY, Draft, RESPONSE, TARGET, connect, mock, send};

#[test]
fn a_signed_request_gets_the_signed_response_of_its_route() {
    let mock = mock();
    let reply = Draft::new(&mock).send(&mock);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.body, RESPONSE.as_bytes());
    assert_eq!(reply.header("Content-Type"), Some("application/json"));
    assert_eq!(
        reply.header("Content-Length"),
        Some(RESPONSE.len().to_string().as_str())
    );
    assert!(
        reply
            .header("Request-ID")
            .is_some_and(|id| id.ends_with("-0"))
    );
    assert!(reply.is_correct(&mock));
    assert_eq!(
        reply.header("Wechatpay-Signature-Type"),
        Some("WECHATPAY2-SHA256-RSA2048")
    );
}

#[test]
fn every_response_has_its_own_nonce_and_request_id() {
    let mock = mock();
    let (one, other) = (Draft::new(&mock).send(&mock), Draft::new(&mock).send(&mock));
    for name in ["Wechatpay-Nonce", "Request-ID", "Wechatpay-Signature"] {
        assert_ne!(one.header(name), other.header(name), "{name}");
    }
}

#[test]
fn received_requests_are_recorded_unchanged() {
    let mock = mock();
    let mut draft = Draft::new(&mock).with("X-Extra", "1");
    draft.target = format!("{TARGET}?a=%E5%88%B8&b=c%2Fd");
    assert!(draft.send(&mock).is_correct(&mock));

    let requests = mock.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(
        (request.method(), request.target()),
        ("PATCH", draft.target.as_str())
    );
    assert_eq!(request.body(), BODY.as_bytes());
    assert_eq!(request.header("x-extra"), Some("1"));
    assert_eq!(request.header("x-other"), None);
    assert!(
        request
            .headers()
            .any(|(name, value)| name == "X-Extra" && value == b"1")
    );
    assert_eq!(request.signature(), Ok(()));
}

#[test]
fn debug_output_of_received_requests_hides_headers_and_body() {
    let mock = mock();
    Draft::new(&mock).send(&mock);
    let shown = format!("{:?}", mock.requests());
    assert!(shown.contains(TARGET), "{shown}");
    assert!(
        !shown.contains("WECHATPAY2") && !shown.contains("coupons\""),
        "{shown}"
    );
}

#[test]
fn requests_and_responses_may_have_no_body() {
    let mock = Mock::builder()
        .route("POST", "/v3/empty", MockResponse::json(204, ""))
        .route("POST", "/v3/accepted", MockResponse::json(202, ""))
        .route(
            "GET",
            "/v3/stocks/{stock_id}",
            MockResponse::json(200, "{}"),
        )
        .route(
            "DELETE",
            "/v3/stocks/{stock_id}",
            MockResponse::json(403, r#"{"code":"RULE_LIMIT","message":"x"}"#),
        )
        .start()
        .unwrap();
    for (method, target, status) in [
        ("POST", "/v3/empty", 204),
        ("POST", "/v3/accepted", 202),
        ("GET", "/v3/stocks/1?a=b", 200),
        ("DELETE", "/v3/stocks/1", 403),
    ] {
        let mut draft = Draft::new(&mock).without("Content-Type").body("");
        draft.method = method;
        draft.target = target.to_owned();
        let reply = draft.send(&mock);
        assert_eq!(reply.status, status, "{method} {target}");
        assert!(reply.is_correct(&mock), "{method} {target}");
        assert_eq!(
            reply.header("Content-Type").is_some(),
            !reply.body.is_empty()
        );
    }
}

#[test]
fn a_head_request_gets_no_body() {
    let mock = mock();
    let mut draft = Draft::new(&mock).body("").with("Connection", "close");
    draft.method = "HEAD";
    let mut stream = connect(&mock);
    stream.write_all(&draft.signed(&mock)).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    assert!(bytes.starts_with(b"HTTP/1.1 405") && bytes.ends_with(b"\r\n\r\n"));
}

#[test]
fn an_unknown_route_gets_a_signed_404() {
    let mock = mock();
    let mut draft = Draft::new(&mock);
    draft.target = "/v3/nowhere".to_owned();
    let reply = draft.send(&mock);
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (404, "RESOURCE_NOT_EXISTS")
    );
    assert!(reply.is_correct(&mock));
    assert_eq!(mock.requests()[0].signature(), Ok(()));
}

#[test]
fn a_wrong_method_gets_a_signed_405_that_lists_the_allowed_methods() {
    let mock = Mock::builder()
        .route("POST", "/v3/stocks/list", MockResponse::json(200, "{}"))
        .route(
            "GET",
            "/v3/stocks/{stock_id}",
            MockResponse::json(200, "{}"),
        )
        .route(
            "DELETE",
            "/v3/stocks/{stock_id}",
            MockResponse::json(204, ""),
        )
        .start()
        .unwrap();
    for (method, target, allow) in [
        ("PUT", "/v3/stocks/list", "POST, GET, DELETE"),
        ("POST", "/v3/stocks/1?a=b", "GET, DELETE"),
        ("OPTIONS", "/v3/stocks/1", "GET, DELETE"),
        ("TRACE", "/v3/stocks/%F0%9F%98%80", "GET, DELETE"),
    ] {
        let mut draft = Draft::new(&mock).body("");
        draft.method = method;
        draft.target = target.to_owned();
        let reply = draft.send(&mock);
        assert_eq!(
            (reply.status, reply.code().as_str(), reply.header("Allow")),
            (405, "METHOD_NOT_ALLOWED", Some(allow)),
            "{method} {target}"
        );
        assert!(reply.is_correct(&mock), "{method} {target}");
    }
    // A client that cannot sign learns nothing about paths.
    let mut draft = Draft::new(&mock).body("").without("Authorization");
    draft.method = "PUT";
    let reply = send(&mock, &draft.bytes(""));
    assert_eq!((reply.status, reply.header("Allow")), (401, None));
}

#[test]
fn mocks_of_one_process_share_only_their_keys() {
    let (one, other) = (mock(), Mock::builder().start().unwrap());
    assert_ne!(one.url(), other.url());
    assert_eq!(one.merchant_key_pem(), other.merchant_key_pem());
    assert_eq!(one.public_key_pem(), other.public_key_pem());

    let draft = Draft::new(&one);
    assert_eq!(draft.send(&one).status, 200);
    // The other mock has not received this nonce.
    assert_eq!(draft.send(&other).status, 404);
    assert_eq!((one.requests().len(), other.requests().len()), (1, 1));
}
