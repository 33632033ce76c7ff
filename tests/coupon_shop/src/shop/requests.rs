//! The requests of the shop: what it sells, and to whom.

use wechatpay_api::product_coupon::request::{
    CouponAvailableStoreInfo, CouponDisplayInfo, CreateProductCouponRequest, NormalCouponUsageRule,
    NotifyConfig, ProductCouponDisplayInfo, SingleCouponAvailablePeriod, SingleUsageInfo,
    SingleUsageRule, StockForCreate, StockSendRule, Usage, UsageRuleDisplayInfo,
};
use wechatpay_api::product_coupon::{
    CouponCodeDisplayMode, CouponCodeMode, CouponUsageMethod, ProductCouponScope,
    ProductCouponType, StockStoreScope,
};

pub(crate) const BRAND: &str = "120344";
pub(crate) const APPID: &str = "wx233544546545989";
pub(crate) const USERS: [&str; 2] = [
    "oh-394z-6CGkNoJrsDLTTUKiAnp4",
    "oh-394z-6CGkNoJrsDLTTUKiAnp5",
];
pub(crate) const CODES: [&str; 3] = ["Code_100001", "Code_100002", "Code_100003"];
pub(crate) const STORE: &str = "100000001";
/// The beginning of a PNG file. Nobody looks into it.
pub(crate) const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A coupon of 5 yuan for orders of at least 50 yuan. Amounts are in fen.
pub(crate) fn coupon(number: &str, image_url: &str) -> CreateProductCouponRequest {
    CreateProductCouponRequest::builder()
        .out_request_no(number)
        .scope(ProductCouponScope::All)
        .type_(ProductCouponType::Normal)
        .usage_mode(usage())
        .display_info(
            ProductCouponDisplayInfo::builder()
                .name("满50减5")
                .image_url(image_url)
                .background_url(image_url)
                .build(),
        )
        .stock(stock())
        .brand_id(BRAND)
        .build()
}

fn usage() -> Usage {
    let rule = NormalCouponUsageRule::builder()
        .threshold(5_000)
        .discount_amount(500)
        .build();
    Usage::Single {
        single_usage_info: SingleUsageInfo::builder().normal_coupon(rule).build(),
    }
}

/// The shop's own codes, in one store.
fn stock() -> StockForCreate {
    let period = SingleCouponAvailablePeriod::builder()
        .available_begin_time("2026-01-01T00:00:00+08:00")
        .available_end_time("2099-12-31T23:59:59+08:00")
        .build();
    StockForCreate::builder()
        .coupon_code_mode(CouponCodeMode::Upload)
        .stock_send_rule(
            StockSendRule::builder()
                .max_count(1_000)
                .max_count_per_user(1)
                .build(),
        )
        .single_usage_rule(
            SingleUsageRule::builder()
                .coupon_available_period(period)
                .build(),
        )
        .usage_rule_display_info(
            UsageRuleDisplayInfo::builder()
                .coupon_usage_method_list([CouponUsageMethod::Offline])
                .usage_description("门店可用")
                .coupon_available_store_info(
                    CouponAvailableStoreInfo::builder()
                        .description("指定门店可用")
                        .build(),
                )
                .build(),
        )
        .coupon_display_info(
            CouponDisplayInfo::builder()
                .code_display_mode(CouponCodeDisplayMode::Qrcode)
                .build(),
        )
        .notify_config(NotifyConfig::builder().notify_appid(APPID).build())
        .store_scope(StockStoreScope::Specific)
        .build()
}
