//! Calls on the coupons of users.

use std::time::Duration;

use serde_json::{Value, json};
use wechatpay_mock::Mock;

use super::Case;
use crate::coupons::{
    APPID, BRAND, OPENID, STOCK, coupon, deactivate_coupon_body, done, issue, issue_and_confirm,
    on_coupon, post, send, send_body, stock, stock_path, use_body, user_path, with_stock,
};
use crate::reply::Reply;

pub(super) const CASES: &[Case] = &[
    ("no-auth", || {
        let mock = with_stock(&stock("WECHATPAY"));
        mock.coupons().revoke(BRAND);
        let reply = post(&mock, &user_path(""), &send_body("send-1"));
        (mock, reply)
    }),
    ("number-reused", || {
        let mock = with_stock(&stock("WECHATPAY"));
        issue(&mock, "send-1");
        let path = user_path("").replace(OPENID, "another-user");
        let reply = post(&mock, &path, &send_body("send-1"));
        (mock, reply)
    }),
    ("unknown-user-coupon", || {
        let mock = with_stock(&stock("WECHATPAY"));
        let code = issue(&mock, "send-1");
        let path = user_path(&format!("/{code}/confirm")).replace(OPENID, "another-user");
        let reply = post(&mock, &path, &on_coupon("confirm-1"));
        (mock, reply)
    }),
    ("other-appid", || {
        on_issued(|mock, path| {
            let mut body = on_coupon("confirm-1");
            body["appid"] = json!("wx1");
            post(mock, &path("/confirm"), &body)
        })
    }),
    ("stock-not-sending", || {
        let mock = with_stock(&stock("WECHATPAY"));
        assert!(mock.coupons().pause(STOCK));
        let reply = post(&mock, &user_path(""), &send_body("send-1"));
        assert!(mock.coupons().resume(STOCK));
        issue(&mock, "send-1");
        (mock, reply)
    }),
    ("codes-used-up", || {
        let mock = with_stock(&stock("UPLOAD"));
        let reply = post(&mock, &user_path(""), &send_body("send-1"));
        (mock, reply)
    }),
    ("code-missing", || {
        let mock = with_stock(&stock("API_ASSIGN"));
        let reply = post(&mock, &user_path(""), &send_body("send-1"));
        (mock, reply)
    }),
    ("code-not-allowed", || {
        let mock = with_stock(&stock("WECHATPAY"));
        let reply = post(&mock, &user_path(""), &with_code("send-1", "A"));
        (mock, reply)
    }),
    ("code-issued-before", || {
        let mock = with_stock(&stock("API_ASSIGN"));
        done(&mock, &user_path(""), &with_code("send-1", "A"));
        done(&mock, &user_path(""), &with_code("send-2", "B"));
        let reply = post(&mock, &user_path(""), &with_code("send-3", "A"));
        (mock, reply)
    }),
    ("stock-limit", || {
        limited(json!({ "max_count": 1, "max_count_per_user": 9 }))
    }),
    ("day-limit", || {
        limited(json!({ "max_count": 9, "max_count_per_day": 1, "max_count_per_user": 9 }))
    }),
    ("user-limit", || {
        limited(json!({ "max_count": 9, "max_count_per_user": 1 }))
    }),
    ("bundle", || {
        let mock = Mock::builder()
            .coupon_life(wechatpay_mock::spec().unwrap())
            .newer_than_pages(true)
            .start()
            .unwrap();
        let mut body = coupon("create-1", &stock("WECHATPAY"));
        body["usage_mode"] = json!("PROGRESSIVE_BUNDLE");
        done(&mock, "/product-coupons", &body);
        mock.coupons().approve();
        let reply = post(&mock, &user_path(""), &send_body("send-1"));
        (mock, reply)
    }),
    ("already-confirmed", || {
        on_issued(|mock, path| {
            done(mock, &path("/confirm"), &on_coupon("confirm-1"));
            post(mock, &path("/confirm"), &on_coupon("confirm-2"))
        })
    }),
    ("unconfirmed", || {
        on_issued(|mock, path| post(mock, &path("/use"), &use_body("use-001")))
    }),
    ("not-yet-valid", || {
        let mut later = stock("WECHATPAY");
        let period = &mut later["single_usage_rule"]["coupon_available_period"];
        period["wait_days_after_receive"] = json!(1);
        let mock = with_stock(&later);
        let code = issue_and_confirm(&mock, "send-1");
        let reply = post(
            &mock,
            &user_path(&format!("/{code}/use")),
            &use_body("use-001"),
        );
        (mock, reply)
    }),
    ("used-before", || {
        let mock = with_stock(&stock("WECHATPAY"));
        let code = issue_and_confirm(&mock, "send-1");
        let path = user_path(&format!("/{code}/use"));
        done(&mock, &path, &use_body("use-001"));
        let reply = post(&mock, &path, &use_body("use-002"));
        (mock, reply)
    }),
    ("expired", || {
        on_issued(|mock, path| {
            mock.coupons().advance(Duration::from_secs(31 * 24 * 3600));
            post(mock, &path("/confirm"), &on_coupon("confirm-1"))
        })
    }),
    ("deleted", || {
        on_issued(|mock, path| {
            let coupons = mock.coupons();
            assert!(coupons.delete(&coupons.notices()[0].coupon_code));
            post(mock, &path("/confirm"), &on_coupon("confirm-1"))
        })
    }),
    ("deactivated", || {
        on_issued(|mock, path| {
            done(
                mock,
                &path("/deactivate"),
                &deactivate_coupon_body("end-001"),
            );
            post(mock, &path("/confirm"), &on_coupon("confirm-1"))
        })
    }),
    ("store-not-of-stock", || {
        let mock = with_stock(&stock("WECHATPAY"));
        let code = issue(&mock, "send-1");
        let path = |end: &str| user_path(&format!("/{code}{end}"));
        done(&mock, &path("/confirm"), &on_coupon("confirm-1"));
        // No store is associated.
        assert_eq!(post(&mock, &path("/use"), &use_body("use-001")).status, 400);
        let stores = json!({ "store_list": [{ "store_id": "1" }], "brand_id": BRAND });
        done(&mock, &stock_path("/associate-stores"), &stores);
        let mut body = use_body("use-001");
        body["store_id"] = json!("2");
        let reply = post(&mock, &path("/use"), &body);
        (mock, reply)
    }),
    ("not-used", || {
        on_issued(|mock, path| post(mock, &path("/return"), &on_coupon("return-1")))
    }),
    ("not-to-deactivate", || {
        on_issued(|mock, path| {
            mock.coupons().advance(Duration::from_secs(31 * 24 * 3600));
            post(
                mock,
                &path("/deactivate"),
                &deactivate_coupon_body("end-001"),
            )
        })
    }),
    ("unknown-page-token", || listed("&page_token=MTIzMjUK")),
    ("page-size", || {
        for size in ["0", "-1", "x", "99999999999999999999"] {
            assert_eq!(
                listed(&format!("&page_size={size}")).1.status,
                400,
                "{size}"
            );
        }
        listed("&page_size=51")
    }),
];

/// Issues a coupon, and makes a call with paths of this coupon.
fn on_issued(call: impl Fn(&Mock, &dyn Fn(&str) -> String) -> Reply) -> (Mock, Reply) {
    let mock = with_stock(&stock("WECHATPAY"));
    let code = issue(&mock, "send-1");
    let reply = call(&mock, &|end| user_path(&format!("/{code}{end}")));
    (mock, reply)
}

/// Issues two coupons, where these limits allow one.
fn limited(limits: Value) -> (Mock, Reply) {
    let mut stock = stock("WECHATPAY");
    stock["stock_send_rule"] = limits;
    let mock = with_stock(&stock);
    mock.coupons().set_time(1_754_272_800);
    mock.coupons().approve();
    issue(&mock, "send-1");
    let reply = post(&mock, &user_path(""), &send_body("send-2"));
    (mock, reply)
}

fn with_code(number: &str, code: &str) -> Value {
    let mut body = send_body(number);
    body["coupon_code"] = json!(code);
    body
}

fn listed(query: &str) -> (Mock, Reply) {
    let mock = with_stock(&stock("WECHATPAY"));
    issue(&mock, "send-1");
    let path = user_path(&format!("?appid={APPID}&brand_id={BRAND}{query}"));
    let reply = send(&mock, "GET", &path, "");
    (mock, reply)
}
