//! Changes how many coupons a busifavor stock may issue, without async code.
//!
//! `cargo run -p wechatpay-api --features blocking --example blocking_modify_budget`

mod setup;

use std::error::Error;
use std::process::ExitCode;

use wechatpay_api::blocking::Client;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_mock::Mock;

fn main() -> ExitCode {
    setup::end(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let (settings, _mock) = setup::wechatpay(Mock::stateful)?;
    let client = Client::new(settings)?;

    let request = ModifyBudgetRequest::builder()
        .stock_id(setup::value("WECHATPAY_STOCK_ID", "98065001"))
        .current_max_coupons(setup::value("WECHATPAY_CURRENT", "500").parse::<i64>()?)
        .target_max_coupons(setup::value("WECHATPAY_TARGET", "3000").parse::<i64>()?)
        .modify_budget_request_no(setup::idempotency_key("modify_budget"))
        .build();

    // The request type names its operation. Everything else is as in the async example.
    let budget = client.send(&request)?;
    if let Some(count) = budget.max_coupons {
        println!("at most {count} coupons in all");
    }
    Ok(())
}
