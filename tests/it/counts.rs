//! Rules on how many of several fields are given.

use wechatpay_golden::counted::request::{Order, PayCardRequest, ScoreOrder};
use wechatpay_runtime::Operation;

/// The path and the text of each violation.
fn violations(request: &PayCardRequest) -> Vec<(String, String)> {
    let found = request.validate().err().into_iter().flatten();
    found
        .map(|violation| (violation.path().to_owned(), violation.to_string()))
        .collect()
}

#[test]
fn exactly_one_of_reports_none_and_two() {
    let none = PayCardRequest::builder().build();
    let order = Order::builder().transaction_id("1").build();
    let one = PayCardRequest::builder().order(order.clone()).build();
    let score_order = ScoreOrder::builder().order_id("2").build();
    let two = PayCardRequest::builder()
        .order(order)
        .score_order(score_order)
        .build();
    let rule = "exactly one of `order` and `score_order` must be given (付款, 2026-01-31)";
    let missing = format!("order: is missing, {rule}");
    assert_eq!(violations(&none), [("order".to_owned(), missing)]);
    assert_eq!(violations(&one), []);
    let second = format!("score_order: `order` and `score_order` are given, {rule}");
    assert_eq!(violations(&two), [("score_order".to_owned(), second)]);
}

#[test]
fn at_least_one_of_is_checked_inside_an_object() {
    let request = |order: Order| PayCardRequest::builder().order(order).build();
    let text = "order.transaction_id: is missing, at least one of `order.transaction_id` and \
                `order.out_trade_no` must be given (付款, 2026-01-31)";
    let missing = ("order.transaction_id".to_owned(), text.to_owned());
    assert_eq!(violations(&request(Order::builder().build())), [missing]);
    let both = Order::builder()
        .transaction_id("1")
        .out_trade_no("2")
        .build();
    assert_eq!(violations(&request(both)), []);
}
