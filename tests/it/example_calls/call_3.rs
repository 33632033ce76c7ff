//! Whole store, money off, sequential use.

use wechatpay_api::product_coupon::request::{
    CreateProductCouponRequest, NormalCouponUsageRule, SequentialCouponAvailablePeriod,
    SequentialUsageInfo, SequentialUsageRule, StockForCreate, Usage,
};
use wechatpay_api::product_coupon::{
    CouponCodeMode, ProductCouponScope, ProductCouponType, SequentialUsageType, StockStoreScope,
};

use super::parts::{card, notified, rules_shown, send_rule, shown};

pub(crate) fn request() -> CreateProductCouponRequest {
    CreateProductCouponRequest::builder()
        .out_request_no("12345_20250101_A3489")
        .scope(ProductCouponScope::All)
        .type_(ProductCouponType::Normal)
        .usage_mode(Usage::Sequential {
            sequential_usage_info: SequentialUsageInfo::builder()
                .type_(SequentialUsageType::Incremental)
                .count(3)
                .available_days(30)
                .interval_days(1)
                .build(),
        })
        .display_info(shown("越用越省"))
        .stock(
            StockForCreate::builder()
                .coupon_code_mode(CouponCodeMode::Wechatpay)
                .stock_send_rule(send_rule())
                .sequential_usage_rule(
                    SequentialUsageRule::builder()
                        .coupon_available_period(
                            SequentialCouponAvailablePeriod::builder()
                                .available_begin_time("2025-08-01T00:00:00+08:00")
                                .available_end_time("2025-08-31T23:59:59+08:00")
                                .wait_days_after_receive(0)
                                .build(),
                        )
                        .normal_coupon_list([off(1_000), off(2_000), off(3_000)])
                        .special_first(true)
                        .build(),
                )
                .usage_rule_display_info(rules_shown())
                .coupon_display_info(card())
                .notify_config(notified())
                .store_scope(StockStoreScope::All)
                .build(),
        )
        .brand_id("120344")
        .build()
}

fn off(amount: i64) -> NormalCouponUsageRule {
    NormalCouponUsageRule::builder()
        .threshold(10_000)
        .discount_amount(amount)
        .build()
}
