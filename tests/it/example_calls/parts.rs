//! Parts that several calls share, with the values of the create page's sample.

use wechatpay_api::product_coupon::request::{
    CouponDisplayInfo, FixedWeekPeriod, NotifyConfig, ProductCouponDisplayInfo,
    SingleCouponAvailablePeriod, StockSendRule, UsageRuleDisplayInfo,
};
use wechatpay_api::product_coupon::{CouponCodeDisplayMode, CouponUsageMethod, WeekEnum};

pub(crate) const IMAGE: &str = "https://wxpaylogo.qpic.cn/wxpaylogo/xxxxx/xxx";

pub(crate) fn shown(name: &str) -> ProductCouponDisplayInfo {
    ProductCouponDisplayInfo::builder()
        .name(name)
        .image_url(IMAGE)
        .background_url(IMAGE)
        .build()
}

pub(crate) fn working_days() -> FixedWeekPeriod {
    FixedWeekPeriod::builder()
        .day_list([
            WeekEnum::Monday,
            WeekEnum::Tuesday,
            WeekEnum::Wednesday,
            WeekEnum::Thursday,
            WeekEnum::Friday,
        ])
        .build()
}

pub(crate) fn august() -> SingleCouponAvailablePeriod {
    SingleCouponAvailablePeriod::builder()
        .available_begin_time("2025-08-01T00:00:00+08:00")
        .available_end_time("2025-08-31T23:59:59+08:00")
        .build()
}

pub(crate) fn send_rule() -> StockSendRule {
    StockSendRule::builder()
        .max_count(10_000_000)
        .max_count_per_user(1)
        .build()
}

pub(crate) fn rules_shown() -> UsageRuleDisplayInfo {
    UsageRuleDisplayInfo::builder()
        .coupon_usage_method_list([CouponUsageMethod::Offline])
        .usage_description("工作日可用")
        .build()
}

pub(crate) fn card() -> CouponDisplayInfo {
    CouponDisplayInfo::builder()
        .code_display_mode(CouponCodeDisplayMode::Qrcode)
        .build()
}

pub(crate) fn notified() -> NotifyConfig {
    NotifyConfig::builder()
        .notify_appid("wx4fd12345678")
        .build()
}
