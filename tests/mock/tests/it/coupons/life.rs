//! A whole life, and what becomes of coupons that end early.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wechatpay_mock::{Act, Mock, spec};

use super::{
    APPID, BRAND, COUPON, OPENID, STOCK, coupon, coupon_path, deactivate_body,
    deactivate_coupon_body, done, effects, get, issue, issue_and_confirm, numbered, on_coupon,
    post, send_body, stock, stock_path, use_body, user_path, with_stock,
};
use crate::client::Draft;

#[test]
fn a_coupon_lives_from_the_review_to_its_deactivation() {
    let mock = Mock::coupon_life().unwrap();
    create_and_review(&mock);
    upload_codes_and_associate_stores(&mock);
    issue_use_and_return(&mock);
    change_budget_and_deactivate(&mock);
    check_effects(&mock);
}

fn create_and_review(mock: &Mock) {
    let url = json!({ "notify_url": "https://www.example.com/notify" });
    assert_eq!(
        done(mock, "/notify-configs", &url)["notify_url"],
        url["notify_url"]
    );
    assert_eq!(
        get(mock, "/notify-configs")["notify_url"],
        url["notify_url"]
    );

    let created = done(
        mock,
        "/product-coupons",
        &coupon("create-1", &stock("UPLOAD")),
    );
    assert_eq!(created["product_coupon_id"], COUPON);
    assert_eq!(created["state"], "AUDITING");
    assert_eq!(created["stock"]["stock_id"], STOCK);
    assert_eq!(created["stock"]["state"], "AUDITING");
    mock.coupons().approve();
    let brand = format!("?brand_id={BRAND}");
    assert_eq!(get(mock, &coupon_path(&brand))["state"], "EFFECTIVE");
    assert_eq!(get(mock, &stock_path(&brand))["state"], "SENDING");
}

fn upload_codes_and_associate_stores(mock: &Mock) {
    let mut codes = numbered("upload-1");
    codes["code_list"] = json!(["Code_1", "Code_2", "Code_1"]);
    let uploaded = done(mock, &stock_path("/upload-coupon-codes"), &codes);
    assert_eq!(uploaded["total_count"], 2);
    assert_eq!(uploaded["success_code_list"], json!(["Code_1", "Code_2"]));
    assert_eq!(uploaded["duplicate_code_list"], json!(["Code_1"]));
    assert_eq!(uploaded.get("failed_code_list"), None);

    let stores = json!({
        "store_list": [{ "store_id": "100000001" }, { "store_id": "12" }], "brand_id": BRAND,
    });
    let associated = done(mock, &stock_path("/associate-stores"), &stores);
    assert_eq!(associated["total_count"], 2);
    assert_eq!(
        associated["success_store_list"],
        json!([{ "store_id": "100000001" }])
    );
    assert_eq!(associated["failed_store_list"][0]["store_id"], "12");
}

fn issue_use_and_return(mock: &Mock) {
    let issued = done(mock, &user_path(""), &send_body("send-1"));
    assert_eq!(issued["coupon_code"], "Code_1");
    assert_eq!(issued["coupon_state"], "CONFIRMING");
    assert_eq!(issued["attach"], "anything");
    assert_eq!(issued["product_coupon"]["product_coupon_id"], COUPON);
    assert_eq!(issued["stock"]["sent_count_info"]["total_count"], 1);
    assert_eq!(
        issued["stock"]["coupon_code_count_info"]["available_count"],
        1
    );

    let confirmed = done(mock, &user_path("/Code_1/confirm"), &on_coupon("confirm-1"));
    assert_eq!(confirmed["coupon_state"], "EFFECTIVE");
    assert_eq!(confirmed["confirm_request_no"], "confirm-1");

    let mut body = use_body("use-001");
    body["store_id"] = json!("100000001");
    let used = done(mock, &user_path("/Code_1/use"), &body);
    assert_eq!(used["coupon_state"], "USED");
    let detail = &used["single_usage_detail"];
    assert_eq!(detail["use_request_no"], "use-001");
    assert_eq!(
        detail["associated_order_info"]["transaction_id"],
        "4200000001"
    );

    let returned = done(mock, &user_path("/Code_1/return"), &on_coupon("return-1"));
    assert_eq!(returned["coupon_state"], "EFFECTIVE");
    assert_eq!(
        returned["single_usage_detail"]["return_request_no"],
        "return-1"
    );
    let again = done(mock, &user_path("/Code_1/use"), &use_body("use-002"));
    assert_eq!(again["single_usage_detail"].get("return_request_no"), None);
}

fn change_budget_and_deactivate(mock: &Mock) {
    let budget = json!({
        "out_request_no": "budget-1", "update_mode": "MAX_COUNT", "brand_id": BRAND,
        "current_max_count": 1000, "target_max_count": 1,
    });
    let changed = done(mock, &stock_path("/update-budget"), &budget);
    assert_eq!(changed["stock_send_rule"]["max_count"], 1);

    let ended = done(
        mock,
        &stock_path("/deactivate"),
        &deactivate_body("stock-1"),
    );
    assert_eq!(ended["state"], "DEACTIVATED");
    assert_eq!(ended["deactivate_request_no"], "stock-1");
    let ended = done(
        mock,
        &coupon_path("/deactivate"),
        &deactivate_body("coupon-1"),
    );
    assert_eq!(ended["state"], "DEACTIVATED");
    assert_eq!(ended["deactivate_reason"], "a mistake");
}

fn check_effects(mock: &Mock) {
    let query =
        format!("?product_coupon_id={COUPON}&stock_id={STOCK}&appid={APPID}&brand_id={BRAND}");
    assert_eq!(
        get(mock, &user_path(&format!("/Code_1{query}")))["coupon_state"],
        "USED"
    );
    let expected = [
        ("set_notify_config", "", "https://www.example.com/notify"),
        ("create_product_coupon", "create-1", COUPON),
        ("upload_coupon_codes", "upload-1", STOCK),
        ("associate_stores", "", STOCK),
        ("send_user_product_coupon", "send-1", "Code_1"),
        ("confirm_send_user_product_coupon", "confirm-1", "Code_1"),
        ("use_user_product_coupon", "use-001", "Code_1"),
        ("return_user_product_coupon", "return-1", "Code_1"),
        ("use_user_product_coupon", "use-002", "Code_1"),
        ("update_stock_budget", "budget-1", STOCK),
        ("deactivate_stock", "stock-1", STOCK),
        ("deactivate_product_coupon", "coupon-1", COUPON),
    ];
    let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
    assert_eq!(effects(mock), expected);
    assert!(
        mock.ledger()[1..]
            .iter()
            .all(|entry| entry.brand_id() == Some(BRAND))
    );
}

/// Names and kinds of all members down to the leaves.
fn shape(value: &Value, pointer: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                shape(member, &format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(_) => drop(found.insert(format!("{pointer} list"))),
        Value::Number(_) => drop(found.insert(format!("{pointer} number"))),
        _ => drop(found.insert(format!("{pointer} text"))),
    }
}

#[test]
fn responses_have_the_shape_of_the_printed_ones() {
    let (life, printed) = (Mock::coupon_life().unwrap(), Mock::documented().unwrap());
    let sample = |operation| {
        let text = spec().unwrap().sample_requests(operation).next().unwrap();
        serde_json::from_str::<Value>(text).unwrap()
    };
    for (path, body) in [
        (
            "/product-coupons".to_owned(),
            sample("create_product_coupon"),
        ),
        (stock_path("/update-budget"), sample("update_stock_budget")),
    ] {
        // The printed period is in August 2025.
        life.coupons().set_time(1_754_272_800);
        life.coupons().approve();
        let [found, expected] = [&life, &printed].map(|mock| {
            let mut found = BTreeSet::new();
            shape(&done(mock, &path, &body), "", &mut found);
            found
        });
        assert_eq!(found, expected, "{path}");
    }
}

#[test]
fn issued_coupons_outlive_their_product_coupon_and_stock() {
    let mock = with_stock(&stock("WECHATPAY"));
    let code = issue_and_confirm(&mock, "send-1");
    done(
        &mock,
        &coupon_path("/deactivate"),
        &deactivate_body("coupon-1"),
    );
    let stock = mock.coupons().stock(STOCK).unwrap();
    assert_eq!(stock["state"], "DEACTIVATED");
    assert_eq!(stock["deactivate_request_no"], "coupon-1");
    let used = done(
        &mock,
        &user_path(&format!("/{code}/use")),
        &use_body("use-001"),
    );
    assert_eq!(used["coupon_state"], "USED");
}

#[test]
fn a_second_stock_has_codes_and_limits_of_its_own() {
    let mock = with_stock(&stock("UPLOAD"));
    let mut body = numbered("stock-2");
    body["stock"] = stock("UPLOAD");
    let second = done(&mock, &coupon_path("/stocks"), &body);
    assert_eq!(second["stock_id"], "1000000013002");
    assert_eq!(second["state"], "AUDITING");

    let upload = |stock: &str, number: &str, codes: &[&str]| {
        let mut body = numbered(number);
        body["code_list"] = json!(codes);
        let path = coupon_path(&format!("/stocks/{stock}/upload-coupon-codes"));
        done(&mock, &path, &body)
    };
    upload(STOCK, "upload-1", &["A", "B"]);
    let second = upload("1000000013002", "upload-2", &["B", "C"]);
    assert_eq!(second["success_code_list"], json!(["C"]));
    assert_eq!(second["failed_code_list"][0]["coupon_code"], "B");
    issue(&mock, "send-1");
    let again = upload(STOCK, "upload-3", &["A", "B", "D"]);
    assert_eq!(again["already_exist_code_list"], json!(["A", "B"]));
    assert_eq!(again["success_code_list"], json!(["D"]));
    // A call that stores no code has no effect.
    upload(STOCK, "upload-4", &["D"]);
    assert_eq!(super::times(&mock, "upload_coupon_codes"), 3);
}

#[test]
fn stores_that_are_associated_can_be_disassociated() {
    let mock = with_stock(&stock("WECHATPAY"));
    mock.coupons().remove_store("9");
    let change = |operation: &str, stores: &[&str]| {
        let stores: Vec<_> = stores.iter().map(|id| json!({ "store_id": id })).collect();
        let body = json!({ "store_list": stores, "brand_id": BRAND });
        done(&mock, &stock_path(operation), &body)
    };
    let associated = change("/associate-stores", &["1", "2", "2", "9"]);
    assert_eq!(associated["total_count"], 3);
    assert_eq!(mock.coupons().stores(STOCK), ["1", "2"]);
    change("/associate-stores", &["2"]);
    change("/disassociate-stores", &["1", "3"]);
    change("/disassociate-stores", &["1"]);
    assert_eq!(mock.coupons().stores(STOCK), ["2"]);
    // Repeated calls succeed and change nothing.
    assert_eq!(super::times(&mock, "associate_stores"), 1);
    assert_eq!(super::times(&mock, "disassociate_stores"), 1);
}

#[test]
fn a_brand_can_deactivate_a_coupon_of_a_user() {
    let mock = with_stock(&stock("WECHATPAY"));
    let code = issue(&mock, "send-1");
    let path = user_path(&format!("/{code}/deactivate"));
    let ended = done(&mock, &path, &deactivate_coupon_body("deactivate-1"));
    assert_eq!(ended["coupon_state"], "DEACTIVATED");
    assert_eq!(ended["deactivate_request_no"], "deactivate-1");
}

#[test]
fn a_channel_issues_coupons_without_a_call() {
    let mock = with_stock(&stock("WECHATPAY"));
    let code = mock.coupons().hand_out(STOCK, OPENID).unwrap();
    let coupon = mock.coupons().user_coupon(&code).unwrap();
    assert_eq!(coupon["send_channel"], "BRAND_MANAGE");
    let path = user_path(&format!("/{code}/confirm"));
    assert_eq!(
        done(&mock, &path, &on_coupon("confirm-1"))["coupon_state"],
        "EFFECTIVE"
    );
    assert_eq!(mock.coupons().notices().len(), 1);
    assert_eq!(mock.coupons().hand_out("1", OPENID), None);
}

#[test]
fn a_call_without_effect_changes_no_book() {
    let mock = with_stock(&stock("WECHATPAY"));
    mock.script([Act::usual()
        .without_effect()
        .on_operation("send_user_product_coupon")]);
    issue(&mock, "send-1");
    assert!(mock.coupons().issued().is_empty() && mock.coupons().notices().is_empty());
    assert_eq!(super::times(&mock, "send_user_product_coupon"), 0);
    issue(&mock, "send-1");
    assert_eq!(mock.coupons().issued().len(), 1);
}

#[test]
fn mocks_share_no_books() {
    let mock = with_stock(&stock("WECHATPAY"));
    let other = with_stock(&stock("WECHATPAY"));
    issue(&other, "send-1");
    assert!(mock.coupons().issued().is_empty());
}

#[test]
fn a_missing_value_is_named() {
    let mock = with_stock(&stock("WECHATPAY"));
    let mut body = send_body("send-1");
    body.as_object_mut().unwrap().remove("appid");
    let reply = post(&mock, &user_path(""), &body);
    assert_eq!((reply.status, reply.code().as_str()), (400, "PARAM_ERROR"));
    assert!(reply.json().to_string().contains("appid"));
}

#[test]
fn an_echo_returns_its_message() {
    let mock = Mock::coupon_life().unwrap();
    let mut draft = Draft::new(&mock).body(r#"{"echo_message":"商户"}"#);
    (draft.method, draft.target) = ("POST", "/v3/security/echo".to_owned());
    let reply = draft.send(&mock);
    assert!(reply.is_correct(&mock));
    assert_eq!(reply.json(), json!({ "echo_message": "商户" }));
    assert!(mock.ledger().is_empty());
}
