//! The ledger records what took effect.

use wechatpay_mock::{Act, LedgerEntry, Mock, MockResponse, Place, Route};

use crate::client::{Draft, send};

const NUMBERED: &str = "/v3/coupons/{coupon_id}";
const PLAIN: &str = "/v3/coupons";
const SEARCH: &str = "/v3/coupons/search";

fn mock() -> Mock {
    Mock::builder()
        .with_route(
            Route::new("POST", NUMBERED, MockResponse::json(200, "{}"))
                .idempotency_key("out_request_no"),
        )
        .route("POST", PLAIN, MockResponse::json(204, ""))
        .route("GET", NUMBERED, MockResponse::json(200, "{}"))
        .route("DELETE", PLAIN, MockResponse::error(403, "NO_AUTH", "no"))
        .with_route(Route::new("POST", SEARCH, MockResponse::json(200, "[]")).read_only())
        .start()
        .unwrap()
}

fn request(mock: &Mock, method: &'static str, target: &str, body: &str) -> Draft {
    let mut draft = Draft::new(mock).body(body);
    (draft.method, draft.target) = (method, target.to_owned());
    draft
}

fn effects(mock: &Mock) -> Vec<(String, Option<String>, usize)> {
    let owned = |entry: &LedgerEntry| {
        (
            entry.operation().to_owned(),
            entry.idempotency_key().map(str::to_owned),
            entry.request(),
        )
    };
    mock.ledger().iter().map(owned).collect()
}

#[test]
fn the_ledger_records_every_accepted_write_and_each_idempotency_key_once() {
    let mock = mock();
    for (method, target, body) in [
        ("POST", "/v3/coupons/1", r#"{"out_request_no":"a"}"#),
        (
            "POST",
            "/v3/coupons/1",
            r#"{"out_request_no":"a","more":1}"#,
        ),
        ("POST", "/v3/coupons/1", r#"{"out_request_no":"b"}"#),
        ("POST", PLAIN, "{}"),
        ("POST", PLAIN, "{}"),
        ("POST", SEARCH, "{}"),
        ("GET", "/v3/coupons/1", ""),
        ("DELETE", PLAIN, ""),
        ("PUT", "/v3/nowhere", "{}"),
        // Without an idempotency key, the request takes effect each time.
        ("POST", "/v3/coupons/1", "{}"),
    ] {
        request(&mock, method, target, body).send(&mock);
    }
    let (numbered, plain) = (format!("POST {NUMBERED}"), format!("POST {PLAIN}"));
    let number = |text: &str| Some(text.to_owned());
    assert_eq!(
        effects(&mock),
        [
            (numbered.clone(), number("a"), 0),
            (numbered.clone(), number("b"), 2),
            (plain.clone(), None, 3),
            (plain, None, 4),
            (numbered, None, 9),
        ]
    );
}

#[test]
fn a_rejected_request_takes_no_effect() {
    let mock = mock();
    let unsigned = request(&mock, "POST", PLAIN, "{}").bytes("wrong");
    assert_eq!(send(&mock, &unsigned).status, 401);
    assert_eq!(
        request(&mock, "POST", PLAIN, "{\"a\":null}")
            .send(&mock)
            .status,
        400
    );
    assert!(mock.ledger().is_empty());
}

#[test]
fn a_retry_with_an_idempotency_key_takes_effect_once() {
    let mock = mock();
    for (target, effects) in [("/v3/coupons/1", 1), (PLAIN, 3)] {
        mock.script([Act::cut(Place::AfterActing), Act::server_error(500)]);
        for _ in 0..3 {
            let draft = request(&mock, "POST", target, r#"{"out_request_no":"a"}"#);
            draft.raw(&mock);
        }
        assert_eq!(mock.ledger().len(), effects, "{target}");
    }
}

#[test]
fn a_request_without_effect_does_not_use_up_its_idempotency_key() {
    let mock = mock();
    let send = || {
        request(&mock, "POST", "/v3/coupons/1", r#"{"out_request_no":"a"}"#).send(&mock);
        mock.ledger().len()
    };
    mock.script([Act::server_error(500), Act::usual().without_effect()]);
    assert_eq!([send(), send(), send(), send()], [0, 0, 1, 1]);
    assert_eq!(mock.ledger()[0].request(), 2);
}
