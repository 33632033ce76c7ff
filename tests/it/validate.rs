//! `validate()` enforces exactly the constraints of the pages. It is compared with the mock and
//! with a reading of the YAML that shares no code with the generator.

mod mocks;
mod oracle;
mod random;
mod reports;
pub(crate) mod typed;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use wechatpay_api::Violations;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::product_coupon::request::{
    CreateProductCouponRequest, UpdateStockBudgetRequest,
};
use wechatpay_golden::checks::request::SendCardRequest;

use oracle::{Broken, Page, list, map, text};
use random::{Random, near};
use typed::Message;

fn busifavor() -> Page {
    Page::read("spec/busifavor", "modify_budget")
}

fn update() -> Page {
    Page::read("spec/product_coupon", "update_stock_budget")
}

fn create() -> Page {
    Page::read("spec/product_coupon", "create_product_coupon")
}

fn golden() -> Page {
    Page::read("tests/golden/spec/checks", "send_card")
}

/// Path and rule of each violation.
fn reported(result: Result<(), Violations>) -> Vec<(String, String)> {
    let violations = result.err().into_iter().flatten();
    let reported = violations.map(|violation| {
        let (path, rule) = (violation.path(), violation.rule().name());
        (path.to_owned(), rule.to_owned())
    });
    reported.collect()
}

/// The same as a set. Each violation appears once.
fn broken(result: Result<(), Violations>) -> Broken {
    let all = reported(result);
    let set: Broken = all.iter().cloned().collect();
    assert_eq!(all.len(), set.len(), "{all:?}");
    set
}

/// The verdict of all three implementations, which agree; `None` if the types do not allow the
/// message.
fn verdict<M: Message>(message: &Value, page: &Page) -> Option<Broken> {
    let request = M::typed(message)?;
    let sent = request.message();
    check_round_trip(&request, &sent);
    let ours = broken(request.validate());
    assert_eq!(ours, page.broken_rules(&sent), "{sent:#}");
    // Several sources can state a limit of the same field.
    let strict = Broken::from_iter(reported(request.validate_strict()));
    assert_eq!(strict, page.strictly_broken_rules(&sent), "{sent:#}");
    let body = serde_json::to_value(request.body().unwrap()).unwrap();
    let of_the_body =
        |(path, _): &&(String, String)| request.outside_body().iter().all(|(name, _)| path != name);
    let of_the_body: Broken = ours.iter().filter(of_the_body).cloned().collect();
    assert_eq!(
        of_the_body,
        mocks::broken_rules(&text(&page.operation["operation"]), &body),
        "{body:#}"
    );
    Some(ours)
}

/// A request is written with all its fields, and read again from JSON and from YAML.
fn check_round_trip<M: Message>(request: &M, message: &Value) {
    let written = serde_json::to_value(request).unwrap();
    assert_eq!(&written, message);
    assert_eq!(&serde_json::from_value::<M>(written).unwrap(), request);
    let yaml = serde_yaml::to_string(request).unwrap();
    assert_eq!(
        &serde_yaml::from_str::<M>(&yaml).unwrap(),
        request,
        "{yaml}"
    );
}

/// The samples of a page as messages, with the rules that each one breaks according to the spec.
fn samples(page: &Page) -> Vec<(Value, Vec<String>)> {
    let of = |sample: &Value| {
        let mut message: Value = serde_json::from_str(sample["request"].as_str().unwrap()).unwrap();
        for (name, value) in map(&sample["path"]) {
            message[name] = text(value).into();
        }
        let breaks = list(&sample["breaks"]).into_iter().map(text).collect();
        (message, breaks)
    };
    list(&page.operation["samples"])
        .into_iter()
        .map(of)
        .collect()
}

fn check_samples<M: Message>(page: &Page) {
    for (sample, breaks) in samples(page) {
        let found = verdict::<M>(&sample, page).unwrap();
        assert_eq!(found.len(), breaks.len(), "{found:?} {breaks:?}");
    }
}

#[test]
fn samples_break_exactly_the_rules_named_in_the_spec() {
    check_samples::<ModifyBudgetRequest>(&busifavor());
    check_samples::<UpdateStockBudgetRequest>(&update());
    check_samples::<CreateProductCouponRequest>(&create());
    check_samples::<SendCardRequest>(&golden());

    let (printed, breaks) = samples(&busifavor()).remove(0);
    assert_eq!(breaks, ["one_target"]);
    let found = verdict::<ModifyBudgetRequest>(&printed, &busifavor()).unwrap();
    let only = (
        "target_max_coupons_by_day".to_owned(),
        "at_most_one_of".to_owned(),
    );
    assert_eq!(found, Broken::from([only]));
}

#[test]
fn the_samples_of_the_pages_break_no_rule_of_another_source() {
    fn broken<M: Message>(page: &Page) -> Vec<String> {
        let (sample, _) = samples(page).remove(0);
        let violations = M::typed(&sample).unwrap().validate_strict();
        let violations = violations.err().into_iter().flatten();
        violations
            .filter_map(|violation| {
                let source = violation.source()?;
                let (path, rule) = (violation.path(), violation.rule().name());
                Some(format!("{path}: {rule}, {source}"))
            })
            .collect()
    }
    assert_eq!(broken::<ModifyBudgetRequest>(&busifavor()), [""; 0]);
    assert_eq!(broken::<UpdateStockBudgetRequest>(&update()), [""; 0]);
    assert_eq!(broken::<CreateProductCouponRequest>(&create()), [""; 0]);
}

/// Compares random messages, and counts the requests with and without violations.
fn agree_on_random_messages<M: Message>(
    page: &Page,
    count: usize,
) -> (usize, usize, BTreeSet<String>) {
    let mut random = Random::new(20_250_804);
    let mut rules = BTreeSet::new();
    let (mut bad, mut good) = (0, 0);
    for _ in 0..count {
        match verdict::<M>(&random.message(page), page) {
            Some(broken) if broken.is_empty() => good += 1,
            Some(broken) => {
                bad += 1;
                rules.extend(broken.into_iter().map(|(_, rule)| rule));
            }
            None => {}
        }
    }
    (bad, good, rules)
}

#[test]
fn validate_and_the_reference_implementation_agree_on_random_requests() {
    let page = busifavor();
    let (bad, good, rules) = agree_on_random_messages::<ModifyBudgetRequest>(&page, 3000);
    assert!(bad > 500 && good > 500, "{bad} {good}");
    assert_eq!(Vec::from_iter(rules), ["at_most_one_of", "required_when"]);

    let (bad, good, _) = agree_on_random_messages::<UpdateStockBudgetRequest>(&update(), 3000);
    assert!(bad > 500 && good > 50, "{bad} {good}");

    let (bad, _, rules) = agree_on_random_messages::<CreateProductCouponRequest>(&create(), 1500);
    assert!(bad > 500, "{bad}");
    let expected = [
        "allowed",
        "alphabet",
        "max",
        "max_chars",
        "max_items",
        "min",
        "min_chars",
    ];
    assert_eq!(Vec::from_iter(rules), expected);
}

#[test]
fn validate_and_the_reference_implementation_agree_on_every_kind_of_constraint() {
    let (bad, _, rules) = agree_on_random_messages::<SendCardRequest>(&golden(), 6_000);
    assert!(bad > 2000, "{bad}");
    let expected = [
        "allowed",
        "alphabet",
        "at_most_one_of",
        "max",
        "max_chars",
        "max_items",
        "min",
        "min_chars",
        "min_items",
        "only_when",
        "required_when",
        "rfc3339",
    ];
    assert_eq!(Vec::from_iter(rules), expected);
}

/// Every value in a JSON text, as a path of keys and indexes.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                places(value, &format!("{at}/{}", escape(name)), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn without(message: &Value, place: &str) -> Option<Value> {
    let mut message = message.clone();
    let (parent, last) = place.rsplit_once('/')?;
    match message.pointer_mut(parent)? {
        Value::Object(fields) => fields.remove(last)?,
        Value::Array(items) => items.remove(last.parse().ok()?),
        _ => return None,
    };
    Some(message)
}

/// Values that may replace a value.
fn damages(value: &Value) -> Vec<Value> {
    let mut others = vec![Value::Null, json!({}), json!([]), json!(true), json!(false)];
    others.extend([0, 1, -1, 16, 366, i64::MAX, i64::MIN].map(Value::from));
    others.extend(
        [
            "",
            "a",
            "😀",
            "NEWER_THAN_US",
            "ALL",
            "EXCHANGE",
            "SEQUENTIAL",
            "a b",
        ]
        .map(Value::from),
    );
    others.extend(["a".repeat(41), "券".repeat(21), "券".repeat(16)].map(Value::from));
    if let Value::Array(items) = value {
        let repeated = items.iter().cycle().take(9 * items.len().min(1));
        others.push(repeated.cloned().collect());
    }
    others
}

/// Compares messages with one value removed or replaced, and counts those that the types allow.
fn agree_on_damaged_samples<M: Message>(page: &Page) -> usize {
    let mut allowed = 0;
    for (sample, _) in samples(page) {
        let mut all = Vec::new();
        places(&sample, "", &mut all);
        for place in all {
            let value = sample.pointer(&place).unwrap();
            let replaced = damages(value).into_iter().map(|other| {
                let mut message = sample.clone();
                *message.pointer_mut(&place).unwrap() = other;
                message
            });
            let messages = replaced.chain(without(&sample, &place));
            allowed += messages
                .filter_map(|message| verdict::<M>(&message, page))
                .count();
        }
    }
    allowed
}

#[test]
fn validate_and_the_reference_implementation_agree_on_every_single_change_to_the_samples() {
    assert!(agree_on_damaged_samples::<ModifyBudgetRequest>(&busifavor()) > 60);
    assert!(agree_on_damaged_samples::<UpdateStockBudgetRequest>(&update()) > 50);
    assert!(agree_on_damaged_samples::<CreateProductCouponRequest>(&create()) > 400);
    assert!(agree_on_damaged_samples::<SendCardRequest>(&golden()) > 60);
}

/// Every limited field of the objects in a message: its place, and values around its limits, each
/// with the rule that it breaks.
fn boundaries(
    page: &Page,
    fields: &Map<String, Value>,
    object: &Value,
    at: &str,
) -> Vec<(String, Vec<(Value, &'static str)>)> {
    let mut found = Vec::new();
    for (name, field) in fields {
        let place = format!("{at}/{name}");
        let ty = text(&field["type"]);
        let mut field = field.clone();
        if let Some(length) = ty.strip_prefix("string(").and_then(|t| t.strip_suffix(')')) {
            field["max_chars"] = length.parse::<i64>().unwrap().into();
        }
        let mut values = Vec::new();
        let mut around = |low: &'static str, high: &'static str, make: &dyn Fn(i64) -> Value| {
            for measure in near(&field, low, high) {
                let rule = match measure {
                    n if field[low].as_i64().is_some_and(|limit| n < limit) => low,
                    n if field[high].as_i64().is_some_and(|limit| n > limit) => high,
                    _ => "",
                };
                values.push((make(measure), rule));
            }
        };
        let times = |n: i64| usize::try_from(n).unwrap();
        around("min", "max", &|n| n.into());
        // Characters of one, three and four bytes. UTF-16 writes the last one as two units.
        let characters: &[&str] = if field["alphabet"].is_string() {
            &["a", "_"]
        } else {
            &["a", "券", "😀"]
        };
        for character in characters {
            around("min_chars", "max_chars", &|n| {
                character.repeat(times(n)).into()
            });
        }
        around("min_items", "max_items", &|n| {
            json!(vec!["https://example"; times(n)])
        });
        if !values.is_empty() {
            found.push((place.clone(), values));
        }
        if let (Some(definition), Some(inner)) = (page.definition(&ty), object.get(name)) {
            found.extend(boundaries(page, map(&definition["fields"]), inner, &place));
        }
    }
    found
}

#[test]
fn every_limit_accepts_its_bound_and_rejects_the_next_value() {
    let create = create();
    let (single, _) = samples(&create).remove(0);
    let mut sequential = single.clone();
    sequential["usage_mode"] = "SEQUENTIAL".into();
    sequential["sequential_usage_info"] =
        json!({ "type": "EQUAL", "count": 3, "available_days": 30 });
    let (total, _) = samples(&update()).remove(0);
    let mut limited = BTreeSet::new();
    let mut check = |page: &Page, message: &Value, verdict: &dyn Fn(&Value) -> Broken| {
        for (place, values) in boundaries(page, &page.message, message, "") {
            for (value, rule) in values {
                let mut message = message.clone();
                let (parent, name) = place.rsplit_once('/').unwrap();
                message.pointer_mut(parent).unwrap()[name] = value;
                let path = place[1..].replace('/', ".");
                let expected = (!rule.is_empty()).then(|| (path.clone(), rule.to_owned()));
                // A value that the choice cannot represent is not sent.
                if path != "single_usage_info" {
                    assert_eq!(verdict(&message), expected.into_iter().collect::<Broken>());
                }
            }
            limited.insert(format!("{} {place}", text(&page.operation["operation"])));
        }
    };
    let typed = |message: &Value| verdict::<CreateProductCouponRequest>(message, &create).unwrap();
    check(&create, &single, &typed);
    check(&create, &sequential, &typed);
    let update = update();
    check(&update, &total, &|m| {
        verdict::<UpdateStockBudgetRequest>(m, &update).unwrap()
    });
    assert_eq!(
        Vec::from_iter(limited),
        [
            "create_product_coupon /display_info/detail_image_url_list",
            "create_product_coupon /display_info/name",
            "create_product_coupon /out_product_no",
            "create_product_coupon /out_request_no",
            "create_product_coupon /sequential_usage_info/available_days",
            "create_product_coupon /sequential_usage_info/count",
            "create_product_coupon /sequential_usage_info/interval_days",
            "create_product_coupon /stock/remark",
            "update_stock_budget /out_request_no",
        ]
    );
}
