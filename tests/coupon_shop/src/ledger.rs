//! Compares the books of the shop with the ledger of WeChat Pay.

use std::collections::BTreeMap;
use std::error::Error;

use serde_json::Value;
use wechatpay_mock::Mock;

/// The effects that one life has, each once: operation and number.
const EFFECTS: [(&str, &str); 15] = [
    ("confirm_send_user_product_coupon", "confirm_TUKiAnp4"),
    ("confirm_send_user_product_coupon", "confirm_TUKiAnp5"),
    ("create_product_coupon", "create_0001"),
    ("deactivate_product_coupon", "coupon_0001"),
    ("deactivate_stock", "stock_0001"),
    ("deactivate_user_product_coupon", "deactivate_TUKiAnp5"),
    ("return_user_product_coupon", "return_TUKiAnp4"),
    ("send_user_product_coupon", "send_TUKiAnp4"),
    ("send_user_product_coupon", "send_TUKiAnp5"),
    ("update_stock_budget", "budget_0001"),
    ("upload_coupon_codes", "codes_0001"),
    ("use_user_product_coupon", "use_TUKiAnp4"),
    ("associate_stores", ""),
    ("set_notify_config", ""),
    ("upload_image", ""),
];

/// Whether each effect happened once, and the books of both sides agree.
pub(crate) fn check(mock: &Mock, books: &str) -> Result<(), Box<dyn Error>> {
    let books: Value = serde_json::from_str(books.trim())?;
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for entry in mock.ledger() {
        let operation = entry
            .operation()
            .rsplit('.')
            .next()
            .unwrap_or_default()
            .to_owned();
        let number = entry.idempotency_key().unwrap_or_default().to_owned();
        *counts.entry((operation, number)).or_default() += 1;
    }
    for (operation, number) in EFFECTS {
        let count = counts
            .remove(&(operation.to_owned(), number.to_owned()))
            .unwrap_or_default();
        // Without a number, a repeated call has no second effect on the state.
        let is_right = if number.is_empty() {
            count >= 1
        } else {
            count == 1
        };
        if !is_right {
            return Err(format!("{operation} {number} took effect {count} times").into());
        }
    }
    if let Some(((operation, number), _)) = counts.pop_first() {
        return Err(format!("an effect that nobody wanted: {operation} {number}").into());
    }

    let coupons = books["coupons"].as_array().ok_or("no coupons")?;
    let issued = mock.coupons().issued();
    if issued.len() != coupons.len() {
        return Err(format!("{} coupons were issued", issued.len()).into());
    }
    for (ours, theirs) in coupons.iter().zip(&issued) {
        let same = [("code", "coupon_code"), ("state", "coupon_state")];
        if !same.iter().all(|(our, their)| ours[our] == theirs[their]) {
            return Err(format!("the shop has {ours}, WeChat Pay has {theirs}").into());
        }
        if ours["has_event"] != true {
            return Err(format!("the event of {ours} was lost").into());
        }
    }
    let stock = books["stock"].as_str().unwrap_or_default();
    if mock.coupons().stores(stock) != ["100000001"] {
        return Err("the stock has other stores".into());
    }
    Ok(())
}
