//! Creates a product coupon with its first stock: 5 yuan off for orders of at least 50 yuan.
//!
//! `cargo run -p wechatpay-api --example create_product_coupon`

mod setup;

use std::error::Error;
use std::process::ExitCode;

use wechatpay_api::Outcome;
use wechatpay_api::product_coupon::request::{
    CouponAvailableStoreInfo, CouponDisplayInfo, CreateProductCouponRequest, NormalCouponUsageRule,
    NotifyConfig, ProductCouponDisplayInfo, SingleCouponAvailablePeriod, SingleUsageInfo,
    SingleUsageRule, StockForCreate, StockSendRule, Usage, UsageRuleDisplayInfo,
};
use wechatpay_api::product_coupon::{
    self, CouponCodeDisplayMode, CouponCodeMode, CouponUsageMethod, CreateProductCouponErrorCode,
    ProductCouponScope, ProductCouponType, StockStoreScope,
};
use wechatpay_mock::Mock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setup::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let (settings, _mock) = setup::wechatpay(Mock::stateful)?;
    let client = settings.build()?;

    let number = setup::idempotency_key("create");
    let request = CreateProductCouponRequest::builder()
        .out_request_no(&*number)
        .scope(ProductCouponScope::All)
        .type_(ProductCouponType::Normal)
        .usage_mode(usage())
        .display_info(display_info())
        .stock(stock())
        .brand_id(setup::value("WECHATPAY_BRAND_ID", "120344"))
        .build();

    match product_coupon::create_product_coupon(&client, &request).await {
        Ok(created) => {
            let id = created.product_coupon_id.as_deref();
            println!("coupon {}", id.unwrap_or("without an id"));
            if let Some(stock) = &created.stock {
                println!(
                    "stock {}",
                    stock.stock_id.as_deref().unwrap_or("without an id")
                );
            }
            println!("Request-ID {}", created.request_id().unwrap_or("none"));
            Ok(())
        }
        Err(error) => {
            match (error.outcome(), error.code::<CreateProductCouponRequest>()) {
                (Outcome::Unknown, _) => {
                    println!(
                        "The coupon may exist. Retry the call with the same out_request_no, \
                         {number}."
                    );
                }
                (_, Some(CreateProductCouponErrorCode::AlreadyExists)) => {
                    println!("An earlier call with out_request_no {number} created a coupon.");
                }
                _ => println!("No coupon was created."),
            }
            Err(error.into())
        }
    }
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

fn display_info() -> ProductCouponDisplayInfo {
    ProductCouponDisplayInfo::builder()
        .name("满50减5")
        // The service accepts only images that were uploaded to it before.
        .image_url("https://wxpaylogo.qpic.cn/wxpaylogo/xxxxx/xxx")
        .background_url("https://wxpaylogo.qpic.cn/wxpaylogo/xxxxx/xxx")
        .build()
}

fn stock() -> StockForCreate {
    let period = SingleCouponAvailablePeriod::builder()
        .available_begin_time("2025-08-01T00:00:00+08:00")
        .available_end_time("2025-08-31T23:59:59+08:00")
        .build();
    StockForCreate::builder()
        .coupon_code_mode(CouponCodeMode::Wechatpay)
        .stock_send_rule(
            StockSendRule::builder()
                .max_count(10_000_000)
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
                .usage_description("全部门店可用")
                .coupon_available_store_info(
                    CouponAvailableStoreInfo::builder()
                        .description("所有门店可用")
                        .build(),
                )
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
