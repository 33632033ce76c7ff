//! Lists and their pages.

use serde_json::{Value, json};
use wechatpay_mock::Mock;

use super::{
    APPID, BRAND, COUPON, STOCK, coupon_path, deactivate_body, done, get, issue, numbered, stock,
    stock_path, user_path, with_stock,
};

/// The values of a member in all entries of a list, from page to page.
fn all(mock: &Mock, path: &str, list: &str, member: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut token = String::new();
    loop {
        let page = get(mock, &format!("{path}{token}"));
        assert_eq!(page.get("total_count").is_some(), token.is_empty());
        let entries = page[list].as_array().unwrap().iter();
        found.extend(entries.map(|entry| entry[member].as_str().unwrap().to_owned()));
        match page.get("next_page_token").and_then(Value::as_str) {
            Some(next) => token = format!("&page_token={}", next.replace('=', "%3D")),
            None => return found,
        }
    }
}

#[test]
fn the_coupons_of_a_user_are_listed_page_by_page() {
    let mock = with_stock(&stock("WECHATPAY"));
    let codes: Vec<_> = (1..=7)
        .map(|n| issue(&mock, &format!("send-{n}")))
        .collect();
    let path = |query: &str| user_path(&format!("?appid={APPID}&brand_id={BRAND}{query}"));
    for size in [1, 3, 7, 50] {
        let query = format!("&page_size={size}");
        assert_eq!(
            all(&mock, &path(&query), "user_coupon_list", "coupon_code"),
            codes,
            "{size}"
        );
    }
    assert_eq!(get(&mock, &path(""))["total_count"], 7);
    assert!(mock.coupons().delete(&codes[2]));
    for (query, count) in [
        (format!("&product_coupon_id={COUPON}&stock_id={STOCK}"), 7),
        ("&coupon_state=CONFIRMING".to_owned(), 6),
        ("&coupon_state=DELETED".to_owned(), 1),
        ("&coupon_state=USED".to_owned(), 0),
        ("&stock_id=1".to_owned(), 0),
        ("&user_coupon_bundle_id=1".to_owned(), 0),
    ] {
        assert_eq!(get(&mock, &path(&query))["total_count"], count, "{query}");
    }
    let stranger = format!("/users/somebody/coupons?appid={APPID}&brand_id={BRAND}");
    assert_eq!(get(&mock, &stranger)["total_count"], 0);
}

#[test]
fn the_stocks_of_a_product_coupon_are_listed() {
    let mock = with_stock(&stock("WECHATPAY"));
    for number in 2..=21 {
        let mut body = numbered(&format!("stock-{number}"));
        body["stock"] = stock("WECHATPAY");
        done(&mock, &coupon_path("/stocks"), &body);
    }
    done(
        &mock,
        &stock_path("/deactivate"),
        &deactivate_body("end-001"),
    );
    let path = |query: &str| coupon_path(&format!("/stocks?brand_id={BRAND}{query}"));
    assert_eq!(all(&mock, &path(""), "stock_list", "stock_id").len(), 21);
    let ended = all(&mock, &path("&state=DEACTIVATED"), "stock_list", "stock_id");
    assert_eq!(ended, [STOCK]);
    assert_eq!(get(&mock, &path("&state=AUDITING"))["total_count"], 20);
}

#[test]
fn the_stores_of_a_stock_are_listed() {
    let mock = with_stock(&stock("WECHATPAY"));
    let ids: Vec<_> = (1000..1150).map(|id| id.to_string()).collect();
    let stores: Vec<_> = ids.iter().map(|id| json!({ "store_id": id })).collect();
    let body = json!({ "store_list": stores, "brand_id": BRAND });
    done(&mock, &stock_path("/associate-stores"), &body);
    for size in ["", "&page_size=99", "&page_size=200"] {
        let path = stock_path(&format!("/associated-stores?brand_id={BRAND}{size}"));
        assert_eq!(all(&mock, &path, "store_list", "store_id"), ids);
    }
}
