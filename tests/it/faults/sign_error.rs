//! `SIGN_ERROR` responses of the mock, which shares no code with the client: the error names what
//! the test changed.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};

use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::{
    ClientBuilder, Error, Outcome, PrivateKey,
    error::{SignErrorCause, SignatureStatus, SignedLine},
};
use wechatpay_mock::Mock;

use super::harness::{self, AnyClient, ClientKind, MARK};
use crate::runtime::fixture::key_file;
use crate::support::wire::{content_length, now, read_request};

/// The error of a call with these settings. It is the same from both clients.
#[track_caller]
fn refused(mock: &Mock, settings: impl Fn() -> ClientBuilder) -> Error {
    let errors = ClientKind::ALL.map(|client_kind| {
        let client = AnyClient::new(client_kind, settings());
        let change = ModifyBudgetRequest::builder()
            .stock_id("98065001")
            .current_max_coupons(500)
            .target_max_coupons(3000)
            .modify_budget_request_no(MARK)
            .build();
        client.send(&change).unwrap_err()
    });
    for error in &errors {
        let api = error.api_error().unwrap();
        assert_eq!(
            (api.status(), api.code()),
            (401, Some("SIGN_ERROR")),
            "{error}"
        );
        assert_eq!(api.signature(), SignatureStatus::Unsigned);
        assert_eq!(
            (error.outcome(), error.attempts().count()),
            (Outcome::Refused, 1)
        );
        harness::secrets(mock).assert_absent_from(&harness::printed(error));
    }
    assert_eq!(mock.ledger().len(), 0);
    let [error, of_blocking] = errors;
    assert_eq!(
        error
            .sign_error_cause()
            .map(|cause| std::mem::discriminant(&cause)),
        of_blocking
            .sign_error_cause()
            .map(|cause| std::mem::discriminant(&cause)),
    );
    error
}

#[track_caller]
fn cause_is(error: &Error, expected: &SignErrorCause) {
    assert_eq!(error.sign_error_cause().as_ref(), Some(expected), "{error}");
    assert!(error.to_string().contains(&expected.to_string()), "{error}");
}

fn settings(mock: &Mock) -> ClientBuilder {
    crate::call::settings(mock).options(harness::options())
}

#[test]
fn a_sign_error_names_a_wrong_serial() {
    let mock = harness::mock();
    let error = refused(&mock, || settings(&mock).merchant_serial_no("ABCDEF0123"));
    cause_is(&error, &SignErrorCause::Field("serial_no"));
}

#[test]
fn a_sign_error_names_a_wrong_merchant_number() {
    let mock = harness::mock();
    let error = refused(&mock, || settings(&mock).mchid("1999999999"));
    cause_is(&error, &SignErrorCause::Field("mchid"));
}

#[test]
fn a_sign_error_distinguishes_a_wrong_key_from_a_changed_request() {
    let mock = harness::mock();
    let other = || PrivateKey::from_pem(key_file("merchant.pem")).unwrap();
    let error = refused(&mock, || settings(&mock).merchant_key(other()));
    cause_is(&error, &SignErrorCause::Key);
}

#[test]
fn a_sign_error_shows_whether_the_clock_is_ahead_or_behind() {
    for skew in [-1000, -310, 310, 1000] {
        let mock = harness::mock();
        let error = refused(&mock, || settings(&mock).clock(move || now() + skew));
        let Some(SignErrorCause::Clock { ahead }) = error.sign_error_cause() else {
            panic!("{error}");
        };
        assert!((ahead - skew).abs() <= 5, "{ahead}");
        let direction = if skew > 0 { "ahead of" } else { "behind" };
        assert!(error.to_string().contains(direction), "{error}");
    }
}

#[test]
fn a_sign_error_names_the_line_that_a_proxy_changed() {
    for (from, to, line) in [
        ("/stocks/98065001/", "/stocks/98065002/", SignedLine::Target),
        ("/budget HTTP", "/budget?utm=1 HTTP", SignedLine::Target),
        ("/v3/marketing", "/gateway/v3/marketing", SignedLine::Target),
        ("PATCH /", "POST /", SignedLine::Method),
        ("{\"target", "{\"Target", SignedLine::Body),
        ("{\"target", "{ \"target", SignedLine::Body),
    ] {
        let mock = harness::mock();
        let error = refused(&mock, || settings(&mock).base_url(relay(&mock, from, to)));
        cause_is(&error, &SignErrorCause::Line(line));
    }
}

/// The response shows only the start of the body. Its length shows the change.
#[test]
fn a_sign_error_reports_a_changed_length_beyond_the_shown_part_of_the_body() {
    let mock = harness::mock();
    let error = refused(&mock, || {
        settings(&mock).base_url(relay(&mock, "3000", "30000"))
    });
    let Some(SignErrorCause::Length { signed, received }) = error.sign_error_cause() else {
        panic!("{error}");
    };
    assert_eq!(received, signed + 1);
}

/// Nothing in the response distinguishes this change from a wrong key, so the text must not claim
/// more.
#[test]
fn a_sign_error_does_not_rule_out_a_change_beyond_the_shown_part() {
    let mock = harness::mock();
    let error = refused(&mock, || {
        settings(&mock).base_url(relay(&mock, "3000", "3001"))
    });
    cause_is(&error, &SignErrorCause::Key);
    assert!(
        error.to_string().contains("as far as the response shows"),
        "{error}"
    );
}

/// A proxy between client and mock for one connection at a time. It replaces `from` by `to` in
/// requests. Returns its address.
fn relay(mock: &Mock, from: &'static str, to: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let port = mock.port();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut client = connection.unwrap();
            let mut server = TcpStream::connect(("127.0.0.1", port)).unwrap();
            let changed = read_request(&mut client).replacen(from, to, 1);
            server
                .write_all(with_right_length(&changed).as_bytes())
                .unwrap();
            server.shutdown(Shutdown::Write).unwrap();
            let mut response = Vec::new();
            server.read_to_end(&mut response).unwrap();
            client.write_all(&response).unwrap();
        }
    });
    url
}

/// A proxy that changes a body also sets its length.
fn with_right_length(request: &str) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let stated = format!("content-length: {}", content_length(head));
    let right = format!("content-length: {}", body.len());
    format!("{}\r\n\r\n{body}", head.replace(&stated, &right))
}
