//! Change a busifavor stock.

use wechatpay_api::busifavor::request::ModifyBudgetRequest;

pub(crate) fn request() -> ModifyBudgetRequest {
    ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .modify_budget_request_no("1002600620019090123143254436")
        .build()
}
