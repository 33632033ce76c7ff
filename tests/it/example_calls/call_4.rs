//! Whole store, discount, sequential use.

use wechatpay_api::product_coupon::request::{
    CreateProductCouponRequest, DiscountCouponUsageRule, SequentialCouponAvailablePeriod,
    SequentialUsageInfo, SequentialUsageRule, StockForCreate, TimePeriod, Usage,
};
use wechatpay_api::product_coupon::{
    CouponCodeMode, ProductCouponScope, ProductCouponType, SequentialUsageType, StockStoreScope,
};

use super::parts::{card, notified, rules_shown, send_rule, shown, working_days};

pub(crate) fn request() -> CreateProductCouponRequest {
    CreateProductCouponRequest::builder()
        .out_request_no("12345_20250101_A3489")
        .scope(ProductCouponScope::All)
        .type_(ProductCouponType::Discount)
        .usage_mode(Usage::Sequential {
            sequential_usage_info: SequentialUsageInfo::builder()
                .type_(SequentialUsageType::Equal)
                .count(2)
                .available_days(30)
                .build(),
        })
        .display_info(shown("全场两次8折"))
        .stock(
            StockForCreate::builder()
                .coupon_code_mode(CouponCodeMode::ApiAssign)
                .stock_send_rule(send_rule())
                .sequential_usage_rule(
                    SequentialUsageRule::builder()
                        .coupon_available_period(period())
                        .discount_coupon_list([
                            DiscountCouponUsageRule::builder().percent_off(20).build(),
                            DiscountCouponUsageRule::builder().percent_off(20).build(),
                        ])
                        .special_first(false)
                        .build(),
                )
                .usage_rule_display_info(rules_shown())
                .coupon_display_info(card())
                .notify_config(notified())
                .store_scope(StockStoreScope::Specific)
                .build(),
        )
        .brand_id("120344")
        .build()
}

fn period() -> SequentialCouponAvailablePeriod {
    SequentialCouponAvailablePeriod::builder()
        .weekly_available_period(working_days())
        .irregular_available_period_list([TimePeriod::builder()
            .begin_time("2025-08-09T00:00:00+08:00")
            .end_time("2025-08-09T23:59:59+08:00")
            .build()])
        .build()
}
