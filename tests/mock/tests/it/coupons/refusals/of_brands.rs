//! Calls on product coupons, stocks, stores and the URL for callbacks.

use std::time::Duration;

use serde_json::json;
use wechatpay_mock::Mock;

use super::Case;
use crate::coupons::{
    BRAND, STOCK, coupon, coupon_path, deactivate_body, done, issue, numbered, post, send, stock,
    stock_path, with_stock,
};
use crate::reply::Reply;

pub(super) const CASES: &[Case] = &[
    ("create-number-reused", || {
        let mock = with_stock(&stock("UPLOAD"));
        let reply = post(
            &mock,
            "/product-coupons",
            &coupon("create-1", &stock("WECHATPAY")),
        );
        (mock, reply)
    }),
    ("unknown-product-coupon", || {
        let mock = with_stock(&stock("WECHATPAY"));
        let path = coupon_path("/deactivate");
        let mut body = deactivate_body("end-001");
        body["brand_id"] = json!("77");
        let reply = post(&mock, &path, &body);
        (mock, reply)
    }),
    ("unknown-stock", || {
        let mock = with_stock(&stock("WECHATPAY"));
        let path = coupon_path(&format!("/stocks/1?brand_id={BRAND}"));
        let reply = send(&mock, "GET", &path, "");
        (mock, reply)
    }),
    ("coupon-not-effective", || {
        let mock = Mock::coupon_life().unwrap();
        done(
            &mock,
            "/product-coupons",
            &coupon("create-1", &stock("UPLOAD")),
        );
        let mut body = numbered("stock-2");
        body["stock"] = stock("UPLOAD");
        let reply = post(&mock, &coupon_path("/stocks"), &body);
        (mock, reply)
    }),
    ("too-many-stocks", || {
        let mock = with_stock(&stock("UPLOAD"));
        let mut body = numbered("stock-1");
        body["stock"] = stock("UPLOAD");
        for number in 2..=200 {
            body["out_request_no"] = json!(format!("stock-{number}"));
            done(&mock, &coupon_path("/stocks"), &body);
        }
        body["out_request_no"] = json!("stock-201");
        let reply = post(&mock, &coupon_path("/stocks"), &body);
        (mock, reply)
    }),
    ("image-not-uploaded", || {
        let mock = Mock::coupon_life().unwrap();
        let mut body = coupon("create-1", &stock("UPLOAD"));
        body["display_info"]["detail_image_url_list"] = json!(["https://notqpic.cn/a"]);
        let reply = post(&mock, "/product-coupons", &body);
        (mock, reply)
    }),
    ("stock-not-sending-or-paused", || {
        let mock = with_stock(&stock("WECHATPAY"));
        assert!(mock.coupons().pause(STOCK));
        done(
            &mock,
            &stock_path("/deactivate"),
            &deactivate_body("end-001"),
        );
        let reply = post(
            &mock,
            &stock_path("/deactivate"),
            &deactivate_body("end-002"),
        );
        (mock, reply)
    }),
    ("stock-ended", || {
        let mock = with_stock(&stock("UPLOAD"));
        let mut body = numbered("upload-1");
        body["code_list"] = json!(["A"]);
        done(
            &mock,
            &stock_path("/deactivate"),
            &deactivate_body("end-001"),
        );
        let reply = post(&mock, &stock_path("/upload-coupon-codes"), &body);
        (mock, reply)
    }),
    ("budget-of-ended-stock", || {
        let mock = with_stock(&stock("UPLOAD"));
        mock.coupons()
            .advance(Duration::from_secs(100 * 365 * 24 * 3600));
        let reply = budget(&mock, "MAX_COUNT", "max_count", 1000, 2000);
        (mock, reply)
    }),
    ("old-current-value", || {
        let mock = with_stock(&stock("UPLOAD"));
        let reply = budget(&mock, "MAX_COUNT", "max_count", 999, 2000);
        (mock, reply)
    }),
    ("target-below-issued", || {
        let mock = with_stock(&stock("WECHATPAY"));
        issue(&mock, "send-1");
        issue(&mock, "send-2");
        let reply = budget(&mock, "MAX_COUNT_PER_DAY", "max_count_per_day", 7, 1);
        assert_eq!(budget(&mock, "MAX_COUNT", "max_count", 1000, 2).status, 200);
        (mock, reply)
    }),
    ("not-for-uploads", || {
        let mock = with_stock(&stock("WECHATPAY"));
        let mut body = numbered("upload-1");
        body["code_list"] = json!(["A"]);
        let reply = post(&mock, &stock_path("/upload-coupon-codes"), &body);
        (mock, reply)
    }),
    ("scope-not-specific", || {
        let mut everywhere = stock("WECHATPAY");
        everywhere["store_scope"] = json!("ALL");
        let mock = with_stock(&everywhere);
        let body = json!({ "store_list": [{ "store_id": "1" }], "brand_id": BRAND });
        let reply = post(&mock, &stock_path("/associate-stores"), &body);
        (mock, reply)
    }),
    ("no-notify-url", || {
        let mock = Mock::coupon_life().unwrap();
        let reply = send(&mock, "GET", "/notify-configs", "");
        (mock, reply)
    }),
    ("notify-url-form", || {
        let mock = Mock::coupon_life().unwrap();
        let set = |url| post(&mock, "/notify-configs", &json!({ "notify_url": url }));
        for url in ["https://a.com/b?c=d", "ftp://a.com/", "a", "https://"] {
            assert_eq!(set(url).status, 400, "{url}");
        }
        for url in [
            "https://a.com/b",
            "http://127.0.0.1:1/b",
            "http://[::1]/",
            "http://localhost/",
        ] {
            assert_eq!(set(url).status, 200, "{url}");
        }
        let reply = set("http://a.com/b");
        (mock, reply)
    }),
    ("stock-ended", || {
        let mock = with_stock(&stock("UPLOAD"));
        mock.coupons()
            .advance(Duration::from_secs(100 * 365 * 24 * 3600));
        let reply = send(
            &mock,
            "GET",
            &stock_path(&format!("/associated-stores?brand_id={BRAND}")),
            "",
        );
        (mock, reply)
    }),
    ("coupon-not-effective", || {
        let mock = with_stock(&stock("UPLOAD"));
        done(
            &mock,
            &coupon_path("/deactivate"),
            &deactivate_body("end-001"),
        );
        let reply = post(
            &mock,
            &coupon_path("/deactivate"),
            &deactivate_body("end-002"),
        );
        (mock, reply)
    }),
];

fn budget(mock: &Mock, mode: &str, limit: &str, current: i64, target: i64) -> Reply {
    let mut body = numbered(&format!("budget-{mode}"));
    body["update_mode"] = json!(mode);
    body[format!("current_{limit}")] = json!(current);
    body[format!("target_{limit}")] = json!(target);
    post(mock, &stock_path("/update-budget"), &body)
}
