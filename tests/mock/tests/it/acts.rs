//! Acts that replace or falsify responses, checked by the bytes on the wire.

use wechatpay_mock::{Act, Edit, Mock, MockResponse, Tamper, http_date};

use crate::client::{Draft, RESPONSE, TARGET, TEMPLATE, mock, now};
use crate::reply::Reply;

/// Plays an act for one request. Returns the bytes on the wire and the number of effects.
pub(crate) fn play(act: Act) -> (Mock, Vec<u8>, usize) {
    let mock = mock();
    mock.script([act]);
    let (bytes, _) = Draft::new(&mock).raw(&mock);
    let effects = mock.ledger().len();
    assert_eq!(mock.acts_left(), 0);
    (mock, bytes, effects)
}

/// The same for an act that sends a complete response.
pub(crate) fn reply(act: Act) -> (Mock, Reply, usize) {
    let (mock, bytes, effects) = play(act);
    (mock, Reply::parse(&bytes), effects)
}

#[test]
fn acts_replace_the_usual_response() {
    let soon = http_date(now() + 2);
    for (act, status, code, retry_after, effects) in [
        (Act::usual(), 200, None, None, 1),
        (
            Act::too_many_requests(),
            429,
            Some("FREQUENCY_LIMITED"),
            None,
            0,
        ),
        (
            Act::too_many_requests().retry_after("2"),
            429,
            Some("FREQUENCY_LIMITED"),
            Some("2"),
            0,
        ),
        (
            Act::too_many_requests().retry_after(soon.clone()),
            429,
            Some("FREQUENCY_LIMITED"),
            Some(soon.as_str()),
            0,
        ),
        (
            Act::too_many_requests().retry_after("99999999999999999999"),
            429,
            Some("FREQUENCY_LIMITED"),
            Some("99999999999999999999"),
            0,
        ),
        (Act::server_error(500), 500, Some("SYSTEM_ERROR"), None, 0),
        (
            Act::server_error(503).after_effect(),
            503,
            Some("SYSTEM_ERROR"),
            None,
            1,
        ),
        (
            Act::error(403, "RULE_LIMIT"),
            403,
            Some("RULE_LIMIT"),
            None,
            0,
        ),
        (Act::accepted_with("{}"), 202, None, None, 0),
        (
            Act::response(MockResponse::json(201, "{}")),
            201,
            None,
            None,
            1,
        ),
        (
            Act::response(MockResponse::json(201, "{}")).without_effect(),
            201,
            None,
            None,
            0,
        ),
    ] {
        let shown = format!("{act:?}");
        let (mock, reply, took_effect) = reply(act);
        assert_eq!((reply.status, took_effect), (status, effects), "{shown}");
        assert_eq!(reply.header("Retry-After"), retry_after, "{shown}");
        assert!(reply.is_correct(&mock), "{shown}");
        if let Some(code) = code {
            assert_eq!(reply.code(), code, "{shown}");
        }
        assert_eq!(mock.requests()[0].status(), Some(status), "{shown}");
        assert_eq!(mock.requests()[0].route(), Some(TEMPLATE), "{shown}");
    }
}

#[test]
fn the_accepted_and_no_content_acts_send_no_body() {
    for (act, status, effects) in [(Act::accepted(), 202, 0), (Act::no_content(), 204, 1)] {
        let (mock, reply, took_effect) = reply(act);
        assert_eq!((reply.status, took_effect), (status, effects));
        assert!(reply.body.is_empty() && reply.is_correct(&mock));
        assert_eq!(reply.header("Content-Type"), None);
    }
}

#[test]
fn gateway_errors_and_redirects_are_not_signed() {
    let (_, page, effects) = reply(Act::server_error_html(502));
    assert_eq!((page.status, effects), (502, 0));
    assert_eq!(
        page.header("Content-Type"),
        Some("text/html; charset=utf-8")
    );
    assert!(page.body.starts_with(b"<html>") && page.is_unsigned());

    let (_, elsewhere, effects) = reply(Act::redirect("http://127.0.0.1:9/v3/x"));
    assert_eq!((elsewhere.status, effects), (302, 0));
    assert_eq!(
        elsewhere.header("Location"),
        Some("http://127.0.0.1:9/v3/x")
    );
    assert!(elsewhere.is_unsigned());
}

#[test]
fn an_act_also_answers_rejected_requests_which_take_no_effect() {
    let mock = mock();
    mock.script([Act::response(MockResponse::json(200, "{}")).after_effect()]);
    let reply = Draft::new(&mock).without("Accept").send(&mock);
    assert_eq!((reply.status, mock.ledger().len()), (200, 0));
}

#[test]
fn tampered_headers_are_sent_as_requested() {
    let (mock, doubled, effects) = reply(Act::tamper(Tamper::DuplicateHeader("Wechatpay-Nonce")));
    assert_eq!((doubled.count("Wechatpay-Nonce"), effects), (2, 1));
    drop(mock);

    let added = Tamper::AddHeader("Wechatpay-Serial", b"other".to_vec());
    assert_eq!(reply(Act::tamper(added)).1.count("Wechatpay-Serial"), 2);

    let (mock, recased, _) = reply(Act::tamper(Tamper::RecaseHeader("Wechatpay-Signature")));
    assert!(recased.names().contains(&"wEcHaTpAy-sIgNaTuRe"));
    assert!(recased.is_correct(&mock));

    let (mock, typed, _) = reply(Act::tamper(Tamper::SetHeader(
        "Wechatpay-Signature-Type",
        b"WECHATPAY2-SM2-WITH-SM3".to_vec(),
    )));
    assert_eq!(
        typed.header("Wechatpay-Signature-Type"),
        Some("WECHATPAY2-SM2-WITH-SM3")
    );
    assert!(typed.is_correct(&mock));

    let (_, bytes, _) = play(Act::tamper(Tamper::SetHeader(
        "Wechatpay-Nonce",
        vec![0xe5, 0xff],
    )));
    let line = b"Wechatpay-Nonce: \xe5\xff\r\n";
    assert!(bytes.windows(line.len()).any(|window| window == line));

    let (_, dated, _) = reply(Act::tamper(Tamper::Date(-86_400)));
    let date = dated.header("Date").unwrap();
    assert!(
        (-2..=2).any(|late| date == http_date(now() - 86_400 + late)),
        "{date}"
    );

    let text = Tamper::SetHeader("Content-Type", b"text/plain".to_vec());
    let (mock, text, _) = reply(Act::tamper(text));
    assert_eq!(text.header("Content-Type"), Some("text/plain"));
    assert!(text.is_correct(&mock));

    let (mock, probe, _) = reply(Act::tamper(Tamper::ProbeNotBase64));
    let signature = probe.header("Wechatpay-Signature").unwrap();
    assert!(signature.starts_with("WECHATPAY/SIGNTEST/not Base64"));
    assert!(!probe.verifies(&mock));
}

#[test]
fn replay_sends_the_previous_response_again() {
    let mock = Mock::builder()
        .route("PATCH", TEMPLATE, MockResponse::json(200, RESPONSE))
        .route("GET", "/v3/other", MockResponse::json(200, "{}"))
        .start()
        .unwrap();
    let mut other = Draft::new(&mock).without("Content-Type").body("");
    (other.method, other.target) = ("GET", "/v3/other".to_owned());
    let earlier = other.send(&mock);
    mock.script([
        Act::tamper(Tamper::ReplayedHeaders),
        Act::tamper(Tamper::ReplayedResponse),
    ]);
    let headers = Draft::new(&mock).send(&mock);
    assert_eq!(headers.body, RESPONSE.as_bytes());
    assert_eq!(
        headers.header("Wechatpay-Signature"),
        earlier.header("Wechatpay-Signature")
    );
    assert!(!headers.verifies(&mock));

    let whole = Draft::new(&mock).send(&mock);
    assert_eq!(whole.body, b"{}");
    assert_eq!(whole.header("Request-ID"), earlier.header("Request-ID"));
    assert!(whole.is_correct(&mock));
    assert_eq!(mock.ledger().len(), 2);
}

#[test]
fn edited_json_has_a_valid_signature() {
    for (edit, part) in [
        (Edit::UnknownFields, "\"zz_object\":"),
        (Edit::Nulls, "\"max_coupons\":null"),
        (
            Edit::Set("/max_coupons".to_owned(), serde_json::json!("many")),
            "\"max_coupons\":\"many\"",
        ),
    ] {
        let (mock, reply, effects) = reply(Act::edit(edit));
        let body = String::from_utf8(reply.body.clone()).unwrap();
        assert!(body.contains(part), "{body}");
        assert!(reply.is_correct(&mock));
        assert_eq!(effects, 1);
    }
    let values =
        Act::response(MockResponse::json(200, r#"{"scope":"ALL"}"#)).edited(Edit::UnknownValues);
    assert_eq!(reply(values).1.body, br#"{"scope":"ZZ_NOT_LISTED"}"#);
}

#[test]
fn acts_are_used_in_order_for_the_requests_that_they_match() {
    let mock = Mock::builder()
        .route("PATCH", TEMPLATE, MockResponse::json(200, RESPONSE))
        .route("GET", "/v3/other", MockResponse::json(200, "{}"))
        .start()
        .unwrap();
    let patch = || Draft::new(&mock).send(&mock).status;
    let get = || {
        let mut draft = Draft::new(&mock).without("Content-Type").body("");
        (draft.method, draft.target) = ("GET", "/v3/other".to_owned());
        draft.send(&mock).status
    };
    mock.always(Act::server_error(503).on("PATCH", TEMPLATE));
    mock.script([
        Act::server_error(501).on("GET", "/v3/other"),
        Act::server_error(500),
        Act::usual().on("PATCH", TEMPLATE),
    ]);
    assert_eq!(
        [patch(), get(), patch(), patch(), get()],
        [500, 501, 200, 503, 200]
    );
    mock.always(None);
    assert_eq!(patch(), 200);

    mock.script([Act::server_error(500), Act::server_error(500)]);
    mock.script([Act::server_error(502)]);
    assert_eq!([patch(), patch()], [502, 200]);
    assert!(Draft::new(&mock).send(&mock).is_correct(&mock));
    assert_eq!(mock.requests()[0].target(), TARGET);
}
