//! Changes how many coupons a stock of a product coupon may issue.
//!
//! `cargo run -p wechatpay-api --example update_stock_budget`

mod setup;

use std::error::Error;
use std::process::ExitCode;

use wechatpay_api::Outcome;
use wechatpay_api::product_coupon::request::{BudgetUpdate, UpdateStockBudgetRequest};
use wechatpay_api::product_coupon::{self, UpdateStockBudgetErrorCode};
use wechatpay_mock::Mock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setup::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let (settings, _mock) = setup::wechatpay(Mock::documented)?;
    let client = settings.build()?;

    let number = setup::idempotency_key("update_budget");
    let request = UpdateStockBudgetRequest::builder()
        .product_coupon_id(setup::value("WECHATPAY_PRODUCT_COUPON_ID", "1000000013"))
        .stock_id(setup::value("WECHATPAY_STOCK_ID", "1000000013001"))
        .out_request_no(&*number)
        // Each mode has its own two counts. The counts of another mode would not compile.
        .update_mode(BudgetUpdate::MaxCount {
            current_max_count: setup::value("WECHATPAY_CURRENT", "10000000").parse()?,
            target_max_count: setup::value("WECHATPAY_TARGET", "200").parse()?,
        })
        .brand_id(setup::value("WECHATPAY_BRAND_ID", "120344"))
        .build();

    match product_coupon::update_stock_budget(&client, &request).await {
        Ok(stock) => {
            println!(
                "stock {}",
                stock.stock_id.as_deref().unwrap_or("without an id")
            );
            if let Some(state) = &stock.state {
                println!("state {state}");
            }
            let rule = stock.stock_send_rule.as_ref();
            if let Some(count) = rule.and_then(|rule| rule.max_count) {
                println!("at most {count} coupons in all");
            }
            println!("Request-ID {}", stock.request_id().unwrap_or("none"));
            Ok(())
        }
        Err(error) => {
            match (error.outcome(), error.code::<UpdateStockBudgetRequest>()) {
                (Outcome::Unknown, _) => println!(
                    "The budget may have changed. Query the stock before anything else. \
                     The idempotency key is {number}."
                ),
                (_, Some(UpdateStockBudgetErrorCode::NotFound)) => {
                    println!("There is no such coupon or stock for this brand.");
                }
                _ => println!("The budget was not changed."),
            }
            Err(error.into())
        }
    }
}
