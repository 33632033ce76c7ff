//! Bundles of stocks, which pages newer than the audited ones have: one stock for each step.

use serde_json::{Value, json};

use super::books::Books;
use super::call::Call;
use super::stock::Stock;

/// The usage mode of a product coupon with a bundle.
pub(super) const MODE: &str = "PROGRESSIVE_BUNDLE";
/// The most steps.
const LONGEST: i64 = 15;
/// The lists with a rule for each step, and the name of one rule.
const RULES: [(&str, &str); 3] = [
    ("normal_coupon_list", "normal_coupon"),
    ("discount_coupon_list", "discount_coupon"),
    ("exchange_coupon_list", "exchange_coupon"),
];

/// The stocks of a bundle.
pub(super) fn stocks(books: &Books, call: &Call<'_>, coupon: &str, bundle: &Value) -> Vec<Stock> {
    let count = call.body["progressive_bundle_usage_info"]["count"].as_i64();
    let rule = &bundle["progressive_bundle_usage_rule"];
    (0..count.unwrap_or(1).clamp(1, LONGEST))
        .map(|index| {
            let mut stock = bundle.clone();
            stock["progressive_bundle_usage_rule"] = step(rule, index);
            stock["stock_bundle_info"] = json!({
                "stock_bundle_id": id(coupon),
                "stock_bundle_index": index,
            });
            Stock::new(books, call, coupon, index + 1, &stock)
        })
        .collect()
}

/// The rule of one step.
fn step(rule: &Value, index: i64) -> Value {
    let mut step = json!({});
    if let Some(period) = rule.get("coupon_available_period") {
        step["coupon_available_period"] = period.clone();
    }
    for (list, one) in RULES {
        let index = usize::try_from(index).unwrap_or_default();
        if let Some(rule) = rule.get(list).and_then(|list| list.get(index)) {
            step[one] = rule.clone();
        }
    }
    step
}

/// A bundle in a response.
pub(super) fn json(coupon: &str, stocks: &[Value]) -> Value {
    json!({ "stock_bundle_id": id(coupon), "stock_list": stocks })
}

fn id(coupon: &str) -> String {
    format!("{coupon}900")
}
