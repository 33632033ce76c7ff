//! Values of requests and responses: enums, choices, optional fields, times, JSON.

use std::collections::HashSet;

use serde_json::json;
use wechatpay_api::product_coupon::ProductCouponScope;
use wechatpay_api::product_coupon::request::{
    BudgetUpdate, StockForCreateBuilder, UpdateStockBudgetRequest,
};
use wechatpay_api::product_coupon::response::UpdatedStockEntity;
use wechatpay_api::raw::{RequestWithExtras, UnknownChoice};
use wechatpay_api::{Operation, Timestamp};

fn update(mode: BudgetUpdate) -> UpdateStockBudgetRequest {
    UpdateStockBudgetRequest::builder()
        .product_coupon_id("1000000013")
        .stock_id("1000000013001")
        .out_request_no("update_budget_1")
        .update_mode(mode)
        .brand_id("120344")
        .build()
}

#[test]
fn enums_are_read_listed_and_compared() {
    let error = "all".parse::<ProductCouponScope>().unwrap_err();
    assert_eq!(error.closest(), Some("ALL"));
    let scope = ProductCouponScope::from("CATEGORY");
    assert!(!scope.is_known() && scope == "CATEGORY");
    let known: HashSet<_> = ProductCouponScope::KNOWN.iter().collect();
    assert!(known.contains(&ProductCouponScope::All));
}

#[test]
fn a_newer_choice_and_a_newer_field_are_sent_with_a_typed_request() {
    let fields = json!({ "target_max_count_per_week": 200 });
    let mode = UnknownChoice::new("MAX_COUNT_PER_WEEK", fields).unwrap();
    let request = update(BudgetUpdate::Unknown(mode));
    assert!(request.validate().is_ok());
    let strict = request.validate_strict().unwrap_err();
    assert_eq!(strict.iter().next().unwrap().path(), "update_mode");
    let extended = RequestWithExtras::new(&request).unwrap();
    let extended = extended.with("/reason", json!("autumn")).unwrap();
    let body = serde_json::to_value(extended.body()).unwrap();
    assert_eq!(body["target_max_count_per_week"], 200);
    assert_eq!(body["reason"], "autumn");
}

/// An optional field of a request is set from an `Option`.
#[expect(dead_code, reason = "it compiles")]
fn with_remark<A, B, C, D, E, F>(
    builder: StockForCreateBuilder<A, B, C, D, E, F>,
    remark: Option<&str>,
) -> StockForCreateBuilder<A, B, C, D, E, F> {
    builder.maybe(remark, |builder, remark| builder.remark(remark))
}

#[test]
fn times_are_written_in_one_form() {
    let time = chrono::DateTime::from_timestamp(1_432_099_775, 999).unwrap();
    assert_eq!(Timestamp::from(time).as_str(), "2015-05-20T05:29:35+00:00");
}

#[test]
fn requests_are_stored_and_responses_are_returned_as_json() {
    let request = update(BudgetUpdate::MaxCount {
        current_max_count: 100,
        target_max_count: 200,
    });
    let stored = serde_json::to_string(&request).unwrap();
    let again: UpdateStockBudgetRequest = serde_json::from_str(&stored).unwrap();
    assert_eq!(again, request);
    let body = json!({ "stock_id": "1000000013001" });
    let response: UpdatedStockEntity = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(serde_json::to_value(&response).unwrap(), body);
}
