//! Whole store, money off, single use.

use wechatpay_api::product_coupon::request::{
    CreateProductCouponRequest, NormalCouponUsageRule, SingleUsageInfo, SingleUsageRule,
    StockForCreate, Usage,
};
use wechatpay_api::product_coupon::{
    CouponCodeMode, ProductCouponScope, ProductCouponType, StockStoreScope,
};

use super::parts::{august, card, notified, rules_shown, send_rule, shown};

pub(crate) fn request() -> CreateProductCouponRequest {
    CreateProductCouponRequest::builder()
        .out_request_no("12345_20250101_A3489")
        .scope(ProductCouponScope::All)
        .type_(ProductCouponType::Normal)
        .usage_mode(Usage::Single {
            single_usage_info: SingleUsageInfo::builder()
                .normal_coupon(
                    NormalCouponUsageRule::builder()
                        .threshold(10_000)
                        .discount_amount(2_000)
                        .build(),
                )
                .build(),
        })
        .display_info(shown("全场满100减20"))
        .stock(
            StockForCreate::builder()
                .coupon_code_mode(CouponCodeMode::Wechatpay)
                .stock_send_rule(send_rule())
                .single_usage_rule(
                    SingleUsageRule::builder()
                        .coupon_available_period(august())
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
