//! Bodies validated against the spec: the samples of the pages are accepted, and each single change
//! is reported at its place.

mod create;
mod parameters;

use serde_json::{Value, json};
use wechatpay_mock::{BrokenRule, Mock, Spec, spec, validate};

use crate::client::Draft;
use crate::reply::Reply;

fn sample(spec: &Spec, operation: &str, index: usize) -> Value {
    let text = spec.sample_requests(operation).nth(index).unwrap();
    serde_json::from_str(text).unwrap()
}

fn violations(spec: &Spec, operation: &str, body: &Value) -> Vec<(String, BrokenRule)> {
    validate(spec, operation, body)
        .into_iter()
        .map(|violation| (violation.pointer, violation.rule))
        .collect()
}

/// Sets the value at a pointer, or removes it.
fn damaged(mut body: Value, pointer: &str, value: Option<Value>) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match (body.pointer_mut(parent).unwrap(), value) {
        (Value::Object(members), Some(value)) => drop(members.insert(name.to_owned(), value)),
        (Value::Object(members), None) => assert!(members.remove(name).is_some(), "{pointer}"),
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value,
        _ => panic!("{pointer}"),
    }
    body
}

/// A place in a sample, its new value, and the expected violations.
type Damage<'a> = (&'a str, Option<Value>, &'a [(&'a str, BrokenRule)]);

/// Each change to the sample is reported at its place, and nothing else is.
fn check(operation: &str, index: usize, damages: &[Damage<'_>]) {
    let spec = spec().unwrap();
    let whole = sample(spec, operation, index);
    assert_eq!(violations(spec, operation, &whole), []);
    for (pointer, value, expected) in damages {
        let body = damaged(whole.clone(), pointer, value.clone());
        let found = violations(spec, operation, &body);
        let found: Vec<_> = found
            .iter()
            .map(|(at, broken)| (at.as_str(), *broken))
            .collect();
        assert_eq!(found, *expected, "{pointer} {value:?}");
    }
}

#[test]
fn constraints_of_update_stock_budget_are_enforced() {
    check(
        "update_stock_budget",
        0,
        &[
            (
                "/update_mode",
                None,
                &[
                    ("/update_mode", BrokenRule::Required),
                    ("/current_max_count", BrokenRule::OnlyWhen),
                    ("/target_max_count", BrokenRule::OnlyWhen),
                ],
            ),
            (
                "/update_mode",
                Some(json!("MAX_COUNT_PER_DAY")),
                &[
                    ("/current_max_count", BrokenRule::OnlyWhen),
                    ("/target_max_count", BrokenRule::OnlyWhen),
                    ("/current_max_count_per_day", BrokenRule::RequiredWhen),
                    ("/target_max_count_per_day", BrokenRule::RequiredWhen),
                ],
            ),
            (
                "/update_mode",
                Some(json!("UNHEARD_OF")),
                &[("/update_mode", BrokenRule::Unlisted)],
            ),
            (
                "/update_mode",
                Some(json!("max_count")),
                &[("/update_mode", BrokenRule::Unlisted)],
            ),
            (
                "/update_mode",
                Some(json!("")),
                &[("/update_mode", BrokenRule::Unlisted)],
            ),
            (
                "/current_max_count",
                None,
                &[("/current_max_count", BrokenRule::RequiredWhen)],
            ),
            (
                "/target_max_count_per_day",
                Some(json!(1)),
                &[("/target_max_count_per_day", BrokenRule::OnlyWhen)],
            ),
            ("/target_max_count", Some(json!(i64::MIN)), &[]),
            (
                "/target_max_count",
                Some(json!(u64::MAX)),
                &[("/target_max_count", BrokenRule::Type)],
            ),
            (
                "/target_max_count",
                Some(json!(200.0)),
                &[("/target_max_count", BrokenRule::Type)],
            ),
            ("/brand_id", None, &[("/brand_id", BrokenRule::Required)]),
            ("/brand_id", Some(json!("")), &[]),
        ],
    );
}

#[test]
fn constraints_of_modify_budget_are_enforced() {
    check(
        "modify_budget",
        1,
        &[
            (
                "/current_max_coupons",
                None,
                &[("/current_max_coupons", BrokenRule::RequiredWhen)],
            ),
            ("/target_max_coupons", Some(json!(0)), &[]),
            ("/target_max_coupons", None, &[]),
            (
                "/target_max_coupons_by_day",
                Some(json!(0)),
                &[("/target_max_coupons_by_day", BrokenRule::AtMostOneOf)],
            ),
            (
                "/modify_budget_request_no",
                None,
                &[("/modify_budget_request_no", BrokenRule::Required)],
            ),
            ("/modify_budget_request_no", Some(json!("")), &[]),
        ],
    );
}

#[test]
fn the_sample_of_modify_budget_breaks_the_rule_of_its_page() {
    let spec = spec().unwrap();
    let violations = validate(spec, "modify_budget", &sample(spec, "modify_budget", 0));
    assert_eq!(violations.len(), 1);
    assert_eq!(violations[0].rule, BrokenRule::AtMostOneOf);
    assert_eq!(violations[0].pointer, "/target_max_coupons_by_day");
    assert_eq!(violations[0].value, Some(json!(500)));
    assert!(
        violations[0].issue.contains("target_max_coupons,"),
        "{}",
        violations[0].issue
    );
}

#[test]
fn a_body_that_is_not_an_object_is_rejected() {
    let spec = spec().unwrap();
    for body in [Value::Null, json!([]), json!("x"), json!(1)] {
        assert_eq!(
            violations(spec, "modify_budget", &body),
            [(String::new(), BrokenRule::Type)]
        );
    }
    assert_eq!(validate(spec, "unheard_of", &Value::Null), []);
}

#[test]
fn the_first_violation_is_returned_as_param_error() {
    let mock = Mock::documented().unwrap();
    let body = json!({ "target_max_coupons": 1, "modify_budget_request_no": 7 });
    let reply = Draft::new(&mock).body(body.to_string()).send(&mock);
    assert_eq!((reply.status, reply.code().as_str()), (400, "PARAM_ERROR"));
    assert!(reply.is_correct(&mock));
    let detail = &reply.json()["detail"];
    assert_eq!(detail["field"], "/current_max_coupons");
    assert_eq!(detail["location"], "body");
    assert_eq!(detail.get("value"), None);
    assert!(mock.ledger().is_empty());
}

#[test]
fn a_mock_without_validation_accepts_any_body() {
    let mock = Mock::builder()
        .documented(spec().unwrap())
        .without_validation()
        .start()
        .unwrap();
    assert_eq!(Draft::new(&mock).body("{}").send(&mock).status, 200);
    let mock = Mock::documented().unwrap();
    assert_eq!(Draft::new(&mock).body("{}").send(&mock).status, 400);
}

/// The responses of the stateful and the stateless mock to a create request with this `scope`.
fn scoped(mock: &Mock, scope: &str) -> Reply {
    let mut body = sample(spec().unwrap(), "create_product_coupon", 0);
    body["scope"] = json!(scope);
    let mut draft = Draft::new(mock).body(body.to_string());
    let target = "/v3/marketing/partner/product-coupon/product-coupons";
    (draft.method, draft.target) = ("POST", target.to_owned());
    draft.send(mock)
}

#[test]
fn an_unlisted_enum_value_is_rejected_and_named() {
    for mock in [Mock::stateful().unwrap(), Mock::documented().unwrap()] {
        for scope in ["all", "ALL ", "UNHEARD_OF", ""] {
            let reply = scoped(&mock, scope);
            assert_eq!((reply.status, reply.code().as_str()), (400, "PARAM_ERROR"));
            assert!(reply.is_correct(&mock));
            let detail = &reply.json()["detail"];
            assert_eq!(
                (&detail["field"], &detail["location"], &detail["value"]),
                (&json!("/scope"), &json!("body"), &json!(scope))
            );
            let issue = detail["issue"].as_str().unwrap();
            assert!(issue.contains("ALL") && issue.contains("SINGLE"), "{issue}");
        }
        assert!(mock.ledger().is_empty());
        assert!(scoped(&mock, "ALL").status < 300);
    }
}

#[test]
fn a_mock_newer_than_the_pages_accepts_unlisted_enum_values() {
    let spec = spec().unwrap();
    let builders = [
        Mock::builder().stateful(spec),
        Mock::builder().documented(spec),
    ];
    for builder in builders {
        let mock = builder.newer_than_pages(true).start().unwrap();
        assert!(scoped(&mock, "all").status < 300);
        // All other constraints of the page still apply.
        let mut body = sample(spec, "update_stock_budget", 0);
        body["update_mode"] = json!("MAX_COUNT_PER_WEEK");
        body["brand_id"] = json!(7);
        let mut draft = Draft::new(&mock).body(body.to_string());
        draft.method = "POST";
        draft.target =
            "/v3/marketing/partner/product-coupon/product-coupons/1/stocks/2/update-budget"
                .to_owned();
        assert_eq!(
            draft.send(&mock).json()["detail"]["field"],
            json!("/brand_id")
        );
    }
}
