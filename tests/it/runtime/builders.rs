//! Required fields may be set in any order. `mistakes` tests what must not compile.

use super::fixture::{ModifyBudgetRequest, modify_budget};

#[test]
fn the_order_of_setters_does_not_change_a_request() {
    let other_way_round = ModifyBudgetRequest::builder()
        .modify_budget_request_no("1002600620019090123143254436")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .stock_id("98065001".to_owned())
        .build();
    assert_eq!(other_way_round, modify_budget());
}

#[test]
fn an_optional_field_may_be_set_twice() {
    let builder = ModifyBudgetRequest::builder()
        .target_max_coupons(1)
        .target_max_coupons(2);
    let request = builder
        .clone()
        .stock_id("s")
        .modify_budget_request_no("n")
        .build();
    assert_eq!(request.target_max_coupons, Some(2));
}
