//! Bodies of any form: the mock refuses them or does what they say, and goes on.

use http::Request;
use serde_json::{Value, json};
use wechatpay_mock::{Mock, spec};

use super::{
    BRAND, FAMILY, coupon, coupon_path, deactivate_body, deactivate_coupon_body, numbered,
    on_coupon, send_body, stock, stock_path, use_body, user_path,
};
use crate::client::Draft;

/// The status of the response to a call.
fn status(mock: &Mock, path: &str, body: &Value) -> u16 {
    let mut draft = Draft::new(mock).body(body.to_string());
    (draft.method, draft.target) = ("POST", format!("{FAMILY}{path}"));
    let mut request = Request::post(format!("http://localhost{}", draft.target))
        .header("Authorization", draft.authorization(mock));
    for (name, value) in &draft.headers {
        request = request.header(*name, value);
    }
    let request = request.body(draft.body.clone().into()).unwrap();
    mock.exchange(request).unwrap().status().as_u16()
}

/// JSON pointers of all values down to this depth.
fn pointers(value: &Value, pointer: &str, depth: usize, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    if let (Some(members), 1..) = (value.as_object(), depth) {
        for (name, member) in members {
            pointers(member, &format!("{pointer}/{name}"), depth - 1, found);
        }
    }
}

#[test]
fn values_of_other_types_do_not_stop_the_mock() {
    let life = Mock::builder().coupon_life(spec().unwrap());
    let mock = life.without_validation().without_sockets().start().unwrap();
    let create = coupon("create-1", &stock("WECHATPAY"));
    assert_eq!(status(&mock, "/product-coupons", &create), 200);
    mock.coupons().approve();
    assert_eq!(status(&mock, &user_path(""), &send_body("send-1")), 200);
    let code = mock.coupons().notices()[0].coupon_code.clone();
    let mut second = numbered("stock-2");
    second["stock"] = stock("UPLOAD");
    let mut codes = numbered("upload-1");
    codes["code_list"] = json!(["A"]);
    let mut bundle = create.clone();
    bundle["stock_bundle"] = bundle["stock"].take();
    bundle["progressive_bundle_usage_info"] = json!({ "count": 3 });
    bundle["stock_bundle"]["progressive_bundle_usage_rule"] = json!({ "normal_coupon_list": [] });
    let stores = json!({ "store_list": [{ "store_id": "1" }], "brand_id": BRAND });
    let budget = json!({
        "out_request_no": "budget-1", "update_mode": "MAX_COUNT", "brand_id": BRAND,
        "current_max_count": 1000, "target_max_count": 1000,
    });
    let user = |end: &str| user_path(&format!("/{code}{end}"));
    for (path, body) in [
        (
            "/notify-configs".to_owned(),
            json!({ "notify_url": "https://a.com/" }),
        ),
        ("/product-coupons".to_owned(), create),
        ("/product-coupons".to_owned(), bundle),
        (coupon_path("/stocks"), second),
        (stock_path("/upload-coupon-codes"), codes),
        (stock_path("/associate-stores"), stores),
        (stock_path("/update-budget"), budget),
        (user_path(""), send_body("send-2")),
        (user("/confirm"), on_coupon("confirm-1")),
        (user("/use"), use_body("use-001")),
        (user("/return"), on_coupon("return-1")),
        (user("/deactivate"), deactivate_coupon_body("end-001")),
        (stock_path("/deactivate"), deactivate_body("end-002")),
        (coupon_path("/deactivate"), deactivate_body("end-003")),
    ] {
        let mut found = Vec::new();
        pointers(&body, "", 2, &mut found);
        for pointer in found {
            for other in [json!(i64::MIN), json!({ "a": [[]] })] {
                let mut changed = body.clone();
                *changed.pointer_mut(&pointer).unwrap() = other;
                let status = status(&mock, &path, &changed);
                assert!(
                    [200, 400, 404].contains(&status),
                    "{path} {pointer}: {status}"
                );
            }
        }
    }
    let requests = mock.requests();
    for entry in mock.ledger() {
        assert_eq!(requests[entry.request()].status(), Some(200), "{entry:?}");
    }
}
