//! Request numbers, and calls at the same time.

use std::collections::BTreeSet;
use std::thread;

use serde_json::json;
use wechatpay_mock::{Act, Mock, Place};

use super::{
    BRAND, coupon, deactivate_body, done, issue, issue_and_confirm, numbered, post, send,
    send_body, stock, stock_path, times, use_body, user_path, with_stock,
};

#[test]
fn the_same_number_with_the_same_data_gets_the_same_response() {
    let mock = Mock::coupon_life().unwrap();
    let body = coupon("create-1", &stock("WECHATPAY"));
    let first = post(&mock, "/product-coupons", &body);
    mock.coupons().approve();
    // The state has changed since, and the response has not.
    let again = post(&mock, "/product-coupons", &body);
    assert_eq!((again.status, again.body), (200, first.body));
    // Neither white space nor the order of members matters.
    let spaced = format!("{body:#}");
    assert_eq!(send(&mock, "POST", "/product-coupons", spaced).status, 200);
    assert_eq!(times(&mock, "create_product_coupon"), 1);
    assert_eq!(mock.coupons().product_coupon("1000000014"), None);
}

#[test]
fn a_call_whose_response_was_lost_is_recovered_with_its_number() {
    for place in [Place::AfterActing, Place::InBody] {
        let mock = with_stock(&stock("WECHATPAY"));
        mock.script([Act::cut(place)]);
        let mut draft = crate::client::Draft::new(&mock).body(send_body("send-1").to_string());
        (draft.method, draft.target) = ("POST", format!("{}{}", super::FAMILY, user_path("")));
        draft.raw(&mock);
        issue(&mock, "send-1");
        assert_eq!(mock.coupons().issued().len(), 1, "{place:?}");
        assert_eq!(times(&mock, "send_user_product_coupon"), 1);
    }
}

#[test]
fn a_number_belongs_to_a_brand_and_an_operation() {
    let mock = Mock::coupon_life().unwrap();
    let mut body = coupon("number-1", &stock("WECHATPAY"));
    done(&mock, "/product-coupons", &body);
    body["brand_id"] = json!("77");
    done(&mock, "/product-coupons", &body);
    mock.coupons().approve();
    done(
        &mock,
        &stock_path("/deactivate"),
        &deactivate_body("number-1"),
    );
    assert_eq!(times(&mock, "create_product_coupon"), 2);
    let brands: Vec<_> = mock
        .ledger()
        .iter()
        .map(|e| e.brand_id().map(str::to_owned))
        .collect();
    let expected = [BRAND, "77", BRAND].map(|brand| Some(brand.to_owned()));
    assert_eq!(brands, expected);
    let effects = mock.coupons().effects_of("number-1");
    let objects: Vec<_> = effects
        .iter()
        .map(|effect| effect.object().unwrap())
        .collect();
    assert_eq!(objects, ["1000000013", "1000000014", "1000000013001"]);
    assert!(mock.coupons().effects_of("number-2").is_empty());
}

#[test]
fn a_refused_call_does_not_use_up_its_number() {
    let mock = with_stock(&stock("UPLOAD"));
    assert_eq!(
        post(&mock, &user_path(""), &send_body("send-1")).status,
        400
    );
    let mut codes = numbered("upload-1");
    codes["code_list"] = json!(["A"]);
    done(&mock, &stock_path("/upload-coupon-codes"), &codes);
    issue(&mock, "send-1");
}

#[test]
fn a_use_is_repeated_by_its_number_after_a_return() {
    let mock = with_stock(&stock("WECHATPAY"));
    let code = issue_and_confirm(&mock, "send-1");
    let path = |end: &str| user_path(&format!("/{code}{end}"));
    let used = done(&mock, &path("/use"), &use_body("use-001"));
    done(&mock, &path("/return"), &super::on_coupon("return-1"));
    assert_eq!(done(&mock, &path("/use"), &use_body("use-001")), used);
    let coupon = mock.coupons().user_coupon(&code).unwrap();
    assert_eq!(coupon["coupon_state"], "EFFECTIVE");
}

#[test]
fn a_hundred_calls_at_once_with_one_number_issue_one_coupon() {
    let mock = with_stock(&stock("WECHATPAY"));
    let bodies: BTreeSet<_> = thread::scope(|scope| {
        let call = || post(&mock, &user_path(""), &send_body("send-1"));
        let calls: Vec<_> = (0..100).map(|_| scope.spawn(call)).collect();
        let replies = calls.into_iter().map(|call| call.join().unwrap());
        replies
            .map(|reply| {
                assert_eq!(reply.status, 200);
                reply.body
            })
            .collect()
    });
    assert_eq!(bodies.len(), 1);
    assert_eq!(mock.coupons().issued().len(), 1);
    assert_eq!(mock.coupons().notices().len(), 1);
    assert_eq!(times(&mock, "send_user_product_coupon"), 1);
}

#[test]
fn calls_at_once_with_numbers_of_their_own_stay_within_the_limit() {
    let mut limited = stock("WECHATPAY");
    limited["stock_send_rule"] = json!({ "max_count": 7, "max_count_per_user": 100 });
    let mock = with_stock(&limited);
    let issued = thread::scope(|scope| {
        let call = |number| {
            let mock = &mock;
            move || post(mock, &user_path(""), &send_body(&format!("send-{number}"))).status
        };
        let calls: Vec<_> = (0..20).map(|number| scope.spawn(call(number))).collect();
        let statuses = calls.into_iter().map(|call| call.join().unwrap());
        statuses.filter(|status| *status == 200).count()
    });
    assert_eq!((issued, mock.coupons().issued().len()), (7, 7));
    let codes: BTreeSet<_> = mock
        .coupons()
        .notices()
        .into_iter()
        .map(|n| n.coupon_code)
        .collect();
    assert_eq!(codes.len(), 7);
}
