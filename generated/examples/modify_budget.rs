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
            // Responses are tolerant: WeChat Pay may leave out any field.
            if let Some(count) = budget.max_coupons {
                println!("at most {count} coupons in all");
            }
            if let Some(count) = budget.max_coupons_by_day {
                println!("at most {count} coupons a day");
            }
            println!("Request-ID {}", budget.request_id().unwrap_or("none"));
            Ok(())
        }
        Err(error) => {
            match (error.outcome(), error.code::<ModifyBudgetRequest>()) {
                (Outcome::Unknown, _) => println!(
                    "The budget may have changed. Query the stock before anything else. Its idempotency key is {number}."
                ),
                (_, Some(ModifyBudgetErrorCode::RuleLimit)) => {
                    println!("The stock refuses. The page knows these reasons:");
                    for row in error.documented_errors() {
                        println!("- {} {}", row.meaning, row.remedy);
                    }
                }
                _ => println!("The budget was not changed."),
            }
            Err(error.into())
        }
    }
}
