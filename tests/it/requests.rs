//! The samples of the page, encoded and decoded with the generated types.

use serde_json::{Value, json};
use wechatpay_api::Operation;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::busifavor::response::ModifyBudgetResponse;
use wechatpay_api::endpoint::IdempotencyKey;

use crate::spec_facts::busifavor;

/// The request that the page prints, field by field.
fn printed_request() -> ModifyBudgetRequest {
    ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .target_max_coupons(3000)
        .current_max_coupons(500)
        .target_max_coupons_by_day(500)
        .current_max_coupons_by_day(300)
        .modify_budget_request_no("1002600620019090123143254436")
        .build()
}

#[test]
fn the_sample_request_of_the_page_is_encoded_as_printed() {
    let spec = busifavor();
    let sample = &spec.operations[0].samples[0];
    let printed = sample.request.as_deref().unwrap();
    let compact: String = printed.split_whitespace().collect();
    let encoded = serde_json::to_string(&printed_request().body()).unwrap();
    // The bytes and their order are those of the page. The path value is not in the body.
    assert_eq!(encoded, compact);
    assert_eq!(
        sample.path,
        [("stock_id".to_owned(), "98065001".to_owned())]
    );
}

#[test]
fn the_sample_response_of_the_page_is_decoded() {
    let spec = busifavor();
    let printed = spec.operations[0].samples[0].response.clone().unwrap();
    let response: ModifyBudgetResponse = serde_json::from_str(&printed).unwrap();
    assert_eq!(response.max_coupons, Some(300));
    assert_eq!(response.max_coupons_by_day, Some(100));
}

#[test]
fn absent_fields_are_omitted_and_zero_is_sent() {
    let request = ModifyBudgetRequest::builder()
        .modify_budget_request_no("1")
        .stock_id("2")
        .target_max_coupons(0)
        .build();
    let encoded = serde_json::to_value(request.body()).unwrap();
    assert_eq!(
        encoded,
        json!({ "target_max_coupons": 0, "modify_budget_request_no": "1" })
    );
}

#[test]
fn a_request_may_have_only_its_required_fields() {
    let request = ModifyBudgetRequest::builder()
        .stock_id("2")
        .modify_budget_request_no("1")
        .build();
    assert_eq!(
        serde_json::to_string(&request.body()).unwrap(),
        r#"{"modify_budget_request_no":"1"}"#
    );
}

#[test]
fn responses_with_missing_null_or_new_fields_are_read() {
    let read = |value: Value| serde_json::from_value::<ModifyBudgetResponse>(value).unwrap();
    assert_eq!(read(json!({})), ModifyBudgetResponse::default());
    let null = read(json!({ "max_coupons": null, "max_coupons_by_day": 7 }));
    assert_eq!((null.max_coupons, null.max_coupons_by_day), (None, Some(7)));
    let newer = read(json!({ "max_coupons": i64::MAX, "max_coupons_by_week": { "new": [1] } }));
    assert_eq!(newer.max_coupons, Some(i64::MAX));
}

#[test]
fn an_endpoint_has_the_facts_of_its_page() {
    let endpoint = ModifyBudgetRequest::ENDPOINT;
    let operation = &busifavor().operations[0];
    assert_eq!(endpoint.operation, "busifavor.modify_budget");
    assert_eq!(endpoint.method.as_str(), operation.method.as_str());
    assert_eq!(endpoint.path, operation.path);
    let key = IdempotencyKey::in_body("modify_budget_request_no");
    assert_eq!(endpoint.idempotency_key, Some(key));
    assert_eq!(endpoint.rate_limit, None);
    assert_eq!(endpoint.success, [200]);
    let rows = |status| {
        endpoint
            .errors
            .iter()
            .filter(|row| row.status == status)
            .count()
    };
    assert_eq!([400, 401, 403, 404, 429, 500].map(rows), [2, 1, 4, 2, 1, 1]);
}

/// Features of the golden crate's types that the page does not use.
mod golden {
    use serde_json::{json, to_value};
    use wechatpay_golden::choices::request::{Pace, ShipCardRequest, Shipping, Wrap};
    use wechatpay_golden::nested::request::{CutCardRequest, Hole, Size};
    use wechatpay_golden::nested::{Colour, response};
    use wechatpay_golden::parameters::request::FindCardsRequest;
    use wechatpay_golden::parameters::{Sorting, Suit, response::Cards};
    use wechatpay_golden::{Operation, words};
    use wechatpay_runtime::call::Call;

    #[test]
    fn nested_lists_enums_and_empty_objects_are_encoded_in_the_order_of_the_page() {
        let request = CutCardRequest::builder()
            .size(Size::builder().width(85).build())
            .type_(Colour::from("DARK_BLUE"))
            .card_id("1")
            .holes([Hole::builder().radius(3).build(), Hole::builder().build()])
            .tags(["a", "b"])
            .colours([vec![Colour::Red, Colour::from("TURQUOISE")], vec![]])
            .glossy(false)
            .out_request_no("cut_20260131")
            .build();
        assert_eq!(request.type_, Colour::DarkBlue);
        assert_eq!(
            serde_json::to_string(&request.body()).unwrap(),
            concat!(
                r#"{"out_request_no":"cut_20260131","type":"DARK_BLUE","size":{"width":85},"#,
                r#""holes":[{"radius":3},{}],"tags":["a","b"],"colours":[["RED","TURQUOISE"],[]],"glossy":false}"#
            )
        );
    }

    #[test]
    fn responses_keep_unknown_enum_values_and_drop_unknown_fields() {
        let card: response::Card = serde_json::from_value(json!({
            "colour": "TURQUOISE", "size": { "width": 1, "depth": 2 }, "hole_list": [{ "type": "RED" }, {}],
        }))
        .unwrap();
        assert_eq!(card.colour.as_ref().map(Colour::as_ref), Some("TURQUOISE"));
        assert_eq!(to_value(card.colour).unwrap(), json!("TURQUOISE"));
        assert_eq!(card.size.unwrap().width, Some(1));
        assert_eq!(card.hole_list.unwrap()[0].type_, Some(Colour::Red));
        assert_eq!(card.card_id, None);
    }

    fn shipped(way: Shipping) -> String {
        let request = ShipCardRequest::builder().note("n").way(way).build();
        serde_json::to_string(&request.body()).unwrap()
    }

    #[test]
    fn a_choice_encodes_its_value_and_its_fields_in_the_order_of_the_page() {
        assert_eq!(
            shipped(Shipping::Post {
                post_code: "518000".to_owned(),
                insured: Some(false),
                receipt: "r".to_owned(),
            }),
            r#"{"way":"POST","post_code":"518000","insured":false,"note":"n","receipt":"r"}"#
        );
        assert_eq!(
            shipped(Shipping::PickUp {
                phone: "1".to_owned(),
                receipt: None,
            }),
            r#"{"way":"PICK_UP","note":"n","phone":"1"}"#
        );
        assert_eq!(
            shipped(Shipping::Drone { receipt: None }),
            r#"{"way":"DRONE","note":"n"}"#
        );
    }

    #[test]
    fn one_struct_may_have_several_choices() {
        let request = ShipCardRequest::builder()
            .wrapping(Wrap::Gift {
                colour: Some("red".to_owned()),
            })
            .ribbon("silk")
            .speed(Pace::Fast { surcharge: 5 })
            .way(Shipping::Drone { receipt: None })
            .build();
        assert_eq!(
            serde_json::to_string(&request.body()).unwrap(),
            r#"{"way":"DRONE","wrapping":"GIFT","ribbon":"silk","colour":"red","speed":2,"surcharge":5}"#
        );
    }

    #[test]
    fn a_query_contains_scalars_lists_and_enums_and_omits_absent_fields() {
        let target =
            |request: &FindCardsRequest| Call::prepare(request).unwrap().target().to_owned();
        let least = FindCardsRequest::builder().deck_id("a/b").limit(0).build();
        assert_eq!(target(&least), "/v3/decks/a%2Fb/cards?limit=0");
        let most = FindCardsRequest::builder()
            .deck_id("7")
            .limit(20)
            .offset(40)
            .suit([Suit::Spades, Suit::from("STARS & MOONS")])
            .sorting(Sorting::Descending)
            .since("2026-01-31T00:00:00+08:00")
            .face_up(false)
            .x_deck_language("en")
            .build();
        assert_eq!(
            target(&most),
            "/v3/decks/7/cards?limit=20&offset=40&suit=SPADES&suit=STARS%20%26%20MOONS&sorting=-1\
             &since=2026-01-31T00%3A00%3A00%2B08%3A00&face%20up=false"
        );
        assert!(most.body().is_none());
    }

    #[test]
    fn enums_of_numbers_accept_unknown_values() {
        let cards: Cards = serde_json::from_value(json!({
            "total": 2, "sorting": 7, "found_at": "soon", "rows": [[{ "suit": "HEARTS" }, {}], []],
        }))
        .unwrap();
        let sorting = cards.sorting.unwrap();
        assert_eq!(sorting, Sorting::from(7));
        assert!(matches!(sorting, Sorting::Unknown(_)));
        assert_eq!(
            (sorting.as_i64(), to_value(&sorting).unwrap()),
            (7, json!(7))
        );
        assert_eq!(Sorting::from(-1), Sorting::Descending);
        assert_eq!(to_value(Sorting::Ascending).unwrap(), json!(1));
        // A time that cannot be read keeps its text.
        assert_eq!(cards.found_at.unwrap().as_str(), "soon");
        assert_eq!(cards.rows.unwrap()[0][0].suit, Some(Suit::Hearts));
    }

    #[test]
    fn fields_may_be_named_like_rust_keywords_and_prelude_types() {
        let response = json!({ "type": "t", "self": "s", "fn": "f", "prelude": { "option": true, "string": false } });
        let words: words::response::Words = serde_json::from_value(response).unwrap();
        assert_eq!(words.type_.as_deref(), Some("t"));
        assert_eq!(words.self_.as_deref(), Some("s"));
        assert_eq!(words.fn_.as_deref(), Some("f"));
        let prelude = words.prelude.unwrap();
        assert_eq!((prelude.option, prelude.string), (Some(true), Some(false)));
    }
}

#[test]
fn fields_of_one_name_in_several_places_keep_their_own_values_and_limits() {
    use wechatpay_golden::parameters::request::CopyDealRequest;
    use wechatpay_runtime::call::Call;

    let request = |path: &str, query: &str, header: &str, body: &str| {
        let request = CopyDealRequest::builder()
            .deal_no_of_path(path)
            .deal_no_of_query(query)
            .deal_no_of_header(header)
            .deal_no(body);
        match body {
            "4444" => request.player("A").build(),
            _ => request.build(),
        }
    };
    let right = request("22", "333", "1", "4444");
    right.validate().unwrap();
    let call = Call::prepare(&right).unwrap();
    assert_eq!(call.target(), "/v3/deals/22/copies?deal_no=333");
    let body: Value = serde_json::from_slice(call.body().unwrap()).unwrap();
    assert_eq!(body, json!({ "deal_no": "4444", "player": "A" }));
    let stored = serde_json::to_value(&right).unwrap();
    assert_eq!(
        stored,
        json!({
            "deal_no": "4444",
            "player": "A",
            "deal_no_of_path": "22",
            "deal_no_of_query": "333",
            "deal_no_of_header": "1",
        })
    );
    assert_eq!(
        serde_json::from_value::<CopyDealRequest>(stored).unwrap(),
        right
    );
    for wrong in [
        request("222", "333", "1", "4444"),
        request("22", "3333", "1", "4444"),
        request("22", "333", "11", "4444"),
        request("22", "333", "1", "44444"),
    ] {
        let violations = wrong.validate().unwrap_err();
        assert_eq!(violations.iter().count(), 1, "{violations}");
    }
}

/// A field of a choice does not hide the parameter with the same name.
#[test]
fn a_parameter_has_its_own_limits_next_to_a_choice_with_a_field_of_the_same_name() {
    use wechatpay_golden::parameters::Suit;
    use wechatpay_golden::parameters::request::{CopyDealRequest, Dealt};

    for (in_query, in_body, broken) in [
        ("22", "333", None),
        ("333", "333", Some("at most 2 characters")),
        ("22", "4444", Some("at most 3 characters")),
    ] {
        let request = CopyDealRequest::builder()
            .deal_no_of_path("22")
            .suit_of_query([Suit::Spades])
            .trump_of_query(in_query)
            .suit(Dealt::Hearts {
                trump: in_body.to_owned(),
            })
            .build();
        let violations = request.validate().err().map(|why| why.to_string());
        match (violations, broken) {
            (Some(violations), Some(limit)) => assert!(violations.contains(limit), "{violations}"),
            (violations, broken) => assert_eq!(violations.as_deref(), broken),
        }
    }
}
