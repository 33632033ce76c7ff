//! Single product, exchange, single use: the coupon itself has no rule, so `{}` is sent; the price
//! is in the stock.

use wechatpay_api::product_coupon::request::{
    CreateProductCouponRequest, ExchangeCouponUsageRule, SingleUsageInfo, SingleUsageRule,
    StockForCreate, Usage,
};
use wechatpay_api::product_coupon::{
    CouponCodeMode, ProductCouponScope, ProductCouponType, StockStoreScope,
};

use super::parts::{august, card, notified, rules_shown, send_rule, shown};

pub(crate) fn request() -> CreateProductCouponRequest {
    CreateProductCouponRequest::builder()
        .out_request_no("12345_20250101_A3489")
        .scope(ProductCouponScope::Single)
        .type_(ProductCouponType::Exchange)
        .usage_mode(Usage::Single {
            single_usage_info: SingleUsageInfo::builder().build(),
        })
        .display_info(shown("9.9元换购咖啡"))
        .stock(
            StockForCreate::builder()
                .coupon_code_mode(CouponCodeMode::Wechatpay)
                .stock_send_rule(send_rule())
                .single_usage_rule(
                    SingleUsageRule::builder()
                        .coupon_available_period(august())
                        .exchange_coupon(
                            ExchangeCouponUsageRule::builder()
                                .threshold(0)
                                .exchange_price(990)
                                .build(),
                        )
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
