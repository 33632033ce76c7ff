//! Requests that are read from JSON or YAML: what is refused, with which text, and unknown choices.
//! `validate` has the round trips of random requests.

use serde_json::{Value, json};
use wechatpay_api::Operation;
use wechatpay_api::product_coupon::request::{
    BudgetUpdate, CreateProductCouponRequest, UpdateStockBudgetRequest,
};
use wechatpay_api::raw::{RequestWithExtras, UnknownChoice};
use wechatpay_golden::choices::request::{Pace, ShipCardRequest, Shipping, Wrap};

fn update() -> Value {
    json!({
        "product_coupon_id": "1000000013",
        "stock_id": "1000000013001",
        "out_request_no": "update_budget_1",
        "update_mode": "MAX_COUNT",
        "current_max_count": 100,
        "target_max_count": 200,
        "brand_id": "120344",
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut update = update();
    update[name] = value;
    update
}

fn error(request: Value) -> String {
    let read = serde_json::from_value::<UpdateStockBudgetRequest>(request);
    read.unwrap_err().to_string()
}

#[test]
fn an_error_names_the_path_and_shows_no_value() {
    let mut without = update();
    without.as_object_mut().unwrap().remove("brand_id");
    for (request, text) in [
        (without, "brand_id: missing"),
        (with("brand_id", Value::Null), "brand_id: missing"),
        (
            with("stok_id", json!("1")),
            "stok_id: unknown field: did you mean `stock_id`?",
        ),
        (with("x", json!("secret")), "x: unknown field"),
        (
            with("target_max_count", json!("secret")),
            "target_max_count: expected a whole number, found a text",
        ),
        (
            with("target_max_count", json!(1.5)),
            "target_max_count: expected a whole number, found a number that is not a whole number \
             of 64 bits",
        ),
        (
            with("target_max_count_per_day", json!(1)),
            "target_max_count_per_day: it does not belong to this value of `update_mode`",
        ),
        (
            with("update_mode", json!([])),
            "update_mode: the value of an unknown choice must be a text or a whole number of 64 \
             bits [invalid-extra]",
        ),
        (json!([]), "expected an object, found a list"),
    ] {
        assert_eq!(error(request), text);
    }
}

#[test]
fn the_path_leads_through_objects_and_lists() {
    let create = json!({
        "out_request_no": "12345_20250101_A3489",
        "scope": "ALL",
        "type": "NORMAL",
        "usage_mode": "SINGLE",
        "single_usage_info": {},
        "display_info": {
            "name": "n", "image_url": "u", "background_url": "u",
            "combo_package_list": [{}, { "choice_list": [{ "price": "secret" }] }],
        },
    });
    let error = serde_json::from_value::<CreateProductCouponRequest>(create).unwrap_err();
    assert_eq!(
        error.to_string(),
        "display_info.combo_package_list[1].choice_list[0].price: expected a whole number, found a \
         text"
    );
}

#[test]
fn a_field_that_is_given_twice_is_refused() {
    let text = r#"{"product_coupon_id": "1", "product_coupon_id": "2"}"#;
    let error = serde_json::from_str::<UpdateStockBudgetRequest>(text).unwrap_err();
    let text = "the field `product_coupon_id` is given twice";
    assert!(error.to_string().starts_with(text), "{error}");
}

#[test]
fn null_counts_as_absent() {
    let request = with("target_max_count_per_day", Value::Null);
    let read: UpdateStockBudgetRequest = serde_json::from_value(request).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), update());
}

#[test]
fn an_unknown_choice_takes_what_the_other_choices_leave() {
    let way = UnknownChoice::new("BALLOON", json!({ "height": 300 })).unwrap();
    let request = ShipCardRequest::builder()
        .way(Shipping::Unknown(way))
        .wrapping(Wrap::Gift {
            colour: Some("red".to_owned()),
        })
        .speed(Pace::Fast { surcharge: 5 })
        .build();
    let stored = serde_json::to_string(&request).unwrap();
    let read: ShipCardRequest = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, request);
    assert!(request.validate().is_err(), "a gift needs a ribbon");
}

#[test]
fn a_number_that_would_lose_digits_is_refused() {
    let text = with("update_mode", json!("WEEKLY")).to_string();
    let text = text.replace("200", "99999999999999999999");
    let error = serde_json::from_str::<UpdateStockBudgetRequest>(&text).unwrap_err();
    let text = "a number is outside the range of 64 bits";
    assert!(error.to_string().starts_with(text), "{error}");
}

/// The name of a field of the body, and of a parameter in the path.
#[test]
fn an_unknown_choice_cannot_give_a_field_twice() {
    for name in ["brand_id", "stock_id"] {
        let mode = UnknownChoice::new("WEEKLY", json!({ name: "2" })).unwrap();
        let request = UpdateStockBudgetRequest::builder()
            .product_coupon_id("1000000013")
            .stock_id("1000000013001")
            .out_request_no("update_budget_1")
            .update_mode(BudgetUpdate::Unknown(mode))
            .brand_id("120344")
            .build();
        let error = serde_json::to_string(&request).unwrap_err().to_string();
        assert!(error.contains(&format!("`{name}`")), "{error}");
        if name == "brand_id" {
            let error = RequestWithExtras::new(&request).unwrap_err().to_string();
            assert!(error.contains("`brand_id`"), "{error}");
        }
    }
}
