//! Responses as the pages print them, newer ones, and broken ones: all are decoded, and no known
//! value is lost.
//!
//! In addition to the printed responses there is a full response per operation: every field of the
//! spec has a value, and lists have two items. Each test changes one place after the other, at
//! every depth.

mod debug_output;
mod full;
mod page_samples;

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wechatpay_api::busifavor::response::ModifyBudgetResponse;
use wechatpay_api::product_coupon::response::{CreateProductCouponResponse, UpdatedStockEntity};
use wechatpay_codegen::model::Type;

use self::debug_output::assert_preserved;
use self::full::{Full, Place};

/// Decodes a response, and compares it with the JSON that it has to preserve.
fn check<T: DeserializeOwned + Debug>(what: &str, response: &Value, kept: &Value) {
    match serde_json::from_str::<T>(&response.to_string()) {
        Ok(decoded) => assert_preserved(what, &decoded, kept),
        Err(error) => panic!("{what}: {error}\n{response:#}"),
    }
}

/// Runs a test on each operation's full response.
macro_rules! on_each_response {
    ($($test:ident: $change:ident;)*) => {$(
        #[test]
        fn $test() {
            $change::<CreateProductCouponResponse>(&Full::of("product_coupon", "create_product_coupon"));
            $change::<UpdatedStockEntity>(&Full::of("product_coupon", "update_stock_budget"));
            $change::<ModifyBudgetResponse>(&Full::of("busifavor", "modify_budget"));
        }
    )*};
}

on_each_response! {
    a_full_response_is_kept_whole: as_it_is;
    each_field_may_be_missing: without_each_field;
    each_value_may_be_null: with_each_null;
    all_values_may_be_null_at_once: with_all_null;
    each_object_may_be_empty: with_each_object_empty;
    each_list_may_be_empty: with_each_list_empty;
    each_enum_has_the_listed_values: with_each_listed_value;
    each_enum_may_have_a_new_value: with_each_enum_newer;
    all_enums_may_have_new_values_at_once: with_all_enums_newer;
    each_object_may_have_fields_that_nobody_knows: with_fields_unknown;
    each_time_may_be_unreadable: with_times_unreadable;
    numbers_may_be_as_large_as_they_get: with_large_numbers;
    a_response_may_be_empty: with_nothing;
}

fn as_it_is<T: DeserializeOwned + Debug>(full: &Full) {
    check::<T>("full", &full.response, &full.response);
}

fn without_each_field<T: DeserializeOwned + Debug>(full: &Full) {
    for place in full.fields() {
        let response = full.without(place);
        check::<T>(&format!("without {place}"), &response, &response);
    }
}

fn with_each_null<T: DeserializeOwned + Debug>(full: &Full) {
    for place in &full.places {
        let response = full.with(place, json!(null));
        check::<T>(&format!("null at {place}"), &response, &full.without(place));
    }
}

/// All fields of one object, or all items of one list.
fn with_all_null<T: DeserializeOwned + Debug>(full: &Full) {
    for place in full.places.iter().filter(|place| place.has_children()) {
        let mut response = full.response.clone();
        let mut kept = full.response.clone();
        match place.of(&mut response) {
            Value::Object(fields) => fields.values_mut().for_each(|value| *value = json!(null)),
            Value::Array(items) => items.fill(json!(null)),
            other => panic!("{place} has no children: {other}"),
        }
        match place.of(&mut kept) {
            Value::Object(fields) => fields.clear(),
            Value::Array(items) => items.clear(),
            other => panic!("{place} has no children: {other}"),
        }
        check::<T>(&format!("all null in {place}"), &response, &kept);
    }
}

fn with_each_object_empty<T: DeserializeOwned + Debug>(full: &Full) {
    for place in full.of_type(|ty| matches!(ty, Type::Struct(_))) {
        let response = full.with(place, json!({}));
        check::<T>(&format!("{{}} at {place}"), &response, &response);
    }
}

fn with_each_list_empty<T: DeserializeOwned + Debug>(full: &Full) {
    for place in full.of_type(|ty| matches!(ty, Type::Array(_))) {
        let response = full.with(place, json!([]));
        check::<T>(&format!("[] at {place}"), &response, &response);
    }
}

fn is_enum(ty: &Type) -> bool {
    matches!(ty, Type::Enum(_))
}

fn with_each_listed_value<T: DeserializeOwned + Debug>(full: &Full) {
    for place in full.of_type(is_enum) {
        for value in full.listed(place) {
            let response = full.with(place, json!(value));
            let what = format!("{value} at {place}");
            check::<T>(&what, &response, &response);
            let decoded = serde_json::from_str::<T>(&response.to_string()).unwrap();
            assert!(!format!("{decoded:?}").contains("Unknown"), "{what}");
        }
    }
}

fn with_each_enum_newer<T: DeserializeOwned + Debug>(full: &Full) {
    for place in full.of_type(is_enum) {
        for value in ["CATEGORY", "", "all", "全场 \"券\"\\\u{1f600}\n"] {
            let response = full.with(place, json!(value));
            check::<T>(&format!("{value:?} at {place}"), &response, &response);
        }
    }
}

fn with_all_enums_newer<T: DeserializeOwned + Debug>(full: &Full) {
    let mut response = full.response.clone();
    for place in full.of_type(is_enum) {
        *place.of(&mut response) = json!("PROGRESSIVE_BUNDLE");
    }
    check::<T>("all enums newer", &response, &response);
}

fn with_fields_unknown<T: DeserializeOwned + Debug>(full: &Full) {
    let mut everywhere = full.response.clone();
    let objects = full.of_type(|ty| matches!(ty, Type::Struct(_)));
    for place in objects.chain([&Place::root()]) {
        let mut response = full.response.clone();
        for new in [json!({ "new": [1, null] }), json!([[]]), json!(1.5)] {
            for changed in [&mut response, &mut everywhere] {
                let object = place.of(changed).as_object_mut().unwrap();
                object.insert("a_field_of_2027".to_owned(), new.clone());
                object.insert("Threshold".to_owned(), new.clone());
            }
            check::<T>(&format!("new in {place}"), &response, &full.response);
        }
    }
    check::<T>("new everywhere", &everywhere, &full.response);
}

fn with_times_unreadable<T: DeserializeOwned + Debug>(full: &Full) {
    for place in full.of_type(|ty| matches!(ty, Type::Time)) {
        for text in ["soon", "", "2025-02-30T25:61:61+99:00", "1755000000", " \n"] {
            let response = full.with(place, json!(text));
            check::<T>(&format!("{text:?} at {place}"), &response, &response);
        }
    }
}

fn with_large_numbers<T: DeserializeOwned + Debug>(full: &Full) {
    for place in full.of_type(|ty| matches!(ty, Type::Integer)) {
        for number in [i64::MAX, i64::MIN, 0] {
            let response = full.with(place, json!(number));
            check::<T>(&format!("{number} at {place}"), &response, &response);
        }
    }
}

fn with_nothing<T: DeserializeOwned + Debug>(_: &Full) {
    check::<T>("{}", &json!({}), &json!({}));
}

#[test]
fn the_test_responses_contain_every_field_and_value_type() {
    let create = Full::of("product_coupon", "create_product_coupon");
    let update = Full::of("product_coupon", "update_stock_budget");
    for (full, at_least) in [(&create, 120), (&update, 80)] {
        assert!(full.places.len() > at_least, "{}", full.places.len());
        let times: Vec<_> = full.of_type(|ty| matches!(ty, Type::Time)).collect();
        assert_eq!(times.len(), 1);
        let listed = full.of_type(is_enum).filter(|place| place.is_item());
        assert!(listed.count() >= 4);
    }
}
