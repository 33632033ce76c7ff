//! How violations are reported to people and to programs.

use insta::assert_snapshot;
use wechatpay_api::Operation;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::check::{Actual, Rule, Test};
use wechatpay_api::product_coupon::request::{BudgetUpdate, UpdateStockBudgetRequest};
use wechatpay_golden::checks::request::{Cover, Item, Person, SendCardRequest, Travel};
use wechatpay_golden::checks::response::Sent;
use wechatpay_golden::checks::{Colour, Kind, Level};

/// A request that breaks almost every rule.
fn broken() -> SendCardRequest {
    let mut item = Item::builder().name("黑桃A").colour(Colour::Dark).build();
    item.fragile = Some(true);
    item.box_ = Some(
        wechatpay_golden::checks::request::Box::builder()
            .lock(-4)
            .build(),
    );
    SendCardRequest::builder()
        .card_id("123456789")
        .copies(0)
        .x_sender("SECRET")
        .out_request_no("a_😀")
        .kind(Kind::Loan)
        .way(Travel::Courier {
            phone: "12a".to_owned(),
            weight: Some(0),
        })
        .due("tomorrow")
        .rush(true)
        .level(Level::Slow)
        .wish("w")
        .labels(["zweite", ""])
        .codes([vec![6], vec![]])
        .receiver(
            Person::builder()
                .name("SECRET")
                .age(151)
                .nicknames(["SECRET"])
                .build(),
        )
        .owner_name("SECRET!")
        .items([Item::builder().name("红心").insured(true).build(), item])
        .cover(Cover::builder().colour(Colour::Dark).build())
        .build()
}

#[test]
fn violations_are_printed_as_one_line_per_violation() {
    assert_snapshot!(broken().validate().unwrap_err());
}

#[test]
fn violations_never_show_sensitive_values() {
    let request = broken();
    let violations = request.validate().unwrap_err();
    assert!(!format!("{violations} {violations:?} {request:?}").contains("SECRET"));
    for violation in &violations {
        let is_personal = ["X-Sender", "receiver", "owner_name"]
            .iter()
            .any(|name| violation.path().starts_with(name));
        assert_eq!(violation.actual().is_none(), is_personal, "{violation}");
    }
}

#[test]
fn debug_output_of_a_response_hides_sensitive_values() {
    let response = r#"{ "receipt_no": "7", "phone": "SECRET" }"#;
    let response: Sent = serde_json::from_str(response).unwrap();
    assert_eq!(response.phone.as_deref(), Some("SECRET"));
    assert_eq!(
        format!("{response:?}"),
        r#"Sent { receipt_no: Some("7"), phone: (personal) }"#
    );
}

#[test]
fn violations_have_a_path_a_rule_a_limit_and_a_value() {
    let request = ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .target_max_coupons(1)
        .modify_budget_request_no("张三😀")
        .build();
    let violations = request.validate().unwrap_err();
    assert_eq!(violations.len(), 1);
    let current = violations.iter().next().unwrap();
    assert_eq!(current.path(), "current_max_coupons");
    let Rule::RequiredWhen(when) = current.rule() else {
        panic!("{current}");
    };
    assert_eq!(when[0].path(), "target_max_coupons");
    assert_eq!(when[0].test(), Test::GreaterThan(0));
    assert_eq!(current.actual(), Some(&Actual::Absent));
    assert_eq!(
        (current.page().title, current.page().updated),
        ("修改批次预算", "2024-09-20")
    );
}

#[test]
fn length_limits_count_an_emoji_as_one_character() {
    let update = |number: &str| {
        UpdateStockBudgetRequest::builder()
            .product_coupon_id("😀")
            .stock_id("𠮷")
            .out_request_no(number)
            .update_mode(BudgetUpdate::MaxCount {
                current_max_count: 1,
                target_max_count: 2,
            })
            .brand_id("🎉")
            .build()
    };
    let found = |number: &str| {
        let violations = update(number).validate().err().into_iter().flatten();
        let found = violations.map(|violation| {
            assert_eq!(violation.path(), "out_request_no");
            (violation.rule().name(), violation.actual().cloned())
        });
        found.collect::<Vec<_>>()
    };
    assert_eq!(found("abcdef"), []);
    let emoji = Some(Actual::Character('😀'));
    assert_eq!(found("abcde😀"), [("alphabet", emoji.clone())]);
    assert_eq!(
        found("abcd😀"),
        [
            ("min_chars", Some(Actual::Chars(5))),
            ("alphabet", emoji.clone())
        ]
    );
    assert_eq!(
        found(&"😀".repeat(41)),
        [("max_chars", Some(Actual::Chars(41))), ("alphabet", emoji)]
    );
}

#[test]
fn zero_and_absent_values_are_validated_as_documented() {
    let zero = ModifyBudgetRequest::builder()
        .stock_id("1")
        .modify_budget_request_no("2")
        .target_max_coupons(0)
        .build();
    assert_eq!(zero.validate(), Ok(()));
    let empty = ModifyBudgetRequest::builder()
        .stock_id("")
        .modify_budget_request_no("")
        .build();
    assert_eq!(empty.validate(), Ok(()));
}
