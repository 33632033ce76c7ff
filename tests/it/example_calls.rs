//! The ten calls of `codegen/decisions/0001-requests.md`, with the real types.
//!
//! Eight calls are compared with handwritten JSON in the order of the page's field table. The two
//! calls that equal a sample of a page are compared with that sample, sorted in the order of the
//! table.

mod call_1;
mod call_10;
mod call_2;
mod call_3;
mod call_4;
mod call_5;
mod call_6;
mod call_7;
mod call_8;
mod call_9;
mod parts;

use std::collections::BTreeSet;

use serde_json::Value;
use wechatpay_api::product_coupon::{ProductCouponState, StockState, StockStoreScope};
use wechatpay_api::{Client, Operation as Call, busifavor, product_coupon};
use wechatpay_codegen::model::{Direction, Operation, Place, Service, Struct, Type};
use wechatpay_mock::{Mock, ReceivedRequest};

use crate::call::settings;
use crate::spec_facts::product_coupon as product_coupon_spec;

/// The bytes that are sent.
fn encoded(request: &impl Call) -> String {
    serde_json::to_string(&request.body()).unwrap()
}

/// JSON without the white space between its parts.
fn compact(json: &str) -> String {
    let mut in_text = false;
    let mut escaped = false;
    json.chars()
        .filter(|&character| {
            if character == '"' && !escaped {
                in_text = !in_text;
            }
            escaped = character == '\\' && !escaped;
            in_text || !character.is_whitespace()
        })
        .collect()
}

macro_rules! encodes_as_written {
    ($($test:ident: $call:ident, $json:literal;)*) => {$(
        #[test]
        fn $test() {
            let written = include_str!(concat!("example_calls/", $json));
            assert_eq!(encoded(&$call::request()), compact(written));
        }
    )*};
}

encodes_as_written! {
    call_1_whole_store_money_off_once_is_encoded_as_expected: call_1, "call_1.json";
    call_3_whole_store_money_off_in_sequence_is_encoded_as_expected: call_3, "call_3.json";
    call_4_whole_store_discount_in_sequence_is_encoded_as_expected: call_4, "call_4.json";
    call_5_single_product_money_off_once_is_encoded_as_expected: call_5, "call_5.json";
    call_6_single_product_discount_with_a_choice_is_encoded_as_expected: call_6, "call_6.json";
    call_7_single_product_exchange_is_encoded_as_expected: call_7, "call_7.json";
    call_9_daily_cap_of_a_stock_is_encoded_as_expected: call_9, "call_9.json";
    call_10_busifavor_budget_is_encoded_as_expected: call_10, "call_10.json";
}

fn operation<'s>(service: &'s Service, name: &str) -> &'s Operation {
    let mut operations = service.operations.iter();
    operations.find(|o| o.name == name).unwrap()
}

/// The request that a page prints.
fn printed(service: &Service, name: &str) -> Value {
    let sample = &operation(service, name).samples[0];
    serde_json::from_str(sample.request.as_deref().unwrap()).unwrap()
}

/// The bytes of a request that has these values, in the order of the page's field tables.
fn in_table_order(service: &Service, name: &str, value: &Value) -> String {
    let operation = operation(service, name);
    let order = Order {
        service,
        file: &operation.file,
    };
    order.object(order.named(&operation.request), value)
}

struct Order<'s> {
    service: &'s Service,
    file: &'s str,
}

impl<'s> Order<'s> {
    fn named(&self, name: &str) -> &'s Struct {
        let service = self.service;
        service
            .structure(Direction::Request, name, self.file)
            .unwrap()
    }

    fn object(&self, structure: &Struct, value: &Value) -> String {
        let body = structure.fields.iter().filter(|f| f.place == Place::Body);
        let entries = body.filter_map(|field| {
            let value = self.value(&field.ty, value.get(&field.wire_name)?);
            Some(format!("\"{}\":{value}", field.wire_name))
        });
        format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
    }

    fn value(&self, ty: &Type, value: &Value) -> String {
        match ty {
            Type::Struct(name) => self.object(self.named(name), value),
            Type::Array(inner) => {
                let items = value.as_array().unwrap().iter();
                let items: Vec<_> = items.map(|item| self.value(inner, item)).collect();
                format!("[{}]", items.join(","))
            }
            _ => value.to_string(),
        }
    }
}

/// The request has the values of the page's sample, and its bytes once these are in the order of
/// the table.
fn assert_equals_page_sample(name: &str, request: &impl Call) {
    let service = product_coupon_spec();
    let printed = printed(&service, name);
    assert_eq!(serde_json::to_value(request.body()).unwrap(), printed);
    assert_eq!(encoded(request), in_table_order(&service, name, &printed));
}

#[test]
fn call_2_equals_the_sample_on_the_create_page() {
    assert_equals_page_sample("create_product_coupon", &call_2::request());
}

#[test]
fn call_8_equals_the_sample_on_the_update_page() {
    assert_equals_page_sample("update_stock_budget", &call_8::request());
    assert_eq!(
        encoded(&call_8::request()),
        r#"{"out_request_no":"update_budget_34657_20250101_123456","update_mode":"MAX_COUNT","current_max_count":10000000,"target_max_count":200,"brand_id":"120344"}"#
    );
}

/// The wire names of all keys of a JSON value, at any depth.
fn keys(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            into.extend(object.keys().cloned());
            object.values().for_each(|value| keys(value, into));
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, into)),
        _ => {}
    }
}

#[test]
fn the_example_calls_cover_every_field_except_one() {
    let mut sent = BTreeSet::new();
    for request in [
        call_1::request(),
        call_2::request(),
        call_3::request(),
        call_4::request(),
        call_5::request(),
        call_6::request(),
        call_7::request(),
    ] {
        keys(&serde_json::to_value(request.body()).unwrap(), &mut sent);
    }
    for request in [call_8::request(), call_9::request()] {
        keys(&serde_json::to_value(request.body()).unwrap(), &mut sent);
    }
    let service = product_coupon_spec();
    let fields = service
        .requests
        .iter()
        .flat_map(|structure| &structure.fields);
    let bodies = fields.filter(|field| field.place == Place::Body);
    let known: BTreeSet<_> = bodies.map(|field| field.wire_name.clone()).collect();
    let unsent: Vec<_> = known.difference(&sent).collect();
    // No call needs these fields: all of them exchange a product once.
    assert_eq!(unsent, ["exchange_coupon_list"]);
}

fn client(mock: &Mock) -> Client {
    settings(mock).build().unwrap()
}

fn only_request(mock: &Mock) -> ReceivedRequest {
    let mut received = mock.requests();
    assert_eq!(received.len(), 1);
    received.remove(0)
}

fn was_sent(mock: &Mock, method: &str, target: &str, request: &impl Call) {
    let received = only_request(mock);
    assert_eq!(received.signature(), Ok(()));
    assert_eq!((received.method(), received.target()), (method, target));
    assert_eq!(
        str::from_utf8(received.body()).unwrap(),
        encoded(request).as_str()
    );
}

/// The future of a call can be sent to another thread.
fn on_any_thread<F: Future + Send>(call: F) -> F {
    call
}

#[tokio::test]
async fn the_mock_accepts_the_call_that_creates_a_coupon() {
    let mock = Mock::documented().unwrap();
    let request = call_2::request();
    let created = product_coupon::create_product_coupon(&client(&mock), &request)
        .await
        .unwrap();
    assert_eq!(created.product_coupon_id.as_deref(), Some("1000000013"));
    assert_eq!(created.state, Some(ProductCouponState::Effective));
    let stock = created.stock.as_ref().unwrap();
    assert_eq!(stock.stock_id.as_deref(), Some("1000000013001"));
    assert_eq!(stock.store_scope, Some(StockStoreScope::None));
    was_sent(
        &mock,
        "POST",
        "/v3/marketing/partner/product-coupon/product-coupons",
        &request,
    );
}

#[tokio::test]
async fn the_mock_accepts_the_call_that_updates_a_stock_budget() {
    let mock = Mock::documented().unwrap();
    let request = call_8::request();
    let stock = product_coupon::update_stock_budget(&client(&mock), &request)
        .await
        .unwrap();
    let rule = stock.stock_send_rule.as_ref().unwrap();
    assert_eq!(rule.max_count, Some(200));
    assert_eq!(stock.state, Some(StockState::Sending));
    was_sent(
        &mock,
        "POST",
        "/v3/marketing/partner/product-coupon/product-coupons/1000000013/stocks/1000000013001/update-budget",
        &request,
    );
}

#[tokio::test]
async fn the_mock_accepts_the_call_that_modifies_a_busifavor_budget() {
    let mock = Mock::documented().unwrap();
    let request = call_10::request();
    let client = client(&mock);
    let budget = on_any_thread(busifavor::modify_budget(&client, &request))
        .await
        .unwrap();
    assert_eq!(
        (budget.max_coupons, budget.max_coupons_by_day),
        (Some(300), Some(100))
    );
    was_sent(
        &mock,
        "PATCH",
        "/v3/marketing/busifavor/stocks/98065001/budget",
        &request,
    );
}
