//! Set a stock's daily cap.

use wechatpay_api::product_coupon::request::{BudgetUpdate, UpdateStockBudgetRequest};

pub(crate) fn request() -> UpdateStockBudgetRequest {
    UpdateStockBudgetRequest::builder()
        .product_coupon_id("1000000013")
        .stock_id("1000000013001")
        .out_request_no("update_budget_34657_20250101_123456")
        .update_mode(BudgetUpdate::MaxCountPerDay {
            current_max_count_per_day: 10_000,
            target_max_count_per_day: 20_000,
        })
        .brand_id("120344")
        .build()
}
