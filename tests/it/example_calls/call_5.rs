//! Single product, money off, single use: a product shown with its price.

use wechatpay_api::product_coupon::request::{
    CreateProductCouponRequest, FixedWeekPeriod, NormalCouponUsageRule, PeriodOfTheDay,
    ProductCouponDisplayInfo, SingleCouponAvailablePeriod, SingleUsageInfo, SingleUsageRule,
    StockForCreate, StockSendRule, TimePeriod, Usage,
};
use wechatpay_api::product_coupon::{
    CouponCodeMode, ProductCouponScope, ProductCouponType, StockStoreScope, WeekEnum,
};

use super::parts::{IMAGE, card, notified, rules_shown};

pub(crate) fn request() -> CreateProductCouponRequest {
    CreateProductCouponRequest::builder()
        .out_request_no("12345_20250101_A3489")
        .scope(ProductCouponScope::Single)
        .type_(ProductCouponType::Normal)
        .usage_mode(Usage::Single {
            single_usage_info: SingleUsageInfo::builder().normal_coupon(rule()).build(),
        })
        .display_info(
            ProductCouponDisplayInfo::builder()
                .name("咖啡满100减20")
                .image_url(IMAGE)
                .background_url(IMAGE)
                .original_price(12_900)
                .build(),
        )
        .out_product_no("Product_1234567890")
        .stock(
            StockForCreate::builder()
                .coupon_code_mode(CouponCodeMode::Wechatpay)
                .stock_send_rule(
                    StockSendRule::builder()
                        .max_count(10_000_000)
                        .max_count_per_day(10_000)
                        .max_count_per_user(1)
                        .build(),
                )
                .single_usage_rule(
                    SingleUsageRule::builder()
                        .coupon_available_period(lunch())
                        .normal_coupon(rule())
                        .build(),
                )
                .usage_rule_display_info(rules_shown())
                .coupon_display_info(card())
                .notify_config(notified())
                .store_scope(StockStoreScope::None)
                .build(),
        )
        .brand_id("120344")
        .build()
}

fn rule() -> NormalCouponUsageRule {
    NormalCouponUsageRule::builder()
        .threshold(10_000)
        .discount_amount(2_000)
        .build()
}

fn lunch() -> SingleCouponAvailablePeriod {
    let noon = PeriodOfTheDay::builder()
        .begin_time(39_600)
        .end_time(50_400)
        .build();
    SingleCouponAvailablePeriod::builder()
        .wait_days_after_receive(1)
        .weekly_available_period(
            FixedWeekPeriod::builder()
                .day_list([WeekEnum::Saturday, WeekEnum::Sunday])
                .day_period_list([noon])
                .build(),
        )
        .irregular_available_period_list([TimePeriod::builder()
            .begin_time("2025-08-09T00:00:00+08:00")
            .end_time("2025-08-09T23:59:59+08:00")
            .build()])
        .build()
}
