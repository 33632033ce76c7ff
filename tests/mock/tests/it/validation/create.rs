//! The request that creates a product coupon.

use serde_json::{Value, json};
use wechatpay_mock::{BrokenRule, spec};

use super::{check, sample, violations};

/// A text with this number of characters, each of three bytes.
fn long(characters: usize) -> Value {
    json!("券".repeat(characters))
}

#[test]
fn idempotency_keys_of_create_are_validated() {
    check(
        "create_product_coupon",
        0,
        &[
            (
                "/out_request_no",
                None,
                &[("/out_request_no", BrokenRule::Required)],
            ),
            (
                "/out_request_no",
                Some(json!("12345")),
                &[("/out_request_no", BrokenRule::MinChars)],
            ),
            ("/out_request_no", Some(json!("123456")), &[]),
            ("/out_request_no", Some(json!("1".repeat(40))), &[]),
            (
                "/out_request_no",
                Some(json!("1".repeat(41))),
                &[("/out_request_no", BrokenRule::MaxChars)],
            ),
            (
                "/out_request_no",
                Some(json!("12345.6")),
                &[("/out_request_no", BrokenRule::Alphabet)],
            ),
            (
                "/out_request_no",
                Some(json!("券")),
                &[
                    ("/out_request_no", BrokenRule::MinChars),
                    ("/out_request_no", BrokenRule::Alphabet),
                ],
            ),
            (
                "/out_request_no",
                Some(json!(1)),
                &[("/out_request_no", BrokenRule::Type)],
            ),
            (
                "/out_request_no",
                Some(Value::Null),
                &[("/out_request_no", BrokenRule::Null)],
            ),
        ],
    );
}

#[test]
fn lengths_and_types_of_create_are_validated() {
    check(
        "create_product_coupon",
        0,
        &[
            // Characters are counted, not bytes.
            ("/display_info/name", Some(long(15)), &[]),
            (
                "/display_info/name",
                Some(long(16)),
                &[("/display_info/name", BrokenRule::MaxChars)],
            ),
            ("/display_info/name", Some(json!("😀".repeat(15))), &[]),
            (
                "/display_info/name",
                Some(json!("😀".repeat(16))),
                &[("/display_info/name", BrokenRule::MaxChars)],
            ),
            ("/out_product_no", None, &[]),
            (
                "/out_product_no",
                Some(long(41)),
                &[("/out_product_no", BrokenRule::MaxChars)],
            ),
            (
                "/display_info/detail_image_url_list",
                Some(json!(vec!["x"; 8])),
                &[],
            ),
            (
                "/display_info/detail_image_url_list",
                Some(json!(vec!["x"; 9])),
                &[("/display_info/detail_image_url_list", BrokenRule::MaxItems)],
            ),
            (
                "/display_info/detail_image_url_list/0",
                Some(json!(1)),
                &[("/display_info/detail_image_url_list/0", BrokenRule::Type)],
            ),
            (
                "/display_info/original_price",
                Some(json!("1")),
                &[("/display_info/original_price", BrokenRule::Type)],
            ),
            (
                "/display_info/combo_package_list",
                Some(json!([{ "choice_list": [{ "price": 1.5 }] }])),
                &[(
                    "/display_info/combo_package_list/0/choice_list/0/price",
                    BrokenRule::Type,
                )],
            ),
            (
                "/display_info",
                Some(json!([])),
                &[("/display_info", BrokenRule::Type)],
            ),
        ],
    );
}

#[test]
fn conditions_and_allowed_values_of_create_are_validated() {
    let usage = json!({ "type": "EQUAL", "count": 15, "available_days": 3 });
    check(
        "create_product_coupon",
        0,
        &[
            (
                "/single_usage_info",
                None,
                &[("/single_usage_info", BrokenRule::RequiredWhen)],
            ),
            ("/single_usage_info", Some(json!({})), &[]),
            (
                "/sequential_usage_info",
                Some(usage),
                &[("/sequential_usage_info", BrokenRule::OnlyWhen)],
            ),
            (
                "/usage_mode",
                Some(json!("SEQUENTIAL")),
                &[
                    ("/single_usage_info", BrokenRule::OnlyWhen),
                    ("/sequential_usage_info", BrokenRule::RequiredWhen),
                ],
            ),
            // A mode that the page does not list requires nothing more.
            (
                "/usage_mode",
                Some(json!("PROGRESSIVE_BUNDLE")),
                &[("/usage_mode", BrokenRule::Unlisted)],
            ),
            (
                "/type",
                Some(json!("EXCHANGE")),
                &[
                    ("/type", BrokenRule::Allowed),
                    ("/scope", BrokenRule::Allowed),
                ],
            ),
            (
                "/type",
                Some(json!("UNHEARD_OF")),
                &[("/type", BrokenRule::Unlisted)],
            ),
            (
                "/stock/coupon_code_mode",
                Some(json!("upload")),
                &[("/stock/coupon_code_mode", BrokenRule::Unlisted)],
            ),
            (
                "/scope",
                Some(json!("CATEGORY")),
                &[("/scope", BrokenRule::Unlisted)],
            ),
            ("/scope", Some(json!(1)), &[("/scope", BrokenRule::Type)]),
        ],
    );
}

#[test]
fn limits_from_another_page_are_not_enforced() {
    check(
        "create_product_coupon",
        0,
        &[
            ("/stock/remark", Some(long(20)), &[]),
            (
                "/stock/remark",
                Some(long(21)),
                &[("/stock/remark", BrokenRule::MaxChars)],
            ),
            (
                "/stock/store_scope",
                None,
                &[("/stock/store_scope", BrokenRule::Required)],
            ),
            // Constraints of another page or direction are not enforced.
            (
                "/stock/stock_send_rule/max_count",
                Some(json!(100_000_001)),
                &[],
            ),
            ("/stock/stock_send_rule/max_count", None, &[]),
            (
                "/stock/usage_rule_display_info/usage_description",
                Some(long(1001)),
                &[],
            ),
            ("/stock/single_usage_rule", None, &[]),
            // An unknown field is accepted; the general rules for texts apply to it.
            ("/unheard_of", Some(json!({ "a": [1] })), &[]),
            (
                "/unheard_of",
                Some(json!({ "a/b": [null] })),
                &[("/unheard_of/a~1b/0", BrokenRule::Null)],
            ),
        ],
    );
}

#[test]
fn limits_of_sequential_usage_are_validated() {
    let spec = spec().unwrap();
    let mut body = sample(spec, "create_product_coupon", 0);
    body["usage_mode"] = json!("SEQUENTIAL");
    body.as_object_mut().unwrap().remove("single_usage_info");
    for (count, days, interval, expected) in [
        (15, 3, 7, &[][..]),
        (0, 365, 0, &[]),
        (
            16,
            3,
            7,
            &[("/sequential_usage_info/count", BrokenRule::Max)],
        ),
        (
            1,
            2,
            7,
            &[("/sequential_usage_info/available_days", BrokenRule::Min)],
        ),
        (
            1,
            366,
            8,
            &[
                ("/sequential_usage_info/available_days", BrokenRule::Max),
                ("/sequential_usage_info/interval_days", BrokenRule::Max),
            ],
        ),
    ] {
        body["sequential_usage_info"] = json!({
            "type": "EQUAL", "count": count, "available_days": days, "interval_days": interval,
        });
        let found = violations(spec, "create_product_coupon", &body);
        let found: Vec<_> = found
            .iter()
            .map(|(at, broken)| (at.as_str(), *broken))
            .collect();
        assert_eq!(found, expected);
    }
}
