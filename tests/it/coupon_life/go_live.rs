//! The seven rules of WeChat Pay's go-live review. Each test plays the life as a whole, and without
//! the step of its rule. Then only the records of the mock show whether the rule was kept.

use serde_json::Value;
use wechatpay_mock::Mock;

use super::merchant::{Disturbance, Merchant, Stop};
use super::script;
use crate::faults::harness::ClientKind;

/// A rule of the go-live review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Each coupon that is sent is confirmed.
    Confirm,
    /// In the mode UPLOAD, codes are uploaded before a coupon is sent.
    Codes,
    /// The URL of a picture comes only from its upload.
    Pictures,
    /// In the scope SPECIFIC, stores are associated.
    Stores,
    /// WeChat Pay learns of each use.
    Use,
    /// WeChat Pay learns of each coupon that is taken back.
    Deactivation,
    /// WeChat Pay learns of each return.
    Return,
}

const RULES: [Rule; 7] = [
    Rule::Confirm,
    Rule::Codes,
    Rule::Pictures,
    Rule::Stores,
    Rule::Use,
    Rule::Deactivation,
    Rule::Return,
];

/// Whether the records of the mock show that a rule was kept.
fn is_kept(rule: Rule, mock: &Mock) -> bool {
    match rule {
        Rule::Confirm => {
            let issued = mock.coupons().issued();
            let mut issued = issued.iter();
            issued.all(|coupon| coupon["confirm_request_no"].is_string())
        }
        Rule::Codes => sends(mock).all(|(request, stock)| {
            let is_upload = stock["coupon_code_mode"] == "UPLOAD";
            !is_upload || has_codes(mock, &stock, request)
        }),
        Rule::Pictures => pictures(mock).all(|url| mock.coupons().images().contains(&url)),
        Rule::Stores => sends(mock).all(|(_, stock)| {
            let is_specific = stock["store_scope"] == "SPECIFIC";
            !is_specific || !mock.coupons().stores(text(&stock["stock_id"])).is_empty()
        }),
        // In the shop, the first user used the coupon and returned it, and the coupon of the second
        // user was taken back.
        Rule::Use => has_effect(mock, "use_user_product_coupon", 0),
        Rule::Return => has_effect(mock, "return_user_product_coupon", 0),
        Rule::Deactivation => has_effect(mock, "deactivate_user_product_coupon", 1),
    }
}

/// The requests to send a coupon, also refused ones: their indexes and stocks.
fn sends(mock: &Mock) -> impl Iterator<Item = (usize, Value)> {
    let requests = mock.requests().into_iter().enumerate();
    requests.filter_map(|(index, request)| {
        let is_send = request.method() == "POST" && request.target().ends_with("/coupons");
        let body: Value = serde_json::from_slice(request.body()).ok()?;
        let stock = mock.coupons().stock(body["stock_id"].as_str()?);
        is_send.then(|| (index, stock.unwrap()))
    })
}

/// Whether codes of the stock were uploaded before this request.
fn has_codes(mock: &Mock, stock: &Value, before: usize) -> bool {
    mock.ledger().iter().any(|effect| {
        effect.operation().ends_with("upload_coupon_codes")
            && effect.object() == stock["stock_id"].as_str()
            && effect.request() < before
    })
}

/// The URLs of pictures in requests that create a coupon, also in refused ones.
fn pictures(mock: &Mock) -> impl Iterator<Item = String> {
    let requests = mock.requests().into_iter();
    let creates = requests.filter(|request| request.target().ends_with("/product-coupons"));
    creates.flat_map(|request| {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        ["image_url", "background_url"].map(|name| text(&body["display_info"][name]).to_owned())
    })
}

/// Whether an operation took effect on the coupon that was issued at this place.
fn has_effect(mock: &Mock, operation: &str, place: usize) -> bool {
    let issued = mock.coupons().issued();
    let Some(code) = issued.get(place).map(|coupon| text(&coupon["coupon_code"])) else {
        return false;
    };
    let ledger = mock.ledger();
    let mut effects = ledger.iter();
    effects.any(|effect| effect.operation().ends_with(operation) && effect.object() == Some(code))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The rules that were broken, and the step that was refused.
fn broken(without: Option<Rule>) -> (Vec<Rule>, Option<String>) {
    let mock = Mock::coupon_life().unwrap();
    let mut merchant = Merchant::new(&mock, ClientKind::Async, Disturbance::Nothing);
    merchant.breaks = without;
    let refused = match script::play(&mut merchant) {
        Ok(()) => None,
        Err(Stop::Refused { step, .. }) => Some(step),
        Err(Stop::Restart) => panic!("nothing ends the program"),
    };
    let rules = RULES.into_iter().filter(|rule| !is_kept(*rule, &mock));
    (rules.collect(), refused)
}

/// The whole life keeps the rule. Without the step of the rule, it is broken, and this step is
/// refused.
fn check(rule: Rule, refused: Option<&str>) {
    assert_eq!(broken(None), (Vec::new(), None));
    let (rules, step) = broken(Some(rule));
    assert!(rules.contains(&rule), "{rules:?}");
    assert_eq!(step.as_deref(), refused);
}

#[test]
fn rule_1_each_coupon_that_is_sent_is_confirmed() {
    check(Rule::Confirm, Some("use"));
}

#[test]
fn rule_2_codes_are_uploaded_before_a_coupon_is_sent() {
    check(Rule::Codes, Some("send a coupon, user 4"));
}

#[test]
fn rule_3_the_url_of_a_picture_comes_only_from_its_upload() {
    check(Rule::Pictures, Some("create the coupon"));
}

#[test]
fn rule_4_stores_are_associated() {
    check(Rule::Stores, Some("use"));
}

#[test]
fn rule_5_each_use_is_reported() {
    check(Rule::Use, Some("return"));
}

#[test]
fn rule_6_each_coupon_that_is_taken_back_is_reported() {
    check(Rule::Deactivation, None);
}

#[test]
fn rule_7_each_return_is_reported() {
    check(Rule::Return, None);
}
