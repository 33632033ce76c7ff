//! Creates a product coupon in a usage mode that is newer than the page which this crate follows.
//!
//! The page of 2025-08-04 lists the modes `SINGLE` and `SEQUENTIAL`. The page of 2025-11-07, of
//! which only the beginning is known, lists `PROGRESSIVE_BUNDLE`: a bundle of stocks, one for each
//! step. The names of the fields of `stock_bundle` come from listings of others, and are not
//! checked by this crate. Whether the service accepts `stock`, which this request always has,
//! together with `stock_bundle`, is not known: try it before you rely on it.
//!
//! `cargo run -p wechatpay-api --example progressive_bundle`

mod setup;

use std::error::Error;
use std::io;
use std::process::ExitCode;

use serde_json::json;
use wechatpay_api::product_coupon;
use wechatpay_api::product_coupon::request::{
    CouponDisplayInfo, CreateProductCouponRequest, NotifyConfig, ProductCouponDisplayInfo,
    StockForCreate, StockSendRule, Usage, UsageRuleDisplayInfo,
};
use wechatpay_api::product_coupon::{
    CouponCodeDisplayMode, CouponCodeMode, CouponUsageMethod, ProductCouponScope,
    ProductCouponType, StockStoreScope,
};
use wechatpay_api::raw::UnknownChoice;
use wechatpay_mock::Mock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setup::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let (settings, _mock) = setup::wechatpay(newer_than_the_page)?;
    let client = settings.build()?;

    let request = CreateProductCouponRequest::builder()
        .out_request_no(setup::idempotency_key("create"))
        .scope(ProductCouponScope::All)
        .type_(ProductCouponType::Discount)
        .usage_mode(progressive_bundle()?)
        .display_info(
            ProductCouponDisplayInfo::builder()
                .name("三次优惠")
                .image_url("https://wxpaylogo.qpic.cn/wxpaylogo/xxxxx/xxx")
                .background_url("https://wxpaylogo.qpic.cn/wxpaylogo/xxxxx/xxx")
                .build(),
        )
        .stock(stock())
        .brand_id(setup::value("WECHATPAY_BRAND_ID", "120344"))
        .build();

    let created = product_coupon::create_product_coupon(&client, &request).await?;
    let id = created.product_coupon_id.as_deref();
    println!("coupon {}", id.unwrap_or("without an id"));
    if let Some(mode) = &created.usage_mode {
        println!("usage mode {mode}");
    }
    Ok(())
}

/// The new value, with the fields that go with it. The rest of the request keeps its types.
fn progressive_bundle() -> Result<Usage, Box<dyn Error>> {
    let choice = UnknownChoice::new(
        "PROGRESSIVE_BUNDLE",
        json!({
            "progressive_bundle_usage_info": { "count": 3, "interval_days": 1 },
            "stock_bundle": {
                "coupon_code_mode": "WECHATPAY",
                "progressive_bundle_usage_rule": {
                    "discount_coupon_list": [
                        { "threshold": 10_000, "percent_off": 10 },
                        { "threshold": 10_000, "percent_off": 20 },
                        { "threshold": 10_000, "percent_off": 30 },
                    ],
                },
            },
        }),
    )?;
    Ok(Usage::Unknown(choice))
}

fn stock() -> StockForCreate {
    StockForCreate::builder()
        .coupon_code_mode(CouponCodeMode::Wechatpay)
        .stock_send_rule(
            StockSendRule::builder()
                .max_count(1_000)
                .max_count_per_user(1)
                .build(),
        )
        .usage_rule_display_info(
            UsageRuleDisplayInfo::builder()
                .coupon_usage_method_list([CouponUsageMethod::Offline])
                .usage_description("全部门店可用")
                .build(),
        )
        .coupon_display_info(
            CouponDisplayInfo::builder()
                .code_display_mode(CouponCodeDisplayMode::Qrcode)
                .build(),
        )
        .notify_config(
            NotifyConfig::builder()
                .notify_appid(setup::value("WECHATPAY_APPID", "wx4fd12345678"))
                .build(),
        )
        .store_scope(StockStoreScope::None)
        .build()
}

/// A WeChat Pay that accepts values which the page does not list.
fn newer_than_the_page() -> io::Result<Mock> {
    Mock::builder()
        .stateful(wechatpay_mock::spec()?)
        .newer_than_pages(true)
        .start()
}
