//! Whole store, discount, single use: the page's own sample.

use wechatpay_api::product_coupon::request::{
    CouponAvailableStoreInfo, CouponDisplayInfo, CreateProductCouponRequest,
    DiscountCouponUsageRule, EntranceFinder, EntranceMiniProgram, EntranceOfficialAccount,
    ProductCouponDisplayInfo, SingleCouponAvailablePeriod, SingleUsageInfo, SingleUsageRule,
    StockForCreate, Usage, UsageRuleDisplayInfo,
};
use wechatpay_api::product_coupon::{
    CouponCodeDisplayMode, CouponCodeMode, CouponUsageMethod, ProductCouponScope,
    ProductCouponType, StockStoreScope,
};

use super::parts::{IMAGE, notified, send_rule, working_days};

pub(crate) fn request() -> CreateProductCouponRequest {
    CreateProductCouponRequest::builder()
        .out_request_no("12345_20250101_A3489")
        .scope(ProductCouponScope::All)
        .type_(ProductCouponType::Discount)
        .usage_mode(Usage::Single {
            single_usage_info: SingleUsageInfo::builder()
                .discount_coupon(
                    DiscountCouponUsageRule::builder()
                        .threshold(10_000)
                        .percent_off(20)
                        .build(),
                )
                .build(),
        })
        .display_info(
            ProductCouponDisplayInfo::builder()
                .name("全场满100立打8折")
                .image_url(IMAGE)
                .background_url(IMAGE)
                .detail_image_url_list([IMAGE])
                .build(),
        )
        .out_product_no("Product_1234567890")
        .stock(stock())
        .brand_id("120344")
        .build()
}

fn stock() -> StockForCreate {
    StockForCreate::builder()
        .remark("8月工作日有效批次")
        .coupon_code_mode(CouponCodeMode::Upload)
        .stock_send_rule(send_rule())
        .single_usage_rule(
            SingleUsageRule::builder()
                .coupon_available_period(
                    SingleCouponAvailablePeriod::builder()
                        .available_begin_time("2025-08-01T00:00:00+08:00")
                        .available_end_time("2025-08-31T23:59:59+08:00")
                        .available_days(30)
                        .weekly_available_period(working_days())
                        .build(),
                )
                .build(),
        )
        .usage_rule_display_info(rules_shown())
        .coupon_display_info(card())
        .notify_config(notified())
        .store_scope(StockStoreScope::None)
        .build()
}

fn rules_shown() -> UsageRuleDisplayInfo {
    UsageRuleDisplayInfo::builder()
        .coupon_usage_method_list([
            CouponUsageMethod::Offline,
            CouponUsageMethod::MiniProgram,
            CouponUsageMethod::PaymentCode,
        ])
        .mini_program_appid("wx1234567890")
        .mini_program_path("/pages/index/product")
        .usage_description("工作日可用")
        .coupon_available_store_info(
            CouponAvailableStoreInfo::builder()
                .description("所有门店可用,可使用小程序查看门店列表")
                .mini_program_appid("wx1234567890")
                .mini_program_path("/pages/index/store-list")
                .build(),
        )
        .build()
}

fn card() -> CouponDisplayInfo {
    CouponDisplayInfo::builder()
        .code_display_mode(CouponCodeDisplayMode::Qrcode)
        .background_color("Color010")
        .entrance_mini_program(
            EntranceMiniProgram::builder()
                .appid("wx1234567890")
                .path("/pages/index/product")
                .entrance_wording("欢迎选购")
                .guidance_wording("获取更多优惠")
                .build(),
        )
        .entrance_official_account(
            EntranceOfficialAccount::builder()
                .appid("wx1234567890")
                .build(),
        )
        .entrance_finder(
            EntranceFinder::builder()
                .finder_id("gh_12345678")
                .finder_video_id("UDFsdf24df34dD456Hdf34")
                .finder_video_cover_image_url(IMAGE)
                .build(),
        )
        .build()
}
