//! Values outside of the body: in the path, the query and headers.

use serde_json::json;
use wechatpay_mock::{Builder, Mock, MockResponse, Route, Spec};

use crate::client::Draft;

/// Constructs that no page of the spec has yet: parameters with limits, some of them enums.
fn builder() -> Builder {
    let data = json!({
        "comment": "",
        "services": [{
            "name": "cards",
            "operations": [{
                "name": "deal_cards",
                "method": "POST",
                "path": "/v3/tables/{table_id}/{side}/cards",
                "idempotency_key": { "name": "deal_no" },
                "request": "DealCardsRequest",
                "has_body": true,
                "success": 204,
            }],
            "requests": [{
                "name": "DealCardsRequest",
                "fields": [
                    { "name": "table_id", "place": "path", "type": "string", "max_chars": 4, "alphabet": "upper" },
                    { "name": "side", "place": "path", "type": { "enum": "Side" } },
                    { "name": "suits", "place": "query", "type": { "array": { "enum": "Suit" } }, "max_items": 3 },
                    { "name": "way of dealing", "place": "query", "type": { "enum": "Way" } },
                    { "name": "limit", "place": "query", "type": "integer", "max": 50 },
                    { "name": "open", "place": "query", "type": "boolean" },
                    { "name": "X-Side", "place": "header", "type": { "enum": "Side" } },
                    { "name": "deal_no", "type": "string" },
                ],
            }],
            "enums": [
                { "name": "Side", "values": ["NORTH", "南"] },
                { "name": "Suit", "values": ["HEARTS", "CLUBS"] },
                { "name": "Way", "of_integers": true, "values": ["1", "-2"] },
            ],
        }],
    });
    Mock::builder().documented(&Spec::from_json(&data.to_string()).unwrap())
}

/// The status, and the place and name of the rejected value.
fn deal(mock: &Mock, target: &str, header: Option<&str>) -> (u16, Option<[String; 2]>) {
    let mut draft = Draft::new(mock).body(r#"{"deal_no":"1"}"#);
    draft.method = "POST";
    draft.target = format!("/v3/tables/{target}");
    let draft = header
        .into_iter()
        .fold(draft, |draft, value| draft.with("x-side", value));
    let reply = draft.send(mock);
    let refused = (reply.status != 204).then(|| {
        assert_eq!(reply.code(), "PARAM_ERROR");
        let detail = &reply.json()["detail"];
        ["location", "field"].map(|name| detail[name].as_str().unwrap().to_owned())
    });
    (reply.status, refused)
}

fn refused(place: &str, name: &str) -> (u16, Option<[String; 2]>) {
    (400, Some([place.to_owned(), name.to_owned()]))
}

#[test]
fn path_query_and_header_values_are_validated() {
    let mock = builder().start().unwrap();
    for target in [
        "ABCD/NORTH/cards",
        "A/%E5%8D%97/cards?suits=HEARTS&suits=CLUBS&suits=HEARTS&limit=50&open=true&way%20of%20dealing=-2",
        "A/NORTH/cards?unheard_of=x&&open=false&way%20of%20dealing=1",
    ] {
        assert_eq!(deal(&mock, target, Some("NORTH")), (204, None), "{target}");
    }
    for (target, place, name) in [
        ("ABCDE/NORTH/cards", "path", "table_id"),
        ("AB%E5%88%B8/NORTH/cards", "path", "table_id"),
        ("A/north/cards", "path", "side"),
        ("A/%E5%8C%97/cards", "path", "side"),
        ("A/NORTH/cards?suits=HEARTS&suits=hearts", "query", "suits"),
        ("A/NORTH/cards?suits", "query", "suits"),
        (
            "A/NORTH/cards?suits=CLUBS&suits=CLUBS&suits=CLUBS&suits=CLUBS",
            "query",
            "suits",
        ),
        (
            "A/NORTH/cards?way%20of%20dealing=3",
            "query",
            "way of dealing",
        ),
        (
            "A/NORTH/cards?way%20of%20dealing=x",
            "query",
            "way of dealing",
        ),
        ("A/NORTH/cards?limit=51", "query", "limit"),
        ("A/NORTH/cards?limit=%2050%20x", "query", "limit"),
        ("A/NORTH/cards?limit=1&limit=99", "query", "limit"),
        ("A/NORTH/cards?open=yes", "query", "open"),
    ] {
        assert_eq!(deal(&mock, target, None), refused(place, name), "{target}");
    }
    assert_eq!(
        deal(&mock, "A/NORTH/cards", Some("south")),
        refused("header", "X-Side")
    );
}

#[test]
fn a_mock_newer_than_the_pages_accepts_unlisted_parameter_values() {
    let mock = builder().newer_than_pages(true).start().unwrap();
    let target = "A/SOUTH/cards?suits=STARS&suits=CLUBS&way%20of%20dealing=3";
    assert_eq!(deal(&mock, target, Some("EAST")), (204, None));
    for (target, name) in [
        ("A/SOUTH/cards?way%20of%20dealing=x", "way of dealing"),
        ("A/SOUTH/cards?limit=51", "limit"),
    ] {
        assert_eq!(deal(&mock, target, None), refused("query", name));
    }
    let mock = builder().without_validation().start().unwrap();
    assert_eq!(
        deal(&mock, "abcde/x/cards?limit=51", Some("x")),
        (204, None)
    );
}

#[test]
fn the_ledger_records_idempotency_keys_of_documented_routes() {
    let mock = builder()
        .with_route(Route::new(
            "GET",
            "/v3/tables/{table_id}/{side}/cards",
            MockResponse::json(200, "[]"),
        ))
        .start()
        .unwrap();
    for _ in 0..2 {
        assert_eq!(deal(&mock, "ABCD/NORTH/cards", None), (204, None));
    }
    let ledger = mock.ledger();
    assert_eq!(ledger.len(), 1);
    assert_eq!(
        (ledger[0].operation(), ledger[0].idempotency_key()),
        ("deal_cards", Some("1"))
    );
}
