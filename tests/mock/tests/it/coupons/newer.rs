//! A service that is newer than the pages of the spec.

use serde_json::{Value, json};
use wechatpay_mock::{Mock, spec};

use super::{COUPON, coupon, done, post, stock};

fn newer() -> Mock {
    let life = Mock::builder().coupon_life(spec().unwrap());
    life.newer_than_pages(true).start().unwrap()
}

/// A request with a bundle of three stocks.
fn bundle() -> Value {
    let mut body = coupon("create-1", &stock("WECHATPAY"));
    let members = body.as_object_mut().unwrap();
    let mut bundle = members.remove("stock").unwrap();
    members.remove("single_usage_info");
    let period = bundle["single_usage_rule"]["coupon_available_period"].take();
    bundle.as_object_mut().unwrap().remove("single_usage_rule");
    let step = |percent| json!({ "threshold": 10000, "percent_off": percent });
    bundle["progressive_bundle_usage_rule"] = json!({
        "coupon_available_period": period,
        "discount_coupon_list": [step(10), step(20), step(30)],
    });
    body["usage_mode"] = json!("PROGRESSIVE_BUNDLE");
    body["progressive_bundle_usage_info"] = json!({ "count": 3, "interval_days": 1 });
    body["stock_bundle"] = bundle;
    body
}

#[test]
fn a_newer_service_creates_a_bundle_of_stocks() {
    let mock = newer();
    let created = done(&mock, "/product-coupons", &bundle());
    assert_eq!(created["usage_mode"], "PROGRESSIVE_BUNDLE");
    assert_eq!(created["progressive_bundle_usage_info"]["count"], 3);
    assert_eq!(created.get("stock"), None);
    let stocks = created["stock_bundle"]["stock_list"].as_array().unwrap();
    assert_eq!(stocks.len(), 3);
    for (index, stock) in stocks.iter().enumerate() {
        let info = &stock["stock_bundle_info"];
        assert_eq!(
            info["stock_bundle_id"],
            created["stock_bundle"]["stock_bundle_id"]
        );
        assert_eq!(info["stock_bundle_index"], index);
        let percent = &stock["progressive_bundle_usage_rule"]["discount_coupon"]["percent_off"];
        assert_eq!(*percent, 10 * (index + 1));
        let id = stock["stock_id"].as_str().unwrap();
        assert_eq!(mock.coupons().stock(id).unwrap()["state"], "AUDITING");
    }
    let coupon = mock.coupons().product_coupon(COUPON).unwrap();
    assert_eq!(coupon["usage_mode"], "PROGRESSIVE_BUNDLE");
}

#[test]
fn a_newer_service_also_takes_the_older_stock_with_the_new_mode() {
    let mock = newer();
    let mut body = coupon("create-1", &stock("WECHATPAY"));
    body["usage_mode"] = json!("PROGRESSIVE_BUNDLE");
    body["progressive_bundle_usage_info"] = json!({ "count": 3 });
    let created = done(&mock, "/product-coupons", &body);
    assert_eq!(created["stock"]["stock_id"], "1000000013001");
    assert_eq!(created.get("stock_bundle"), None);
}

#[test]
fn a_service_of_the_pages_refuses_the_new_mode() {
    let mock = Mock::coupon_life().unwrap();
    let reply = post(&mock, "/product-coupons", &bundle());
    assert_eq!((reply.status, reply.code().as_str()), (400, "PARAM_ERROR"));
}

#[test]
fn a_newer_service_requires_what_listed_values_require() {
    let mut body = coupon("create-1", &stock("WECHATPAY"));
    body.as_object_mut().unwrap().remove("stock");
    let reply = post(&newer(), "/product-coupons", &body);
    assert_eq!((reply.status, reply.code().as_str()), (400, "PARAM_ERROR"));
}
