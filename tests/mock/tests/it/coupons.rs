//! The life of coupons.

mod callbacks;
mod clock;
mod hostile;
mod images;
mod life;
mod lists;
mod newer;
mod numbers;
mod refusals;

use serde_json::{Value, json};
use wechatpay_mock::{Mock, spec};

use crate::client::Draft;
use crate::reply::Reply;

const FAMILY: &str = "/v3/marketing/partner/product-coupon";
pub(crate) const BRAND: &str = "120344";
const APPID: &str = "wx233544546545989";
const OPENID: &str = "oh-394z-6CGkNoJrsDLTTUKiAnp4";
/// The ids of the first product coupon and its stock.
const COUPON: &str = "1000000013";
const STOCK: &str = "1000000013001";

fn send(mock: &Mock, method: &'static str, path: &str, body: impl Into<Vec<u8>>) -> Reply {
    let mut draft = Draft::new(mock).body(body);
    (draft.method, draft.target) = (method, format!("{FAMILY}{path}"));
    draft.send(mock)
}

fn post(mock: &Mock, path: &str, body: &Value) -> Reply {
    send(mock, "POST", path, body.to_string())
}

/// The JSON of a call that succeeds.
fn done(mock: &Mock, path: &str, body: &Value) -> Value {
    let reply = post(mock, path, body);
    assert_eq!(reply.status, 200, "{path}: {}", reply.json());
    assert!(reply.is_correct(mock));
    reply.json()
}

fn get(mock: &Mock, path: &str) -> Value {
    let reply = send(mock, "GET", path, "");
    assert_eq!(reply.status, 200, "{path}: {}", reply.json());
    reply.json()
}

/// The printed stock of the create page, valid for ever and with stores that can be associated.
pub(crate) fn stock(mode: &str) -> Value {
    let text = spec()
        .unwrap()
        .sample_requests("create_product_coupon")
        .next();
    let mut stock = serde_json::from_str::<Value>(text.unwrap()).unwrap()["stock"].take();
    stock["coupon_code_mode"] = json!(mode);
    stock["store_scope"] = json!("SPECIFIC");
    stock["stock_send_rule"] = json!({ "max_count": 1000, "max_count_per_user": 100 });
    stock["notify_config"]["notify_appid"] = json!(APPID);
    stock["single_usage_rule"]["coupon_available_period"] = json!({
        "available_begin_time": "2020-01-01T00:00:00+08:00",
        "available_end_time": "2099-12-31T23:59:59+08:00",
        "available_days": 30,
    });
    stock
}

/// A request to create a product coupon.
pub(crate) fn coupon(number: &str, stock: &Value) -> Value {
    let text = spec()
        .unwrap()
        .sample_requests("create_product_coupon")
        .next();
    let mut body: Value = serde_json::from_str(text.unwrap()).unwrap();
    body["out_request_no"] = json!(number);
    body["brand_id"] = json!(BRAND);
    body["stock"] = stock.clone();
    body
}

/// A mock with a reviewed product coupon, whose stock is this one.
fn with_stock(stock: &Value) -> Mock {
    let mock = Mock::coupon_life().unwrap();
    done(&mock, "/product-coupons", &coupon("create-1", stock));
    mock.coupons().approve();
    mock
}

/// The path of the first product coupon, or of its stock, with this end.
fn coupon_path(end: &str) -> String {
    format!("/product-coupons/{COUPON}{end}")
}

fn stock_path(end: &str) -> String {
    format!("/product-coupons/{COUPON}/stocks/{STOCK}{end}")
}

pub(crate) fn user_path(end: &str) -> String {
    format!("/users/{OPENID}/coupons{end}")
}

/// A call with a request number of the name `out_request_no`.
fn numbered(number: &str) -> Value {
    json!({ "out_request_no": number, "brand_id": BRAND })
}

/// The body of a call on a user's coupon.
fn on_coupon(number: &str) -> Value {
    json!({
        "product_coupon_id": COUPON, "stock_id": STOCK, "appid": APPID,
        "out_request_no": number, "brand_id": BRAND,
    })
}

pub(crate) fn send_body(number: &str) -> Value {
    json!({
        "product_coupon_id": COUPON, "stock_id": STOCK, "appid": APPID,
        "send_request_no": number, "brand_id": BRAND, "attach": "anything",
    })
}

fn use_body(number: &str) -> Value {
    let mut body = on_coupon(number);
    body["use_time"] = json!("2025-08-04T10:00:00+08:00");
    body["associated_order_info"] = json!({ "transaction_id": "4200000001" });
    body
}

fn deactivate_body(number: &str) -> Value {
    let mut body = numbered(number);
    body["deactivate_reason"] = json!("a mistake");
    body
}

fn deactivate_coupon_body(number: &str) -> Value {
    let mut body = on_coupon(number);
    body["deactivate_reason"] = json!("a mistake");
    body
}

/// Issues a coupon, and returns its code.
fn issue(mock: &Mock, number: &str) -> String {
    let issued = done(mock, &user_path(""), &send_body(number));
    issued["coupon_code"].as_str().unwrap().to_owned()
}

/// Associates a store, issues a coupon and confirms it.
fn issue_and_confirm(mock: &Mock, number: &str) -> String {
    let stores = json!({ "store_list": [{ "store_id": "100000001" }], "brand_id": BRAND });
    done(mock, &stock_path("/associate-stores"), &stores);
    let code = issue(mock, number);
    let path = user_path(&format!("/{code}/confirm"));
    done(mock, &path, &on_coupon(&format!("confirm-{number}")));
    code
}

/// Operations, request numbers and objects of the ledger.
fn effects(mock: &Mock) -> Vec<(String, String, String)> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let ledger = mock.ledger();
    let entries = ledger.iter().map(|entry| {
        let operation = entry.operation().to_owned();
        (
            operation,
            text(entry.idempotency_key()),
            text(entry.object()),
        )
    });
    entries.collect()
}

fn times(mock: &Mock, operation: &str) -> usize {
    let effects = effects(mock);
    effects
        .iter()
        .filter(|(name, ..)| name == operation)
        .count()
}
