//! What time does to coupons.

use std::time::Duration;

use serde_json::json;
use wechatpay_mock::Mock;

use super::{
    COUPON, STOCK, coupon, done, issue, issue_and_confirm, post, send_body, stock, user_path,
    with_stock,
};

const DAY: u64 = 24 * 3600;
/// 2025-08-04T10:00:00+08:00.
const MONDAY: i64 = 1_754_272_800;

/// A stock for a week in August.
fn week() -> serde_json::Value {
    let mut week = stock("WECHATPAY");
    week["single_usage_rule"]["coupon_available_period"] = json!({
        "available_begin_time": "2025-08-05T00:00:00+08:00",
        "available_end_time": "2025-08-10T23:59:59+08:00",
        "available_days": 3,
    });
    week
}

/// A mock on the Monday before that week, with the reviewed stock.
fn on_monday() -> Mock {
    let mock = Mock::coupon_life().unwrap();
    mock.coupons().set_time(MONDAY);
    done(&mock, "/product-coupons", &coupon("create-1", &week()));
    mock.coupons().approve();
    mock
}

fn state(mock: &Mock, code: &str) -> String {
    let coupon = mock.coupons().user_coupon(code).unwrap();
    coupon["coupon_state"].as_str().unwrap().to_owned()
}

#[test]
fn a_review_ends_by_the_clock() {
    let mock = Mock::coupon_life().unwrap();
    let coupons = mock.coupons();
    coupons.review_takes(Duration::from_secs(3600));
    done(
        &mock,
        "/product-coupons",
        &coupon("create-1", &stock("WECHATPAY")),
    );
    let states = || {
        let coupon = coupons.product_coupon(COUPON).unwrap();
        let stock = coupons.stock(STOCK).unwrap();
        [coupon["state"].clone(), stock["state"].clone()]
    };
    coupons.advance(Duration::from_secs(3000));
    assert_eq!(states(), ["AUDITING", "AUDITING"]);
    coupons.advance(Duration::from_secs(600));
    assert_eq!(states(), ["EFFECTIVE", "SENDING"]);
}

#[test]
fn a_coupon_is_pending_effective_and_expired_by_the_clock() {
    let mock = on_monday();
    let code = issue_and_confirm(&mock, "send-1");
    let coupon = mock.coupons().user_coupon(&code).unwrap();
    assert_eq!(coupon["receive_time"], "2025-08-04T10:00:00+08:00");
    assert_eq!(coupon["valid_begin_time"], "2025-08-05T00:00:00+08:00");
    assert_eq!(coupon["valid_end_time"], "2025-08-07T23:59:59+08:00");
    assert_eq!(state(&mock, &code), "PENDING");
    mock.coupons().advance(Duration::from_secs(DAY));
    assert_eq!(state(&mock, &code), "EFFECTIVE");
    mock.coupons().advance(Duration::from_secs(3 * DAY));
    assert_eq!(state(&mock, &code), "EXPIRED");
}

#[test]
fn the_end_of_a_stock_cuts_the_validity_of_its_coupons() {
    let mock = on_monday();
    mock.coupons().advance(Duration::from_secs(5 * DAY));
    let code = issue(&mock, "send-1");
    let coupon = mock.coupons().user_coupon(&code).unwrap();
    assert_eq!(coupon["valid_begin_time"], coupon["receive_time"]);
    assert_eq!(coupon["valid_end_time"], "2025-08-10T23:59:59+08:00");
    mock.coupons().advance(Duration::from_secs(2 * DAY));
    assert_eq!(mock.coupons().stock(STOCK).unwrap()["state"], "STOPPED");
    assert_eq!(state(&mock, &code), "EXPIRED");
}

#[test]
fn a_coupon_can_wait_for_some_days() {
    let mut waiting = stock("WECHATPAY");
    let period = &mut waiting["single_usage_rule"]["coupon_available_period"];
    period["wait_days_after_receive"] = json!(2);
    let mock = Mock::coupon_life().unwrap();
    mock.coupons().set_time(MONDAY);
    done(&mock, "/product-coupons", &coupon("create-1", &waiting));
    mock.coupons().approve();
    let issued = done(&mock, &user_path(""), &send_body("send-1"));
    assert_eq!(issued["valid_begin_time"], "2025-08-06T00:00:00+08:00");
    assert_eq!(issued["valid_end_time"], "2025-09-04T23:59:59+08:00");
}

#[test]
fn the_daily_limit_begins_anew_at_midnight() {
    let mut limited = stock("WECHATPAY");
    limited["stock_send_rule"] =
        json!({ "max_count": 9, "max_count_per_day": 1, "max_count_per_user": 9 });
    let mock = with_stock(&limited);
    mock.coupons().set_time(MONDAY);
    mock.coupons().approve();
    issue(&mock, "send-1");
    assert_eq!(
        post(&mock, &user_path(""), &send_body("send-2")).status,
        400
    );
    mock.coupons().advance(Duration::from_secs(14 * 3600));
    issue(&mock, "send-2");
    let sent = &mock.coupons().stock(STOCK).unwrap()["sent_count_info"];
    assert_eq!(*sent, json!({ "total_count": 2, "today_count": 1 }));
}

#[test]
fn the_clock_never_overflows() {
    let mock = with_stock(&stock("WECHATPAY"));
    issue(&mock, "send-1");
    mock.coupons().advance(Duration::MAX);
    mock.coupons().advance(Duration::MAX);
    mock.coupons().review_takes(Duration::MAX);
    mock.coupons().set_time(i64::MIN);
    mock.coupons().set_time(MONDAY);
    assert_eq!(mock.coupons().now(), MONDAY);
    assert_eq!(mock.coupons().issued().len(), 1);
}
