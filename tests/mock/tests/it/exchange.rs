//! Requests without a socket, compared with the same requests over one.

use std::net::TcpListener;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use wechatpay_mock::{Act, Delivery, Mock, MockResponse, NoResponse, Place, Tamper};

use crate::client::{Draft, RESPONSE, TARGET, TEMPLATE, mock};

fn without_sockets() -> Mock {
    Mock::builder()
        .route("PATCH", TEMPLATE, MockResponse::json(200, RESPONSE))
        .without_sockets()
        .start()
        .unwrap()
}

/// The request of a draft with a correct signature.
fn request(draft: &Draft, mock: &Mock) -> http::Request<Bytes> {
    let mut request = http::Request::builder()
        .method(draft.method)
        .uri(format!("http://localhost{}", draft.target))
        .header("Authorization", draft.authorization(mock));
    for (name, value) in &draft.headers {
        request = request.header(*name, value);
    }
    request.body(draft.body.clone().into()).unwrap()
}

#[test]
fn a_request_without_a_socket_is_checked_as_over_a_socket() {
    let (mock, listening) = (without_sockets(), mock());
    let draft = |change: fn(Draft) -> Draft| change(Draft::new(&mock));
    for (draft, status, code) in [
        (draft(|draft| draft), 200, ""),
        (draft(|draft| draft.without("Host")), 200, ""),
        (
            draft(|draft| draft.with("Host", "other")),
            400,
            "INVALID_REQUEST",
        ),
        (
            draft(|draft| draft.without("Accept")),
            400,
            "INVALID_REQUEST",
        ),
        (
            draft(|draft| draft.without("Content-Type")),
            400,
            "PARAM_ERROR",
        ),
        (
            draft(|draft| draft.with("Wechatpay-Serial", "other")),
            400,
            "INVALID_REQUEST",
        ),
        (
            draft(|draft| draft.body(r#"{"a":null}"#)),
            400,
            "PARAM_ERROR",
        ),
        (draft(|draft| draft.body("{")), 400, "PARAM_ERROR"),
        (
            draft(|draft| draft.body(vec![b' '; 8 * 1024 * 1024 + 1])),
            400,
            "INVALID_REQUEST",
        ),
        (
            draft(|draft| draft.with("X-Long", "x".repeat(16 * 1024))),
            400,
            "INVALID_REQUEST",
        ),
        (
            draft(|draft| Draft {
                headers: vec![("X-Many", "x".to_owned()); 101],
                ..draft
            }),
            400,
            "INVALID_REQUEST",
        ),
        (
            draft(|draft| Draft {
                timestamp: "1".to_owned(),
                ..draft
            }),
            401,
            "SIGN_ERROR",
        ),
        (
            draft(|draft| Draft {
                target: "/v3/nowhere".to_owned(),
                ..draft
            }),
            404,
            "RESOURCE_NOT_EXISTS",
        ),
        (
            draft(|draft| Draft {
                method: "GET",
                ..draft
            }),
            405,
            "METHOD_NOT_ALLOWED",
        ),
    ] {
        let response = mock.exchange(request(&draft, &mock)).unwrap();
        let shown = format!("{} {:?}", draft.method, draft.headers);
        assert_eq!(response.status(), status, "{shown}");
        let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(body["code"].as_str().unwrap_or_default(), code, "{shown}");

        // HTTP libraries add a missing Host before a request reaches a socket.
        let has_host = draft.headers.iter().any(|(name, _)| *name == "Host");
        let draft = if has_host {
            draft
        } else {
            draft.with("Host", "localhost")
        };
        let reply = draft.send(&listening);
        assert_eq!(reply.status, status, "{shown}");
        assert_eq!(reply.body, **response.body(), "{shown}");
        let names: Vec<_> = reply.names().iter().map(|n| n.to_lowercase()).collect();
        let without: Vec<_> = response
            .headers()
            .keys()
            .map(http::HeaderName::as_str)
            .collect();
        let closing = names.iter().filter(|name| *name != "connection");
        assert!(closing.eq(without.iter()), "{names:?} {without:?}");
    }
    assert_eq!(mock.ledger().len(), 2);
    assert_eq!(mock.requests()[0].target(), TARGET);
}

#[test]
fn a_body_of_another_length_than_declared_is_malformed_without_a_socket() {
    let mock = without_sockets();
    for length in ["0", "1", "999"] {
        let mut request = request(&Draft::new(&mock), &mock);
        let length = HeaderValue::from_static(length);
        request.headers_mut().insert(CONTENT_LENGTH, length);
        let response = mock.exchange(request).unwrap();
        assert_eq!(response.status(), 400);
        assert!(response.headers().get("Wechatpay-Signature").is_none());
    }
    let mut chunked = request(&Draft::new(&mock), &mock);
    let value = HeaderValue::from_static("chunked");
    chunked.headers_mut().insert(TRANSFER_ENCODING, value);
    assert_eq!(mock.exchange(chunked).unwrap().status(), 400);
    let mut relative = request(&Draft::new(&mock), &mock);
    *relative.uri_mut() = TARGET.parse().unwrap();
    relative.headers_mut().remove(HOST);
    assert_eq!(mock.exchange(relative).unwrap().status(), 400);
    assert!(mock.ledger().is_empty() && mock.requests().is_empty());
}

#[test]
fn a_delivery_without_an_end_of_the_response_is_no_response() {
    let pause = Duration::from_secs(3600);
    for (delivery, effects, gateway) in [
        (Delivery::Cut(Place::OnAccept), 0, 502),
        (Delivery::Reset(Place::BeforeReading), 0, 502),
        (Delivery::Stall(Place::AfterHead), 0, 504),
        (Delivery::Cut(Place::BeforeActing), 0, 502),
        (Delivery::Cut(Place::AfterActing), 1, 502),
        (Delivery::Stall(Place::InBody), 1, 504),
        (Delivery::Garbage(b"x".to_vec()), 0, 502),
        (Delivery::Endless, 1, 502),
        (Delivery::DeclaredLength(1), 1, 502),
    ] {
        let mock = without_sockets();
        mock.script([Act::deliver(delivery.clone())]);
        let draft = Draft::new(&mock);
        let reason = mock.exchange(request(&draft, &mock)).unwrap_err();
        assert_eq!(mock.ledger().len(), effects, "{delivery:?}");
        assert_eq!(reason, NoResponse::Delivery(delivery.clone()));

        mock.always(Act::deliver(delivery));
        let respond = mock.service_fn();
        let page = respond(request(&Draft::new(&mock), &mock));
        assert_eq!(page.status(), gateway, "{reason}");
        assert!(page.body().starts_with(b"<html>"), "{reason}");
    }
    let mock = without_sockets();
    for delivery in [
        Delivery::Whole,
        Delivery::Delayed(pause),
        Delivery::SlowHead(pause),
        Delivery::SlowBody(pause),
        Delivery::Chunked,
        Delivery::UntilClose,
        Delivery::ContinueFirst(2),
        Delivery::DeclaredLength(RESPONSE.len() as u64),
    ] {
        let chunked = delivery == Delivery::Chunked;
        mock.script([Act::deliver(delivery)]);
        let response = mock.exchange(request(&Draft::new(&mock), &mock)).unwrap();
        assert_eq!(response.body(), RESPONSE);
        assert_eq!(response.headers().contains_key(TRANSFER_ENCODING), chunked);
    }
}

#[test]
fn a_response_that_is_not_http_is_no_response() {
    let mock = without_sockets();
    mock.always(Act::tamper(Tamper::AddHeader("X", b"a\nb".to_vec())));
    let reason = mock.exchange(request(&Draft::new(&mock), &mock));
    assert_eq!(reason.unwrap_err(), NoResponse::NotHttp);
    mock.always(Act::tamper(Tamper::AddHeader("a b", Vec::new())));
    let respond = mock.service_fn();
    assert_eq!(respond(request(&Draft::new(&mock), &mock)).status(), 502);
}

#[test]
fn a_mock_without_sockets_opens_no_port() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let mock = Mock::builder()
        .port(port)
        .without_sockets()
        .start()
        .unwrap();
    assert_eq!((mock.url(), mock.port()), ("http://127.0.0.1:1", 1));
}

/// A function and a socket of the same mock share everything.
#[test]
fn the_service_as_a_function_shares_the_state_of_its_mock() {
    let mock = mock();
    let respond = mock.service_fn();
    let draft = Draft::new(&mock);
    assert_eq!(respond(request(&draft, &mock)).status(), 200);
    // The nonce was used.
    assert_eq!(draft.send(&mock).status, 401);
    mock.script([Act::server_error(500)]);
    assert_eq!(
        respond.clone()(request(&Draft::new(&mock), &mock)).status(),
        500
    );
    assert_eq!((mock.requests().len(), mock.ledger().len()), (3, 1));
    drop(mock);
    let other = without_sockets();
    assert_eq!(respond(request(&Draft::new(&other), &other)).status(), 200);
}
