//! Changes the budget of a busifavor stock, against a WeChat Pay that runs on this machine.
//!
//! `cargo run -p wechatpay-api --example modify_budget`

use std::error::Error;

use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::busifavor::{self, ModifyBudgetErrorCode};
use wechatpay_api::{Client, Outcome, PrivateKey, PublicKey};
use wechatpay_mock::Mock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let wechatpay = Mock::documented()?;
    let client = Client::builder()
        .mchid(wechatpay.mchid())
        .merchant_key(PrivateKey::from_pem(wechatpay.merchant_key_pem())?)
        .merchant_serial_no(wechatpay.merchant_serial_no())
        .wechatpay_public_key(
            wechatpay.public_key_id(),
            PublicKey::from_pem(wechatpay.public_key_pem())?,
        )
        .base_url(wechatpay.url())
        .build()?;

    let request = ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .modify_budget_request_no("1002600620019090123143254436")
        .build();

    match busifavor::modify_budget(&client, &request).await {
        Ok(budget) => {
            println!("at most {:?} coupons in all", budget.max_coupons);
            println!("at most {:?} coupons a day", budget.max_coupons_by_day);
            println!("Request-ID {:?}", budget.request_id());
        }
        Err(error) if error.outcome() == Outcome::Unknown => {
            println!("The budget may have changed; query the stock before anything else. {error}");
        }
        Err(error) => match error.code() {
            Some(ModifyBudgetErrorCode::RuleLimit) => println!("The stock refuses: {error}"),
            _ => println!("{error}"),
        },
    }
    Ok(())
}
