//! Changes how many coupons a busifavor stock may issue.
//!
//! `cargo run -p wechatpay-api --example modify_budget`

mod setup;

use std::error::Error;
use std::process::ExitCode;

use wechatpay_api::Outcome;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::busifavor::{self, ModifyBudgetErrorCode};
use wechatpay_mock::Mock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setup::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let (settings, _mock) = setup::wechatpay(Mock::stateful)?;
    let client = settings.build()?;

    let number = setup::idempotency_key("modify_budget");
    let request = ModifyBudgetRequest::builder()
        .stock_id(setup::value("WECHATPAY_STOCK_ID", "98065001"))
        .current_max_coupons(setup::value("WECHATPAY_CURRENT", "500").parse::<i64>()?)
        .target_max_coupons(setup::value("WECHATPAY_TARGET", "3000").parse::<i64>()?)
        .modify_budget_request_no(&*number)
        .build();

    match busifavor::modify_budget(&client, &request).await {
        Ok(budget) => {
            // Every field is optional, because WeChat Pay may leave out any field.
            if let Some(count) = budget.max_coupons {
                println!("at most {count} coupons in all");
            }
            if let Some(count) = budget.max_coupons_by_day {
                println!("at most {count} coupons per day");
            }
            println!("Request-ID {}", budget.request_id().unwrap_or("none"));
            Ok(())
        }
        Err(error) => {
            match (error.outcome(), error.code::<ModifyBudgetRequest>()) {
                (Outcome::Unknown, _) => println!(
                    "The budget may have changed. Query the stock before anything else. \
                     The idempotency key is {number}."
                ),
                (_, Some(ModifyBudgetErrorCode::RuleLimit)) => {
                    println!("The stock's rules forbid the change. The page lists these reasons:");
                    for documented in error.documented_errors() {
                        println!("- {} {}", documented.meaning, documented.remedy);
                    }
                }
                _ => println!("The budget was not changed."),
            }
            Err(error.into())
        }
    }
}
