//! Every refusal, by its name in the list of behaviors.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use wechatpay_mock::{CouponRefusal, Mock};

use super::{
    APPID, BRAND, OPENID, STOCK, coupon, coupon_path, deactivate_body, deactivate_coupon_body,
    done, issue, issue_and_confirm, numbered, on_coupon, post, send, send_body, stock, stock_path,
    use_body, user_path, with_stock,
};
use crate::reply::Reply;

/// A refusal, and what leads to it. The last call of the function is refused.
type Case = (&'static str, fn() -> (Mock, Reply));

const CASES: [Case; 42] = [
    ("no-auth", || {
        let mock = with_stock(&stock("WECHATPAY"));
        mock.coupons().revoke(BRAND);
        let reply = post(&mock, &user_path(""), &send_body("send-1"));
        (mock, reply)
    }),
    ("create-number-reused", || {
        let mock = with_stock(&stock("UPLOAD"));
        let reply = post(
            &mock,
            "/product-coupons",
            &coupon("create-1", &stock("WECHATPAY")),
        );
        (mock, reply)
    }),
    ("number-reused", || {
        let mock = with_stock(&stock("WECHATPAY"));
        issue(&mock, "send-1");
        let path = user_path("").replace(OPENID, "another-user");
        let reply = post(&mock, &path, &send_body("send-1"));
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
    ("stock-not-sending", || {
        let mock = with_stock(&stock("WECHATPAY"));
        assert!(mock.coupons().pause(STOCK));
        let reply = post(&mock, &user_path(""), &send_body("send-1"));
        assert!(mock.coupons().resume(STOCK));
        issue(&mock, "send-1");
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
    // The same refusals of other operations.
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

fn budget(mock: &Mock, mode: &str, limit: &str, current: i64, target: i64) -> Reply {
    let mut body = numbered(&format!("budget-{mode}"));
    body["update_mode"] = json!(mode);
    body[format!("current_{limit}")] = json!(current);
    body[format!("target_{limit}")] = json!(target);
    post(mock, &stock_path("/update-budget"), &body)
}

fn listed(query: &str) -> (Mock, Reply) {
    let mock = with_stock(&stock("WECHATPAY"));
    issue(&mock, "send-1");
    let path = user_path(&format!("?appid={APPID}&brand_id={BRAND}{query}"));
    let reply = send(&mock, "GET", &path, "");
    (mock, reply)
}

fn refusals(mock: &Mock) -> impl Iterator<Item = (&'static str, CouponRefusal)> {
    let behaviors = mock.coupons().behaviors();
    behaviors.filter_map(|behavior| Some((behavior.name, behavior.refusal?)))
}

#[test]
fn each_refusal_has_its_status_code_and_number() {
    for (name, case) in CASES {
        let (mock, reply) = case();
        let expected = refusals(&mock).find(|(known, _)| *known == name);
        let (_, refusal) = expected.unwrap_or_else(|| panic!("{name} is not in the list"));
        let found = (reply.status, reply.code());
        assert_eq!(
            found,
            (refusal.status, refusal.code.to_owned()),
            "{name}: {}",
            reply.json()
        );
        assert!(reply.is_correct(&mock), "{name}");
        for entry in mock.ledger() {
            let status = mock.requests()[entry.request()].status();
            assert_eq!(status, Some(200), "{name}: {entry:?}");
        }
        let behavior = mock.coupons().behaviors().find(|known| known.name == name);
        // A page that the spec has refuses with words of its own.
        if reply.json().get("detail").is_none() {
            assert_eq!(
                reply.json()["message"],
                behavior.unwrap().description,
                "{name}"
            );
            let id = reply.header("Request-ID").unwrap().to_owned();
            let number = refusal
                .number
                .map_or_else(String::new, |number| format!("-{number}"));
            assert!(id.ends_with(&number), "{name}: {id}");
        }
    }
}

#[test]
fn the_list_of_behaviors_has_no_refusal_without_a_case() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let listed: BTreeSet<_> = refusals(&mock).map(|(name, _)| name).collect();
    let tested = CASES.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, tested);
}

#[test]
fn what_is_assumed_can_be_listed() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let behaviors: Vec<_> = mock.coupons().behaviors().collect();
    let named = |name: &str| {
        behaviors
            .iter()
            .find(|behavior| behavior.name == name)
            .unwrap()
    };
    assert!(named("same-number").is_assumed());
    assert!(named("user-limit").is_assumed());
    assert!(!named("create-number-reused").is_assumed());
    assert_eq!(named("stock-not-sending").source, Some("4015781605; guide"));
    let row = named("already-confirmed").markdown_row();
    assert!(row.contains("| **assumed** |") && row.contains("400 `INVALID_REQUEST` (assumed)"));
}
