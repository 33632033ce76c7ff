//! Single product, discount, single use, with a combination to choose from.

use wechatpay_api::product_coupon::request::{
    ComboPackage, ComboPackageChoice, CreateProductCouponRequest, DiscountCouponUsageRule,
    ProductCouponDisplayInfo, SingleUsageInfo, SingleUsageRule, StockForCreate, Usage,
    UsageRuleDisplayInfo,
};
use wechatpay_api::product_coupon::{
    CouponCodeMode, CouponUsageMethod, ProductCouponScope, ProductCouponType, StockStoreScope,
};

use super::parts::{IMAGE, august, card, notified, send_rule};

pub(crate) fn request() -> CreateProductCouponRequest {
    CreateProductCouponRequest::builder()
        .out_request_no("12345_20250101_A3489")
        .scope(ProductCouponScope::Single)
        .type_(ProductCouponType::Discount)
        .usage_mode(Usage::Single {
            single_usage_info: SingleUsageInfo::builder().build(),
        })
        .display_info(
            ProductCouponDisplayInfo::builder()
                .name("早餐套餐8折")
                .image_url(IMAGE)
                .background_url(IMAGE)
                .combo_package_list([ComboPackage::builder()
                    .name("套餐")
                    .pick_count(1)
                    .choice_list([coffee(), tea()])
                    .build()])
                .build(),
        )
        .stock(
            StockForCreate::builder()
                .coupon_code_mode(CouponCodeMode::Wechatpay)
                .stock_send_rule(send_rule())
                .single_usage_rule(
                    SingleUsageRule::builder()
                        .coupon_available_period(august())
                        .discount_coupon(DiscountCouponUsageRule::builder().percent_off(20).build())
                        .build(),
                )
                .usage_rule_display_info(
                    UsageRuleDisplayInfo::builder()
                        .coupon_usage_method_list([CouponUsageMethod::App])
                        .app_path("coupon://breakfast")
                        .build(),
                )
                .coupon_display_info(card())
                .notify_config(notified())
                .store_scope(StockStoreScope::None)
                .build(),
        )
        .brand_id("120344")
        .build()
}

fn coffee() -> ComboPackageChoice {
    ComboPackageChoice::builder()
        .name("咖啡")
        .price(1_900)
        .count(1)
        .build()
}

fn tea() -> ComboPackageChoice {
    ComboPackageChoice::builder()
        .name("茶")
        .price(1_500)
        .count(1)
        .image_url(IMAGE)
        .mini_program_appid("wx1234567890")
        .mini_program_path("/pages/index/product")
        .build()
}
