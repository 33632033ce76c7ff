//! Responses in a `Content-Encoding`: none is asked for, and one that comes is named.

use bytes::Bytes;
use http::HeaderValue;
use serde_json::Value;
use wechatpay_runtime::call::Call;
use wechatpay_runtime::{
    Error, Operation, Outcome,
    endpoint::Endpoint,
    error::{SignatureStatus, VerificationError},
    operation::Parameters,
    raw::{AnyCode, Json, RawRequest},
};

use super::fixture::*;

/// `{"code":"PARAM_ERROR","message":"no"}`, compressed by gzip.
const GZIPPED: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xab\x56\x4a\xce\x4f\x49\x55\xb2\x52\x0a\x70\x0c\x72\xf4\x8d\
    \x77\x0d\x0a\xf2\x0f\x52\xd2\x51\xca\x4d\x2d\x2e\x4e\x4c\x07\x89\xe7\xe5\x2b\xd5\x02\0\x22\x9c\x13\xb0\x25\0\0\0";
const PLAIN: &str = r#"{"code":"PARAM_ERROR","message":"no"}"#;

type Response = http::Response<Bytes>;

fn encoded(mut response: Response, codings: &[&[u8]]) -> Response {
    for coding in codings {
        response
            .headers_mut()
            .append("Content-Encoding", HeaderValue::from_bytes(coding).unwrap());
    }
    response
}

/// A response compressed by a gateway: the signature is that of the original body.
fn compressed_on_its_way(status: u16) -> Response {
    let mut response = signed(status, PLAIN);
    *response.body_mut() = Bytes::from_static(GZIPPED);
    response
}

fn fails(response: Response) -> Error {
    read(response).unwrap_err()
}

/// An operation that sets headers which belong to the runtime.
struct OverridesHeaders;

impl Operation for OverridesHeaders {
    const ENDPOINT: &'static Endpoint = <RawRequest as Operation>::ENDPOINT;
    type Response = Json;
    type ErrorCode = AnyCode;

    fn path_template(&self) -> &'static str {
        "/v3/things"
    }

    fn parameters<'a>(&'a self, to: &mut Parameters<'a>) {
        for name in [
            "Accept-Encoding",
            "accept-encoding",
            "ACCEPT-ENCODING",
            "Accept",
            "User-Agent",
            "Authorization",
            "Wechatpay-Serial",
            "X-Own",
        ] {
            to.header(name, &"gzip, br".to_owned());
        }
    }

    fn body(&self) -> Option<impl serde::Serialize> {
        None::<Value>
    }
}

#[test]
fn every_request_sends_accept_encoding_identity() {
    for request in [
        request_of(&modify_budget()),
        request_of(&List),
        request_of(&Close { id: "1".to_owned() }),
        request_of(&RawRequest::post("/v3/a", Value::Null)),
    ] {
        assert_eq!(request.unwrap().headers()["accept-encoding"], "identity");
    }
}

#[test]
fn an_operation_cannot_replace_the_headers_of_the_runtime() {
    let request = request_of(&OverridesHeaders).unwrap();
    for name in [
        "accept-encoding",
        "accept",
        "user-agent",
        "authorization",
        "wechatpay-serial",
    ] {
        let values: Vec<_> = request.headers().get_all(name).iter().collect();
        assert_eq!(values.len(), 1, "{name}");
        assert_ne!(values[0], "gzip, br", "{name}");
    }
    assert_eq!(request.headers()["x-own"], "gzip, br");
}

#[test]
fn a_content_encoding_is_named_for_every_status_and_does_not_change_the_outcome() {
    use Outcome::{Applied, Refused, Unknown};
    for (status, on_its_way, nobody, by_wechatpay) in [
        (200, Unknown, Unknown, Applied),
        (202, Unknown, Unknown, Unknown),
        (302, Unknown, Unknown, Unknown),
        (400, Unknown, Refused, Refused),
        (401, Unknown, Refused, Refused),
        (429, Unknown, Refused, Refused),
        (500, Unknown, Unknown, Unknown),
        (502, Unknown, Unknown, Unknown),
    ] {
        for (response, outcome) in [
            (compressed_on_its_way(status), on_its_way),
            (unsigned(status, GZIPPED), nobody),
            (signed(status, GZIPPED), by_wechatpay),
        ] {
            let error = fails(encoded(response, &[b"gzip"]));
            let text = error.to_string();
            assert_eq!(error.outcome(), outcome, "{status}: {text}");
            assert_eq!(text.matches("`gzip`").count(), 1, "{text}");
            assert!(text.contains("`identity`"), "{text}");
            assert!(!text.contains("changed on its way"), "{text}");
            assert_eq!(error.content_encoding(), Some("gzip"));
        }
    }
}

#[test]
fn a_failed_signature_of_an_encoded_body_has_its_own_error() {
    for (codings, named) in [
        (&[&b"gzip"[..]][..], "gzip"),
        (&[b"GZip"], "gzip"),
        (&[b"br"], "br"),
        (&[b"deflate"], "deflate"),
        (&[b" zstd "], "zstd"),
        (&[b"x-gzip"], "x-gzip"),
        (&[b"identity, gzip"], "gzip"),
        (&[b"deflate,gzip"], "deflate, gzip"),
        (&[b"br", b"Identity", b"gzip"], "br, gzip"),
        (&[b"\xff\xfe"], "\u{fffd}\u{fffd}"),
        (&[b"`; rm -rf /"], "`; rm -rf /"),
    ] {
        for status in [200, 400] {
            let error = fails(encoded(compressed_on_its_way(status), codings));
            let expected = VerificationError::ContentEncoding(named.to_owned());
            assert_eq!(error.verification(), Some(&expected));
            assert_eq!(error.outcome(), Outcome::Unknown);
            assert!(error.to_string().contains(&format!("`{named}`")), "{error}");
        }
    }
}

#[test]
fn other_signature_errors_of_an_encoded_body_also_name_the_coding() {
    let mut probe = compressed_on_its_way(200);
    probe.headers_mut().insert(
        "Wechatpay-Signature",
        HeaderValue::from_static("WECHATPAY/SIGNTEST/a"),
    );
    let error = fails(encoded(probe, &[b"br"]));
    assert_eq!(error.verification(), Some(&VerificationError::Probe));
    assert!(error.to_string().contains("`br`"), "{error}");
    let error = fails(encoded(unsigned(200, GZIPPED), &[b"br"]));
    assert_eq!(error.verification(), Some(&VerificationError::Unsigned));
    assert!(error.to_string().contains("`br`"), "{error}");
}

#[test]
fn a_verified_encoded_body_is_kept_unchanged() {
    let error = fails(encoded(signed(200, GZIPPED), &[b"gzip"]));
    assert_eq!(error.verified_body(), Some(GZIPPED));
    let text = error.to_string();
    assert!(text.contains("do not retry it"), "{text}");
    assert!(!text.contains("please report"), "{text}");
    let error = fails(encoded(signed(400, GZIPPED), &[b"gzip"]));
    let api = error.api_error().unwrap();
    assert_eq!(
        (api.status(), api.code(), api.signature()),
        (400, None, SignatureStatus::Verified)
    );
    assert_eq!(error.verified_body(), Some(GZIPPED));
}

#[test]
fn a_response_without_content_encoding_is_accepted() {
    for codings in [
        &[][..],
        &[&b""[..]],
        &[b"identity"],
        &[b" IDENTITY ,"],
        &[b"identity", b""],
    ] {
        let response = read(encoded(signed(200, SAMPLE), codings)).unwrap();
        assert_eq!(response.max_coupons, Some(300));
        let error = fails(encoded(signed(400, PLAIN), codings));
        assert_eq!(error.content_encoding(), None);
        assert!(!error.to_string().contains("identity"), "{error}");
        let error = fails(encoded(compressed_on_its_way(200), codings));
        assert_eq!(
            error.verification(),
            Some(&VerificationError::WrongSignature)
        );
    }
}

#[test]
fn an_empty_body_ignores_its_content_encoding() {
    let closed = encoded(signed(204, ""), &[b"gzip"]);
    let call = Call::prepare(&Close { id: "1".to_owned() }).unwrap();
    assert!(call.response(closed, &keyring(), NOW).is_ok());
    let error = fails(encoded(unsigned(502, ""), &[b"gzip"]));
    assert_eq!(error.content_encoding(), None);
}
