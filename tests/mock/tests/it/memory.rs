//! The mock with state.

use serde_json::{Value, json};
use wechatpay_mock::{Act, Mock, Place, Spec, spec};

use crate::client::Draft;
use crate::reply::Reply;

const COUPONS: &str = "/v3/marketing/partner/product-coupon/product-coupons";

/// The printed request of an operation.
fn sample(operation: &str, index: usize) -> Value {
    let text = spec().unwrap().sample_requests(operation).nth(index);
    serde_json::from_str(text.unwrap()).unwrap()
}

fn post(mock: &Mock, target: &str, body: &Value) -> Reply {
    let mut draft = Draft::new(mock).body(body.to_string());
    (draft.method, draft.target) = ("POST", target.to_owned());
    draft.send(mock)
}

fn create(mock: &Mock, number: &str) -> Reply {
    let mut body = sample("create_product_coupon", 0);
    body["out_request_no"] = json!(number);
    post(mock, COUPONS, &body)
}

/// Changes the budget of the first coupon's stock.
fn update(mock: &Mock, number: &str, current: i64, target: i64) -> Reply {
    let mut body = sample("update_stock_budget", 0);
    body["out_request_no"] = json!(number);
    body["current_max_count"] = json!(current);
    body["target_max_count"] = json!(target);
    let target = format!("{COUPONS}/1000000013/stocks/1000000013001/update-budget");
    post(mock, &target, &body)
}

fn operations(mock: &Mock) -> Vec<String> {
    let ledger = mock.ledger();
    ledger
        .iter()
        .map(|entry| entry.operation().to_owned())
        .collect()
}

#[test]
fn a_created_coupon_can_be_updated() {
    let mock = Mock::stateful().unwrap();
    let created = create(&mock, "number-1").json();
    assert_eq!(created["product_coupon_id"], "1000000013");
    assert_eq!(created["stock"]["stock_id"], "1000000013001");
    assert_eq!(created["stock"]["stock_send_rule"]["max_count"], 10_000_000);

    let changed = update(&mock, "number-2", 10_000_000, 200);
    assert_eq!(changed.status, 200);
    assert!(changed.is_correct(&mock));
    assert_eq!(changed.json()["stock_send_rule"]["max_count"], 200);
    assert_eq!(changed.json()["stock_id"], "1000000013001");

    // The current value has changed.
    let refused = update(&mock, "number-3", 10_000_000, 300);
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (400, "INVALID_REQUEST")
    );
    assert_eq!(update(&mock, "number-4", 200, 300).status, 200);
    assert_eq!(
        operations(&mock),
        [
            "create_product_coupon",
            "update_stock_budget",
            "update_stock_budget"
        ]
    );
}

#[test]
fn a_created_coupon_has_the_documented_shape_and_the_requested_values() {
    let mock = Mock::stateful().unwrap();
    let mut body = sample("create_product_coupon", 0);
    body["display_info"]["name"] = json!("新");
    body["brand_id"] = json!("77");
    body["stock"]["coupon_code_mode"] = json!("WECHATPAY");
    body["stock"]["stock_send_rule"] = json!({ "max_count": 5, "max_count_per_day": 2 });
    body.as_object_mut().unwrap().remove("out_product_no");
    let created = post(&mock, COUPONS, &body).json();

    assert_eq!(created["display_info"], body["display_info"]);
    assert_eq!(created["brand_id"], "77");
    assert_eq!(created["stock"]["brand_id"], "77");
    assert_eq!(
        created["stock"]["stock_send_rule"],
        body["stock"]["stock_send_rule"]
    );
    assert_eq!(created["state"], "EFFECTIVE");
    assert_eq!(created["stock"]["state"], "SENDING");
    assert_eq!(created["stock"]["sent_count_info"]["total_count"], 0);
    for absent in [
        "/out_product_no",
        "/out_request_no",
        "/stock/coupon_code_count_info",
    ] {
        assert_eq!(created.pointer(absent), None, "{absent}");
    }
    let second = create(&mock, "number-2").json();
    assert_eq!(second["product_coupon_id"], "1000000014");
    assert_eq!(second["stock"]["product_coupon_id"], "1000000014");
    assert_eq!(second["stock"]["coupon_code_count_info"]["total_count"], 0);
}

#[test]
fn a_sample_request_gets_the_sample_response() {
    let mock = Mock::stateful().unwrap();
    let documented = Mock::documented().unwrap();
    let body = sample("create_product_coupon", 0);
    assert_eq!(
        post(&mock, COUPONS, &body).json(),
        post(&documented, COUPONS, &body).json()
    );
}

#[test]
fn a_reused_idempotency_key_is_reported() {
    let mock = Mock::stateful().unwrap();
    // The first attempt takes effect and its response is lost. The response to the retry says that
    // the coupon exists.
    mock.script([Act::cut(Place::AfterActing)]);
    let mut body = sample("create_product_coupon", 0);
    let mut draft = Draft::new(&mock).body(body.to_string());
    (draft.method, draft.target) = ("POST", COUPONS.to_owned());
    draft.raw(&mock);
    let repeated = post(&mock, COUPONS, &body);
    assert_eq!(
        (repeated.status, repeated.code().as_str()),
        (400, "ALREADY_EXISTS")
    );
    body["display_info"]["name"] = json!("other");
    assert_eq!(post(&mock, COUPONS, &body).code(), "ALREADY_EXISTS");

    assert_eq!(
        update(&mock, "number-2", 10_000_000, 10_000_000).status,
        200
    );
    let repeated = update(&mock, "number-2", 10_000_000, 10_000_000);
    assert_eq!(
        (repeated.status, repeated.code().as_str()),
        (400, "INVALID_REQUEST")
    );
    assert_eq!(
        operations(&mock),
        ["create_product_coupon", "update_stock_budget"]
    );
}

#[test]
fn a_request_without_effect_does_not_change_the_state() {
    let mock = Mock::stateful().unwrap();
    mock.script([Act::usual().without_effect(), Act::cut(Place::BeforeActing)]);
    // The response looks as if the request took effect.
    assert_eq!(
        create(&mock, "number-1").json()["product_coupon_id"],
        "1000000013"
    );
    let mut draft = Draft::new(&mock).body(sample("create_product_coupon", 0).to_string());
    (draft.method, draft.target) = ("POST", COUPONS.to_owned());
    draft.raw(&mock);
    assert_eq!(
        update(&mock, "number-2", 10_000_000, 200).code(),
        "NOT_FOUND"
    );
    assert_eq!(
        create(&mock, "number-1").json()["product_coupon_id"],
        "1000000013"
    );
    assert_eq!(operations(&mock), ["create_product_coupon"]);
}

#[test]
fn an_unknown_coupon_stock_or_brand_is_not_found() {
    let mock = Mock::stateful().unwrap();
    create(&mock, "number-1");
    let body = sample("update_stock_budget", 0);
    let mut other_brand = body.clone();
    other_brand["brand_id"] = json!("1");
    for (coupon, stock, body, named) in [
        ("1000000014", "1000000013001", &body, "product_coupon_id"),
        ("1000000013", "1000000013002", &body, "stock_id"),
        (
            "1000000013",
            "1000000013001",
            &other_brand,
            "product_coupon_id",
        ),
    ] {
        let reply = post(
            &mock,
            &format!("{COUPONS}/{coupon}/stocks/{stock}/update-budget"),
            body,
        );
        assert_eq!((reply.status, reply.code().as_str()), (404, "NOT_FOUND"));
        let message = reply.json()["message"].to_string();
        assert!(message.contains(&format!(" {named}")), "{message}");
    }
}

#[test]
fn an_absent_daily_limit_matches_any_current_value() {
    let mock = Mock::stateful().unwrap();
    create(&mock, "number-1");
    let target = format!("{COUPONS}/1000000013/stocks/1000000013001/update-budget");
    for (number, current, status) in [
        ("number-2", 0, 200),
        ("number-3", 0, 400),
        ("number-4", 9, 200),
    ] {
        let body = json!({
            "out_request_no": number, "update_mode": "MAX_COUNT_PER_DAY", "brand_id": "120344",
            "current_max_count_per_day": current, "target_max_count_per_day": 9,
        });
        let reply = post(&mock, &target, &body);
        assert_eq!(reply.status, status, "{number}");
        if status == 200 {
            assert_eq!(reply.json()["stock_send_rule"]["max_count_per_day"], 9);
        }
    }
}

#[test]
fn a_busifavor_budget_is_compared_and_then_set() {
    let mock = Mock::builder()
        .stateful(spec().unwrap())
        .busifavor_stock("券1", 10, 5)
        .start()
        .unwrap();
    let modify = |stock: &str, body: Value| {
        let mut draft = Draft::new(&mock).body(body.to_string());
        draft.target = format!("/v3/marketing/busifavor/stocks/{stock}/budget");
        let reply = draft.send(&mock);
        (reply.status, reply.json())
    };
    let (status, body) = modify("98065001", sample("modify_budget", 1));
    assert_eq!(
        (status, &body),
        (
            200,
            &json!({ "max_coupons": 3000, "max_coupons_by_day": 300 })
        )
    );
    // The same request again, as after a lost response.
    let (status, body) = modify("98065001", sample("modify_budget", 1));
    assert_eq!((status, &body["code"]), (403, &json!("RULE_LIMIT")));
    assert!(body["message"].as_str().unwrap().contains("current value"));

    let by_day = |number: &str, current| {
        json!({
            "target_max_coupons_by_day": 7, "current_max_coupons_by_day": current, "modify_budget_request_no": number,
        })
    };
    let (status, body) = modify("%E5%88%B81", by_day("a", 4));
    assert_eq!((status, &body["code"]), (403, &json!("RULE_LIMIT")));
    let (status, body) = modify("%E5%88%B81", by_day("b", 5));
    assert_eq!(
        (status, &body),
        (200, &json!({ "max_coupons": 10, "max_coupons_by_day": 7 }))
    );

    let (status, body) = modify("1", by_day("c", 5));
    assert_eq!(
        (status, &body["code"]),
        (404, &json!("RESOURCE_NOT_EXISTS"))
    );
    let (status, body) = modify("98065001", json!({ "modify_budget_request_no": "d" }));
    assert_eq!((status, &body["max_coupons"]), (200, &json!(3000)));
    assert_eq!(mock.ledger().len(), 3);
}

#[test]
fn a_busifavor_stock_is_returned_with_its_limits() {
    let page = json!({
        "comment": "",
        "services": [{
            "name": "busifavor_stock",
            "operations": [{
                "name": "query_stock", "method": "GET", "success": 200,
                "path": "/v3/marketing/busifavor/stocks/{stock_id}",
                "request": "Q", "has_body": false, "response": "R",
            }],
            "requests": [{ "name": "Q", "page": "query_stock" }],
            "responses": [{ "name": "R", "page": "query_stock" }],
        }],
    });
    let page = Spec::from_json(&page.to_string()).unwrap();
    let builder = Mock::builder().stateful(spec().unwrap()).stateful(&page);
    let mock = builder.busifavor_stock("1", 10, 5).start().unwrap();
    let get = |stock: &str| {
        let mut draft = Draft::new(&mock).body("");
        let target = format!("/v3/marketing/busifavor/stocks/{stock}");
        (draft.method, draft.target) = ("GET", target);
        draft.send(&mock)
    };
    let limits = |stock: &str| {
        let rule = get(stock).json()["stock_send_rule"].clone();
        (
            rule["max_coupons"].clone(),
            rule["max_coupons_by_day"].clone(),
        )
    };
    assert_eq!(limits("1"), (json!(10), json!(5)));
    assert_eq!(limits("98065001"), (json!(500), json!(300)));
    assert_eq!(
        (get("2").status, get("2").code().as_str()),
        (404, "RESOURCE_NOT_EXISTS")
    );
    assert!(mock.ledger().is_empty());
}
