//! The responses that the two product coupon pages print.

use serde_json::Value;
use wechatpay_api::product_coupon::response::{
    CouponDisplayInfo, CreateProductCouponResponse, SingleUsageRule, UpdatedStockEntity,
    UsageRuleDisplayInfo,
};
use wechatpay_api::product_coupon::{
    CouponCodeDisplayMode, CouponCodeMode, CouponUsageMethod, ProductCouponScope,
    ProductCouponState, ProductCouponType, StockState, StockStoreScope, UsageMode, WeekEnum,
};

use super::check;
use crate::spec_facts::product_coupon;

const IMAGE: &str = "https://wxpaylogo.qpic.cn/wxpaylogo/xxxxx/xxx";

/// The response that an operation's page prints.
fn printed(operation: &str) -> String {
    let service = product_coupon();
    let mut operations = service.operations.into_iter();
    let operation = operations.find(|o| o.name == operation).unwrap();
    operation.samples[0].response.clone().unwrap()
}

#[test]
fn both_sample_responses_are_decoded_without_loss() {
    let create = printed("create_product_coupon");
    let create: Value = serde_json::from_str(&create).unwrap();
    check::<CreateProductCouponResponse>("create", &create, &create);
    let update = printed("update_stock_budget");
    let update: Value = serde_json::from_str(&update).unwrap();
    check::<UpdatedStockEntity>("update", &update, &update);
}

#[test]
fn the_sample_response_of_create_has_the_printed_coupon() {
    let response: CreateProductCouponResponse =
        serde_json::from_str(&printed("create_product_coupon")).unwrap();
    assert_eq!(response.product_coupon_id.as_deref(), Some("1000000013"));
    assert_eq!(response.scope, Some(ProductCouponScope::All));
    assert_eq!(response.type_, Some(ProductCouponType::Discount));
    assert_eq!(response.usage_mode, Some(UsageMode::Single));
    assert_eq!(response.state, Some(ProductCouponState::Effective));
    assert_eq!(
        response.out_product_no.as_deref(),
        Some("Product_1234567890")
    );
    assert_eq!(response.brand_id.as_deref(), Some("120344"));
    assert_eq!(response.sequential_usage_info, None);

    let rule = response.single_usage_info.unwrap();
    assert_eq!(rule.normal_coupon, None);
    let rule = rule.discount_coupon.unwrap();
    assert_eq!((rule.threshold, rule.percent_off), (Some(10_000), Some(20)));

    let shown = response.display_info.unwrap();
    assert_eq!(shown.name.as_deref(), Some("全场满100立打8折"));
    assert_eq!(shown.detail_image_url_list.unwrap(), [IMAGE]);
    assert_eq!(shown.combo_package_list, None);
}

#[test]
fn the_sample_response_of_create_has_the_printed_stock() {
    let response: CreateProductCouponResponse =
        serde_json::from_str(&printed("create_product_coupon")).unwrap();
    let stock = response.stock.unwrap();
    assert_eq!(stock.product_coupon_id.as_deref(), Some("1000000013"));
    assert_eq!(stock.stock_id.as_deref(), Some("1000000013001"));
    assert_eq!(stock.remark.as_deref(), Some("8月工作日有效批次"));
    assert_eq!(stock.coupon_code_mode, Some(CouponCodeMode::Upload));
    let codes = stock.coupon_code_count_info.unwrap();
    assert_eq!(
        (codes.total_count, codes.available_count),
        (Some(0), Some(0))
    );
    let send = stock.stock_send_rule.unwrap();
    assert_eq!(send.max_count, Some(10_000_000));
    assert_eq!(send.max_count_per_day, None);
    assert_eq!(send.max_count_per_user, Some(1));
    has_the_printed_period(stock.single_usage_rule.unwrap());
    has_the_printed_rules(stock.usage_rule_display_info.unwrap());
    has_the_printed_card(stock.coupon_display_info.unwrap());
    let notified = stock.notify_config.unwrap();
    assert_eq!(notified.notify_appid.as_deref(), Some("wx4fd12345678"));
    assert_eq!(stock.store_scope, Some(StockStoreScope::None));
    let sent = stock.sent_count_info.unwrap();
    assert_eq!((sent.total_count, sent.today_count), (Some(0), Some(0)));
    assert_eq!(stock.state, Some(StockState::Sending));
    assert_eq!(stock.deactivate_time, None);
    assert_eq!(stock.brand_id.as_deref(), Some("120344"));
}

#[test]
fn the_sample_response_of_update_has_the_printed_stock() {
    let stock: UpdatedStockEntity = serde_json::from_str(&printed("update_stock_budget")).unwrap();
    assert_eq!(stock.stock_id.as_deref(), Some("1000000013001"));
    assert_eq!(stock.stock_send_rule.unwrap().max_count, Some(200));
    assert_eq!(stock.store_scope, Some(StockStoreScope::All));
    assert_eq!(stock.state, Some(StockState::Sending));
    has_the_printed_period(stock.single_usage_rule.unwrap());
    has_the_printed_rules(stock.usage_rule_display_info.unwrap());
    has_the_printed_card(stock.coupon_display_info.unwrap());
}

fn has_the_printed_period(rule: SingleUsageRule) {
    let period = rule.coupon_available_period.unwrap();
    assert_eq!(
        period.available_end_time.as_deref(),
        Some("2025-08-31T23:59:59+08:00")
    );
    assert_eq!(period.available_days, Some(30));
    let week = period.weekly_available_period.unwrap();
    let days = week.day_list.unwrap();
    assert_eq!(days.len(), 5);
    assert_eq!(days.first(), Some(&WeekEnum::Monday));
    assert_eq!(days.last(), Some(&WeekEnum::Friday));
}

fn has_the_printed_rules(rules: UsageRuleDisplayInfo) {
    assert_eq!(
        rules.coupon_usage_method_list.unwrap(),
        [
            CouponUsageMethod::Offline,
            CouponUsageMethod::MiniProgram,
            CouponUsageMethod::PaymentCode,
        ]
    );
    assert_eq!(rules.usage_description.as_deref(), Some("工作日可用"));
    let stores = rules.coupon_available_store_info.unwrap();
    assert_eq!(
        stores.mini_program_path.as_deref(),
        Some("/pages/index/store-list")
    );
}

fn has_the_printed_card(card: CouponDisplayInfo) {
    assert_eq!(card.code_display_mode, Some(CouponCodeDisplayMode::Qrcode));
    assert_eq!(card.background_color.as_deref(), Some("Color010"));
    let entrance = card.entrance_mini_program.unwrap();
    assert_eq!(entrance.guidance_wording.as_deref(), Some("获取更多优惠"));
    let account = card.entrance_official_account.unwrap();
    assert_eq!(account.appid.as_deref(), Some("wx1234567890"));
    let finder = card.entrance_finder.unwrap();
    assert_eq!(
        finder.finder_video_id.as_deref(),
        Some("UDFsdf24df34dD456Hdf34")
    );
}

/// A value that the pages do not list, but the server sends today.
#[test]
fn an_unlisted_scope_category_is_kept_as_unknown() {
    let newer = printed("create_product_coupon").replacen("\"ALL\"", "\"CATEGORY\"", 1);
    let response: CreateProductCouponResponse = serde_json::from_str(&newer).unwrap();
    assert_eq!(response.scope, Some(ProductCouponScope::from("CATEGORY")));
    let scope = response.scope.unwrap();
    assert!(matches!(scope, ProductCouponScope::Unknown(_)));
    assert_eq!(scope.to_string(), "CATEGORY");
    assert_eq!(serde_json::to_string(&scope).unwrap(), "\"CATEGORY\"");
    assert_eq!(response.product_coupon_id.as_deref(), Some("1000000013"));
}

#[test]
fn a_time_that_cannot_be_read_keeps_its_text() {
    let stock: UpdatedStockEntity =
        serde_json::from_str(r#"{"state":"DEACTIVATED","deactivate_time":"5月20日"}"#).unwrap();
    assert_eq!(stock.deactivate_time.unwrap().as_str(), "5月20日");
    assert_eq!(stock.state, Some(StockState::Deactivated));
}
